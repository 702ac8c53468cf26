"""The page on which a meetup gets its rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.models import Occurrence, Series
from fairs.organisers.series_form import written_dates
from tests import factories
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk

MONTHLY = {
    "every": "month",
    "interval": "1",
    "nth": "2",
    "weekday": "3",
    "begins_on": "2027-03-01",
    "starts": "18:00",
    "ends": "20:00",
    "ahead": "2",
    "left_out": "12/08/2027",
    "extra": "",
}
NDASH = "\N{EN DASH}"


@pytest.fixture
def edition(session: Session) -> Edition:
    """An evening in February, so that the next ones are still to be made."""
    starts_at = factories.NOW - timedelta(days=18)
    fair = factories.fair(session, kind="meetup", slug="apero")
    return factories.edition(session, of=fair, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))


def address(edition: Edition) -> str:
    return f"/o/{edition.slug}/series"


def test_the_form_begins_with_the_evening_there_is(desk: Desk, edition: Edition) -> None:
    page = desk.get(address(edition))
    assert "Say once by which rule" in words(page)
    assert 'value="10:00"' in page.text  # nine hours of universal time
    assert '<option selected value="3">Thursday' in page.text


def test_first_it_says_what_follows_and_then_it_does_it(
    desk: Desk, session: Session, edition: Edition
) -> None:
    answer = desk.post(address(edition), preview="1", **MONTHLY)
    said = words(answer)
    assert answer.status_code == 200
    assert "The second Thursday of the month, from 18:00 to 20:00, except on 12 August 2027." in said
    assert f"Thursday 11 March 2027, 18:00{NDASH}20:00" in said
    assert f"Thursday 9 September 2027, 18:00{NDASH}20:00" in said
    assert "12 August 2027, 18:00" not in said
    assert session.scalars(select(Series)).all() == []
    assert desk.post(address(edition), keep="1", **MONTHLY).status_code == 303
    assert sorted(session.scalars(select(Occurrence.held_on))) == [date(2027, 3, 11), date(2027, 4, 8)]
    page = desk.words(address(edition))
    assert "The second Thursday of the month, from 18:00 to 20:00, except on 12 August 2027." in page
    assert "Thursday 8 April 2027, 18:00" in page


def test_for_dates_with_answers_it_asks(desk: Desk, session: Session, edition: Edition) -> None:
    desk.post(address(edition), keep="1", **MONTHLY)
    march = session.scalars(select(Occurrence).filter_by(held_on=date(2027, 3, 11))).one()
    factories.participant(session, march.edition)
    other = MONTHLY | {"nth": "3", "ahead": "1"}
    answer = desk.post(address(edition), preview="1", **other)
    assert "One person has answered for this date, which the rule does not know." in words(answer)
    assert "It moves to Thursday 18 March 2027; everybody who answered gets a mail" in words(answer)
    refused = desk.post(address(edition), keep="1", **other)
    assert refused.status_code == 422
    assert "Say below what shall become of each." in words(refused)
    chosen = {f"fate-{march.edition_id}": "moves"}
    assert desk.post(address(edition), keep="1", **other, **chosen).status_code == 303
    session.expire_all()
    assert session.get_one(Occurrence, march.edition_id).held_on == date(2027, 3, 18)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"every": "week"}, "Choose at least one day."),
        ({"left_out": "12/13/2027"}, "“12/13/2027” is no date"),
        ({"extra": "soon"}, "“soon” is no date"),
        ({"until": "2028-01-01", "count": "3"}, "empty one of them"),
        ({"ends": "18:00"}, "The end must be another hour than the start."),
        ({"until": "2027-03-02"}, "This rule has no date that is still to come."),
    ],
)
def test_what_makes_no_rule_is_said_at_its_field_and_kept(
    desk: Desk, session: Session, edition: Edition, typed: dict[str, str], said: str
) -> None:
    answer = desk.post(address(edition), keep="1", **MONTHLY | typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert "12/08/2027" in answer.text or "left_out" in typed
    assert session.scalars(select(Series)).all() == []


def test_dates_are_read_as_people_write_them() -> None:
    expected = (date(2027, 8, 12), date(2027, 12, 24))
    assert written_dates("24.12.2027, 2027-08-12\n12/08/2027;") == expected
    assert written_dates(" \n ") == ()


def test_another_fairs_organiser_finds_nothing(other_desk: Desk, edition: Edition) -> None:
    assert other_desk.get(address(edition)).status_code == 404
    assert other_desk.post(address(edition), keep="1", **MONTHLY).status_code == 404
