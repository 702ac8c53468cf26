"""Looking for mails that came back. Two clocks may look at once: each mail comes back once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from fairs.delivery import returns
from fairs.domain import addresses

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from fairs.delivery.letterboxes import Letterbox
    from fairs.delivery.returns import Report

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Bounces:
    """A duty of the clock, where a mailbox for mails that come back is named."""

    letterbox: Letterbox
    job: str = "mail.bounces"
    read: Callable[[bytes], Report | None] = returns.read

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Read new reports; returns how many."""
        return self.letterbox.each(partial(self._note, sessions, now))

    def _note(self, sessions: sessionmaker[Session], now: datetime, raw: bytes) -> bool:
        """Written down before the message counts as read; whether it is a report on a mail of ours.

        What anybody may have written must not keep the reports behind it from being read. When the database
        is away, on the other hand, all of them are looked at again.
        """
        try:
            report = self.read(raw)
            return report is not None and _write_down(sessions, now, report)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this one message's fault
            log.warning("a report that cannot be understood is left", error=type(error).__name__)
            return False


def _write_down(sessions: sessionmaker[Session], now: datetime, report: Report) -> bool:
    with sessions.begin() as session:
        if not report.failures:  # of a delay, say
            return addresses.left_here(session, report.message_id)
        said = report.failures[0].said
        dead = {failure.recipient: failure.said for failure in report.failures if failure.dead}
        news = addresses.came_back(session, report.message_id, said, now, dead=dead)
    log.info("a report on a delivery was read", failures=len(report.failures), ours=news is not None)
    return news is not None
