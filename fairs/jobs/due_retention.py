"""How long people are kept: the team is told in time, and then they become numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from fairs.domain import retention
from fairs.domain.turns import hold
from fairs.jobs import ticks
from fairs.models import Edition
from fairs.models.engine import READ_ONLY
from fairs.queries import privacy

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from fairs.domain.reminders import Span
    from fairs.models import PrivacyTerms

SOONEST = timedelta(days=13)  # after an edition: the shortest month, less the two weeks before its end


@dataclass(frozen=True)
class OfPeople:
    """A duty of every edition that still knows somebody by name. Another date is another slot."""

    job: str
    useful: Callable[[Edition, PrivacyTerms], Span | None]
    act: Callable[[Session, Edition, datetime], None]

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Do it for each edition for which it is due and not done; a transaction each."""
        with sessions() as session:
            session.connection(execution_options=READ_ONLY)
            due = {
                self._slot(edition, terms): edition.id
                for edition, terms in privacy.with_names(session, now - SOONEST)
                if self._is_due(edition, terms, now)
            }
            done = ticks.taken(session, self.job, due)
        return sum(self._once(sessions, due[slot], now) for slot in due.keys() - done)

    def _once(self, sessions: sessionmaker[Session], edition_id: uuid.UUID, now: datetime) -> bool:
        """Asks again whether it is due: the organiser may just have changed how long."""
        with sessions.begin() as session:
            hold(session, edition_id)
            edition = session.get_one(Edition, edition_id)
            terms = privacy.terms_of(session, edition)
            if not self._is_due(edition, terms, now):
                return False
            if not ticks.win(session, self.job, [self._slot(edition, terms)], now):
                return False  # another clock was first
            self.act(session, edition, now)
        return True

    def _is_due(self, edition: Edition, terms: PrivacyTerms, now: datetime) -> bool:
        useful = self.useful(edition, terms)
        return useful is not None and useful.has_come(now)

    def _slot(self, edition: Edition, terms: PrivacyTerms) -> str:
        """The time that it is about, and when the team was told last: times may be changed to and fro."""
        told = f":{terms.warned_at:%Y-%m-%dT%H:%M:%S}" if terms.warned_at else ""
        return f"{edition.id}:{retention.ends_at(edition, terms):%Y-%m-%d}{told}"


RETENTION = (
    OfPeople("retention_warning", retention.warning, retention.warn),
    OfPeople("retention", retention.over, retention.end),
)
