from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs import events
from fairs.delivery.handler import Subscription
from fairs.jobs.wake import distributed
from fairs.models import Delivery, DomainEvent
from fairs.outbox import record
from tests.jobs.works import outside

if TYPE_CHECKING:
    from tests.jobs.works import Works


def nothing(_errand: object) -> None:
    """Do nothing."""


def test_an_event_becomes_one_delivery_for_each_subscription(works: Works) -> None:
    works.react("one", nothing)
    works.react("other", nothing)
    works.subscribe(Subscription(events.VenueLaidOut, "elsewhere", outside(nothing)))
    works.happen()
    assert [(row.handler, row.state, row.not_before) for row in works.deliveries()] == [
        ("one", "todo", works.time()),
        ("other", "todo", works.time()),
    ]


def test_a_rollback_takes_the_event_and_its_deliveries_back(works: Works) -> None:
    works.react("one", nothing)
    with works.sessions() as session:
        record(session, events.EditionChanged(None), works.time())
        session.flush()
        assert session.scalars(select(Delivery)).all() != []
        session.rollback()
        assert session.scalars(select(DomainEvent)).all() == []
        assert session.scalars(select(Delivery)).all() == []
    assert works.bell.rings == 0


def test_the_pump_is_woken_after_the_commit_and_not_before(works: Works) -> None:
    works.react("one", nothing)
    with works.sessions.begin() as session:
        called = distributed(session)  # then a worker is called instead: tests/jobs/test_worker.py
        with session.begin_nested():
            record(session, events.EditionChanged(None), works.time())
        assert works.bell.rings == 0
    assert works.bell.rings == (0 if called else 1)


def test_after_a_rollback_the_pump_is_not_woken_for_what_was_taken_back(works: Works) -> None:
    works.react("one", nothing)
    with works.sessions() as session:
        record(session, events.EditionChanged(None), works.time())
        session.flush()
        session.rollback()
        session.execute(select(Delivery))
        session.commit()
    assert works.bell.rings == 0


def test_what_a_savepoint_takes_back_silences_nothing_else(works: Works) -> None:
    works.react("one", nothing)
    with works.sessions.begin() as session:
        called = distributed(session)
        record(session, events.EditionChanged(None), works.time())
        with session.begin_nested() as savepoint:
            record(session, events.EditionChanged(None), works.time())
            session.flush()
            savepoint.rollback()
    assert len(works.deliveries()) == 1
    assert works.bell.rings == (0 if called else 1)


def test_what_nobody_reacts_to_wakes_nobody(works: Works) -> None:
    works.react("one", nothing)
    with works.sessions.begin() as session:
        record(session, events.VenueLaidOut(None), works.time())
    assert (works.deliveries(), works.bell.rings) == ([], 0)


def test_waiting_deliveries_of_one_edition_become_one(works: Works) -> None:
    works.react("replan", nothing, dedup=("edition_id",))
    works.react("mail", nothing)
    here, there = works.edition(), works.edition()
    for edition_id in (here, here, there, here):
        works.happen(edition_id)
    names = [row.handler for row in works.deliveries()]
    assert (names.count("mail"), names.count("replan")) == (4, 2)


def test_a_delivery_in_hand_does_not_stand_for_what_happens_after_it_began(works: Works) -> None:
    works.react("replan", nothing, dedup=("edition_id",))
    edition_id = works.edition()
    works.happen(edition_id)
    taken = works.claim()
    works.happen(edition_id)
    assert taken is not None
    assert [row.state for row in works.deliveries()] == ["doing", "todo"]


def test_a_delivery_put_back_lets_newer_work_of_its_key_in(works: Works) -> None:
    def fail(_errand: object) -> None:
        raise RuntimeError

    works.react("replan", fail, dedup=("edition_id",))
    edition_id = works.edition()
    works.happen(edition_id)
    taken = works.claim()
    works.happen(edition_id)
    assert taken is not None
    works.runner.run(taken)
    assert [row.state for row in works.deliveries()] == ["todo", "todo"]


def test_work_is_not_begun_before_everything_it_stands_for_can_be_read(works: Works) -> None:
    """Two transactions ask for the same work; the second still writes while the first has committed."""
    works.react("replan", nothing, dedup=("edition_id",))
    edition_id = works.edition()
    works.happen(edition_id)
    claimed: list[object] = []
    with works.sessions.begin() as session:
        record(session, events.EditionChanged(edition_id), works.time())
        session.flush()
        if session.connection().dialect.name == "postgresql":
            assert works.claim() is None
        else:  # the claim waits for the writer
            waiting = threading.Thread(target=lambda: claimed.append(works.claim()))
            waiting.start()
            waiting.join(0.2)
            assert claimed == []
    if claimed or works.sessions.kw["bind"].dialect.name == "sqlite":
        waiting.join()
        assert [taken is not None for taken in claimed] == [True]
    else:
        assert works.claim() is not None


@pytest.mark.parametrize("writers", [8])
def test_many_at_once_ask_for_the_same_work_once(works: Works, writers: int) -> None:
    works.react("replan", nothing, dedup=("edition_id",))
    edition_id = works.edition()
    threads = [threading.Thread(target=works.happen, args=(edition_id,)) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with works.sessions() as session:
        assert len(session.scalars(select(DomainEvent)).all()) == writers
    assert len(works.deliveries()) == 1
