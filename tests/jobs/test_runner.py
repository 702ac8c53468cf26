from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from fairs import events
from fairs.delivery.handler import Again, Handler, Hopeless, Later, Stopped, Subscription
from fairs.domain.deliveries import send_again, send_all_again
from fairs.errors import FairError, Refused
from fairs.models import Delivery, DomainEvent, Edition, Tick
from fairs.outbox import record
from fairs.queries import deliveries
from tests.jobs.works import outside

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tests.jobs.works import Works


class Doings:
    """Counts what is done, and fails as often as it is told."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.times = 0

    def __call__(self, _errand: Any) -> None:
        self.times += 1
        if self.failures:
            raise self.failures.pop(0)


def only(works: Works) -> Delivery:
    (delivery,) = works.deliveries()
    return delivery


def test_a_delivery_is_done_once(works: Works) -> None:
    do = Doings()
    works.react("one", do)
    works.happen()
    assert (works.run_all(), works.run_all()) == (1, 0)
    assert (do.times, only(works).state, only(works).done_at) == (1, "done", works.time())


@pytest.mark.abuse(41)
def test_delays_grow_until_it_is_given_up_for_people_to_see(works: Works) -> None:
    works.react("one", Doings(*[Refused("The press is broken.")] * 99))
    works.happen()
    delays = []
    while only(works).state != "dead":
        works.time.at = max(works.time.at, only(works).not_before)
        works.run_all()
        delays.append(only(works).not_before - works.time.at)
    assert delays[:-1] == [
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=6),
        timedelta(hours=12),
    ]
    assert (only(works).attempts, only(works).error) == (8, "The press is broken.")


@pytest.mark.abuse(41)
def test_what_was_given_up_is_seen_and_done_once_its_cause_is_gone(works: Works) -> None:
    good, bad = Doings(), Doings(*[Refused("The press is broken.")] * 8)
    works.react("good", good)
    works.react("bad", bad)
    edition_id = works.edition()
    works.happen(edition_id)
    while works.states()["bad"] != "dead":
        works.time.at = max(row.not_before for row in works.deliveries())
        works.run_all()
        assert works.states()["good"] == "done"
    works.happen(edition_id)  # others go on
    works.run_all()
    assert good.times == 2
    with works.sessions.begin() as session:
        edition = session.get_one(Edition, edition_id)
        assert deliveries.by_state(session, edition)["dead"] == 1
        (shown,) = deliveries.given_up(session, edition, deliveries.Wanted(), 10)
        assert shown.delivery.error == "The press is broken."
        send_again(session, deliveries.by_id(session, edition, shown.delivery.id), works.time())
    assert works.run_all() == 1
    assert {row.state for row in works.deliveries()} == {"done"}
    assert (good.times, bad.times) == (2, 10)


@pytest.mark.parametrize("all_at_once", [False, True])
def test_two_who_send_the_same_again_have_it_sent_once(works: Works, all_at_once: bool) -> None:
    works.react("one", Doings(Hopeless("No such address.")))
    edition_id = works.edition()
    works.happen(edition_id)
    works.run_all()
    with works.sessions(expire_on_commit=False) as second:
        edition = second.get_one(Edition, edition_id)
        read = deliveries.given_up(second, edition, deliveries.Wanted(), 10)
        second.commit()  # as it was read, and not more
        with works.sessions.begin() as first:
            send_again(first, first.get_one(Delivery, read[0].delivery.id), works.time())
        taken = works.claim()
        assert taken is not None
        if all_at_once:
            assert send_all_again(second, read, works.time()) == 0
        else:
            with pytest.raises(Refused, match="not given up"):
                send_again(second, read[0].delivery, works.time())
        second.commit()
    assert (only(works).state, only(works).owner) == ("doing", taken.owner)
    assert works.claim() is None


@pytest.mark.abuse(41)
def test_a_poisoned_event_stops_nobody_else(works: Works) -> None:
    good = Doings()
    works.react("one", good)
    with works.sessions.begin() as session:
        row = record(session, events.EditionChanged(None), works.time())
        row.payload = {"nonsense": 1}
    works.happen()
    works.run_all()
    assert [row.state for row in works.deliveries()] == ["todo", "done"]
    assert good.times == 1
    assert works.deliveries()[0].error == (
        "Something went wrong within the program (TypeError). Its log says where."
    )


def test_one_subscribers_failure_does_not_repeat_anothers_work(works: Works) -> None:
    good, bad = Doings(), Doings(RuntimeError("once"))
    works.react("good", good)
    works.react("bad", bad)
    works.happen()
    works.run_all()
    works.time.pass_by(minutes=1)
    works.run_all()
    assert (good.times, bad.times, works.states()) == (1, 2, {"good": "done", "bad": "done"})


def test_what_no_longer_holds_begins_anew_at_once(works: Works) -> None:
    do = Doings(Again("overtaken"))
    works.react("one", do)
    works.happen()
    assert works.run_all() == 2
    assert (do.times, only(works).state) == (2, "done")


def test_what_no_longer_holds_again_and_again_is_tried_ever_later_for_a_day(works: Works) -> None:
    do = Doings(*[Again("overtaken")] * 999)
    works.react("one", do)
    works.happen()
    began, delays = works.time(), []
    while only(works).state != "dead":
        works.time.at = max(works.time.at, only(works).not_before)
        works.run_all()
        delays.append((only(works).not_before - works.time.at).total_seconds())
        assert only(works).attempts <= 2
    assert delays[:7] == [10, 10, 20, 40, 80, 160, 300]
    assert max(delays) == 300
    assert timedelta(days=1) < works.time() - began < timedelta(days=1, minutes=10)
    assert only(works).error == "Something went wrong within the program (Again). Its log says where."


def test_what_no_longer_holds_takes_no_try_from_what_fails(works: Works) -> None:
    broken, stale = Refused("The press is broken."), Again("overtaken")
    do = Doings(*[broken, stale, stale] * 7)
    works.react("one", do)
    works.happen()
    while only(works).state == "todo":
        works.time.at = max(works.time.at, only(works).not_before)
        works.run_all()
    assert (do.times, only(works).state) == (22, "done")


def test_who_is_stopped_puts_the_delivery_back_untouched(works: Works) -> None:
    do = Doings(Stopped())
    works.react("one", do)
    works.happen()
    taken = works.claim()
    assert taken is not None
    works.runner.run(taken)
    assert (only(works).state, only(works).attempts, only(works).error) == ("todo", 0, "")


def test_what_is_not_due_yet_waits_for_its_turn_without_a_try(works: Works) -> None:
    do = Doings(Later(works.time() + timedelta(minutes=3)))
    works.react("one", do)
    works.happen()
    assert works.run_all() == 1
    assert (only(works).state, only(works).attempts, only(works).error) == ("todo", 0, "")
    works.time.pass_by(minutes=3)
    assert works.run_all() == 1
    assert (do.times, only(works).state, only(works).attempts) == (2, "done", 1)


def test_what_is_hopeless_is_given_up_at_once_with_what_was_learnt(works: Works) -> None:
    class Learnt(Hopeless):
        def keep(self, session: Session, now: datetime) -> None:
            session.add(Tick(job="learnt", slot="here", at=now))

    do = Doings(Learnt("Nobody lives there."))
    works.react("one", do)
    works.happen()
    works.run_all()
    works.time.pass_by(days=2)
    assert works.run_all() == 0
    assert (only(works).state, only(works).attempts, only(works).error) == ("dead", 1, "Nobody lives there.")
    with works.sessions() as session:
        assert session.scalars(select(Tick.job)).all() == ["learnt"]


def test_what_settling_wrote_goes_with_its_mark_or_not_at_all(works: Works) -> None:
    fail_once = Doings(RuntimeError("once"))

    def settle(session: Any, _errand: Any, _result: Any, now: Any, _tools: Any) -> None:
        session.add(Tick(job="settled", slot="1", at=now))
        session.flush()
        fail_once(None)

    works.subscribe(Subscription(events.EditionChanged, "one", Handler(settle=settle)))
    works.happen()
    works.run_all()
    with works.sessions() as session:
        assert session.scalars(select(Tick)).all() == []
    works.time.pass_by(minutes=1)
    works.run_all()
    with works.sessions() as session:
        assert len(session.scalars(select(Tick)).all()) == 1
    assert only(works).state == "done"


def test_what_settling_records_is_delivered_in_turn(works: Works) -> None:
    def settle(session: Any, _errand: Any, _result: Any, now: Any, _tools: Any) -> None:
        record(session, events.VenueLaidOut(None), now)

    next_in_line = Doings()
    works.subscribe(
        Subscription(events.EditionChanged, "first", Handler(settle=settle)),
        Subscription(events.VenueLaidOut, "second", outside(next_in_line)),
    )
    works.happen()
    assert works.run_all() == 2
    assert next_in_line.times == 1


def test_nothing_outside_is_done_within_a_transaction(works: Works) -> None:
    """While a handler acts, the database is free for everybody."""

    def write_elsewhere(_errand: Any) -> None:
        with works.sessions.begin() as session:
            session.add(Tick(job="elsewhere", slot="1", at=works.time()))

    works.react("one", write_elsewhere)
    works.happen()
    works.run_all()
    assert only(works).state == "done"


def test_where_nothing_is_left_to_do_nothing_is_settled(works: Works) -> None:
    def settle(*_all: Any) -> None:
        raise AssertionError

    works.subscribe(
        Subscription(events.EditionChanged, "one", Handler(load=lambda *_all: None, settle=settle))
    )
    works.happen()
    works.run_all()
    assert only(works).state == "done"


def test_a_name_without_a_handler_is_said_so(works: Works) -> None:
    works.react("of another version", Doings())
    works.happen()
    works.subscriptions.clear()
    works.run_all()
    assert only(works).state == "todo"
    assert only(works).error.startswith("Nothing here reacts by this name")


def test_the_handler_says_what_failed_for_good(works: Works) -> None:
    said: list[str] = []
    handler = Handler(
        load=lambda _session, errand, _now, _tools: errand,
        act=lambda _errand, _value, _tools: Doings(RuntimeError("no"))(None),
        settle=lambda *_all: None,
        give_up=lambda _session, _errand, sentence, _now: said.append(sentence),
    )
    works.subscribe(Subscription(events.EditionChanged, "one", handler, tries=1))
    works.happen()
    works.run_all()
    sentence = "Something went wrong within the program (RuntimeError). Its log says where."
    assert (only(works).state, said) == ("dead", [sentence])


def test_what_ends_the_program_each_time_is_given_up_too(works: Works) -> None:
    do = Doings()
    works.react("one", do, tries=2)
    works.happen()
    for _ in range(2):
        assert works.claim() is not None  # and then the process dies
        works.time.pass_by(minutes=2)
    works.run_all()
    assert (do.times, only(works).state) == (0, "dead")
    assert only(works).error == "The program ended each time it tried this."


def test_a_sentence_with_signs_that_no_database_takes_is_kept_without_them(works: Works) -> None:
    works.react("one", Doings(FairError("They said: %(said)s", said="no\0\x1b\udcff!")))
    works.happen()
    works.run_all()
    assert (only(works).state, only(works).error) == ("todo", "They said: no?!")


def test_events_stay_as_they_were(works: Works) -> None:
    works.react("one", Doings())
    works.happen()
    works.run_all()
    with works.sessions() as session:
        assert [row.kind for row in session.scalars(select(DomainEvent))] == ["EditionChanged"]
