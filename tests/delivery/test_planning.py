"""The whole way of a plan and of a repair, with the real solver in a process of its own."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Barrier
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.delivery.reports import Reports
from fairs.domain import changes, long_jobs, registrations, runs
from fairs.domain.deliveries import send_again
from fairs.models import Delivery, Job, Schedule, Table
from fairs.outbox import record
from fairs.queries import schedules
from tests.delivery.test_agenda_mails import calendars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from tests.delivery.conftest import Town


def ask(town: Town) -> None:
    with town.sessions.begin() as session:
        runs.ask_plan(session, town.edition_in(session), 2, town.time())


def run_of(town: Town) -> Job:
    with town.sessions() as session:
        return session.scalars(select(Job)).one()


def published_revision(town: Town) -> int | None:
    with town.sessions() as session:
        schedule = schedules.published(session, town.edition_in(session))
        return schedule.revision if schedule else None


def withdraw(town: Town, *names: str) -> None:
    with town.sessions.begin() as session:
        for name in names:
            registrations.withdraw(session, town.person_in(session, name), town.time())


def test_a_plan_becomes_a_draft(town: Town) -> None:
    ask(town)
    assert run_of(town).state == "asked"
    town.run_all()
    run = run_of(town)
    assert (run.state, run.fraction, run.error) == ("done", 1.0, "")
    with town.sessions() as session:
        schedule = session.get_one(Schedule, run.schedule_id)
        assert (schedule.state, len(schedule.meetings)) == ("draft", 3)
    assert town.mails() == []


def test_a_page_can_see_how_far_a_plan_is(town: Town) -> None:
    ask(town)
    with town.sessions.begin() as session:
        run_id = session.scalars(select(Job.id)).one()
        long_jobs.begin(session, run_id)
    Reports(town.tools, run_id)(0.5, "search")
    assert (run_of(town).fraction, run_of(town).step) == (0.5, "search")


def test_a_plan_whose_ground_gave_way_says_so_and_is_not_tried_again(town: Town) -> None:
    ask(town)
    with town.sessions.begin() as session:
        for table in session.scalars(select(Table)):
            table.retired = True
    town.run_all()
    assert run_of(town).state == "failed"
    assert run_of(town).error.startswith("No grid can be made: There is no table")
    assert town.states()["schedule.plan"] == "done"


def test_a_plan_that_was_given_up_is_not_waited_for(town: Town) -> None:
    with town.sessions.begin() as session:
        runs.ask_plan(session, town.edition_in(session), 2, town.time())
    for _ in range(3):  # the program dies each time
        assert town.claim() is not None
        town.time.pass_by(minutes=2)
    town.run_all()
    assert town.states()["schedule.plan"] == "dead"
    assert (run_of(town).state, run_of(town).error) == (
        "failed",
        "The program ended each time it tried this.",
    )


def test_a_withdrawal_is_repaired_and_exactly_those_concerned_hear_of_it(town: Town) -> None:
    town.publish(("Zoé", "Ali", 0), ("Zoé", "Mia", 1), ("Ali", "Mia", 2))
    town.run_all()
    town.forget_mails()
    withdraw(town, "Mia")
    town.run_all()
    assert published_revision(town) == 2
    cancelled = {
        mail["To"].addresses[0].display_name: len(calendars(mail)["CANCEL"])
        for mail in town.mails()
        if calendars(mail)
    }
    assert cancelled == {"Zoé": 1, "Ali": 1, "Mia": 2}
    assert len(town.mails()) == 4  # Mia is also told that she has withdrawn


def test_many_withdrawals_are_one_repair(town: Town) -> None:
    town.publish(("Zoé", "Ali", 0), ("Zoé", "Mia", 1), ("Ali", "Mia", 2))
    town.run_all()
    withdraw(town, "Mia", "Ali")
    repairs = [row for row in town.deliveries() if row.handler == "schedule.repair"]
    assert len(repairs) == 1
    town.run_all()
    assert published_revision(town) == 2


def test_of_two_repairs_at_once_one_goes_out_and_the_other_begins_again(town: Town) -> None:
    town.publish(("Zoé", "Ali", 0), ("Zoé", "Mia", 1))
    withdraw(town, "Mia")
    start = Barrier(2)

    def repair(_: int) -> str:
        with town.sessions() as session:
            assignment = changes.begin_repair(session, town.edition_in(session))
            solution = town.solution(session, ("Zoé", "Ali", 0))
        assert assignment
        start.wait(20)
        try:
            with town.sessions.begin() as session:
                changes.keep_repair(session, town.edition_in(session), assignment, solution, town.time())
        except changes.Overtaken:
            return "overtaken"
        return "out"

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(repair, range(2))) == ["out", "overtaken"]
    assert published_revision(town) == 2


def test_a_withdrawal_that_moves_nothing_repairs_nothing(town: Town) -> None:
    town.publish(("Zoé", "Ali", 0))
    town.run_all()
    withdraw(town, "Mia")
    town.run_all()
    assert published_revision(town) == 1


def test_a_repair_that_stands_for_an_idle_withdrawal_still_repairs_the_other(town: Town) -> None:
    """The two wait as one; the first of them alone would change nothing."""
    town.publish(("Zoé", "Ali", 0))
    town.run_all()
    with town.sessions.begin() as session:
        mia = town.person_in(session, "Mia")
        record(session, events.ParticipantWithdrew(mia.edition_id, mia.id, takes_effect=False), town.time())
    withdraw(town, "Ali")
    town.run_all()
    assert published_revision(town) == 2


def test_asking_twice_is_asking_once_also_for_other_seconds(town: Town) -> None:
    ask(town)
    with town.sessions.begin() as session:
        runs.ask_plan(session, town.edition_in(session), 9, town.time())
    assert run_of(town).options == {"seconds": 2}
    assert [row.handler for row in town.deliveries()] == ["schedule.plan"]


def test_two_who_ask_at_the_same_moment_get_one_plan(town: Town) -> None:
    with ThreadPoolExecutor(4) as threads:
        for asking in [threads.submit(ask, town) for _ in range(4)]:
            asking.result()
    assert run_of(town).state == "asked"
    assert len(town.deliveries()) == 1


def cancel(town: Town) -> bool:
    with town.sessions.begin() as session:
        job = session.scalars(select(Job)).one()
        return long_jobs.cancel(session, job, town.time())


def test_a_plan_cancelled_before_it_began_is_never_made_and_the_next_one_is(town: Town) -> None:
    ask(town)
    assert (cancel(town), cancel(town)) == (True, False)
    ask(town)
    assert town.run_all() == 1
    with town.sessions() as session:
        states = session.scalars(select(Job.state).order_by(Job.state)).all()
        assert (states, len(session.scalars(select(Schedule)).all())) == (["cancelled", "done"], 1)


def before_each_report(town: Town, do: Callable[[], object]) -> None:
    """Let something happen just before a page is told how far work is."""

    @contextmanager
    def transaction() -> Iterator[Session]:
        do()
        with town.sessions.begin() as session:
            yield session

    town.tools = replace(town.tools, transaction=transaction)


def children() -> set[int | None]:
    """The processes that this one started and that live; some may wait for other work."""
    return {child.pid for child in multiprocessing.active_children()}


def test_a_plan_cancelled_while_it_is_made_ends_its_process_and_makes_nothing(town: Town) -> None:
    """The solver would search for minutes; somebody presses the button once it has said how far it is."""
    with town.sessions.begin() as session:
        runs.ask_plan(session, town.edition_in(session), 300, town.time())
    told: list[bool] = []
    at_work: set[int | None] = set()

    def press() -> None:
        at_work.update(children())
        told.append(cancel(town))

    before_each_report(town, press)
    assert town.run_all() == 1
    assert told == [True]
    assert len(at_work - children()) == 1
    assert (run_of(town).state, town.states()["schedule.plan"]) == ("cancelled", "done")
    with town.sessions() as session:
        assert session.scalars(select(Schedule)).all() == []


def test_a_plan_that_comes_too_late_to_be_wanted_is_not_kept(town: Town) -> None:
    ask(town)
    taken = town.claim()
    assert taken is not None
    with town.sessions.begin() as session:
        run = long_jobs.begin(session, run_of(town).id)
        assert run is not None
    cancel(town)
    with town.sessions.begin() as session:
        assert long_jobs.in_hand(session, run_of(town).id) is None


def test_a_plan_whose_solver_is_killed_is_made_by_the_next_try(town: Town) -> None:
    ask(town)
    victims: list[int | None] = []

    def kill() -> None:
        if not victims:
            victims.extend(child.pid for child in multiprocessing.active_children())
            for child in multiprocessing.active_children():
                child.kill()
                child.join()

    before_each_report(town, kill)
    town.run_all()
    assert victims
    assert (run_of(town).state, town.states()["schedule.plan"]) == ("running", "todo")
    town.time.pass_by(minutes=1)
    town.run_all()
    assert (run_of(town).state, town.states()["schedule.plan"]) == ("done", "done")


def test_a_plan_that_was_given_up_is_made_when_it_is_sent_again(town: Town) -> None:
    ask(town)
    for _ in range(3):
        assert town.claim() is not None
        town.time.pass_by(minutes=2)
    town.run_all()
    assert run_of(town).state == "failed"
    with town.sessions.begin() as session:
        send_again(session, session.scalars(select(Delivery)).one(), town.time())
    town.run_all()
    assert (run_of(town).state, run_of(town).error) == ("done", "")
