"""The schedules of an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from fairs.models import Attendance, Meeting, Participant, Schedule, Unplaced

if TYPE_CHECKING:
    import uuid

    from sqlalchemy import Select
    from sqlalchemy.orm import Session
    from sqlalchemy.sql.base import ExecutableOption

    from fairs.models import Edition
    from fairs.models.schedule import ScheduleState


def published(session: Session, edition: Edition) -> Schedule | None:
    """The schedule that holds."""
    return session.scalar(_newest(edition, "published"))


def draft(session: Session, edition: Edition) -> Schedule | None:
    """The schedule that waits for the organiser."""
    return session.scalar(_newest(edition, "draft"))


def by_id(session: Session, schedule_id: uuid.UUID) -> Schedule | None:
    """A schedule, with all that stands in it."""
    return session.scalar(select(Schedule).where(Schedule.id == schedule_id).options(*_whole()))


def _newest(edition: Edition, state: ScheduleState) -> Select[Schedule]:
    return (
        select(Schedule)
        .filter_by(edition_id=edition.id, state=state)
        .order_by(Schedule.created_at.desc())
        .limit(1)
        .options(*_whole())
    )


def _whole() -> tuple[ExecutableOption, ...]:
    person = joinedload(Attendance.participant).joinedload(Participant.organisation)
    attended = selectinload(Meeting.attendances).options(person)
    return (
        selectinload(Schedule.meetings).options(joinedload(Meeting.table), attended),
        selectinload(Schedule.unplaced).options(
            joinedload(Unplaced.first).joinedload(Participant.organisation),
            joinedload(Unplaced.second).joinedload(Participant.organisation),
        ),
    )
