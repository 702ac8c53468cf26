"""The time by which leases are given: where many machines share a database, that of the database."""

from __future__ import annotations

import threading
from datetime import UTC, timedelta
from time import monotonic
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from fairs import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine

ASK_EVERY = 10.0  # seconds

log = structlog.get_logger(__name__)


class SharedTime:
    """What a clock elsewhere says: it is asked now and then, and between that seconds are counted here.

    The clock of this machine may be wrong, or be set while the program runs.
    """

    def __init__(self, ask: Callable[[], datetime], seconds: Callable[[], float] = monotonic) -> None:
        self._ask, self._seconds = ask, seconds
        self._lock = threading.Lock()
        self._known: tuple[datetime, float] | None = None  # what it was, and when that was

    def __call__(self) -> datetime:
        """The time. Raises SQLAlchemyError if it could not be asked for even once."""
        with self._lock:
            if self._known is None or self._seconds() - self._known[1] >= ASK_EVERY:
                self._known = self._asked()
            told, since = self._known
        return told + timedelta(seconds=self._seconds() - since)

    def _asked(self) -> tuple[datetime, float]:
        try:
            return self._ask(), self._seconds()
        except SQLAlchemyError:  # the database went away: count on
            if self._known is None:
                raise
            log.warning("the database could not be asked for the time")
            told, since = self._known
            return told + timedelta(seconds=self._seconds() - since), self._seconds()


def time_of(engine: Engine) -> Callable[[], datetime]:
    """The time for whoever works on a database: that of the machine where no other shares it."""
    if engine.dialect.name != "postgresql":
        return clock.now

    def ask() -> datetime:
        with engine.connect() as connection:
            told: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
            return told.astimezone(UTC)

    return SharedTime(ask)
