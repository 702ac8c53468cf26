"""Who is told what of an edition: those who come, and those who follow its fair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from fairs.models import Edition, Follower, Occurrence, Participant

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

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
    theirs = select(Participant.email).where(
        Participant.edition_id == edition.id, Participant.state.in_(PROVEN)
    )
    follow = _following(Follower.fair_id == edition.fair_id, Follower.email.not_in(theirs))
    return people(session, edition), session.scalars(follow).all()


def new_dates(session: Session, follower: Follower, now: datetime) -> Sequence[Edition]:
    """Coming editions that were announced since this follower was told last, in order of time."""
    since = follower.told_at or follower.confirmed_at or now
    return session.scalars(
        select(Edition)
        .outerjoin(Occurrence, Occurrence.edition_id == Edition.id)
        .where(
            Edition.fair_id == follower.fair_id,
            Edition.starts_at > now,
            Edition.cancelled_at.is_(None),
            Edition.opened_at.is_not(None),
            or_(Edition.opened_at > since, Occurrence.announced_at > since),
        )
        .order_by(Edition.starts_at)
    ).all()


def count(session: Session, fair: Fair) -> int:
    """How many follow a fair."""
    return len(followers(session, fair))


def _following(*where: ColumnElement[bool]) -> Select[uuid.UUID]:
    return select(Follower.id).where(Follower.confirmed_at.is_not(None), *where).order_by(Follower.id)
