"""The poster of an edition: to pin up, on A4 or A3, with a code that leads to its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fairs import texts
from fairs.agenda.characters import one_line, unspaced
from fairs.agenda.colours import hexadecimal
from fairs.agenda.pdf import pressed
from fairs.agenda.qr import qr_svg

if TYPE_CHECKING:
    from fairs.agenda.announcements import Announcement

    Format = Literal["a4", "a3"]

LONG_TITLE = 42  # letters, from which it is set smaller


@dataclass(frozen=True)
class Poster:
    """What is printed, and how large."""

    shown: Announcement
    format: Format = "a4"


def poster_pdf(poster: Poster) -> bytes:
    """One tagged page."""
    shown = poster.shown
    _ = texts.translator(shown.language).gettext
    html = texts.render(
        "print/poster.html",
        shown.language,
        shown=shown,
        format=poster.format,
        accent=hexadecimal(shown.accent),
        qr=qr_svg(unspaced(shown.url), _("QR code: the page of this edition")),
        address=unspaced(shown.url).partition("://")[2],
        long=len(one_line(shown.title)) > LONG_TITLE,
        one_line=one_line,
    )
    return pressed(html)
