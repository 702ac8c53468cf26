"""The master grid as it is drawn on the page: days, their slots, and a cell for each table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from fairs.queries.people import folded

if TYPE_CHECKING:
    from datetime import date

    from fairs.agenda.values import GridMeeting, GridSlot, MasterGrid


@dataclass(frozen=True)
class Side:
    """Who sits on one side of a table."""

    organisation: str
    person: str
    family: str
    found: bool


@dataclass(frozen=True)
class Cell:
    """A meeting."""

    sides: tuple[Side, ...]

    @property
    def found(self) -> bool:
        """Whether somebody who is searched for sits here."""
        return any(side.found for side in self.sides)


@dataclass(frozen=True)
class Row:
    """A slot, with a place for each table."""

    slot: GridSlot
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Part:
    """What stands under one heading: a block of a day."""

    day: date
    block: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Picture:
    """A grid, with those marked who are searched for."""

    tables: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def found(self) -> int:
        """How many meetings the search found."""
        return sum(cell.found for part in self.parts for row in part.rows for cell in row.cells if cell)


def draw(grid: MasterGrid, search: str = "") -> Picture:
    """Put each meeting in its cell and mark those that the search names."""
    wanted = folded(search).split()
    at = {(meeting.slot, meeting.table): _cell(meeting, wanted) for meeting in grid.meetings}
    rows = [
        Row(slot, tuple(at.get((number, table)) for table in range(len(grid.tables))))
        for number, slot in enumerate(grid.slots)
    ]
    zone = grid.occasion.zone
    parts = groupby(rows, key=lambda row: (row.slot.start_at.astimezone(zone).date(), row.slot.block))
    return Picture(grid.tables, tuple(Part(day, block, tuple(held)) for (day, block), held in parts))


def _cell(meeting: GridMeeting, wanted: list[str]) -> Cell:
    families = meeting.families or ("",) * len(meeting.people)
    return Cell(
        tuple(
            Side(organisation, person, family, bool(wanted) and _named(f"{organisation} {person}", wanted))
            for organisation, person, family in zip(
                meeting.organisations, meeting.people, families, strict=True
            )
        )
    )


def _named(words: str, wanted: list[str]) -> bool:
    known = folded(words)
    return all(word in known for word in wanted)
