"""Places are given once each, however many people ask for the last one, in however many processes."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fairs import clock
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.domain import registrations, seats, tokens
from fairs.errors import Refused
from fairs.jobs.fanout import attach
from fairs.models import DomainEvent, Edition, Participant
from fairs.models.engine import open_engine
from tests import factories
from tests.serving import serving
from tests.torture.crowd import Browser

if TYPE_CHECKING:
    from pathlib import Path

ASK = 40
SECRET = secrets.token_hex(32)


def an_edition(session: Session, capacity: int | None) -> Edition:
    return factories.edition(
        session, capacity=capacity, approves_itself=True, opened_at=factories.NOW, waits=False
    )


@pytest.mark.abuse(39)
def test_abuse_39_of_40_who_ask_for_the_last_place_one_gets_it(tmp_path: Path, database_url: str) -> None:
    engine = open_engine(database_url)
    with Session(engine) as session, session.begin():
        edition = an_edition(session, capacity=1)
        people = [
            factories.participant(session, edition, state="received", language="en") for _ in range(ASK)
        ]
        doors = [tokens.issue(session, "confirm", one.id, SECRET, clock.now()) for one in people]
        slug = edition.slug
    environment = {"MAILLAGE_DATABASE_URL": database_url, "MAILLAGE_SECRET_KEY": SECRET}
    distributed = engine.dialect.name == "postgresql"
    processes = [["web", "--workers", "3"]] if distributed else [["serve"], ["serve"]]
    with ExitStack() as stack:
        urls = []
        for number, arguments in enumerate(processes):
            home = tmp_path / str(number)
            home.mkdir()
            urls.append(stack.enter_context(serving(*arguments, home=home, **environment)).url)
        start = Barrier(ASK)

        def ask(door: str, url: str) -> str:
            browser = Browser(url)
            browser.get(f"/p/{door}")
            start.wait(60)
            browser.press(f"/p/{door}")
            return browser.get(f"/me/{slug}")

        with ThreadPoolExecutor(ASK) as crowd:
            told = list(crowd.map(ask, doors, cycle(urls)))
    refused = ["All places are taken" in page for page in told]
    with Session(engine) as session:
        states = sorted(session.scalars(select(Participant.state)))
        counted = session.scalar(select(Edition.taken))
    engine.dispose()
    assert (refused.count(False), refused.count(True)) == (1, ASK - 1)
    assert states == ["approved", *["confirmed"] * (ASK - 1)]
    assert counted == 1


def test_a_button_pressed_twice_at_once_lets_one_person_in_once(database_url: str) -> None:
    engine = open_engine(database_url)
    with Session(engine) as session, session.begin():
        attach(session, SUBSCRIPTIONS)
        person = factories.participant(session, an_edition(session, capacity=5), state="received").id
    start = Barrier(8)

    def confirm(_: int) -> None:
        with Session(engine) as session, session.begin():
            start.wait(30)
            registrations.confirm(session, session.get_one(Participant, person), clock.now())

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(confirm, range(8)))
    with Session(engine) as session:
        happened = sorted(session.scalars(select(DomainEvent.kind)))
        assert session.scalar(select(Edition.taken)) == 1
    engine.dispose()
    assert happened == ["RegistrationApproved", "RegistrationConfirmed"]


def test_who_leaves_makes_room(session: Session) -> None:
    edition = an_edition(session, capacity=1)
    first, second = (factories.participant(session, edition, state="confirmed") for _ in range(2))
    registrations.approve(session, first, factories.NOW)
    with pytest.raises(Refused, match="Every place is taken"):
        registrations.approve(session, second, factories.NOW)
    registrations.withdraw(session, first, factories.NOW)
    registrations.withdraw(session, first, factories.NOW)
    assert edition.taken == 0
    assert registrations.approve_in_turn(session, [second], factories.NOW) == 1
    assert (edition.taken, edition.full) == (1, True)


def test_there_cannot_be_fewer_places_than_are_taken(session: Session) -> None:
    edition = an_edition(session, capacity=None)
    for _ in range(3):
        factories.participant(session, edition)
    seats.limit(session, edition, 3)
    with pytest.raises(Refused, match="3 people take part already"):
        seats.limit(session, edition, 2)
    assert edition.capacity == 3
    seats.limit(session, edition, None)
    assert edition.capacity is None
