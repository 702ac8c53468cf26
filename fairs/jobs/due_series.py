"""Editions of what recurs are made ahead: the next dates of each rule have one, whichever clock ticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairs.domain import series as verbs
from fairs.jobs import ticks
from fairs.models import Series
from fairs.models.engine import READ_ONLY
from fairs.queries import recurrences as reads

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True)
class NextEditions:
    """For each rule: as many editions as it says exist beforehand."""

    job: str = "next_editions"

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Make those that are missing; a transaction each."""
        with sessions() as session:
            session.connection(execution_options=READ_ONLY)
            due = [
                (series.id, day)
                for series in session.scalars(select(Series).options(joinedload(Series.fair)))
                for day in verbs.missing(session, series, now)
                if reads.latest(session, series.fair) is not None
            ]
        return sum(self._once(sessions, series_id, day, now) for series_id, day in due)

    def _once(self, sessions: sessionmaker[Session], series_id: uuid.UUID, day: date, now: datetime) -> bool:
        """Asks again whether it is missing: the rule may just have changed, or another clock was first."""
        with sessions.begin() as session:
            series = session.get_one(Series, series_id)
            verbs.hold(session, series.fair)
            session.refresh(series)
            slot = f"{series.id}:{series.changed_at}:{day}"
            if day not in verbs.missing(session, series, now) or not ticks.win(
                session, self.job, [slot], now
            ):
                return False
            verbs.hold_date(session, series, day, now)
        return True
