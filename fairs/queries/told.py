"""Who is told what of an edition: those who come, and those who follow its fair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from fairs.events import EditionMoved
from fairs.models import DomainEvent, Edition, Follower, Occurrence, Participant

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from fairs.models import Fair

PROVEN = ("confirmed", "waitlisted", "offered", "approved")


def people(session: Session, edition: Edition) -> Sequence[uuid.UUID]:
    """Everybody who is registered with a proven address."""
    return session.scalars(
        select(Participant.id)
        .where(Participant.edition_id == edition.id, Participant.state.in_(PROVEN))
        .order_by(Participant.registered_at, Participant.id)
    ).all()


def followers(session: Session, fair: Fair) -> Sequence[uuid.UUID]:
    """Everybody who follows a fair with a proven address."""
    return session.scalars(_following(Follower.fair_id == fair.id)).all()


def of_cancellation(session: Session, edition: Edition) -> tuple[Sequence[uuid.UUID], Sequence[uuid.UUID]]:
    """Who comes, and who follows without coming and was told of the date. A draft is nobody's business."""
    if edition.opened_at is None:
        return (), ()
    return people(session, edition), only_following(session, edition)


def only_following(session: Session, edition: Edition) -> Sequence[uuid.UUID]:
    """Who follows the fair without being registered for this edition of it."""
    theirs = select(Participant.email).where(
        Participant.edition_id == edition.id, Participant.state.in_(PROVEN)
    )
    return session.scalars(
        _following(Follower.fair_id == edition.fair_id, Follower.email.not_in(theirs))
    ).all()


@dataclass(frozen=True)
class Formerly:
    """When and where an edition was to be held, as far as it is known."""

    starts_at: datetime
    ends_at: datetime
    venue: str


@dataclass(frozen=True)
class NewDate:
    """An edition that a follower has not heard of, or heard of with another time or place."""

    edition: Edition
    formerly: Formerly | None = None


def new_dates(session: Session, follower: Follower, now: datetime) -> list[NewDate]:
    """Coming editions that were announced or moved since this follower was told last, in order of time.

    Who is registered for one that moved has been written to for that already.
    """
    since = follower.told_at or follower.confirmed_at or now
    moved = _moved(session, follower, since)
    coming = session.scalars(
        select(Edition)
        .outerjoin(Occurrence, Occurrence.edition_id == Edition.id)
        .where(
            Edition.fair_id == follower.fair_id,
            Edition.starts_at > now,
            Edition.cancelled_at.is_(None),
            Edition.opened_at.is_not(None),
            or_(Edition.opened_at > since, Occurrence.announced_at > since, Edition.id.in_(moved)),
        )
        .order_by(Edition.starts_at)
    )
    return [
        NewDate(edition, None if edition.opened_at and edition.opened_at > since else moved.get(edition.id))
        for edition in coming
    ]


def _moved(session: Session, follower: Follower, since: datetime) -> dict[uuid.UUID, Formerly]:
    """As this follower still believes the editions of the fair to be held."""
    registered = select(Participant.edition_id).where(
        Participant.email == follower.email, Participant.state.in_(PROVEN)
    )
    moves = session.scalars(
        select(DomainEvent)
        .join(Edition, Edition.id == DomainEvent.edition_id)
        .where(
            Edition.fair_id == follower.fair_id,
            Edition.id.not_in(registered),
            DomainEvent.kind == EditionMoved.__name__,
            DomainEvent.at > since,
        )
        .order_by(DomainEvent.seq.desc())
    )
    return {
        row.edition_id: Formerly(
            datetime.fromisoformat(row.payload["started_at"]),
            datetime.fromisoformat(row.payload["ended_at"]),
            row.payload["venue"],
        )
        for row in moves
        if row.edition_id is not None and row.payload.get("started_at")
    }


def count(session: Session, fair: Fair) -> int:
    """How many follow a fair."""
    return len(followers(session, fair))


def _following(*where: ColumnElement[bool]) -> Select[uuid.UUID]:
    return select(Follower.id).where(Follower.confirmed_at.is_not(None), *where).order_by(Follower.id)
