"""Everything in one file, taken while the site is written to, and standing up again elsewhere."""

from __future__ import annotations

import os
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest
from click.testing import CliRunner
from sqlalchemy import func, make_url, select, text
from sqlalchemy.orm import Session

from fairs import config, events
from fairs.app import create_app
from fairs.cli import main
from fairs.delivery.links import Addresses
from fairs.domain.registrations import Application, register
from fairs.extensions import db
from fairs.jobs import claims
from fairs.jobs.embedded import session_factory
from fairs.jobs.pump import Pump
from fairs.jobs.worker import Worker
from fairs.models import Delivery, Mail, Participant
from fairs.outbox import record
from tests import factories
from tests.commands.installations import CLIENTS, UNSET, begun, database, run, spoil
from tests.delivery.conftest import engine, processes, town  # noqa: F401 - fixtures
from tests.factories import NOW
from tests.jobs.works import Works
from tests.serving import COMMAND, surroundings
from tests.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import sessionmaker

    from tests.commands.installations import Place
    from tests.databases import PostgreSQL
    from tests.delivery.conftest import Town

ABREAST = 3  # people who register at a time
BUSY = 3  # of each row, and of mails, when the backup is taken

pytestmark = pytest.mark.usefixtures("client_programs")


@pytest.fixture
def elsewhere(town: Town, postgresql: PostgreSQL, tmp_path: Path) -> Iterator[Place]:  # noqa: F811
    """The environment of an empty installation on the same kind of database as the town's."""
    place = {"MAILLAGE_HOME": str(tmp_path / "there")}
    if town.sessions.kw["bind"].dialect.name == "sqlite":
        yield place
        return
    with postgresql.bare() as empty:
        yield place | {"MAILLAGE_DATABASE_URL": empty}


def feeds(place: Place) -> dict[str, str]:
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


def test_a_backup_taken_under_load_stands_up_elsewhere_whole(
    town: Town,  # noqa: F811 - the fixture
    elsewhere: Place,
    tmp_path: Path,
) -> None:
    """Several people register at a time and mails leave while it is taken: it is one instant all the same."""
    here = {
        "MAILLAGE_HOME": str(tmp_path / "here"),
        "MAILLAGE_DATABASE_URL": town.sessions.kw["bind"].url.render_as_string(hide_password=False),
        "MAILLAGE_SECRET_KEY": town.tools.settings.secret_key,
    }
    town.publish(("Zoé", "Ali", 0), ("Zoé", "Mia", 1))
    town.publish(("Zoé", "Mia", 2))
    town.run_all()
    before = feeds(here)
    with hands_at_work(town), Crowd(town) as crowd:
        wait_until(lambda: crowd.size >= ABREAST * BUSY and written_to(town.sessions) >= BUSY)
        known, told = crowd.registered(), written_to(town.sessions)
        done = run("backup", tmp_path / "all.tar.gz", here)
        crowd.grow_by(BUSY)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "all.tar.gz").stat().st_mode & 0o777 == 0o600

    back = run("restore", tmp_path / "all.tar.gz", elsewhere)
    assert back.exit_code == 0, back.output
    assert feeds(elsewhere) == before
    assert all("BEGIN:VEVENT" in calendar for calendar in before.values())
    looked_over = CliRunner().invoke(main, ["doctor"], env=UNSET | elsewhere)
    assert looked_over.exit_code == 0, looked_over.output
    with database(elsewhere) as restored:
        held = Crowd.held_by(restored)
        for number, first, last in zip(held, known, crowd.registered(), strict=True):
            assert first <= number <= last
        assert sum(held) < crowd.size
        assert told <= written_to(session_factory(restored)) <= written_to(town.sessions)
        send_what_waits(town, restored)
        assert written_to(session_factory(restored)) == sum(held)


def send_what_waits(town: Town, restored: Engine) -> None:  # noqa: F811 - the fixture's name
    sessions = session_factory(restored)
    tools = replace(town.tools, transaction=sessions.begin)
    there = Works(sessions, tools, time=town.time, subscriptions=town.subscriptions)
    assert there.run_all()


def written_to(sessions: sessionmaker[Session]) -> int:
    """How many of the crowd were asked to confirm their address: no one of them twice."""
    with sessions() as session:
        mails, people = session.execute(
            select(func.count(), func.count(Mail.recipient.distinct())).where(
                Mail.recipient.like("%@crowd.example")
            )
        ).one()
        assert mails == people
        return int(mails)


@contextmanager
def hands_at_work(town: Town) -> Iterator[None]:  # noqa: F811 - the fixture's name
    """Carry out what follows, as the process of the pages does on SQLite, and a worker on PostgreSQL."""
    url = town.sessions.kw["bind"].url
    hands = (
        Pump(town.runner, town.bell)
        if url.get_backend_name() == "sqlite"
        else Worker(town.runner, url.render_as_string(hide_password=False))
    )
    hands.start()
    try:
        yield
    finally:
        hands.stop()


class Crowd:
    """People who register, several at a time, in rows."""

    def __init__(self, town: Town) -> None:  # noqa: F811 - the fixture's name
        self._town = town
        self._enough = threading.Event()
        self._counts = [0] * ABREAST
        self._threads = [threading.Thread(target=self._go_on, args=(row,)) for row in range(ABREAST)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()

    @property
    def size(self) -> int:
        return sum(self._counts)

    def registered(self) -> list[int]:
        """How many of each row are in, at least."""
        return list(self._counts)

    def grow_by(self, more: int) -> None:
        size = self.size
        wait_until(lambda: self.size >= size + more)

    def _go_on(self, row: int) -> None:
        while not self._enough.is_set():
            number = self._counts[row]
            somebody = Application(
                f"Atelier {row}", "Noé Petit", f"{row}.{number}@crowd.example", "fr", listed=True
            )
            with self._town.sessions.begin() as session:
                register(session, self._town.edition_in(session), somebody, self._town.time())
            self._counts[row] += 1
            self._enough.wait(0.02)  # SQLite serves one writer at a time, and in no order

    @staticmethod
    def held_by(restored: Engine) -> list[int]:
        """How many of each row a database holds: nobody without those who came before them."""
        with Session(restored) as session:
            emails = session.scalars(
                select(Participant.email).where(Participant.email.like("%@crowd.example"))
            )
            numbers: list[set[int]] = [set() for _ in range(ABREAST)]
            for email in emails:
                row, number = email.partition("@")[0].split(".")
                numbers[int(row)].add(int(number))
        assert all(row == set(range(len(row))) for row in numbers)
        return [len(row) for row in numbers]


def test_what_was_in_hand_when_the_backup_was_taken_is_done_by_whoever_works_here(
    places: tuple[Place, Place], tmp_path: Path
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


def test_what_stands_at_its_place_is_replaced_only_if_it_is_a_backup(
    places: tuple[Place, Place], tmp_path: Path
) -> None:
    here, _ = places
    file, letter = tmp_path / "all.tar.gz", tmp_path / "letter.txt"
    letter.write_text("Dear all")
    file.touch()  # as mktemp leaves it
    assert [run("backup", file, here).exit_code for _ in range(2)] == [0, 0]
    refused = run("backup", letter, here)
    assert (refused.exit_code, refused.stderr) == (
        1,
        f"{letter} holds something else than a backup. Nothing was written: name another file.\n",
    )
    assert letter.read_text() == "Dear all"
    assert {path.name for path in tmp_path.iterdir()} <= {"all.tar.gz", "letter.txt", "here"}


def test_its_own_database_is_not_replaced_by_the_backup_of_it(site: Place) -> None:
    database = Path(site["MAILLAGE_HOME"]) / "maillage.sqlite3"
    content = database.read_bytes()
    assert run("backup", database, site).exit_code == 1
    assert database.read_bytes() == content


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("/dev/full", "/dev/full is no ordinary file. Nothing was written: name another one.\n"),
        (
            "/nonexistent/dir/x.tar.gz",
            "/nonexistent/dir/x.tar.gz cannot be written: No such file or directory. No backup was made.\n",
        ),
    ],
)
def test_where_nothing_can_be_written_is_one_sentence(site: Place, file: str, said: str) -> None:
    device = Path("/dev/full").stat().st_mode
    refused = run("backup", Path(file), site)
    assert (refused.exit_code, refused.stderr) == (1, said)
    assert Path("/dev/full").stat().st_mode == device


def test_a_disk_that_is_full_leaves_the_last_backup(site: Place, tmp_path: Path) -> None:
    file = tmp_path / "all.tar.gz"
    assert run("backup", file, site).exit_code == 0
    content = file.read_bytes()
    unmeasured = surroundings(Path(site["MAILLAGE_HOME"]), PYTHONDONTWRITEBYTECODE="1")
    unmeasured.pop("COVERAGE_PROCESS_CONFIG", None)  # its file would be too large as well
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 1; exec "$0" backup "$1"', COMMAND, file],  # no file above half a kilobyte
        env=unmeasured,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert file.read_bytes() == content
    assert [path.name for path in tmp_path.glob(".backup*")] == []


def test_a_backup_goes_through_a_pipe_and_back(site: Place, tmp_path: Path) -> None:
    sent = subprocess.run(
        [COMMAND, "backup", "-"],
        env=surroundings(Path(site["MAILLAGE_HOME"])),
        capture_output=True,
        check=True,
    )
    assert b"keep it safe" in sent.stderr
    there = tmp_path / "there"
    subprocess.run([COMMAND, "restore", "-"], env=surroundings(there), input=sent.stdout, check=True)
    assert (there / "secret").read_text() == (tmp_path / "here" / "secret").read_text()


@pytest.mark.parametrize("command", [("backup", "all.tar.gz"), ("doctor",), ("db", "check")])
def test_where_there_is_no_site_none_is_begun(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = CliRunner().invoke(main, command, env=UNSET | {"MAILLAGE_HOME": None})
    assert (refused.exit_code, refused.stderr) == (
        1,
        f"There is no database at {tmp_path}/var/maillage.sqlite3 yet.\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_without_the_secret_of_the_site_there_is_no_backup(
    places: tuple[Place, Place], tmp_path: Path
) -> None:
    here, _ = places
    (Path(here["MAILLAGE_HOME"]) / "secret").unlink()
    refused = run("backup", tmp_path / "all.tar.gz", here)
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"There is no secret at {here['MAILLAGE_HOME']}/secret, so the links")
    assert not (tmp_path / "all.tar.gz").exists()


def test_of_a_damaged_database_no_backup_is_made(site: Place, tmp_path: Path) -> None:
    spoil(Path(site["MAILLAGE_HOME"]) / "maillage.sqlite3")
    refused = run("backup", tmp_path / "all.tar.gz", site)
    assert refused.exit_code == 1
    assert "is damaged" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert not (tmp_path / "all.tar.gz").exists()


def test_the_password_of_the_database_stands_in_no_list_of_processes(
    postgresql: PostgreSQL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program of that name writes down how it was called, then does what it is for."""
    bin_, calls = tmp_path / "bin", tmp_path / "calls"
    bin_.mkdir()
    for program in ("pg_dump", "pg_restore"):
        (bin_ / program).write_text(
            f'#!/bin/sh\necho "$0 $PGPASSWORD: $*" >>{calls}\nexec {CLIENTS / program} "$@"\n'
        )
        (bin_ / program).chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
    with postgresql.fresh() as full, postgresql.bare() as empty:
        for command, url, home in (("backup", full, "here"), ("restore", empty, "there")):
            known = make_url(url).set(password="hush hush").render_as_string(hide_password=False)
            place = {"MAILLAGE_HOME": str(tmp_path / home), "MAILLAGE_DATABASE_URL": known}
            if command == "backup":
                begun(place)
            done = run(command, tmp_path / "all.tar.gz", place)
            assert done.exit_code == 0, done.output
    lines = calls.read_text().splitlines()
    assert [Path(line.split()[0]).name for line in lines] == ["pg_dump", "pg_restore", "pg_restore"]
    for line in lines:
        surrounding, _, arguments = line.partition(": ")
        assert surrounding.endswith(" hush hush")
        assert "hush" not in arguments
