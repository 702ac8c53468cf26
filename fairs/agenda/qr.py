"""A QR code as one filled path: sharp at any size, with words for those who do not see it."""

from __future__ import annotations

from itertools import groupby

import segno
from markupsafe import Markup

QUIET = 4  # modules of white around it, as readers expect


def qr_svg(address: str, title: str) -> Markup:
    """The inline picture of an address."""
    modules = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    size = len(modules) + 2 * QUIET
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {0} {0}">'
        '<title>{1}</title><path d="{2}"/></svg>'
    ).format(size, title, qr_path(modules))


def qr_path(modules: list[bytes]) -> str:
    """Each run of dark modules as a rectangle."""
    return "".join(
        f"M{QUIET + start} {QUIET + y}h{length}v1h-{length}z"
        for y, row in enumerate(modules)
        for start, length in _dark_runs(row)
    )


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    runs, x = [], 0
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            runs.append((x, length))
        x += length
    return runs
