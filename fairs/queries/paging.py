"""Long lists, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import func, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

PER_PAGE = 50
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list, and where it stands in the whole. Pages are counted from 1."""

    rows: Sequence[Row]
    number: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page; an empty list has one page."""
        return max(1, -(-self.total // PER_PAGE))


def page_of(session: Session, statement: Select[Any], number: int) -> Page[Any]:
    """The rows of a page; a number beyond either end gives the nearest page there is."""
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    last = max(1, -(-total // PER_PAGE))
    number = min(max(1, number), last)
    rows = session.execute(statement.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).unique()
    return Page(rows.scalars().all(), number, total)
