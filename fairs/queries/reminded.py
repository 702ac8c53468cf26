"""Whom to remind. Who asked for no reminders is in none of these lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import contains_eager

from fairs.events import ReminderFellDue
from fairs.models import (
    Attendance,
    DomainEvent,
    Edition,
    ImportedLine,
    Interest,
    Meeting,
    Participant,
    Schedule,
)
from fairs.models.people_import import CAME_IN

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

WANTED = Participant.reminders_stopped_at.is_(None)
TOLD = ~exists().where(
    ImportedLine.participant_id == Participant.id,
    ImportedLine.told_at.is_(None),
    ImportedLine.outcome.in_(CAME_IN),
)
"""Who was registered by a sheet and has not read so yet is not urged to anything."""
HELD = and_(Schedule.state == "published", Meeting.cancelled.is_(False))


@dataclass(frozen=True)
class Start:
    """An instant at which meetings of an edition begin."""

    edition_id: uuid.UUID
    starts_at: datetime


@dataclass(frozen=True)
class Appointment:
    """Somebody's meeting."""

    edition_id: uuid.UUID
    participant_id: uuid.UUID
    meeting_uid: uuid.UUID
    starts_at: datetime


def taking_part(session: Session, edition: Edition, *conditions: ColumnElement[bool]) -> Sequence[uuid.UUID]:
    """Everybody who comes."""
    return session.scalars(
        select(Participant.id)
        .where(Participant.edition_id == edition.id, Participant.state == "approved", WANTED, *conditions)
        .order_by(Participant.registered_at, Participant.id)
    ).all()


def joined_since(
    session: Session, edition: Edition, since: datetime, reminder: str, *, reminded_since: datetime
) -> Sequence[uuid.UUID]:
    """Those who come, were approved since then, and have not been reminded with the others."""
    fell_due = exists().where(
        DomainEvent.subject_id == Participant.id,
        DomainEvent.at >= reminded_since,
        DomainEvent.kind == ReminderFellDue.__name__,
        DomainEvent.payload["reminder"].as_string() == reminder,
    )
    return taking_part(session, edition, Participant.approved_at > since, ~fell_due)


def without_wishes(session: Session, edition: Edition) -> Sequence[uuid.UUID]:
    """Those who come and have not said whom they wish to meet."""
    return taking_part(session, edition, TOLD, ~exists().where(Interest.wisher_id == Participant.id))


def unconfirmed(session: Session, since: datetime, until: datetime) -> Sequence[Participant]:
    """Those who registered between two instants and have not confirmed their address, with their edition."""
    return session.scalars(
        select(Participant)
        .join(Participant.edition)
        .where(
            Edition.opened_at.is_not(None),
            Participant.state == "received",
            Participant.registered_at.between(since, until),
            WANTED,
        )
        .options(contains_eager(Participant.edition))
        .order_by(Participant.registered_at, Participant.id)
    ).all()


def starts(session: Session, after: datetime, until: datetime) -> list[Start]:
    """When published meetings begin, of editions that are not over for longer."""
    rows = session.execute(
        select(Schedule.edition_id, Meeting.starts_at)
        .join(Meeting.schedule)
        .join(Edition, Edition.id == Schedule.edition_id)
        .where(HELD, Edition.ends_at > after, Meeting.starts_at > after, Meeting.starts_at <= until)
        .distinct()
    )
    return [Start(*row) for row in rows]


def appointments(session: Session, after: datetime, until: datetime) -> list[Appointment]:
    """The published meetings, between two instants, of those who asked for a mail before each."""
    rows = session.execute(
        select(Schedule.edition_id, Attendance.participant_id, Meeting.uid, Meeting.starts_at)
        .join(Meeting.schedule)
        .join(Meeting.attendances)
        .join(Attendance.participant)
        .where(HELD, Meeting.starts_at > after, Meeting.starts_at <= until)
        .where(Participant.state == "approved", Participant.reminded_before_meetings, WANTED)
        .order_by(Meeting.starts_at, Attendance.participant_id)
    )
    return [Appointment(*row) for row in rows]
