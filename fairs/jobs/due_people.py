"""What falls due for one person: a registration left unfinished, a meeting that begins in a few minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from fairs import events
from fairs.domain import reminders
from fairs.jobs import ticks
from fairs.models.engine import READ_ONLY
from fairs.outbox import record
from fairs.queries import reminded
from fairs.queries.reminded import Start

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from fairs.queries.reminded import Appointment

LOOK_BACK = timedelta(days=30)  # what lies further back is neither done nor told
MEETINGS_BACK = timedelta(days=3)  # the same for meetings, of which there are many


@dataclass(frozen=True)
class RegistrationUnfinished:
    """Somebody registered a day ago and has not confirmed the address: once more, with a link that works."""

    job: str = "registration_unfinished"

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Remind of each registration once."""
        with sessions() as session:
            session.connection(execution_options=READ_ONLY)
            registered = reminded.unconfirmed(session, now - LOOK_BACK, now - reminders.UNCONFIRMED_FOR)
            people = {f"{person.id}:{person.registered_at}": person for person in registered}
            for slot in ticks.taken(session, self.job, people):
                del people[slot]
        useful = {slot: reminders.registration_unfinished(person) for slot, person in people.items()}
        late = {slot for slot, span in useful.items() if span is not None and span.is_over(now)}
        due = {slot for slot, span in useful.items() if span is not None and span.holds(now)}
        if not due and not late:
            return 0
        with sessions.begin() as session:
            won = ticks.win(session, self.job, due, now)
            for person in (person for slot, person in people.items() if slot in won):
                record(session, events.ReminderFellDue(person.edition_id, person.id, self.job), now)
            skipped = ticks.win(session, self.job, late, now, skipped=True)
            _tell(session, {people[slot].edition_id for slot in skipped}, self.job, now)
        return len(won) + len(skipped)


@dataclass(frozen=True)
class BeforeMeetings:
    """A mail before each meeting, for those who asked for it.

    A tick for each start says that its meetings were looked at in time, or were not; a tick for each meeting,
    start and person that this person was reminded. A meeting that is moved is another one.
    """

    job: str = "before_meeting"
    starts: str = "before_meetings"  # the job of the ticks of starts

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Remind of each meeting once."""
        with sessions() as session:
            session.connection(execution_options=READ_ONLY)
            until = now + reminders.BEFORE_MEETING
            starts = {_start(start): start for start in reminded.starts(session, now - MEETINGS_BACK, until)}
            for slot in ticks.taken(session, self.starts, starts):
                del starts[slot]
            near = {_meeting(one): one for one in reminded.appointments(session, now, until)}
            for slot in ticks.taken(session, self.job, near):
                del near[slot]
        if not starts and not near:
            return 0
        with sessions.begin() as session:
            return self._look_at(session, starts, now) + self._remind(session, near, now)

    def _look_at(self, session: Session, starts: dict[str, Start], now: datetime) -> int:
        late = {slot for slot, start in starts.items() if start.starts_at <= now}
        ticks.win(session, self.starts, starts.keys() - late, now)
        missed = {starts[slot] for slot in ticks.win(session, self.starts, late, now, skipped=True)}
        if not missed:
            return 0
        times = [start.starts_at for start in missed]
        asked = reminded.appointments(session, min(times) - reminders.BEFORE_MEETING, max(times))
        in_vain = {one.edition_id for one in asked if Start(one.edition_id, one.starts_at) in missed}
        _tell(session, in_vain, self.job, now)
        return len(in_vain)

    def _remind(self, session: Session, near: dict[str, Appointment], now: datetime) -> int:
        won = ticks.win(session, self.job, near, now)
        for one in (one for slot, one in near.items() if slot in won):
            drew_near = events.MeetingDrewNear(
                one.edition_id, one.participant_id, str(one.meeting_uid), one.starts_at.isoformat()
            )
            record(session, drew_near, now)
        return len(won)


def _start(start: Start) -> str:
    return f"{start.edition_id}:{start.starts_at}"


def _meeting(one: Appointment) -> str:
    return f"{one.meeting_uid}:{one.starts_at}:{one.participant_id}"


def _tell(session: Session, editions: Iterable[uuid.UUID], reminder: str, now: datetime) -> None:
    """Once for each edition, however many people it concerns."""
    for edition_id in sorted(editions):
        record(session, events.ReminderSkipped(edition_id, reminder), now)
