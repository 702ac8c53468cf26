"""A backup stands up again wholly or not at all: whatever is wrong is one sentence, and nothing is left."""

from __future__ import annotations

import gzip
import tarfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from fairs import clock
from fairs.cli import main
from fairs.domain import erasing
from fairs.models import Delivery, Participant
from fairs.models.engine import open_engine
from tests import factories
from tests.commands.installations import UNSET, database, run, spoil

if TYPE_CHECKING:
    from tests.commands.installations import Place

pytestmark = pytest.mark.usefixtures("client_programs")


@pytest.fixture
def file(places: tuple[Place, Place], tmp_path: Path) -> Path:
    """A backup of an installation with an edition."""
    here, _ = places
    with database(here) as ours, Session(ours) as session:
        factories.edition(session)
        session.commit()
    assert run("backup", tmp_path / "all.tar.gz", here).exit_code == 0
    return tmp_path / "all.tar.gz"


def contents(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as archive:
        return {name: archive.extractfile(name).read() for name in archive.getnames()}  # type: ignore[union-attr]


def write(file: Path, contents: dict[str, bytes]) -> Path:
    with tarfile.open(file, "w:gz") as archive:
        for name, content in contents.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, BytesIO(content))
    return file


def refused(file: Path, place: Place) -> str:
    """What is said of what cannot be put back; there is nothing afterwards that was not there before."""
    before = what_is_there(place)
    done = run("restore", file, place)
    assert done.exit_code == 1, done.output
    assert done.stderr.count("\n") == 1, done.stderr
    assert what_is_there(place) == before
    return done.stderr


def what_is_there(place: Place) -> tuple[list[str], list[str]]:
    """The files at home, and the tables where there is a server."""
    home = Path(place["MAILLAGE_HOME"])
    files = sorted(path.name for path in home.iterdir()) if home.exists() else []
    if "MAILLAGE_DATABASE_URL" not in place:
        return files, []
    engine = open_engine(place["MAILLAGE_DATABASE_URL"])
    tables = inspect(engine).get_table_names()
    engine.dispose()
    return files, sorted(tables)


def test_a_damaged_backup_leaves_nothing_and_a_good_one_goes_in_afterwards(
    places: tuple[Place, Place], file: Path, tmp_path: Path
) -> None:
    _, there = places
    whole = file.read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "changed.tar.gz").write_bytes(whole[:-6] + b"\0\0" + whole[-4:])  # its sum is another
    (tmp_path / "other.gz").write_bytes(gzip.compress(b"Dear all"))
    (tmp_path / "letter.txt").write_text("Dear all")
    for name in ("cut.tar.gz", "changed.tar.gz", "other.gz", "letter.txt"):
        said = refused(tmp_path / name, there)
        assert said == f"{tmp_path / name} is no backup, or it is damaged. Nothing was changed.\n"
    assert run("restore", file, there).exit_code == 0
    assert CliRunner().invoke(main, ["doctor"], env=UNSET | there).exit_code == 0


def test_a_damaged_database_in_a_whole_backup_leaves_nothing(
    places: tuple[Place, Place], file: Path, tmp_path: Path
) -> None:
    _, there = places
    found = contents(file)
    name = next(iter(found))
    (tmp_path / "spoilt").write_bytes(found[name])
    spoil(tmp_path / "spoilt")
    said = refused(write(tmp_path / "bad.tar.gz", found | {name: (tmp_path / "spoilt").read_bytes()}), there)
    assert "is damaged" in said or "pg_restore did not succeed" in said
    assert run("restore", file, there).exit_code == 0


def test_what_is_no_database_of_maillage_leaves_nothing(
    places: tuple[Place, Place], file: Path, tmp_path: Path
) -> None:
    here, there = places
    with database(here) as ours, ours.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    assert run("backup", tmp_path / "other.tar.gz", here).exit_code == 0
    assert refused(tmp_path / "other.tar.gz", there) == (
        "The database in it has no tables of Maillage. Nothing was changed.\n"
    )
    found = contents(file)
    found.pop("secret")
    assert "there is no secret in it" in refused(write(tmp_path / "half.tar.gz", found), there)


def test_a_database_of_a_newer_program_leaves_nothing(places: tuple[Place, Place], tmp_path: Path) -> None:
    here, there = places
    with database(here) as ours, ours.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert run("backup", tmp_path / "newer.tar.gz", here).exit_code == 0
    assert "newer than this program (its revision is 9999" in refused(tmp_path / "newer.tar.gz", there)


def test_what_is_there_is_never_overwritten(places: tuple[Place, Place], file: Path) -> None:
    here, _ = places
    assert "not empty" in refused(file, here)


def test_one_kind_of_database_does_not_go_into_the_other(file: Path, tmp_path: Path) -> None:
    found = contents(file)
    swapped = {"database.sqlite3": "database.pgdump", "database.pgdump": "database.sqlite3"}
    other = {swapped.get(name, name): content for name, content in found.items()}
    place = {"MAILLAGE_HOME": str(tmp_path / "third")}
    if "database.sqlite3" in found:
        file = write(tmp_path / "other.tar.gz", other)
    assert "is no backup that fits this database: there is no database.sqlite3 in it" in refused(file, place)


@pytest.mark.parametrize("written", ["", " "])
def test_a_secret_that_is_set_to_nothing_is_not_set(
    places: tuple[Place, Place], file: Path, written: str
) -> None:
    here, there = places
    assert run("restore", file, there | {"MAILLAGE_SECRET_KEY": written}).exit_code == 0
    kept, restored = (Path(place["MAILLAGE_HOME"]) / "secret" for place in (here, there))
    assert restored.read_text() == kept.read_text()
    assert restored.stat().st_mode & 0o777 == 0o600


def test_another_secret_than_the_backup_s_is_refused(places: tuple[Place, Place], file: Path) -> None:
    here, there = places
    said = refused(file, there | {"MAILLAGE_SECRET_KEY": "x" * 40})
    assert said.startswith("MAILLAGE_SECRET_KEY is another secret than the backup's")
    same = (Path(here["MAILLAGE_HOME"]) / "secret").read_text()
    assert run("restore", file, there | {"MAILLAGE_SECRET_KEY": same}).exit_code == 0
    assert not (Path(there["MAILLAGE_HOME"]) / "secret").exists()


def test_another_secret_that_is_kept_here_is_refused(places: tuple[Place, Place], file: Path) -> None:
    _, there = places
    home = Path(there["MAILLAGE_HOME"])
    home.mkdir(exist_ok=True)
    (home / "secret").write_text("x" * 40)
    assert "secret holds another secret than the backup" in refused(file, there)
    assert (home / "secret").read_text() == "x" * 40


@pytest.mark.parametrize("ending", ["-wal", "-shm"])
def test_remains_of_another_database_are_not_mixed_with_it(site: Place, tmp_path: Path, ending: str) -> None:
    assert run("backup", tmp_path / "all.tar.gz", site).exit_code == 0
    there = {"MAILLAGE_HOME": str(tmp_path / "there")}
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / f"maillage.sqlite3{ending}").write_bytes(b"remains")
    said = refused(tmp_path / "all.tar.gz", there)
    assert said.startswith(f"{tmp_path}/there/maillage.sqlite3{ending} is left from another database")


def test_an_empty_file_is_an_empty_database(site: Place, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "all.tar.gz", site).exit_code == 0
    (tmp_path / "there").mkdir()
    restored = tmp_path / "there" / "maillage.sqlite3"
    restored.touch(mode=0o644)
    assert run("restore", tmp_path / "all.tar.gz", {"MAILLAGE_HOME": str(tmp_path / "there")}).exit_code == 0
    assert restored.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in restored.parent.iterdir()} == {"maillage.sqlite3", "secret"}


def people(place: Place) -> list[tuple[str, str]]:
    with database(place) as there, Session(there) as session:
        return sorted(session.execute(select(Participant.name, Participant.state)).all())


@pytest.mark.abuse(42)
def test_abuse_42_nobody_who_was_erased_comes_back_with_an_older_backup(
    places: tuple[Place, Place], tmp_path: Path
) -> None:
    here, there = places
    with database(here) as ours, Session(ours) as session:
        edition = factories.edition(session, ends_at=clock.now() + timedelta(days=3))
        _, erased = (factories.participant(session, edition, name=name) for name in ("Mia", "Zoé"))
        ids = erased.id
        session.commit()
    backup = tmp_path / "all.tar.gz"
    assert run("backup", backup, here).exit_code == 0
    with database(here) as ours, Session(ours) as session:
        erasing.erase(session, session.get_one(Participant, ids), clock.now())
        session.commit()
    told = CliRunner().invoke(main, ["erased"], env=UNSET | here)
    assert told.output == f"participant {ids}\n"
    (tmp_path / "list").write_text(told.output)
    done = CliRunner().invoke(
        main, ["restore", str(backup), "--erased", str(tmp_path / "list")], env=UNSET | there
    )
    assert done.exit_code == 0, done.output
    assert people(there) == [("Mia", "approved"), ("—", "erased")]
    with database(there) as theirs, Session(theirs) as session:
        handlers = set(session.scalars(select(Delivery.handler)))
    assert {"schedule.repair", "erasures.write_down"} <= handlers, "what follows, follows there"


@pytest.mark.abuse(42)
def test_the_list_in_the_home_folder_is_heeded_without_a_word(
    places: tuple[Place, Place], tmp_path: Path
) -> None:
    here, there = places
    with database(here) as ours, Session(ours) as session:
        person = factories.participant(session, factories.edition(session))
        ids = person.id
        session.commit()
    assert run("backup", tmp_path / "all.tar.gz", here).exit_code == 0
    home = Path(there["MAILLAGE_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    (home / "erased").write_text(f"participant {ids}\nno line of ours\naccount {ids}\n")
    assert run("restore", tmp_path / "all.tar.gz", there).exit_code == 0
    assert people(there) == [("—", "erased")]
