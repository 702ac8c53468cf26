"""The whole way of a plan and of a repair, with the real solver in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.domain import registrations, runs
from fairs.models import Edition, Job, Schedule, Table
from fairs.outbox import record
from fairs.queries import schedules
from tests.delivery.test_agenda_mails import calendars

if TYPE_CHECKING:
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
        run = session.scalars(select(Job)).one()
        runs.begin(session, run, session.get_one(Edition, run.edition_id))
        run_id = run.id
    town.tools.progress(run_id, 0.5, "search")
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
