"""The waiting list as people see it: who stands where, and why each still waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from fairs.models import Participant
from fairs.queries import replies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.participant import State

Reason = Literal["no_place", "no_place_in_family", "not_enough_for_guests", "too_late", "cancelled"]


@dataclass(frozen=True)
class Place:
    """Somebody's place on the list."""

    rank: int
    person: Participant
    reason: Reason


def of_edition(session: Session, edition: Edition, now: datetime) -> list[Place]:
    """Everyone who waits, the first of them first, each with what keeps them waiting."""
    said = replies.by_person(session, edition)
    return [
        Place(rank, person, _reason(edition, person, replies.needed(said.get(person.id)), now))
        for rank, person in enumerate(_in_order(session, edition), start=1)
    ]


def offered(session: Session, edition: Edition) -> Sequence[Participant]:
    """Those for whom a place is held, the earliest end first."""
    return session.scalars(
        _people(edition, "offered").order_by(Participant.offered_until, Participant.id)
    ).all()


def rank(session: Session, participant: Participant) -> int:
    """How many stand before somebody, and one."""
    before = select(func.count()).where(
        Participant.edition_id == participant.edition_id,
        Participant.state == "waitlisted",
        Participant.waitlisted_at < participant.waitlisted_at,
    )
    return 1 + (session.scalar(before) or 0)


def _reason(edition: Edition, person: Participant, needed: int, now: datetime) -> Reason:
    if edition.cancelled:
        return "cancelled"
    if now >= edition.starts_at:
        return "too_late"
    if edition.full:
        return "no_place"
    if person.family is not None and person.family.full:
        return "no_place_in_family"
    return "not_enough_for_guests" if needed > 1 else "no_place"


def _in_order(session: Session, edition: Edition) -> Sequence[Participant]:
    return session.scalars(
        _people(edition, "waitlisted").order_by(
            Participant.waitlisted_at, Participant.registered_at, Participant.id
        )
    ).all()


def _people(edition: Edition, state: State) -> Select[Participant]:
    return (
        select(Participant)
        .filter_by(edition_id=edition.id, state=state)
        .options(joinedload(Participant.organisation), joinedload(Participant.family))
    )
