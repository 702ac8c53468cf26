"""So many mails a minute, over all processes."""

from __future__ import annotations

import heapq
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from fairs.delivery.pace import Pace, take_place
from fairs.models import MailPace
from tests.factories import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

A_MINUTE = timedelta(minutes=1)
LATE = NOW.replace(hour=23, minute=59, second=50)  # so that midnight falls into what follows
SECOND = timedelta(seconds=1)


def come(session: Session, limit: int, times: int, *, asked_for: bool = False, at: datetime = NOW) -> int:
    """How many of so many that come at once find a place."""
    return sum(take_place(session, limit, at, asked_for=asked_for) is None for _ in range(times))


def sent(session: Session, limit: int, arrivals: list[datetime], asked_for: int = 0) -> list[datetime]:
    """When each mail leaves, if whoever is told to come back does so, up to a fifth of a second late.

    One of so many is a mail that its reader waits for.
    """
    chance = random.Random(limit)  # noqa: S311 - of a test
    waiting = [(at, number, asked_for and not number % asked_for) for number, at in enumerate(arrivals)]
    heapq.heapify(waiting)
    left = []
    while waiting:
        at, number, wanted = heapq.heappop(waiting)
        turn = take_place(session, limit, at, asked_for=bool(wanted))
        if turn is None:
            left.append(at)
        else:
            assert turn > at
            heapq.heappush(waiting, (turn + chance.random() * SECOND / 5, number, wanted))
    return left


@pytest.mark.parametrize("limit", [1, 2, 5, 30, 120])
def test_no_minute_sees_more_than_its_number_wherever_it_begins(session: Session, limit: int) -> None:
    rush = [LATE - timedelta(minutes=30)] * 3 + [LATE] * (2 * limit + 5)
    trickle = [LATE + 5 * A_MINUTE + number * A_MINUTE / (2 * limit) for number in range(2 * limit)]
    left = sent(session, limit, rush + trickle, asked_for=7)
    crowded = [
        last - first for first, last in zip(left, left[limit:], strict=False) if last - first < A_MINUTE
    ]
    assert (len(left), crowded) == (len(rush + trickle), [])


def test_nobody_comes_back_in_crowds_and_no_place_stays_empty(session: Session) -> None:
    """Of a hundred that come at once five leave, and the others at even distances."""
    distance = timedelta(milliseconds=Pace.of(60).distance)
    left = sent(session, 60, [NOW] * 100)
    assert left[:5] == [NOW] * 5
    gaps = [later - earlier for earlier, later in pairwise(left[5:])]
    assert distance - SECOND / 5 <= min(gaps) <= max(gaps) <= distance + SECOND / 5


def test_whoever_comes_too_late_is_told_an_instant_of_its_own(session: Session) -> None:
    distance = timedelta(milliseconds=Pace.of(60).distance)
    turns = [take_place(session, 60, NOW, asked_for=False) for _ in range(9)]
    assert turns[:5] == [None] * 5
    assert [turn - NOW for turn in turns[5:] if turn] == [distance * (5 + number) for number in range(4)]


def test_after_a_lull_some_leave_at_once_and_no_more(session: Session) -> None:
    assert come(session, 60, 20) == 5
    assert come(session, 60, 20, at=NOW + timedelta(hours=1)) == 5


def test_places_are_kept_for_those_who_wait_before_a_screen(session: Session) -> None:
    assert come(session, 60, 99) == 5
    assert come(session, 60, 99, asked_for=True) == 15
    turn = take_place(session, 60, NOW, asked_for=True)
    assert turn is not None
    assert turn - NOW < 30 * SECOND  # and not behind those who wait


def test_a_new_day_knows_what_the_day_before_gave_away(session: Session) -> None:
    midnight = LATE + 10 * SECOND
    at = midnight - SECOND
    assert come(session, 60, 99, at=at) == 5
    assert come(session, 60, 99, at=midnight) == 0


def test_days_that_are_long_over_are_forgotten(session: Session) -> None:
    for days in range(5):
        take_place(session, 1, NOW + timedelta(days=days), asked_for=True)
    today = NOW.replace(hour=0, minute=0)
    assert session.scalars(select(MailPace.day).order_by(MailPace.day)).all() == [
        today + timedelta(days=days) for days in (2, 3, 4)
    ]


def test_forty_at_once_get_ten_places(engine: Engine) -> None:
    sessions = sessionmaker(engine)

    def one(_number: int) -> bool:
        with sessions.begin() as session:
            return take_place(session, 120, NOW, asked_for=False) is None

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(one, range(40))) == 10
