"""The threads themselves, in real time."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs import clock
from fairs.jobs.bell import Bell
from fairs.jobs.clock import Clock
from fairs.jobs.fanout import attach
from fairs.jobs.pump import Pump
from fairs.jobs.runner import Runner
from fairs.models import Heartbeat
from tests.waiting import SOON, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.jobs.works import Works


@pytest.fixture
def pumping(works: Works) -> Iterator[Callable[..., Pump]]:
    """A pump that really runs, on the present time."""
    started: list[Pump] = []
    works.time.at = clock.now()

    def start(bell: Bell = works.bell) -> Pump:
        runner = Runner(works.sessions, works.subscriptions, works.tools, clock.now)
        pump = Pump(runner, bell)
        started.append(pump)
        pump.start()
        return pump

    yield start
    for pump in started:
        pump.stop()


def test_what_happens_is_carried_out_right_after_the_commit(
    works: Works, pumping: Callable[[], Pump]
) -> None:
    done = threading.Event()
    works.react("one", lambda _errand: done.set())
    pumping()
    works.happen()
    assert done.wait(SOON)
    wait_until(lambda: works.states() == {"one": "done"})


def test_a_long_plan_holds_no_mail_up(works: Works, pumping: Callable[[], Pump]) -> None:
    going_on, mailed = threading.Event(), threading.Event()
    works.react("plan", lambda _errand: going_on.wait(SOON), queue="solve")
    works.react("mail", lambda _errand: mailed.set())
    pumping()
    works.happen()
    assert mailed.wait(SOON)
    wait_until(lambda: works.states() == {"plan": "doing", "mail": "done"})
    going_on.set()
    wait_until(lambda: works.states() == {"plan": "done", "mail": "done"})


def test_one_that_answers_slowly_holds_no_other_up(works: Works, pumping: Callable[[], Pump]) -> None:
    going_on, told = threading.Event(), threading.Event()
    works.react("slow", lambda _errand: going_on.wait(SOON), queue="default")
    works.react("swift", lambda _errand: told.set(), queue="default")
    pumping()
    works.happen()
    assert told.wait(SOON)
    assert works.states()["slow"] == "doing"
    going_on.set()
    wait_until(lambda: set(works.states().values()) == {"done"})


def test_work_of_another_process_is_found_without_being_woken(
    works: Works, pumping: Callable[..., Pump]
) -> None:
    done = threading.Event()
    works.react("one", lambda _errand: done.set())
    pumping(Bell())  # which nobody rings
    works.happen()
    assert done.wait(SOON)


def test_two_pumps_share_the_work(works: Works, pumping: Callable[[], Pump]) -> None:
    counted: list[object] = []
    works.react("one", counted.append)
    pumping(), pumping()
    for _ in range(20):
        works.happen()
    wait_until(lambda: {delivery.state for delivery in works.deliveries()} == {"done"})
    assert len(counted) == 20


def test_stopping_waits_for_what_is_in_hand(works: Works, pumping: Callable[[], Pump]) -> None:
    begun = threading.Event()

    def take_time(_errand: object) -> None:
        begun.set()
        time.sleep(0.3)

    works.react("one", take_time)
    pump = pumping()
    works.happen()
    assert begun.wait(SOON)
    pump.stop()
    assert works.states() == {"one": "done"}


def test_pump_and_clock_show_life(works: Works, pumping: Callable[[], Pump]) -> None:
    pumping()
    ticking = Clock(works.sessions)
    ticking.start()
    try:
        wait_until(lambda: beats(works) == {"pump", "clock"})
    finally:
        ticking.stop()


def beats(works: Works) -> set[str]:
    with works.sessions() as session:
        return set(session.scalars(select(Heartbeat.part)))


def test_a_fan_out_without_subscriptions_is_silent(works: Works) -> None:
    attach(works.sessions, (), works.bell)
    works.happen()
    assert works.deliveries() == []
