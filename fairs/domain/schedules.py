"""A solver's answer becomes a schedule in which every meeting keeps its identity for life."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.domain.planning import pair_of, request_id
from fairs.domain.turns import hold
from fairs.errors import Refused
from fairs.models import Attendance, Edition, Meeting, Participant, Schedule, Unplaced
from fairs.queries import schedules, slots, wishes
from scheduling.solution import Bounds, Figures, Solution
from scheduling.solution import Meeting as Placed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Table
    from fairs.models.schedule import Cause
    from fairs.sheets.values import Slot
    from scheduling.solution import Unplaced as Refusal


@dataclass(frozen=True)
class Drafting:
    """What a draft is written from: people, slots and words, and the schedule that holds now."""

    edition: Edition
    slots: dict[str, Slot]
    people: dict[uuid.UUID, Participant]
    tables: dict[uuid.UUID, Table]
    words: dict[frozenset[uuid.UUID], str]
    weights: dict[str, int]
    published: dict[uuid.UUID, Meeting]
    now: datetime


def keep(
    session: Session,
    edition: Edition,
    solution: Solution,
    weights: dict[str, int],
    cause: Cause,
    now: datetime,
) -> Schedule:
    """Write a solution down as the edition's draft; an older draft is set aside.

    `weights` are the requests' by id. Published meetings that the solution lacks stay as tombstones.
    Raises Refused when somebody in the solution has left meanwhile.
    """
    hold(session, edition.id)
    older = schedules.draft(session, edition)
    if older is not None:
        older.state = "superseded"
    drafting = _drafting(session, edition, weights, now)
    placed = [_meeting(drafting, meeting) for meeting in solution.meetings]
    living = {meeting.uid for meeting in placed}
    gone = [tombstone(meeting, now) for uid, meeting in drafting.published.items() if uid not in living]
    schedule = Schedule(
        edition_id=edition.id,
        state="draft",
        cause=cause,
        created_at=now,
        figures=asdict(solution.figures),
        bounds=asdict(solution.bounds),
        status=solution.status,
        meetings=[],
        unplaced=[_unplaced(weights, unplaced) for unplaced in solution.unplaced],
    )
    session.add(schedule)
    session.flush()
    for meeting in [*placed, *gone]:
        for attendance in meeting.attendances:
            attendance.schedule_id = schedule.id
        schedule.meetings.append(meeting)
    session.flush()
    edition.grid_stale_at = None
    return schedule


def as_solution(session: Session, schedule: Schedule) -> Solution:
    """A schedule in the solver's words: the meetings that hold, in slots that still exist."""
    edition = session.get_one(Edition, schedule.edition_id)
    slot_at = {slot.start_at: slot.id for slot in slots.of_edition(session, edition)}
    held = [
        meeting for meeting in schedule.meetings if not meeting.cancelled and meeting.starts_at in slot_at
    ]
    return Solution(
        status="feasible",
        meetings=tuple(_placed(meeting, slot_at[meeting.starts_at]) for meeting in held),
        unplaced=(),
        figures=Figures(**schedule.figures),
        bounds=Bounds(**schedule.bounds),
    )


def _placed(meeting: Meeting, slot: str) -> Placed:
    attendees = tuple(attendance.participant_id.hex for attendance in meeting.attendances)
    return Placed(request_id(*attendees), slot, meeting.table_id.hex, attendees)


def meeting_uid(edition: Edition, request: str) -> uuid.UUID:
    """The identity of a meeting: frozen, the same for one pair through all revisions of an edition."""
    return uuid.uuid5(edition.id, request)


def _drafting(session: Session, edition: Edition, weights: dict[str, int], now: datetime) -> Drafting:
    published = schedules.published(session, edition)
    people = session.scalars(select(Participant).filter_by(edition_id=edition.id, state="approved"))
    words: dict[frozenset[uuid.UUID], list[str]] = {}
    for wish in wishes.among(session, edition):
        if wish.message:
            words.setdefault(frozenset({wish.wisher_id, wish.wished_id}), []).append(wish.message)
    return Drafting(
        edition=edition,
        slots={slot.id: slot for slot in slots.of_edition(session, edition)},
        people={person.id: person for person in people},
        tables={table.id: table for table in slots.tables(session, edition)},
        words={pair: "\n".join(said) for pair, said in words.items()},
        weights=weights,
        published={meeting.uid: meeting for meeting in published.meetings} if published else {},
        now=now,
    )


def _meeting(drafting: Drafting, placed: Placed) -> Meeting:
    slot, table = drafting.slots.get(placed.slot), drafting.tables.get(uuid.UUID(placed.table))
    people = [drafting.people.get(uuid.UUID(attendee)) for attendee in placed.attendees]
    if slot is None or table is None or None in people:
        raise Refused("People or places changed while the grid was made. Nothing was kept: plan again.")
    uid = meeting_uid(drafting.edition, placed.request)
    before = drafting.published.get(uid)
    meeting = Meeting(
        uid=uid,
        table_id=table.id,
        starts_at=slot.start_at,
        ends_at=slot.end_at,
        weight=drafting.weights.get(placed.request, 1),
        why=drafting.words.get(frozenset(person.id for person in people if person), ""),
        cancelled=False,
    )
    changed = before is None or not same(before, meeting)
    meeting.sequence = 0 if before is None else before.sequence + changed
    meeting.changed_at = drafting.now if before is None or changed else before.changed_at
    meeting.attendances = [
        Attendance(participant_id=person.id, starts_at=slot.start_at, cancelled=False, position=position)
        for position, person in enumerate(person for person in people if person)
    ]
    return meeting


def same(before: Meeting, after: Meeting) -> bool:
    """Whether nobody who attends would have to be told anything."""
    return (before.starts_at, before.ends_at, before.table_id, before.cancelled) == (
        after.starts_at,
        after.ends_at,
        after.table_id,
        after.cancelled,
    )


def tombstone(before: Meeting, now: datetime) -> Meeting:
    """A meeting that was published and is no more, so that calendars learn of it."""
    return Meeting(
        uid=before.uid,
        sequence=before.sequence + (not before.cancelled),
        changed_at=before.changed_at if before.cancelled else now,
        table_id=before.table_id,
        starts_at=before.starts_at,
        ends_at=before.ends_at,
        weight=before.weight,
        why=before.why,
        cancelled=True,
        attendances=[
            Attendance(
                participant_id=attendance.participant_id,
                starts_at=before.starts_at,
                cancelled=True,
                position=attendance.position,
            )
            for attendance in before.attendances
        ],
    )


def _unplaced(weights: dict[str, int], unplaced: Refusal) -> Unplaced:
    first, second = (uuid.UUID(attendee) for attendee in pair_of(unplaced.request))
    return Unplaced(
        first_id=first,
        second_id=second,
        weight=weights.get(unplaced.request, 1),
        reason=unplaced.reason,
        because=unplaced.because,
        details=dict(unplaced.details),
    )
