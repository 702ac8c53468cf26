"""What falls due for an edition as a whole, at an instant that hangs on one of its own dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.domain.turns import hold
from fairs.jobs import ticks
from fairs.models import Edition
from fairs.models.engine import READ_ONLY
from fairs.outbox import record

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session, sessionmaker

    from fairs.domain.reminders import Span


@dataclass(frozen=True)
class OfEdition:
    """A duty of every edition."""

    job: str
    among: Callable[[datetime], ColumnElement[bool]]  # beyond these it cannot be due
    hangs_on: Callable[[Edition], date | None]  # another date, or instant, is another slot
    useful: Callable[[Edition], Span | None]
    act: Callable[[Session, Edition, datetime], None]

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Do it for each edition for which it is due and not done; a transaction each."""
        with sessions() as session:
            session.connection(execution_options=READ_ONLY)
            due = {
                self.slot(edition): edition.id
                for edition in session.scalars(select(Edition).where(self.among(now)))
                if self._is_due(edition, now)
            }
            done = ticks.taken(session, self.job, due)
        return sum(
            self._once(sessions, edition_id, now) for slot, edition_id in due.items() if slot not in done
        )

    def _once(self, sessions: sessionmaker[Session], edition_id: uuid.UUID, now: datetime) -> bool:
        """Asks again whether it is due: the organiser may just have moved the date."""
        with sessions.begin() as session:
            hold(session, edition_id)
            edition = session.get_one(Edition, edition_id)
            useful = self.useful(edition)
            if useful is None or not useful.has_come(now):
                return False
            late = useful.is_over(now)
            if not ticks.win(session, self.job, [self.slot(edition)], now, skipped=late):
                return False  # another clock was first
            if late:
                record(session, events.ReminderSkipped(edition.id, self.job), now)
            else:
                self.act(session, edition, now)
        return True

    def _is_due(self, edition: Edition, now: datetime) -> bool:
        useful = self.useful(edition)
        return useful is not None and useful.has_come(now)

    def slot(self, edition: Edition) -> str:
        """What a tick stands for."""
        return f"{edition.id}:{self.hangs_on(edition)}"
