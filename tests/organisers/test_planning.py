from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from fairs.models import DomainEvent, Job
from tests.factories import NOW
from tests.organisers.conftest import draft, words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk, Room


def run(session: Session, edition: Edition, **values: Any) -> Job:
    row = Job(edition_id=edition.id, kind="plan", options={"seconds": 20}, asked_at=NOW, **values)
    session.add(row)
    session.flush()
    return row


def test_a_grid_is_asked_for_once_however_often_the_button_is_pressed(
    desk: Desk, session: Session, room: Room
) -> None:
    here = f"/o/{room.edition.slug}/plan"
    assert "3 wished meetings, 4 slots" in desk.words(here)

    for _ in range(2):
        assert desk.post(here, seconds=30).location == here

    asked = session.scalars(select(Job)).one()
    assert (asked.state, asked.options) == ("asked", {"seconds": 30})
    assert session.scalars(select(DomainEvent.kind)).all() == ["PlanAsked"]


@pytest.mark.parametrize("seconds", ["", "0", "601", "soon"])
def test_a_wrong_time_is_told_at_its_field(desk: Desk, room: Room, seconds: str) -> None:
    answer = desk.post(f"/o/{room.edition.slug}/plan", seconds=seconds)

    assert answer.status_code == 422
    assert 'id="seconds-fault"' in answer.text
    assert f'value="{seconds}"' in answer.text


def test_what_a_grid_lacks_is_named_before_it_is_asked_for(desk: Desk, edition: Edition) -> None:
    page = desk.words(f"/o/{edition.slug}/plan")

    assert (
        "Lay out a block of meetings. Set up tables. Nobody wishes to meet anybody yet. Close the wishes."
        in page
    )
    refused = desk.post(f"/o/{edition.slug}/plan", seconds=20)
    assert refused.status_code == 422
    assert "There is no block of meetings yet: lay one out first." in words(refused)


def test_a_run_is_followed_on_the_page_and_by_the_script(desk: Desk, session: Session, room: Room) -> None:
    here = f"/o/{room.edition.slug}/plan"
    under_way = run(session, room.edition, state="running", fraction=0.4, step="search")

    page = desk.get(here)
    assert 'value="0.4"' in page.text
    assert "Meetings are moved until nothing gets better." in words(page)
    assert "See how far it is" in words(page)
    status = f"/o/{room.edition.slug}/jobs/{under_way.id}"
    assert desk.get(status).json == {
        "underway": True,
        "fraction": 0.4,
        "step": "Meetings are moved until nothing gets better.",
    }
    under_way.state = "done"
    assert desk.get(status).json["underway"] is False


def test_a_run_that_failed_says_why(desk: Desk, session: Session, room: Room) -> None:
    run(session, room.edition, state="failed", error="No grid was found in the time given.")

    page = desk.words(f"/o/{room.edition.slug}/plan")

    assert "No grid was made No grid was found in the time given." in page
    assert "Plan again" in page


def test_a_grid_that_is_ready_is_one_step_away(desk: Desk, session: Session, room: Room) -> None:
    schedule = draft(session, room, (0, 1, 0, 0), (0, 2, 1, 0), breaks=1)
    run(session, room.edition, state="done", schedule_id=schedule.id)

    page = desk.words(f"/o/{room.edition.slug}/plan")

    assert "The grid is ready 2 of 3 meetings placed, 1 break. Look at the grid" in page
