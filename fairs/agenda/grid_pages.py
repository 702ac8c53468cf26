"""The master grid cut into pages: a day each, and no more tables than can be read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from fairs.agenda.values import GridMeeting, GridSlot, MasterGrid

ROOM = 228.0  # millimetres of an A3 page, lying, under its head
WIDTH = 379.0  # for all tables together
PADDING = 2.6  # of a cell
BLOCK = 9.0  # the name of a block
MARK = 3  # letters that the mark of a family takes
MOST_LETTERS = 44  # of a name; the sheet of the agenda has it whole
MOST_TABLES = 12  # columns of an A3 page that still hold two names


@dataclass(frozen=True)
class Row:
    """One slot: what stands at each table of the page, in order."""

    slot: GridSlot
    cells: tuple[tuple[GridMeeting, ...], ...]  # usually one meeting or none


@dataclass(frozen=True)
class Band:
    """The slots of one block, under its name."""

    block: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class GridPage:
    """What stands on one page, or flows on to the next under the same heads."""

    on: date
    tables: tuple[str, ...]
    bands: tuple[Band, ...]
    of_several: bool  # the day's tables need more than one page

    @property
    def meetings(self) -> int:
        """How many are held here."""
        return sum(len(cell) for band in self.bands for row in band.rows for cell in row.cells)

    @property
    def scale(self) -> Scale:
        """The largest type with which the day fits on a page, or else with which each block does."""
        bands = [self.bands, *((band,) for band in self.bands)]
        for together in (bands[:1], bands[1:]):
            for scale in SCALES:
                if all(scale.height(some, len(self.tables)) <= ROOM for some in together):
                    return scale
        return SCALES[-1]


@dataclass(frozen=True)
class Scale:
    """A size of type on the wall; `templates/print/paper.css` knows it by name."""

    name: str
    line: float  # millimetres
    letter: float

    def height(self, bands: Sequence[Band], tables: int) -> float:
        """An estimate of what these slots take, heads included."""
        width = int((WIDTH / tables - PADDING) / self.letter)
        return sum(BLOCK + sum(self._row(row, width) for row in band.rows) for band in bands)

    def _row(self, row: Row, width: int) -> float:
        return PADDING + max((self.line * _lines(cell, width) for cell in row.cells), default=0)


SCALES = (Scale("large", 4.0, 1.78), Scale("middle", 3.5, 1.56), Scale("small", 3.0, 1.34))


def pages_of(grid: MasterGrid) -> tuple[GridPage, ...]:
    """Day by day, the tables in groups of nearly equal size."""
    groups = tuple(_groups(len(grid.tables)))
    return tuple(
        GridPage(
            on=day,
            tables=tuple(grid.tables[table] for table in group),
            bands=bands_of(grid, day, group),
            of_several=len(groups) > 1,
        )
        for day in grid.days()
        for group in groups
    )


def bands_of(grid: MasterGrid, day: date, tables: range) -> tuple[Band, ...]:
    """The slots of a day, by block, with what is held at these tables."""
    places: dict[tuple[int, int], list[GridMeeting]] = {}
    for meeting in grid.meetings:
        places.setdefault((meeting.slot, meeting.table), []).append(meeting)
    numbered = [
        (number, slot)
        for number, slot in enumerate(grid.slots)
        if slot.start_at.astimezone(grid.occasion.zone).date() == day
    ]
    return tuple(
        Band(
            block,
            tuple(
                Row(slot, tuple(tuple(places.get((number, table), ())) for table in tables))
                for number, slot in slots
            ),
        )
        for block, slots in groupby(numbered, key=lambda numbered: numbered[1].block)
    )


def _groups(tables: int) -> Iterator[range]:
    pages = ceil(tables / MOST_TABLES)
    width = ceil(tables / pages) if pages else 0
    for first in range(0, tables, width or 1):
        yield range(first, min(first + width, tables))


def _lines(cell: tuple[GridMeeting, ...], width: int) -> int:
    """How many lines the parties of a cell need, each with its organisation above its name."""
    marked = MARK if any(any(meeting.families) for meeting in cell) else 0
    names = [
        min(len(name), MOST_LETTERS) + extra
        for meeting in cell
        for group, extra in ((meeting.organisations, marked), (meeting.people, 0))
        for name in group
        if name
    ]
    return sum(ceil(length / max(width, 1)) for length in names)
