"""What everybody was reminded of, for those who have joined since: each of them once, while it is of use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.jobs import ticks
from fairs.models import Edition, Tick
from fairs.models.engine import READ_ONLY
from fairs.outbox import record
from fairs.queries import reminded

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from fairs.jobs.due_editions import OfEdition

UNSEEN = timedelta(minutes=5)  # so long before the tick an approval may have begun that it could not see


@dataclass(frozen=True)
class Latecomers:
    """A duty that follows another one."""

    after: OfEdition

    @property
    def job(self) -> str:
        """The name under which the ticks of people stand."""
        return f"{self.after.job}_late"

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Remind those who were approved since the others were reminded."""
        with sessions() as session:
            session.connection(execution_options=READ_ONLY)
            due = self._due(session, now)
            for slot in ticks.taken(session, self.job, due):
                del due[slot]
        if not due:
            return 0
        with sessions.begin() as session:
            won = ticks.win(session, self.job, due, now)
            for slot, (edition_id, person) in due.items():
                if slot in won:
                    record(session, events.ReminderFellDue(edition_id, person, self.after.job), now)
        return len(won)

    def _due(self, session: Session, now: datetime) -> dict[str, tuple[uuid.UUID, uuid.UUID]]:
        """By slot: the edition and the person."""
        editions = {
            self.after.slot(edition): edition
            for edition in session.scalars(select(Edition).where(self.after.among(now)))
            if (span := self.after.useful(edition)) is not None and span.holds(now)
        }
        seen_to = session.execute(
            select(Tick.slot, Tick.at).where(Tick.job == self.after.job, Tick.slot.in_(editions))
        )
        return {
            f"{slot}:{person}": (editions[slot].id, person)
            for slot, at in seen_to.all()
            for person in reminded.joined_since(
                session, editions[slot], at - UNSEEN, self.after.job, reminded_since=at
            )
        }
