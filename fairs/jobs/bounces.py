"""Looking for mails that came back. Two clocks may look at once: each mail comes back once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import structlog

from fairs.delivery import returns
from fairs.domain import addresses

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from fairs.delivery.letterboxes import Letterbox

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Bounces:
    """A duty of the clock, where a mailbox for mails that come back is named."""

    letterbox: Letterbox
    job: str = "mail.bounces"

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Read new reports; returns how many."""
        return self.letterbox.each(partial(_note, sessions, now))


def _note(sessions: sessionmaker[Session], now: datetime, raw: bytes) -> bool:
    """Written down before the message counts as read; whether it is a report on deliveries."""
    reported = returns.read(raw)
    if reported is None:
        return False
    with sessions.begin() as session:
        news = [
            addresses.came_back(session, one.message_id, one.said, now, dead=one.dead) for one in reported
        ]
    log.info("a report on deliveries was read", failures=len(reported), ours=sum(news))
    return True
