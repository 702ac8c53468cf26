"""Editions that compete for the same evening and the same public, so that organisers can agree beforehand.

Same territory, the same day or hours that overlap, and alike: of the same kind, or for the same families.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from fairs.models import Organisation, Participant
from fairs.queries.announcements import Wanted, editions

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition

ENOUGH = 2  # families that two editions have in common


@dataclass(frozen=True)
class Held:
    """When and in which territory an edition is held, or would be."""

    starts_at: datetime
    ends_at: datetime
    timezone: str
    territory: str

    @property
    def day(self) -> date:
        """The day on which it begins, there."""
        return self.starts_at.astimezone(ZoneInfo(self.timezone)).date()


def _held(edition: Edition) -> Held:
    return Held(edition.starts_at, edition.ends_at, edition.timezone, edition.fair.territory)


def of_edition(session: Session, edition: Edition, now: datetime) -> tuple[Edition, ...]:
    """Public editions of others that compete with this one, in order of time."""
    if edition.cancelled or edition.ends_at <= now:
        return ()
    wanted = Wanted(territory=edition.fair.territory)
    others = [one for one in editions(session, wanted, now) if one.id != edition.id]
    return among(session, [edition, *others]).get(edition, ())


def at(
    session: Session, edition: Edition, starts_at: datetime, ends_at: datetime, now: datetime
) -> tuple[Edition, ...]:
    """Public editions of others that it would compete with, were it held then."""
    mine = Held(starts_at, ends_at, edition.timezone, edition.fair.territory)
    wanted = Wanted(territory=edition.fair.territory)
    close = [
        one
        for one in editions(session, wanted, now)
        if one.id != edition.id and not one.cancelled and _collide(mine, _held(one))
    ]
    families = _families(session, {edition.id, *(one.id for one in close)})
    return tuple(one for one in close if _alike(edition, one, families))


def among(session: Session, shown: Sequence[Edition]) -> dict[Edition, tuple[Edition, ...]]:
    """Which of these compete with each other; the number of queries does not grow."""
    held = sorted((one for one in shown if not one.cancelled), key=lambda one: (one.starts_at, one.slug))
    close = [(one, other) for one, other in combinations(held, 2) if _collide(_held(one), _held(other))]
    families = _families(session, {one.id for pair in close for one in pair})
    found: dict[Edition, list[Edition]] = {}
    for one, other in close:
        if _alike(one, other, families):
            found.setdefault(one, []).append(other)
            found.setdefault(other, []).append(one)
    return {edition: tuple(others) for edition, others in found.items()}


def _collide(one: Held, other: Held) -> bool:
    if one.territory.casefold() != other.territory.casefold():
        return False
    overlap = one.starts_at < other.ends_at and other.starts_at < one.ends_at
    return overlap or one.day == other.day


def _alike(one: Edition, other: Edition, families: dict[uuid.UUID, set[str]]) -> bool:
    common = families.get(one.id, set()) & families.get(other.id, set())
    return one.fair.kind == other.fair.kind or len(common) >= ENOUGH


def _families(session: Session, wanted: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    rows = session.execute(
        select(Participant.edition_id, Organisation.family)
        .join(Participant.organisation)
        .where(Participant.edition_id.in_(list(wanted)), Participant.state == "approved")
        .distinct()
    )
    found: dict[uuid.UUID, set[str]] = {}
    for edition_id, family in rows:
        found.setdefault(edition_id, set()).add(family)
    return found
