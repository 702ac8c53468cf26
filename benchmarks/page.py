"""Puts the results of a benchmark into a page, between the markers that bear its name."""

import re
from collections.abc import Iterable
from pathlib import Path

from benchmarks.measure import Measure, shown

SUMMARY = {
    "complete_s": "seconds until everything has a place",
    "breaks": "breaks in the end",
    "bound": "fewest possible, proven at least",
    "breaks_greedy": "breaks by hand's rule: first free slot",
}


class NoMarkers(Exception):
    """The page has no place for the results."""


def table(measures: Iterable[Measure]) -> str:
    """The measures as a table in Markdown."""
    rows = ["| measure | here | unit | baseline | ratio | note |", "|---|---:|---|---:|---:|---|"]
    for one in measures:
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        beside = "" if one.baseline is None else shown(one.baseline)
        note = one.note.replace("|", "\\|")
        rows.append(f"| `{one.measure}` | {shown(one.value)} | {one.unit} | {beside} | {ratio} | {note} |")
    return "\n".join(rows)


def summary(measures: Iterable[Measure]) -> str:
    """What an organiser wants to know of each size: from measures named ``people_<number>_...``."""
    sizes: dict[int, dict[str, Measure]] = {}
    for one in measures:
        found = re.fullmatch(r"people_(\d+)_(\w+)", one.measure)
        if found:
            sizes.setdefault(int(found[1]), {})[found[2]] = one
    rows = ["| people | " + " | ".join(SUMMARY.values()) + " |", "|---:" * (len(SUMMARY) + 1) + "|"]
    for people, known in sorted(sizes.items()):
        cells = [shown(known[name].value) if name in known else "" for name in SUMMARY]
        rows.append(f"| {people:,} | {' | '.join(cells)} |")
    return "\n".join(rows)


def replaced(text: str, name: str, content: str) -> str:
    """The text with other content between ``<!-- name -->`` and ``<!-- /name -->``."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(text):
        raise NoMarkers(f"The page has no lines <!-- {name} --> and <!-- /{name} -->; put them in.")
    return pattern.sub(lambda found: f"{found[1]}\n{content}\n\n{found[2]}", text)


def written(page: Path, name: str, contents: dict[str, str]) -> None:
    """Put the results of a benchmark into the page; named parts only where the page has a place for them."""
    text = page.read_text(encoding="utf-8")
    for part, content in contents.items():
        marker = f"{name}-{part}" if part else name
        if not part or f"<!-- {marker} -->" in text:
            text = replaced(text, marker, content)
    page.write_text(text, encoding="utf-8")
