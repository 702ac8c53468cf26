"""So many mails a minute, over all processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from fairs.delivery.pace import take_place
from fairs.models import MailMinute
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

LATE = NOW.replace(second=40)


def minutes(session: Session, limit: int, times: int, *, asked_for: bool = False) -> list[int]:
    """How many minutes each of so many mails has to wait."""
    turns = (take_place(session, limit, LATE, asked_for=asked_for) for _ in range(times))
    return [0 if turn is None else (turn - NOW) // timedelta(minutes=1) for turn in turns]


def test_whoever_comes_too_late_is_told_a_minute_with_room(session: Session) -> None:
    assert minutes(session, 2, 8, asked_for=True) == [0, 0, 1, 1, 2, 2, 3, 3]


def test_a_place_is_kept_for_those_who_wait_before_a_screen(session: Session) -> None:
    assert minutes(session, 4, 5) == [0, 0, 0, 1, 1]
    assert minutes(session, 4, 2, asked_for=True) == [0, 1]


def test_one_mail_a_minute_is_a_pace_too(session: Session) -> None:
    assert minutes(session, 1, 3) == [0, 1, 2]


def test_minutes_that_are_long_over_are_forgotten(session: Session) -> None:
    minutes(session, 1, 1)
    take_place(session, 1, LATE + timedelta(hours=2), asked_for=True)
    assert session.scalars(select(MailMinute.minute)).all() == [NOW + timedelta(hours=2)]


def test_forty_at_once_get_ten_places(engine: Engine) -> None:
    sessions = sessionmaker(engine)

    def come(_number: int) -> bool:
        with sessions.begin() as session:
            return take_place(session, 10, LATE, asked_for=True) is None

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(come, range(40))) == 10
