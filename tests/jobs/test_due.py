from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain.editions import EditionSettings, change_settings
from fairs.jobs.due import DUTIES, do_what_is_due
from fairs.models import DomainEvent, Edition, Participant
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    import uuid

    from tests.jobs.works import Works

BY_NAME = {duty.job: duty for duty in DUTIES}


def tick(works: Works) -> dict[str, int]:
    """One tick of a clock: how many editions each duty was done for."""
    done = {duty.job: do_what_is_due(works.sessions, duty, works.time()) for duty in DUTIES}
    return {job: count for job, count in done.items() if count}


def happened(works: Works) -> list[tuple[str, dict[str, object]]]:
    with works.sessions() as session:
        rows = session.scalars(select(DomainEvent).order_by(DomainEvent.seq)).all()
        return [(row.kind, row.payload) for row in rows]


def edition(works: Works, **values: object) -> uuid.UUID:
    with works.sessions.begin() as session:
        return factories.edition(session, **values).id


def move(works: Works, edition_id: uuid.UUID, by: timedelta) -> None:
    with works.sessions.begin() as session:
        row = session.get_one(Edition, edition_id)
        row.starts_at, row.ends_at = row.starts_at + by, row.ends_at + by


def test_registration_and_wishes_close_by_their_dates(works: Works) -> None:
    closes_at = NOW + timedelta(hours=1)
    edition_id = edition(works, registration_closes_at=closes_at, wishes_close_at=closes_at)
    works.time.pass_by(minutes=59)
    assert "close_registration" not in tick(works)
    works.time.pass_by(minutes=1)
    assert tick(works) == {"close_registration": 1, "close_wishes": 1}
    assert tick(works) == {}
    with works.sessions() as session:
        row = session.get_one(Edition, edition_id)
        assert (row.registration_closed_at, row.wishes_closed_at) == (works.time(), works.time())
    assert [entry for entry in happened(works) if entry[0].endswith("Closed")] == [
        ("RegistrationClosed", {"by_date": True}),
        ("WishesClosed", {"by_date": True}),
    ]


def test_another_date_is_another_closing(works: Works) -> None:
    edition_id = edition(works, registration_closes_at=NOW - timedelta(minutes=1))
    tick(works)
    with works.sessions.begin() as session:
        row = session.get_one(Edition, edition_id)
        row.registration_closes_at, row.registration_closed_at = NOW + timedelta(days=1), None
    works.time.pass_by(days=1, minutes=1)
    assert tick(works) == {"close_registration": 1}


def test_a_draft_and_a_fair_that_is_over_are_left_alone(works: Works) -> None:
    edition(works, opened_at=None, registration_closes_at=NOW - timedelta(days=1))
    edition(
        works,
        starts_at=NOW - timedelta(days=50),
        ends_at=NOW - timedelta(days=49),
        wishes_close_at=NOW - timedelta(days=51),
    )
    assert tick(works) == {}


def test_two_days_before_wishes_close_those_without_are_reminded(works: Works) -> None:
    with works.sessions.begin() as session:
        row = factories.edition(session, wishes_close_at=NOW + timedelta(days=2))
        silent = factories.participant(session, row)
        other = factories.participant(session, row)
        factories.participant(session, row, state="confirmed")
        factories.interest(session, other, silent)
        expected = {"participant_id": str(silent.id), "reminder": "wishes_missing"}
    assert tick(works) == {"wishes_missing": 1}
    assert happened(works) == [("ReminderFellDue", expected)]
    works.time.pass_by(hours=1)
    assert tick(works) == {}


def test_two_days_before_the_fair_everyone_who_takes_part_is_reminded(works: Works) -> None:
    with works.sessions.begin() as session:
        row = factories.edition(
            session, starts_at=NOW + timedelta(hours=47), ends_at=NOW + timedelta(hours=55)
        )
        people = {str(factories.participant(session, row).id) for _ in range(3)}
        factories.participant(session, row, state="withdrawn")
    assert tick(works) == {"two_days_before": 1}
    assert {payload["participant_id"] for _, payload in happened(works)} == people


def test_wishes_that_stay_open_longer_are_missed_and_closed_again(works: Works) -> None:
    with works.sessions.begin() as session:
        row = factories.edition(session, wishes_close_at=NOW + timedelta(days=2))
        factories.participant(session, row)
        edition_id = row.id
    assert tick(works) == {"wishes_missing": 1}
    works.time.pass_by(days=2)
    assert tick(works) == {"close_wishes": 1}
    with works.sessions.begin() as session:
        longer = EditionSettings(None, NOW + timedelta(days=5), approves_itself=False, repairs_itself=True)
        change_settings(session, session.get_one(Edition, edition_id), longer, works.time())
    assert tick(works) == {}
    works.time.pass_by(days=1)
    assert tick(works) == {"wishes_missing": 1}
    works.time.pass_by(days=2)
    assert tick(works) == {"close_wishes": 1}
    assert [kind for kind, _ in happened(works)] == [
        "ReminderFellDue",
        "WishesClosed",
        "EditionChanged",
        "ReminderFellDue",
        "WishesClosed",
    ]


def test_a_draft_opens_by_its_date_and_only_once(works: Works) -> None:
    edition(works, opened_at=None, opens_at=NOW + timedelta(hours=1))
    assert tick(works) == {}
    works.time.pass_by(hours=1)
    assert tick(works) == {"open_edition": 1}
    assert tick(works) == {}
    assert happened(works) == [("EditionOpened", {"by_date": True})]


def test_a_date_that_moves_takes_what_hangs_on_it_along(works: Works) -> None:
    with works.sessions.begin() as session:
        row = factories.edition(
            session, starts_at=NOW + timedelta(hours=47), ends_at=NOW + timedelta(hours=55)
        )
        factories.participant(session, row)
        edition_id = row.id
    assert tick(works) == {"two_days_before": 1}
    move(works, edition_id, timedelta(days=7))
    works.time.pass_by(days=1, hours=9)
    assert tick(works) == {}  # the evening before the former day
    works.time.pass_by(days=5, hours=14)
    assert tick(works) == {"two_days_before": 1}
    move(works, edition_id, -timedelta(days=1, hours=18))
    assert tick(works) == {"two_days_before": 1, "evening_before": 1}  # of which the first is only told
    assert [(kind, payload["reminder"]) for kind, payload in happened(works)] == [
        ("ReminderFellDue", "two_days_before"),
        ("ReminderFellDue", "two_days_before"),
        ("ReminderSkipped", "two_days_before"),
        ("ReminderFellDue", "evening_before"),
    ]


def test_a_corrected_hour_reminds_nobody_again(works: Works) -> None:
    with works.sessions.begin() as session:
        row = factories.edition(
            session,
            starts_at=NOW + timedelta(hours=47),
            ends_at=NOW + timedelta(hours=55),
            wishes_close_at=NOW + timedelta(hours=40),
        )
        factories.participant(session, row)
        edition_id = row.id
    assert tick(works) == {"two_days_before": 1, "wishes_missing": 1}
    move(works, edition_id, timedelta(minutes=5))
    with works.sessions.begin() as session:
        session.get_one(Edition, edition_id).wishes_close_at = NOW + timedelta(hours=41)
    assert tick(works) == {}
    works.time.pass_by(hours=33)  # to the evening before
    assert tick(works) == {"evening_before": 1}
    move(works, edition_id, -timedelta(minutes=5))
    assert "evening_before" not in tick(works)


def test_who_is_approved_after_the_others_were_reminded_is_reminded_once(works: Works) -> None:
    def approved() -> str:
        with works.sessions.begin() as session:
            row = session.scalars(select(Edition)).one()
            person = factories.participant(session, row, approved_at=works.time())
            factories.participant(session, row, approved_at=works.time(), reminders_stopped_at=works.time())
            return str(person.id)

    def reminded() -> list[tuple[object, object]]:
        return [(payload["participant_id"], payload["reminder"]) for _, payload in happened(works)]

    edition(works, starts_at=NOW + timedelta(hours=47), ends_at=NOW + timedelta(hours=55))
    expected = [(approved(), "two_days_before")]
    assert tick(works) == {"two_days_before": 1}
    works.time.pass_by(hours=3)
    late = approved()
    assert tick(works) == {"two_days_before_late": 1}
    assert tick(works) == {}
    expected.append((late, "two_days_before"))
    assert reminded() == expected
    works.time.pass_by(hours=30)  # to the evening before
    assert tick(works) == {"evening_before": 1}
    works.time.pass_by(minutes=1)
    later = approved()
    assert tick(works) == {"evening_before_late": 1}
    assert reminded()[2:] == [
        *((person, "evening_before") for person, _ in expected),
        (later, "evening_before"),
    ]
    works.time.pass_by(hours=14)  # the fair has begun
    approved()
    assert tick(works) == {}


def test_who_withdrew_and_came_back_was_reminded(works: Works) -> None:
    with works.sessions.begin() as session:
        row = factories.edition(
            session, starts_at=NOW + timedelta(hours=47), ends_at=NOW + timedelta(hours=55)
        )
        person = factories.participant(session, row).id
    tick(works)
    works.time.pass_by(hours=1)
    with works.sessions.begin() as session:
        session.get_one(Participant, person).approved_at = works.time()
    assert tick(works) == {}


def test_an_approval_that_the_tick_could_not_see_yet_is_not_forgotten(works: Works) -> None:
    """It began before the tick and ended after it."""
    edition_id = edition(works, starts_at=NOW + timedelta(hours=47), ends_at=NOW + timedelta(hours=55))
    tick(works)
    with works.sessions.begin() as session:
        row = session.get_one(Edition, edition_id)
        factories.participant(session, row, approved_at=works.time() - timedelta(seconds=1))
    assert tick(works) == {"two_days_before_late": 1}


@pytest.mark.parametrize("clocks", [3])
def test_three_clocks_do_each_thing_once(works: Works, clocks: int) -> None:
    closes_at = NOW - timedelta(minutes=1)
    with works.sessions.begin() as session:
        for _ in range(4):
            row = factories.edition(
                session,
                registration_closes_at=closes_at,
                wishes_close_at=closes_at,
                starts_at=NOW + timedelta(days=1),
                ends_at=NOW + timedelta(days=2),
            )
            factories.participant(session, row)
    starting = threading.Barrier(clocks)

    def run_a_clock() -> None:
        starting.wait()
        tick(works)

    threads = [threading.Thread(target=run_a_clock) for _ in range(clocks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kinds = [kind for kind, _ in happened(works)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "RegistrationClosed": 4,
        "WishesClosed": 4,
        "ReminderFellDue": 4,
        "ReminderSkipped": 4,
    }
