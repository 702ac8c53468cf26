"""Two hundred press their buttons at once, for fifty places; then thirty leave at once."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fairs import clock
from fairs.domain import tokens
from fairs.models import Delivery, DomainEvent, Edition, Mail, Participant
from fairs.models.engine import open_engine
from tests import factories
from tests.serving import serving
from tests.torture.cluster import Cluster
from tests.torture.crowd import Browser
from tests.waiting import wait_until

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

PEOPLE, PLACES, LEAVING = 200, 50, 30
AT_ONCE = 40  # hands
PATIENCE = 120.0  # seconds for the mails
SECRET = secrets.token_hex(32)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.mark.abuse(39)
@pytest.mark.pains(36)
@pytest.mark.pains(37)
def test_abuse_39_of_200_who_come_at_once_50_are_in_and_150_wait_in_order(
    tmp_path: Path, database_url: str, engine: Engine
) -> None:
    with Session(engine) as session, session.begin():
        edition = factories.edition(session, capacity=PLACES, approves_itself=True, opened_at=factories.NOW)
        people = [
            factories.participant(session, edition, state="received", language="en").id for _ in range(PEOPLE)
        ]
        doors = {person: tokens.issue(session, "confirm", person, SECRET, clock.now()) for person in people}
        slug = edition.slug
    with _sites(tmp_path, database_url) as urls:
        browsers = dict(zip(people, map(Browser, cycle(urls)), strict=False))
        _at_once(lambda person: browsers[person].press(f"/p/{doors[person]}"), people)
        seated, waiting = _states(engine)
        assert (len(seated), len(waiting)) == (PLACES, PEOPLE - PLACES)
        assert waiting == _in_order(engine, "RegistrationConfirmed", DomainEvent.at, set(waiting))

        leaving = seated[:LEAVING]
        _at_once(lambda person: browsers[person].press(f"/me/{slug}/withdraw", sure="y"), leaving)
        still, later = _states(engine)
        promoted = waiting[:LEAVING]
        assert set(still) == set(seated[LEAVING:]) | set(promoted)
        assert later == waiting[LEAVING:]
        assert _in_order(engine, "RegistrationApproved", DomainEvent.seq, set(promoted)) == promoted
        wait_until(lambda: _unsent(engine) == 0, PATIENCE)
    assert _mails_that_one_is_in(engine, promoted) == [1] * LEAVING
    with Session(engine) as session:
        counted = session.scalars(select(Edition.taken)).one()
    assert counted == PLACES


@contextmanager
def _sites(home: Path, database_url: str) -> Iterator[list[str]]:
    """Pages in several processes, and whoever carries out what follows."""
    environment = {"MAILLAGE_DATABASE_URL": database_url, "MAILLAGE_SECRET_KEY": SECRET}
    if database_url.startswith("postgresql"):
        cluster = Cluster(home, ("web", "worker", "clock"), environment)
        cluster.start()
        try:
            cluster.wait_for_pages()
            yield [cluster.url]
        finally:
            cluster.stop()
        return
    with ExitStack() as stack:
        urls = []
        for number in range(2):
            place = home / str(number)
            place.mkdir()
            urls.append(stack.enter_context(serving("serve", home=place, **environment)).url)
        yield urls


def _at_once(press: Callable[[uuid.UUID], object], people: Sequence[uuid.UUID]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as hands:
        list(hands.map(press, people))


def _states(engine: Engine) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """Who has a place, and who waits, the first first."""
    with Session(engine) as session:
        seated = select(Participant.id).filter_by(state="approved").order_by(Participant.approved_at)
        waiting = select(Participant.id).filter_by(state="waitlisted").order_by(Participant.waitlisted_at)
        return list(session.scalars(seated)), list(session.scalars(waiting))


def _in_order(engine: Engine, kind: str, order: Any, people: set[uuid.UUID]) -> list[uuid.UUID]:
    """Of those who press at once the one who came first may be seen to later: `at` is when each came."""
    with Session(engine) as session:
        events = select(DomainEvent.subject_id).filter_by(kind=kind).order_by(order)
        return [person for person in session.scalars(events) if person in people]


def _unsent(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(Delivery).where(Delivery.state != "done")) or 0


def _mails_that_one_is_in(engine: Engine, people: Sequence[uuid.UUID]) -> list[int]:
    """How many each of them got."""
    mails = (
        select(DomainEvent.subject_id, func.count(Mail.id))
        .join(Delivery, Delivery.event_seq == DomainEvent.seq)
        .join(Mail, Mail.delivery_id == Delivery.id)
        .where(Delivery.handler == "mail.approved")
        .group_by(DomainEvent.subject_id)
    )
    with Session(engine) as session:
        counted = {person: count for person, count in session.execute(mails)}  # noqa: C416 - rows
    return [counted.get(person, 0) for person in people]
