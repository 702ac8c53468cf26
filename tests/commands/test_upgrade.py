"""An upgrade happens once, under a lock, whoever begins it; what was to be delivered is delivered then."""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import select, text

from fairs.domain.registrations import Application, register
from fairs.jobs.pump import Pump
from fairs.jobs.wake import wake_for_overdue
from fairs.jobs.worker import Worker
from fairs.models import Mail, schema
from fairs.models.engine import open_engine
from fairs.models.schema import one_at_a_time
from tests.delivery.conftest import engine, processes, town  # noqa: F401 - fixtures
from tests.serving import COMMAND, PATIENCE, surroundings
from tests.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.delivery.conftest import Town

AT_ONCE = 2  # programs that are started together
GUESTS = [f"guest.{number}@org.example" for number in range(4)]


@pytest.fixture
def former(database_url: str) -> Iterator[Engine]:
    """A database as the program before this one left it."""
    opened = open_engine(database_url)
    go_back(opened)
    yield opened
    opened.dispose()


def go_back(database: Engine) -> None:
    command.downgrade(schema.configured(database), "-1")
    assert revision(database) != schema.head()


def revision(database: Engine) -> str | None:
    with database.connect() as connection:
        return schema.current(connection)


@contextmanager
def upgrades(database_url: str, home: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """New programs, all of which begin with an upgrade."""
    environment = surroundings(home, MAILLAGE_DATABASE_URL=database_url)
    begun = [
        subprocess.Popen(
            [COMMAND, "db", "upgrade"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(AT_ONCE)
    ]
    try:
        yield begun
    finally:
        for one in begun:
            one.kill()
            one.communicate()


def ends(begun: list[subprocess.Popen[str]]) -> list[tuple[int, str]]:
    """How each ended: its code, and what it said in its last line."""
    told = [(*one.communicate(timeout=PATIENCE), one.returncode) for one in begun]
    return [(code, (out or error).strip().splitlines()[-1]) for out, error, code in told]


def test_who_comes_while_another_upgrades_waits_for_it(
    former: Engine, database_url: str, tmp_path: Path
) -> None:
    """Here the other one is this test: it holds what an upgrade holds from its first step to its last."""
    before = revision(former)
    with former.connect() as upgrading, upgrading.begin():
        one_at_a_time(upgrading)  # SQLite lets one write at a time in any case
        with upgrades(database_url, tmp_path) as begun:
            wait_until(lambda: waiting(former) == AT_ONCE, PATIENCE)
            assert [one.poll() for one in begun] == [None] * AT_ONCE
            assert schema.current(upgrading) == before
            upgrading.rollback()
            assert ends(begun) == [(0, schema.head())] * AT_ONCE
    assert schema.difference(former) == ""


def waiting(database: Engine) -> int:
    """How many wait for the lock; SQLite cannot tell, and they have had time to come to it."""
    if database.dialect.name == "sqlite":
        time.sleep(2)
        return AT_ONCE
    with database.connect() as connection:
        asked = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return int(connection.scalar(asked) or 0)


def states(town: Town) -> list[str]:  # noqa: F811 - the fixture's name
    return sorted(delivery.state for delivery in town.deliveries())


def test_what_was_in_hand_and_what_waited_is_done_once_by_the_new_program(
    town: Town,  # noqa: F811 - the fixture
    database_url: str,
) -> None:
    """The old program had sent one mail and had another in hand when it was killed; the rest waited."""
    with town.sessions.begin() as session:
        for email in GUESTS:
            somebody = Application("Atelier", "Noé Petit", email, "fr", listed=True)
            register(session, town.edition_in(session), somebody, town.time())
    sent = town.claim()
    assert sent is not None
    town.runner.run(sent)
    assert town.claim() is not None
    database = town.sessions.kw["bind"]
    database.dispose()  # the old program is gone
    go_back(database)
    schema.upgrade(database)
    assert states(town) == ["doing", "done", "todo", "todo"]
    town.time.pass_by(hours=1)
    hands = (
        Pump(town.runner, town.bell)
        if database.dialect.name == "sqlite"
        else Worker(town.runner, database_url)
    )
    hands.start()
    try:
        with town.sessions.begin() as session:
            wake_for_overdue(session, town.time())  # as the clock does
        wait_until(lambda: set(states(town)) == {"done"})
    finally:
        hands.stop()
    with town.sessions() as session:
        assert sorted(session.scalars(select(Mail.recipient))) == GUESTS
