"""Places for many at once: exactly as many as there are, in the order of the lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.domain import seats, waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Family


@dataclass(frozen=True)
class Forecast:
    """What would become of people, as far as places reach now."""

    places: int = 0
    waiting: int = 0
    full: int = 0


def forecast(edition: Edition, families: Iterable[Family], wanted: Iterable[str], now: datetime) -> Forecast:
    """Who would get a place: families by slug, in the order in which people come. Nothing is taken."""
    everywhere = _free(edition.capacity, edition.taken)
    within = {family.slug: _free(family.quota, family.taken) for family in families}
    given = left = 0
    for slug in wanted:
        free = within.get(slug, everywhere)
        if waiting.may_be_given(edition, now) and given < everywhere and free > 0:
            given += 1
            within[slug] = free - 1
        else:
            left += 1
    return Forecast(given, left, 0) if edition.waits else Forecast(given, 0, left)


def seat(
    session: Session, edition: Edition, wanted: Mapping[str, Sequence[int]], families: Mapping[str, Family]
) -> frozenset[int]:
    """Take a place for each, as far as there are any; those who got one. `wanted`: lines by family."""
    seated: set[int] = set()
    for slug, lines in wanted.items():
        given = _take(session, edition, families.get(slug), len(lines))
        seated.update(lines[:given])
    return frozenset(seated)


def _take(session: Session, edition: Edition, family: Family | None, how_many: int) -> int:
    """As many as there are: all at once where they fit, else by halves."""
    if how_many == 0 or seats.take(session, edition, family, how_many):
        return how_many
    if how_many == 1:
        return 0
    half = how_many // 2
    given = _take(session, edition, family, half)
    return given + _take(session, edition, family, how_many - half) if given == half else given


def _free(limit: int | None, taken: int) -> float:
    return float("inf") if limit is None else limit - taken
