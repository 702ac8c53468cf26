"""Workers on PostgreSQL: called by the transaction itself, on whatever machine they are."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from procrastinate import App, PsycopgConnector
from sqlalchemy import text
from sqlalchemy.orm import sessionmaker

from fairs import clock, events
from fairs.delivery.handler import Again, Subscription
from fairs.domain.deliveries import send_again
from fairs.jobs import claims, queue, wake, worker
from fairs.jobs.pump import LANES
from fairs.jobs.runner import Runner
from fairs.jobs.wake import wake_for_overdue
from fairs.jobs.worker import Worker
from fairs.models import Delivery
from fairs.models.engine import open_engine
from fairs.outbox import record
from tests.jobs.works import Works, outside
from tests.waiting import SOON, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Engine

    from fairs.delivery.handler import Tools
    from fairs.models.outbox import Queue
    from tests.databases import PostgreSQL


@pytest.fixture
def engine(postgresql: PostgreSQL) -> Iterator[Engine]:
    with postgresql.fresh() as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def works(engine: Engine, tools: Tools) -> Works:
    works = Works(sessionmaker(engine), tools)
    works.time.at = clock.now()
    return works


@pytest.fixture
def working(works: Works, engine: Engine) -> Iterator[Callable[[], Worker]]:
    """A worker that really runs, on the present time."""
    started: list[Worker] = []

    def start(lanes: Mapping[Queue, int] = LANES) -> Worker:
        runner = Runner(works.sessions, works.subscriptions, works.tools, clock.now)
        one = Worker(runner, engine.url.render_as_string(hide_password=False), lanes)
        started.append(one)
        one.start()
        return one

    yield start
    for one in started:
        one.stop()


def calls(works: Works) -> int:
    """How many calls wait in the queue."""
    with works.sessions() as session:
        return int(session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) or 0)


def test_a_call_comes_with_the_commit_and_goes_with_a_rollback(
    works: Works, working: Callable[[], Worker]
) -> None:
    done: list[object] = []
    works.react("one", done.append)
    with works.sessions() as session:
        works.record(session)
        session.flush()
        session.rollback()
    assert calls(works) == 0
    works.happen()
    assert calls(works) == 1
    working()
    wait_until(lambda: works.states() == {"one": "done"} and calls(works) == 0)
    assert len(done) == 1


def test_many_workers_do_everything_once(works: Works, working: Callable[[], Worker]) -> None:
    done: list[object] = []
    works.react("one", done.append)
    working(), working()
    for _ in range(30):
        works.happen()
    wait_until(lambda: {delivery.state for delivery in works.deliveries()} == {"done"} and calls(works) == 0)
    assert len(done) == 30


def test_what_somebody_waits_for_goes_before_what_has_waited_longer(
    works: Works, working: Callable[..., Worker]
) -> None:
    done: list[str] = []

    def fail_once(_errand: object) -> None:
        done.append("sign in")
        if len(done) == 1:
            raise Again

    letter = outside(lambda _errand: done.append("letter"))
    works.subscribe(Subscription(events.VenueLaidOut, "mail.letter", letter))
    works.react("mail.sign_in", fail_once, priority=1)
    with works.sessions.begin() as session:
        for _ in range(3):
            record(session, events.VenueLaidOut(None), works.time())
    works.happen()
    working({"mail": 1})
    wait_until(lambda: {delivery.state for delivery in works.deliveries()} == {"done"} and calls(works) == 0)
    assert done == ["sign in", "sign in", "letter", "letter", "letter"]


def test_what_fails_is_called_for_again(works: Works, working: Callable[[], Worker]) -> None:
    tries: list[object] = []

    def fail_once(errand: object) -> None:
        tries.append(errand)
        if len(tries) == 1:
            raise Again

    works.react("one", fail_once)
    working()
    works.happen()
    wait_until(lambda: works.states() == {"one": "done"})
    assert [delivery.attempts for delivery in works.deliveries()] == [2]


def test_what_waits_for_its_time_is_called_for_then(works: Works, working: Callable[[], Worker]) -> None:
    works.react("one", lambda _errand: None)
    works.time.pass_by(hours=1)
    works.happen()
    working()
    wait_until(lambda: scheduled(works) == [works.time()])
    assert works.states() == {"one": "todo"}


def scheduled(works: Works) -> list[object]:
    with works.sessions() as session:
        return list(session.scalars(text("SELECT scheduled_at FROM procrastinate_jobs")))


def test_whoever_is_behind_the_database_is_not_called_again_and_again(works: Works, engine: Engine) -> None:
    works.react("one", lambda _errand: None)
    works.happen()
    runner = Runner(works.sessions, works.subscriptions, works.tools, works.time)
    works.time.pass_by(seconds=-20)
    behind = Worker(runner, engine.url.render_as_string(hide_password=False))
    (delivery,) = works.deliveries()
    asked = clock.now()
    for _ in range(3):
        behind.deliver(str(delivery.id))
    assert works.states() == {"one": "todo"}
    with works.sessions() as session:
        later = session.scalars(
            text("SELECT scheduled_at FROM procrastinate_jobs ORDER BY id OFFSET 1")
        ).all()
    assert len(later) == 1
    assert later[0] >= asked + timedelta(seconds=1)


def test_what_another_machine_recorded_in_a_moment_from_now_is_done_now(
    works: Works, working: Callable[[], Worker]
) -> None:
    works.react("one", lambda _errand: None)
    works.time.pass_by(seconds=4)
    works.happen()
    (delivery,) = works.deliveries()
    working().deliver(str(delivery.id))
    wait_until(lambda: works.states() == {"one": "done"})
    assert clock.now() < works.time()


def test_a_call_that_cannot_be_revived_keeps_no_other_lying(works: Works, engine: Engine) -> None:
    works.react("one", lambda _errand: None)
    works.happen()
    first = works.deliveries()[0].id
    with works.sessions.begin() as session:
        queue.call_once(session, first, "mail")
        session.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))  # by a worker that is no more
        queue.call_once(session, first, "mail")
    assert by_status(works) == {"doing": 2, "todo": 1}

    async def revive() -> None:
        app = App(connector=PsycopgConnector(conninfo=worker.conninfo(engine.url)))
        async with app.open_async():
            await asyncio.gather(worker.revive_stalled(app), worker.revive_stalled(app))

    # A thread of its own: where a browser of another test is open, this one's loop runs already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, revive()).result()
    assert by_status(works) == {"todo": 2}


def by_status(works: Works) -> dict[str, int]:
    with works.sessions() as session:
        rows = session.execute(text("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status"))
        return dict(rows.all())


def test_a_worker_says_what_of_it_failed(
    works: Works,
    working: Callable[[], Worker],
    own_log: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "STALLED_AFTER", 1.0)  # it looks so often for calls whose worker is no more
    works.react("one", lambda _errand: None)
    working()
    works.happen()
    wait_until(lambda: works.states() == {"one": "done"})
    with works.sessions.begin() as session:
        session.execute(text("ALTER TABLE procrastinate_workers RENAME TO away"))
    said = ""

    def heard() -> bool:
        nonlocal said
        said += own_log.readouterr().err
        return "a part of the worker failed" in said

    wait_until(heard)
    with works.sessions.begin() as session:
        session.execute(text("ALTER TABLE away RENAME TO procrastinate_workers"))
    works.happen()
    wait_until(lambda: [one.state for one in works.deliveries()] == ["done"] * 2)


def test_two_wishes_for_the_same_work_wait_as_one(works: Works, working: Callable[[], Worker]) -> None:
    done: list[object] = []
    works.react("one", done.append, dedup=("edition_id",))
    edition = works.edition()
    works.happen(edition)
    works.happen(edition)
    assert len(works.deliveries()) == 1
    working()
    wait_until(lambda: works.states() == {"one": "done"} and calls(works) == 0)
    assert len(done) == 1


def test_a_call_that_was_lost_is_made_once_more(works: Works, working: Callable[[], Worker]) -> None:
    works.react("one", lambda _errand: None)
    works.happen()
    with works.sessions.begin() as session:
        session.execute(text("DELETE FROM procrastinate_jobs"))
    works.time.pass_by(minutes=1)
    with works.sessions.begin() as session:
        assert [wake_for_overdue(session, works.time()) for _ in range(3)] == [1, 0, 0]
    assert calls(works) == 1
    working()
    wait_until(lambda: works.states() == {"one": "done"})


def test_a_long_line_hides_no_call_that_was_lost(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody serves the queue of letters; the call to a plan, which came later, is lost."""
    monkeypatch.setattr(wake, "AT_ONCE", 2)
    works.subscribe(
        Subscription(events.VenueLaidOut, "letter", outside(lambda _errand: None)),
        Subscription(events.EditionChanged, "plan", outside(lambda _errand: None), queue="solve"),
    )
    with works.sessions.begin() as session:
        for _ in range(5):
            record(session, events.VenueLaidOut(None), works.time())
    works.time.pass_by(seconds=1)
    works.happen()
    with works.sessions.begin() as session:
        session.execute(text("DELETE FROM procrastinate_jobs WHERE queue_name = 'solve'"))
    works.time.pass_by(minutes=1)
    with works.sessions.begin() as session:
        assert wake_for_overdue(session, works.time()) == 1
    with works.sessions() as session:
        called = session.scalars(text("SELECT queue_name FROM procrastinate_jobs ORDER BY id")).all()
    assert called == ["mail"] * 5 + ["solve"]


def test_sending_again_calls_a_worker(works: Works, working: Callable[[], Worker]) -> None:
    works.react("one", lambda _errand: None)
    works.happen()
    taken = works.claim()
    assert taken is not None
    with works.sessions.begin() as session:
        session.execute(text("DELETE FROM procrastinate_jobs"))
        claims.bury(session, taken, "it did not work")
    with works.sessions.begin() as session:
        send_again(session, session.get_one(Delivery, taken.delivery_id), works.time())
    working()
    wait_until(lambda: works.states() == {"one": "done"})


def test_stopping_waits_for_what_is_in_hand(works: Works, working: Callable[[], Worker]) -> None:
    begun = threading.Event()

    def take_time(_errand: object) -> None:
        begun.set()
        time.sleep(0.5)

    works.react("one", take_time)
    one = working()
    works.happen()
    assert begun.wait(SOON)
    one.stop()
    assert works.states() == {"one": "done"}


def test_a_worker_comes_back_when_the_database_does(
    works: Works, working: Callable[[], Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "RECOVER_EVERY", 0.2)
    works.react("one", lambda _errand: None)
    working()
    works.happen()
    wait_until(lambda: works.states() == {"one": "done"} and calls(works) == 0)
    with works.sessions() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    for _ in range(5):
        works.happen()
    wait_until(lambda: {delivery.state for delivery in works.deliveries()} == {"done"})
