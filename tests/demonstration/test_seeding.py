from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.demonstration import seeding
from fairs.families import FAMILIES
from fairs.models import Account, Delivery
from fairs.queries import colleagues, duplicates, earlier, editions, people, slots
from fairs.queries.earlier import Wanted
from fairs.queries.sheets import sheets_of
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition


@pytest.fixture
def salon(session: Session) -> Edition:
    seeding.fill(session, NOW)
    return editions.upcoming(session, NOW)[1]


def test_an_empty_database_is_filled_once(session: Session) -> None:
    assert not seeding.is_filled(session)
    seeding.fill(session, NOW)
    assert seeding.is_filled(session)


def test_the_fair_lies_in_the_near_future_with_room_for_every_gate(salon: Edition) -> None:
    assert (salon.starts_at - NOW).days in range(seeding.DAYS_AHEAD - 1, seeding.DAYS_AHEAD + 8)
    assert salon.phase(NOW) == "registration"
    assert salon.wishes_open(NOW)
    assert salon.registration_closes_at is not None
    assert salon.wishes_close_at is not None
    assert NOW < salon.registration_closes_at < salon.wishes_close_at < salon.starts_at


def test_there_is_more_demand_than_some_people_have_time_for(session: Session, salon: Edition) -> None:
    counts = editions.counts(session, salon)
    assert counts.approved > 45
    assert counts.confirmed > 0
    assert counts.received > 0
    assert counts.mutual > 50
    assert 1 <= counts.without_wishes <= 5
    assert (len(slots.of_edition(session, salon)), len(slots.tables(session, salon))) == (13, 12)
    assert any(person.unavailable for person in sheets_of(session, salon).participants)


def test_what_is_only_told_has_no_consequences(session: Session, salon: Edition) -> None:
    assert session.scalars(select(Delivery)).all() == []
    for account in session.scalars(select(Account)):
        assert salon.fair_id in {membership.fair_id for membership in account.memberships}


def test_those_of_last_year_can_be_invited_again(session: Session, salon: Edition) -> None:
    (last_year,) = earlier.editions(session, salon)
    assert last_year.phase(NOW) == "after"
    wanted = Wanted(groups=("came", "withdrew"), kinds=[family.key for family in FAMILIES])
    reached = earlier.reach(session, salon, last_year, wanted, NOW)
    assert (len(reached.people), reached.left_out) == (7, {"registered": 6})


def test_two_organisations_are_known_twice_and_one_sends_two_people(session: Session, salon: Edition) -> None:
    meetup = editions.upcoming(session, NOW)[0]
    found = {
        (pair.elder.name, pair.younger.name)
        for pair in duplicates.pairs(session, [salon.fair_id, meetup.fair_id])
    }
    assert found == {
        ("Association Recyclerie du Lavoir", "La Recyclerie du Lavoir"),
        ("BICYCLO-BRELLE (SCIC)", "Bicyclo Brelle"),
    }
    recyclerie = people.taking_part(session, salon, "Solène Lebœuf")[0]
    assert [one.name for one in colleagues.of(session, recyclerie)] == ["Tiphaine Quéméneur"]
