"""What a publication would change, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairs.models import Edition, Participant
from fairs.queries import schedules

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from fairs.models import Meeting, Schedule

Known = frozenset[tuple["uuid.UUID", int, bool]]


@dataclass(frozen=True)
class Consequences:
    """What happens when this schedule goes out."""

    new: tuple[Meeting, ...]
    moved: tuple[Meeting, ...]
    cancelled: tuple[Meeting, ...]
    kept: int
    people: tuple[Participant, ...]  # who will be written to, one mail each
    without_meeting: tuple[Participant, ...]
    first: bool

    @property
    def mails(self) -> int:
        """How many mails leave."""
        return len(self.people)


def consequences(session: Session, schedule: Schedule) -> Consequences:
    """Compare a draft with what is published."""
    edition = session.get_one(Edition, schedule.edition_id)
    before = schedules.published(session, edition)
    known = {meeting.uid: meeting for meeting in before.meetings} if before else {}
    held = [meeting for meeting in schedule.meetings if not meeting.cancelled]
    stood = {uid for uid, meeting in known.items() if not meeting.cancelled}
    changed = [
        meeting
        for meeting in held
        if meeting.uid in stood and meeting.sequence != known[meeting.uid].sequence
    ]
    told = set(concerned(session, edition, before, schedule))
    people = _people(session, edition)
    busy = {attendance.participant_id for meeting in held for attendance in meeting.attendances}
    new = [meeting for meeting in held if meeting.uid not in stood]
    return Consequences(
        new=_in_time(new),
        moved=_in_time(changed),
        cancelled=_in_time(
            [meeting for meeting in schedule.meetings if meeting.cancelled and meeting.uid in stood]
        ),
        kept=len(held) - len(new) - len(changed),
        people=tuple(person for person in people if person.id in told),
        without_meeting=tuple(person for person in people if person.takes_part and person.id not in busy),
        first=before is None,
    )


def concerned(
    session: Session, edition: Edition, before: Schedule | None, after: Schedule
) -> tuple[uuid.UUID, ...]:
    """Whose agenda differs between two schedules; with the first one, everyone who takes part."""
    if before is None:
        return tuple(person.id for person in _people(session, edition) if person.takes_part)
    old, new = _known(before), _known(after)
    return tuple(sorted(person for person in old.keys() | new.keys() if old.get(person) != new.get(person)))


def _known(schedule: Schedule) -> dict[uuid.UUID, Known]:
    """What each person knows of a schedule."""
    known: dict[uuid.UUID, set[tuple[uuid.UUID, int, bool]]] = {}
    for meeting in schedule.meetings:
        for attendance in meeting.attendances:
            known.setdefault(attendance.participant_id, set()).add(
                (meeting.uid, meeting.sequence, meeting.cancelled)
            )
    return {person: frozenset(meetings) for person, meetings in known.items()}


def _people(session: Session, edition: Edition) -> Sequence[Participant]:
    people = session.scalars(
        select(Participant)
        .filter_by(edition_id=edition.id)
        .where(Participant.state.in_(("approved", "withdrawn")))
        .options(joinedload(Participant.organisation))
    ).all()
    return sorted(people, key=lambda person: (person.organisation.name, person.name, person.id))


def _in_time(meetings: list[Meeting]) -> tuple[Meeting, ...]:
    return tuple(sorted(meetings, key=lambda meeting: (meeting.starts_at, meeting.table.position)))
