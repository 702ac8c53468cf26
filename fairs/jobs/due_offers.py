"""Places that were held for somebody, and not taken in time, go to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.domain import waiting
from fairs.models import Participant
from fairs.models.engine import READ_ONLY

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True)
class OffersEnd:
    """Each offer ends once: whoever holds the edition looks again whether it has. It needs no tick."""

    job: str = "offers_end"

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """End what is over; a transaction each. Returns how many."""
        with sessions() as session:
            session.connection(execution_options=READ_ONLY)
            over = session.scalars(
                select(Participant.id)
                .where(Participant.state == "offered", Participant.offered_until <= now)
                .order_by(Participant.offered_until)
            ).all()
        for person in over:
            with sessions.begin() as session:
                waiting.end_offer(session, session.get_one(Participant, person), now)
        return len(over)
