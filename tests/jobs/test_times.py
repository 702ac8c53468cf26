from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from fairs import clock
from fairs.jobs.times import SharedTime, time_of
from tests.factories import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine


class Elsewhere:
    """A clock that can be out of reach, and the seconds that pass here."""

    def __init__(self) -> None:
        self.at, self.seconds, self.asked, self.away = NOW, 0.0, 0, False

    def ask(self) -> datetime:
        self.asked += 1
        if self.away:
            raise OperationalError("", {}, Exception())
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.seconds += seconds


def test_the_time_is_that_of_the_database() -> None:
    elsewhere = Elsewhere()
    time = SharedTime(elsewhere.ask, lambda: elsewhere.seconds)
    for _ in range(100):
        assert time() == elsewhere.at
        elsewhere.pass_by(1)
    assert elsewhere.asked == 10


def test_while_the_database_is_away_seconds_are_counted() -> None:
    elsewhere = Elsewhere()
    time = SharedTime(elsewhere.ask, lambda: elsewhere.seconds)
    time()
    elsewhere.away = True
    elsewhere.pass_by(3600)
    assert time() == elsewhere.at


def test_without_having_been_asked_once_there_is_no_time() -> None:
    elsewhere = Elsewhere()
    elsewhere.away = True
    with pytest.raises(OperationalError):
        SharedTime(elsewhere.ask)()


def test_of_either_database(engine: Engine) -> None:
    time = time_of(engine)
    assert abs(time() - clock.now()) < timedelta(seconds=5)
    assert (time is clock.now) == (engine.dialect.name == "sqlite")
    assert time().tzinfo == UTC
