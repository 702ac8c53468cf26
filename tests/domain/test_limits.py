"""How often something may be asked for, whoever counts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fairs.domain import limits
from fairs.errors import TooMany
from fairs.models import Allowance
from fairs.models.engine import open_engine
from tests.factories import NOW

if TYPE_CHECKING:
    from datetime import datetime

ZOE = "zoe@org.example"


def asks(session: Session, email: str, at: datetime = NOW) -> bool:
    try:
        limits.letter_to(session, email, at)
    except TooMany:
        return False
    return True


@pytest.mark.abuse(35)
def test_abuse_35_so_many_letters_go_to_an_address_within_an_hour(session: Session) -> None:
    told = [asks(session, written) for written in (ZOE, f" {ZOE.upper()} ") * limits.LETTERS_AN_HOUR]
    assert told.count(True) == limits.LETTERS_AN_HOUR
    assert asks(session, "ali@org.example"), "others are not concerned"
    assert not asks(session, ZOE, NOW + timedelta(minutes=59, seconds=59))
    assert asks(session, ZOE, NOW + timedelta(hours=1))


def test_it_is_said_when_to_come_back(session: Session) -> None:
    for _ in range(limits.LETTERS_AN_HOUR):
        limits.letter_to(session, ZOE, NOW)
    with pytest.raises(TooMany) as refusal:
        limits.letter_to(session, ZOE, NOW + timedelta(minutes=18))
    assert refusal.value.wait == timedelta(minutes=42)
    assert "You can ask for the next one in 42 min." in str(refusal.value)


def test_a_network_that_is_not_known_and_a_limit_of_none_count_nothing(session: Session) -> None:
    for _ in range(5):
        limits.from_network(session, "register", None, 1, NOW)
        limits.from_network(session, "register", "192.0.2.7", 0, NOW)
    assert session.scalars(select(Allowance)).all() == []


def test_who_is_counted_cannot_be_read_from_the_counts(session: Session) -> None:
    limits.letter_to(session, ZOE, NOW)
    assert ZOE not in str([vars(row) for row in session.scalars(select(Allowance))])


@pytest.mark.abuse(34)
def test_abuse_34_of_forty_at_once_exactly_so_many_pass(database_url: str) -> None:
    engine = open_engine(database_url)

    def ask(_number: int) -> bool:
        with Session(engine) as session, session.begin():
            return asks(session, ZOE)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(40))) == limits.LETTERS_AN_HOUR
    engine.dispose()


def test_what_is_rolled_back_was_not_asked_for(session: Session) -> None:
    for _ in range(limits.LETTERS_AN_HOUR + 1):
        assert asks(session, ZOE)
        session.rollback()
