"""Long lists that grow at their head, read a stretch at a time along an index.

How many rows there are in all is not asked, and none is passed over: a list of a hundred thousand rows opens
as quickly as one of ten, at whichever place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import literal, select, tuple_, union

from fairs.queries.paging import PER_PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

Row = TypeVar("Row")


@dataclass(frozen=True)
class Place:
    """From which row of a list to go on, named by its keys, and in which direction."""

    keys: tuple[Any, ...]
    newer: bool = False


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """Some rows of a list, the newest first, and whether there is more on either side."""

    rows: Sequence[Row]
    newer: bool
    older: bool


@dataclass(frozen=True)
class Order:
    """By which columns a list is told, the greatest values first. No two rows agree in all of them."""

    columns: tuple[InstrumentedAttribute[Any], ...]

    def stretch(
        self, session: Session, parts: Sequence[Select[Any]], place: Place | None, size: int = PER_PAGE
    ) -> Stretch[tuple[Any, ...]]:
        """The keys of a stretch. Each part is a condition that one index answers in this order."""
        rising = place is not None and place.newer
        found = self.walk(session, parts, place, size + 1)
        more, found = len(found) > size, found[:size]
        if place is None:
            return Stretch(found, newer=False, older=more)
        if not rising:
            return Stretch(found, newer=True, older=more)
        if not more:  # the head is reached: show as much of it as anybody who opens the list sees
            return self.stretch(session, parts, None, size)
        return Stretch(found[::-1], newer=True, older=True)

    def walk(
        self, session: Session, parts: Sequence[Select[Any]], place: Place | None, size: int
    ) -> list[tuple[Any, ...]]:
        """The next keys from a place on, in its direction."""
        return [tuple(row) for row in session.execute(self._statement(parts, place, size))]

    def _statement(self, parts: Sequence[Select[Any]], place: Place | None, size: int) -> Select[Any]:
        rising = place is not None and place.newer
        beyond = [] if place is None else [self._beyond(place)]
        sorted_parts = [
            part.with_only_columns(*self.columns)
            .where(*beyond)
            .order_by(*(column.asc() if rising else column.desc() for column in self.columns))
            .limit(size)
            .subquery()
            for part in parts
        ]
        if len(sorted_parts) == 1:
            (whole,) = sorted_parts
        else:
            whole = union(*(select(part) for part in sorted_parts)).subquery()
        return (
            select(whole)
            .order_by(*(column.asc() if rising else column.desc() for column in whole.c))
            .limit(size)
        )

    def _beyond(self, place: Place) -> ColumnElement[bool]:
        here = tuple_(*self.columns)
        there = tuple_(
            *(literal(key, column.type) for key, column in zip(place.keys, self.columns, strict=True))
        )
        return here > there if place.newer else here < there


def filled(stretch: Stretch[Any], rows: Sequence[Row]) -> Stretch[Row]:
    """The same stretch with other rows: what stands behind its keys."""
    return replace(stretch, rows=rows)
