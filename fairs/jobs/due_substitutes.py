"""Those who were named to come instead: reminded a day before their time is over, and then not waited for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs import events
from fairs.domain import substitutes
from fairs.jobs import ticks
from fairs.models import Substitute
from fairs.models.engine import READ_ONLY
from fairs.outbox import record

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True)
class SubstitutesAnswer:
    """A reminder for each of them, once; and each of them runs out once, which needs no tick."""

    job: str = "substitute_unanswered"

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Remind and end. Returns how many."""
        with sessions() as session:
            session.connection(execution_options=READ_ONLY)
            asked = substitutes.unanswered(session, now)
            over = [one.id for one in asked if one.ends_at <= now]
            near = {str(one.id): one.id for one in asked if one.ends_at > now and _had_time(one, now)}
            for slot in ticks.taken(session, self.job, near):
                del near[slot]
        for key in over:
            with sessions.begin() as session:
                substitutes.run_out(session, session.get_one(Substitute, key), now)
        return len(over) + (self._remind(sessions, near, now) if near else 0)

    def _remind(self, sessions: sessionmaker[Session], near: dict[str, uuid.UUID], now: datetime) -> int:
        with sessions.begin() as session:
            won = ticks.win(session, self.job, near, now)
            for slot in sorted(won):
                one = session.get_one(Substitute, near[slot])
                where = one.participant.edition_id
                record(session, events.SubstituteReminded(where, one.participant_id, one.id), now)
        return len(won)


def _had_time(one: Substitute, now: datetime) -> bool:
    """Whoever was asked an hour ago need not be asked again, however near the fair is."""
    return now - one.named_at >= substitutes.REMINDED_BEFORE
