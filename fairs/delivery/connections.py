"""Connections to a mail server that serve one mail after the other, and are closed when nobody needs them."""

from __future__ import annotations

import smtplib
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IDLE = 10.0  # seconds
OK = 250
MAILS_EACH = 100  # servers end a connection that brings too many


@dataclass
class Line:
    """A connection and what it has served."""

    smtp: smtplib.SMTP
    mails: int = 0
    rests_since: float = 0.0


class Connections:
    """Each caller has one to itself. What a server closed meanwhile is opened anew, before it is needed."""

    def __init__(self, connect: Callable[[], smtplib.SMTP], idle: float = IDLE) -> None:
        self._connect = connect
        self._idle = idle
        self._resting: list[Line] = []
        self._lock = threading.Lock()
        self._closer: threading.Thread | None = None
        self._over = threading.Event()

    @contextmanager
    def one(self) -> Iterator[smtplib.SMTP]:
        """A connection that answers."""
        line = self._rested() or Line(self._connect())
        line.mails += 1
        try:
            yield line.smtp
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
            self._rest(line)  # the server answered: the conversation can go on
            raise
        except BaseException:
            line.smtp.close()
            raise
        self._rest(line)

    def close(self) -> None:
        """Say goodbye on all of them."""
        self._over.set()
        with self._lock:
            resting, self._resting = self._resting, []
        for line in resting:
            _hang_up(line.smtp)

    def _rested(self) -> Line | None:
        """The one that rested least, if the server still listens to it."""
        while True:
            with self._lock:
                line = self._resting.pop() if self._resting else None
            if line is None or _listens(line.smtp):
                return line
            line.smtp.close()

    def _rest(self, line: Line) -> None:
        if line.smtp.sock is None:  # the server ended it with its answer
            return
        if line.mails >= MAILS_EACH or self._over.is_set():
            _hang_up(line.smtp)
            return
        line.rests_since = time.monotonic()
        with self._lock:
            self._resting.append(line)
            if self._closer is None:
                self._closer = threading.Thread(target=self._close_idle, name="mail-closer", daemon=True)
                self._closer.start()

    def _close_idle(self) -> None:
        """Lives as long as something rests."""
        over = False
        while not over:
            self._over.wait(self._idle / 2)
            until = time.monotonic() - self._idle
            with self._lock:
                idle = [line for line in self._resting if line.rests_since <= until]
                self._resting = [line for line in self._resting if line.rests_since > until]
                over = not self._resting
                if over:
                    self._closer = None
            for line in idle:
                _hang_up(line.smtp)


def _listens(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.noop()[0] == OK
    except (smtplib.SMTPException, OSError):
        return False


def _hang_up(smtp: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        smtp.quit()
    smtp.close()
