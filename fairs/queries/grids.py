"""The master grid as a value: slots by tables, and the wishes without a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.agenda.values import GridMeeting, GridSlot, GridUnplaced, MasterGrid
from fairs.models import Edition
from fairs.queries import slots
from fairs.queries.agendas import occasion

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from fairs.models import Meeting, Schedule, Unplaced


def master_grid(
    session: Session,
    schedule: Schedule,
    language: str,
    because: Callable[[Unplaced], str],
    calendar_domain: str = "maillage.invalid",
) -> MasterGrid:
    """The whole of a schedule. `because` gives the sentence of a refusal in the reader's language.

    Slots and tables that only this schedule still knows stand in it too.
    """
    edition = session.get_one(Edition, schedule.edition_id)
    held = [meeting for meeting in schedule.meetings if not meeting.cancelled]
    tables = {table.id: table for table in slots.tables(session, edition)}
    tables |= {meeting.table_id: meeting.table for meeting in held}
    in_room = sorted(tables.values(), key=lambda table: table.position)
    known = {
        slot.start_at: GridSlot(slot.start_at, slot.end_at, slot.block)
        for slot in slots.of_edition(session, edition)
    }
    known |= {
        meeting.starts_at: GridSlot(meeting.starts_at, meeting.ends_at, "")
        for meeting in held
        if meeting.starts_at not in known
    }
    in_time = sorted(known)
    return MasterGrid(
        occasion=occasion(edition, schedule, language, calendar_domain),
        language=language,
        slots=tuple(known[start] for start in in_time),
        tables=tuple(table.label for table in in_room),
        meetings=tuple(
            _cell(meeting, in_time.index(meeting.starts_at), in_room.index(meeting.table)) for meeting in held
        ),
        unplaced=tuple(
            GridUnplaced(
                people=(refused.first.name, refused.second.name),
                organisations=(refused.first.organisation.name, refused.second.organisation.name),
                weight=refused.weight,
                reason=refused.reason,
                because=because(refused),
            )
            for refused in sorted(schedule.unplaced, key=lambda refused: (-refused.weight, refused.id))
        ),
        status=schedule.state,
    )


def _cell(meeting: Meeting, slot: int, table: int) -> GridMeeting:
    people = [attendance.participant for attendance in meeting.attendances]
    return GridMeeting(
        slot=slot,
        table=table,
        people=tuple(person.name for person in people),
        organisations=tuple(person.organisation.name for person in people),
        families=tuple(person.organisation.family for person in people),
    )
