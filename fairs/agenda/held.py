"""What is held about somebody, as a value: for the page, and for a sheet of paper."""

from __future__ import annotations

from dataclasses import dataclass

from fairs import texts
from fairs.agenda.pdf import pressed


@dataclass(frozen=True)
class Section:
    """One kind of thing that is held: rows of names and words."""

    title: str
    rows: tuple[tuple[tuple[str, str], ...], ...]
    count: int  # of rows, where not all of them stand here


@dataclass(frozen=True)
class Held:
    """Everything that is held about somebody, in the words of one language."""

    title: str  # of the edition, or the address
    person: str
    language: str
    as_of: str  # when this was so
    sections: tuple[Section, ...]
    foot: str  # who answers for it, and until when it is kept


def held_pdf(held: Held) -> bytes:
    """The same to be read on paper."""
    return pressed(texts.render("print/held.html", held.language, held=held))
