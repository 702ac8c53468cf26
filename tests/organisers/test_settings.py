from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.models import DomainEvent
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk

TYPED = {"registration_closes_at": "2027-03-10T18:00", "wishes_close_at": "2027-03-12T18:00"}


def test_closing_dates_are_typed_in_the_time_of_the_place(desk: Desk, edition: Edition) -> None:
    here = f"/o/{edition.slug}/settings"

    assert desk.post(here, **TYPED, approves_itself="y").location == f"/o/{edition.slug}"

    assert edition.registration_closes_at == datetime(2027, 3, 10, 17, tzinfo=UTC)
    assert edition.wishes_close_at == datetime(2027, 3, 12, 17, tzinfo=UTC)
    assert (edition.approves_itself, edition.repairs_itself) == (True, False)
    assert 'value="2027-03-10T18:00"' in desk.get(here).text

    desk.post(here, repairs_itself="y")
    assert (edition.registration_closes_at, edition.repairs_itself) == (None, True)


def test_a_date_after_the_fair_is_refused_at_its_field(desk: Desk, edition: Edition) -> None:
    late = TYPED | {"registration_closes_at": "2027-04-10T18:00"}

    answer = desk.post(f"/o/{edition.slug}/settings", **late)

    assert answer.status_code == 422
    assert "A closing date must lie before the end of the fair." in words(answer)
    assert 'value="2027-04-10T18:00"' in answer.text
    assert edition.registration_closes_at is None


def test_a_draft_opens_by_its_date(desk: Desk, edition: Edition) -> None:
    here = f"/o/{edition.slug}"
    edition.opened_at = None
    assert "only organisers see the edition until you open it" in desk.words(f"{here}/settings")

    desk.post(f"{here}/settings", **TYPED, opens_at="2027-03-05T09:00")

    assert edition.opens_at == datetime(2027, 3, 5, 8, tzinfo=UTC)
    assert 'value="2027-03-05T09:00"' in desk.get(f"{here}/settings").text
    assert "It opens by itself on Friday 5 March 2027, 09:00." in desk.words(here)


def test_an_edition_cannot_open_once_registration_has_closed(desk: Desk, edition: Edition) -> None:
    edition.opened_at = None

    answer = desk.post(f"/o/{edition.slug}/settings", **TYPED, opens_at="2027-03-10T18:00")

    assert answer.status_code == 422
    assert "The edition must open before registration closes" in words(answer)
    assert edition.opens_at is None


def test_what_is_public_stays_so(desk: Desk, edition: Edition) -> None:
    opened_at = edition.opened_at

    desk.post(f"/o/{edition.slug}/settings", **TYPED, opens_at="2027-03-05T09:00")

    assert (edition.opens_at, edition.opened_at) == (None, opened_at)
    assert "opens_at" not in desk.get(f"/o/{edition.slug}/settings").text


def test_what_is_no_date_is_kept_to_be_mended(desk: Desk, edition: Edition) -> None:
    answer = desk.post(f"/o/{edition.slug}/settings", **(TYPED | {"wishes_close_at": "soon"}))

    assert answer.status_code == 422
    assert 'value="soon"' in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("registration_closes_at", "0001-01-01T00:00", "No fair is held in the year 1."),
        ("wishes_close_at", "9999-12-31T23:59", "No fair is held in the year 9999."),
        ("wishes_close_at", "2027-04-10T18:00", "A closing date must lie before the end of the fair."),
        ("capacity", "99999999999999999999999", "At most 100000."),
        ("capacity", "many", "Write a whole number, in figures."),
        ("capacity", "0", "At least 1, or nothing at all."),
    ],
)
def test_what_no_database_holds_is_refused_once_at_its_field(
    desk: Desk, edition: Edition, field: str, typed: str, sentence: str
) -> None:
    answer = desk.post(f"/o/{edition.slug}/settings", **(TYPED | {field: typed}))

    assert answer.status_code == 422
    fault = answer.text.split(f'id="{field}-fault"', 1)[1].split("</p>", 1)[0]
    assert sentence in fault
    assert "There is one thing to mend" in words(answer)
    assert f'value="{typed}"' in answer.text


def test_what_changed_is_recorded_and_nothing_where_nothing_did(
    desk: Desk, session: Session, edition: Edition
) -> None:
    here = f"/o/{edition.slug}/settings"
    for _ in range(2):
        desk.post(here, **TYPED, capacity="40", approves_itself="y", repairs_itself="y")

    changes = session.scalars(select(DomainEvent)).all()

    changed = "registration_closes_at wishes_close_at approves_itself capacity"
    assert [(event.kind, event.payload) for event in changes] == [("EditionChanged", {"changed": changed})]


def test_an_evening_without_meetings_is_not_asked_about_them(visitor: Desk, session: Session) -> None:
    evening = factories.edition(
        session, of=factories.fair(session, kind="meetup"), wishes_close_at=NOW + timedelta(days=3)
    )
    host = visitor.sign_in(factories.organiser(session, evening.fair, language="en"))

    assert "Wishes close" not in host.words(f"/o/{evening.slug}/settings")
    host.post(f"/o/{evening.slug}/settings", capacity="40", approves_itself="y")

    assert (evening.capacity, evening.approves_itself) == (40, True)
    assert (evening.wishes_close_at, evening.repairs_itself) == (NOW + timedelta(days=3), True)
