"""What is of no use any more goes: sign-ins that are over, codes that open nothing, counts of yesterday."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.domain import colleagues, entries, limits, sign_ins
from fairs.models.engine import READ_ONLY

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker


PARTS = (sign_ins, entries, limits, colleagues)


@dataclass(frozen=True)
class Forgetting:
    """What is gone already is not looked for twice: two clocks do each other no harm, and need no tick."""

    job: str = "forgetting"

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Forget what is over; returns how many rows."""
        with sessions() as session:
            session.connection(execution_options=READ_ONLY)
            if not any(part.holds_old(session, now) for part in PARTS):
                return 0
        with sessions.begin() as session:
            return sum(part.forget_old(session, now) for part in PARTS)
