"""How much an agenda's sheet may say about each meeting, so that a day fits on one page."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from fairs.agenda.characters import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fairs.agenda.values import Agenda, Entry
    from fairs.agenda.wording import Day

ROOM = 220.0  # millimetres that one A4 page leaves under the head of an agenda
DAY = 17.0  # what the name of a day and the heads of its columns take
FOOT = 8.0
NAME = 10.0  # a second line of the reader's name
GROUP = 6.0  # and of the organisation's
NOTE = 9.0
MOST_NOTES = 14
FEWEST_NOTES = 3


@dataclass(frozen=True)
class Density:
    """One way of setting the rows; the lengths follow `templates/print/paper.css`."""

    name: str
    name_line: float  # millimetres
    name_width: int  # letters
    small_line: float
    small_width: int
    padding: float
    pitch: int  # letters of a pitch that are printed
    why: int
    together: bool = False  # organisation and name share their lines

    def height(self, entry: Entry) -> float:
        """An estimate that errs on the side of too much."""
        tall = self.padding
        for partner in entry.partners:
            if self.together:
                tall += self.name_line * _lines(f"{partner.organisation} {partner.name}", self.name_width)
                continue
            tall += self.name_line * _lines(partner.organisation or partner.name, self.name_width)
            tall += self.small_line * _lines(partner.name if partner.organisation else "", self.small_width)
            tall += self.small_line * _lines(partner.pitch[: self.pitch], self.small_width)
        return tall + self.small_line * _lines(entry.why[: self.why], self.small_width)


DENSITIES = (
    Density("roomy", 5.95, 41, 5.3, 57, 5.5, 220, 220),
    Density("plain", 5.3, 46, 4.7, 62, 3.7, 120, 140),
    Density("dense", 4.7, 53, 4.05, 69, 2.3, 0, 66),
    Density("tight", 4.55, 60, 3.7, 72, 1.9, 0, 0, together=True),
)


def choose(agenda: Agenda, days: Sequence[Day]) -> tuple[Density, int]:
    """The roomiest way that fits on a page, and how many lines for notes still fit below."""
    room = (
        ROOM - FOOT - NAME * (_lines(agenda.person, 24) - 1) - GROUP * (_lines(agenda.organisation, 55) - 1)
    )
    for density in DENSITIES:
        left = room - sum(DAY + sum(map(density.height, day.entries)) for day in days)
        if left >= 0:
            notes = min(int((left - DAY) // NOTE), MOST_NOTES)
            return density, notes if notes >= FEWEST_NOTES else 0
    return DENSITIES[-1], 0


def shortened(text: str, letters: int) -> str:
    """A text that ends at a word, with an ellipsis, where it would be too long."""
    whole = one_line(text)
    if len(whole) <= letters:
        return whole
    return whole[:letters].rpartition(" ")[0].rstrip(" ,;:.") + " …" if letters else ""


def _lines(text: str, width: int) -> int:
    return ceil(len(one_line(text)) / width)
