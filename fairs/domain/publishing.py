"""A schedule goes out: one act, one transaction, and exactly those are told for whom something changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs import events
from fairs.domain.turns import hold
from fairs.errors import Refused
from fairs.models import Edition, Participant, Schedule
from fairs.outbox import record
from fairs.queries import publication, schedules

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session


def publish(
    session: Session, schedule: Schedule, now: datetime, *, but: Collection[uuid.UUID] = frozenset()
) -> None:
    """Make a draft the schedule that holds; `but`: who is told of it another way."""
    hold(session, schedule.edition_id)
    session.flush()
    session.refresh(schedule, ["state"])
    edition = session.get_one(Edition, schedule.edition_id)
    if schedule.state != "draft":
        raise Refused("This grid has already gone out, or a newer one has taken its place.")
    _object_to_absentees(session, schedule)
    before = schedules.published(session, edition)
    concerned = publication.concerned(session, edition, before, schedule)
    told = [person for person in concerned if person not in but]
    if before is not None:
        before.state = "superseded"
        session.flush()
    schedule.state = "published"
    schedule.published_at = now
    schedule.revision = _next_revision(session, edition)
    edition.published_at = edition.published_at or now
    record(session, events.SchedulePublished(edition.id, schedule.id, schedule.revision), now)
    for participant_id in told:
        previous = before.id if before else None
        record(session, events.AgendaPublished(edition.id, participant_id, schedule.id, previous), now)


def _object_to_absentees(session: Session, schedule: Schedule) -> None:
    held = [meeting for meeting in schedule.meetings if not meeting.cancelled]
    attending = {attendance.participant_id for meeting in held for attendance in meeting.attendances}
    coming = set(
        session.scalars(select(Participant.id).filter_by(edition_id=schedule.edition_id, state="approved"))
    )
    if attending - coming:
        raise Refused("Somebody in this grid has left since it was made. Plan again, then publish.")


def _next_revision(session: Session, edition: Edition) -> int:
    last = session.scalar(select(func.max(Schedule.revision)).filter_by(edition_id=edition.id))
    return (last or 0) + 1
