"""Published meetings, written as rows: what reminders look at."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert

from fairs.models import Attendance, Meeting, Schedule
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant, Table
    from fairs.models.schedule import ScheduleState

LONG = timedelta(minutes=20)
Pair = tuple["Participant", "Participant", "datetime", "Table"]


def schedule(
    session: Session,
    edition: Edition,
    pairs: Iterable[Pair],
    state: ScheduleState = "published",
    revision: int = 1,
) -> Schedule:
    """A schedule in which these pairs meet."""
    row = Schedule(
        edition_id=edition.id,
        revision=revision,
        state=state,
        created_at=NOW,
        published_at=NOW,
        figures={},
        bounds={},
        status="optimal",
    )
    session.add(row)
    session.flush()
    meetings, attendances = [], []
    for one, other, starts_at, table in pairs:
        meeting_id = uuid.uuid4()
        meetings.append(
            {
                "id": meeting_id,
                "schedule_id": row.id,
                "uid": uuid.uuid5(edition.id, f"{one.id} {other.id}"),
                "changed_at": NOW,
                "table_id": table.id,
                "starts_at": starts_at,
                "ends_at": starts_at + LONG,
            }
        )
        attendances += [
            {
                "id": uuid.uuid4(),
                "meeting_id": meeting_id,
                "schedule_id": row.id,
                "participant_id": person.id,
                "starts_at": starts_at,
                "position": position,
            }
            for position, person in enumerate((one, other))
        ]
    if meetings:
        session.execute(insert(Meeting), meetings)
        session.execute(insert(Attendance), attendances)
    return row
