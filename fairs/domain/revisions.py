"""New revisions of what is published in which people change, and nothing else: no solver is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs import events
from fairs.domain.planning import request_id
from fairs.domain.schedules import meeting_uid, tombstone
from fairs.models import Attendance, Edition, Meeting, Schedule, Unplaced
from fairs.outbox import record
from fairs.queries import schedules

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Absence, Participant


def renewed(session: Session, published: Schedule, changed: Collection[uuid.UUID], now: datetime) -> Schedule:
    """The same schedule, in which these meetings changed though neither time nor place did."""
    meetings = [_copied(meeting, now if meeting.uid in changed else None) for meeting in published.meetings]
    return _written(session, published, meetings, now)


def passed_on(
    session: Session, published: Schedule, leaver: Participant, heir: Participant, now: datetime
) -> Schedule:
    """The same schedule, in which one person has the meetings of another as far as they are free for them."""
    theirs = [meeting for meeting in published.meetings if _attends(leaver, meeting)]
    kept = [meeting for meeting in published.meetings if meeting not in theirs]
    edition = session.get_one(Edition, published.edition_id)
    by_uid = {meeting.uid: meeting for meeting in kept}
    written = {meeting.uid: _copied(meeting) for meeting in kept}
    taken = [meeting for meeting in kept if _attends(heir, meeting)]
    for meeting in theirs:
        written[meeting.uid] = tombstone(meeting, now)
        partner = next(one.participant_id for one in meeting.attendances if one.participant_id != leaver.id)
        uid = meeting_uid(edition, request_id(partner.hex, heir.id.hex))
        known = by_uid.get(uid)
        if partner == heir.id or (known is not None and not known.cancelled):
            continue  # they meet anyhow
        if meeting.starts_at > now and _is_free(heir, meeting, taken):
            written[uid] = _between(meeting, uid, (partner, heir.id), known, now)
            taken.append(meeting)
    return _written(session, published, written.values(), now)


def _attends(person: Participant, meeting: Meeting) -> bool:
    return not meeting.cancelled and any(one.participant_id == person.id for one in meeting.attendances)


def _is_free(person: Participant, meeting: Meeting, taken: Iterable[Meeting]) -> bool:
    spans: list[Meeting | Absence] = [*taken, *person.absences]
    return not any(span.starts_at < meeting.ends_at and meeting.starts_at < span.ends_at for span in spans)


def _between(
    meeting: Meeting, uid: uuid.UUID, people: Iterable[uuid.UUID], known: Meeting | None, now: datetime
) -> Meeting:
    """At the time and table of another; `known`: the two were to meet before, and it was cancelled."""
    return Meeting(
        uid=uid,
        sequence=known.sequence + 1 if known else 0,
        changed_at=now,
        table_id=meeting.table_id,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        weight=meeting.weight,
        why=meeting.why,
        cancelled=False,
        attendances=[
            Attendance(participant_id=person, starts_at=meeting.starts_at, cancelled=False, position=position)
            for position, person in enumerate(people)
        ],
    )


def _copied(meeting: Meeting, changed_at: datetime | None = None) -> Meeting:
    return Meeting(
        uid=meeting.uid,
        sequence=meeting.sequence + (changed_at is not None),
        changed_at=changed_at or meeting.changed_at,
        table_id=meeting.table_id,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        weight=meeting.weight,
        why=meeting.why,
        cancelled=meeting.cancelled,
        attendances=[
            Attendance(
                participant_id=one.participant_id,
                starts_at=one.starts_at,
                cancelled=one.cancelled,
                position=one.position,
            )
            for one in meeting.attendances
        ],
    )


def _written(session: Session, published: Schedule, meetings: Iterable[Meeting], now: datetime) -> Schedule:
    """As a draft to be published. One that waits for the organiser is set aside: it knows of less."""
    edition = session.get_one(Edition, published.edition_id)
    older = schedules.draft(session, edition)
    if older is not None:
        older.state = "superseded"
    schedule = Schedule(
        edition_id=edition.id,
        state="draft",
        cause="repair",
        created_at=now,
        figures=dict(published.figures),
        bounds=dict(published.bounds),
        status=published.status,
        meetings=[],
        unplaced=[_left_out(one) for one in published.unplaced],
    )
    session.add(schedule)
    session.flush()
    for meeting in meetings:
        for attendance in meeting.attendances:
            attendance.schedule_id = schedule.id
        schedule.meetings.append(meeting)
    session.flush()
    record(session, events.SchedulePlanned(edition.id, schedule.id), now)
    return schedule


def _left_out(one: Unplaced) -> Unplaced:
    return Unplaced(
        first_id=one.first_id,
        second_id=one.second_id,
        weight=one.weight,
        reason=one.reason,
        because=one.because,
        details=dict(one.details),
    )
