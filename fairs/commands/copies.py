"""A database as it is at one instant, in a file; and from such a file back: wholly, or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, make_url

from fairs.commands.opening import database_file
from fairs.errors import Unavailable
from fairs.models import schema
from fairs.models.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from fairs.config import Settings

BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a file, and would take for the new one's
REVISION = "alembic_version"


def take(settings: Settings, copy: Path) -> None:
    """Copy the database into a file; nobody has to wait meanwhile. Raises Unavailable."""
    if settings.distributed:
        _run(settings, "pg_dump", "--format=custom", f"--file={copy}")
        return
    place = database_file(settings)
    try:
        with closing(sqlite3.connect(place)) as ours, closing(sqlite3.connect(copy)) as theirs:
            ours.backup(theirs)
    except sqlite3.Error as fault:
        raise Unavailable("%(place)s cannot be copied: %(reason)s.", place=place, reason=fault) from fault
    damage = _damage(copy)
    if damage:
        raise Unavailable(
            "%(place)s is damaged (%(reason)s), so no backup was written: keep the last one.",
            place=place,
            reason=damage,
        )


def object_to_overwriting(settings: Settings) -> None:
    """Raise Unavailable unless there is nothing yet where the database shall stand."""
    if not settings.distributed:
        place = Path(make_url(settings.database_url).database or "")
        if not place.exists():
            _object_to_remains(place)
            return
    engine = open_engine(settings.database_url)
    try:
        schema.reached(engine)
        with engine.connect() as connection:
            tables = inspect(connection).get_table_names()
    finally:
        engine.dispose()
    if tables:
        raise Unavailable("The database is not empty. Nothing was changed: restore into an empty one.")


def _object_to_remains(place: Path) -> None:
    for remains in (place.with_name(place.name + ending) for ending in BESIDE):
        if remains.exists():
            raise Unavailable(
                "%(remains)s is left from another database, and would spoil this one. Nothing was changed: "
                "move it away first.",
                remains=remains,
            )


def put_back(settings: Settings, copy: Path, settle: Callable[[Engine], None]) -> None:
    """Let a database stand where there is none; a file is settled first. Raises Unavailable."""
    if settings.distributed:
        revision = _revision_of_dump(settings, copy)
        _object_to_strangers(revision)
        schema.object_to_newer(revision)
        _run(settings, "pg_restore", "--single-transaction", "--no-owner", "--no-privileges", str(copy))
        return
    damage = _damage(copy)
    if damage:
        raise Unavailable("The database in it is damaged (%(reason)s). Nothing was changed.", reason=damage)
    with opened(f"sqlite:///{copy}") as engine:
        _object_to_strangers(schema.reached(engine))
        settle(engine)
    copy.chmod(0o600)
    place = Path(make_url(settings.database_url).database or "")
    _object_to_remains(place)
    copy.replace(place)


def _object_to_strangers(revision: str | None) -> None:
    if not revision:
        raise Unavailable("The database in it has no tables of Maillage. Nothing was changed.")


def workspace(settings: Settings) -> Path | None:
    """Where a copy can be laid that is to take the database's place by a new name; None: anywhere."""
    if settings.distributed:
        return None
    folder = Path(make_url(settings.database_url).database or "").absolute().parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def opened(database_url: str) -> Iterator[Engine]:
    """The engine of a database, closed in the end."""
    engine = open_engine(database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def _damage(file: Path) -> str:
    """What SQLite finds wrong with a file; "" where it is sound."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            said: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as fault:
        return str(fault)
    return "" if said == "ok" else " ".join(said.split())


def _revision_of_dump(settings: Settings, copy: Path) -> str:
    """At which revision the tables of a dump are: one line, between the order to copy and its end."""
    told = _run(
        settings, "pg_restore", "--data-only", f"--table={REVISION}", "--file=-", str(copy), asks=False
    )
    lines = iter(told.splitlines())
    return next((next(lines, "") for line in lines if line.startswith(f"COPY public.{REVISION} ")), "")


def _run(settings: Settings, program: str, *arguments: str, asks: bool = True) -> str:
    """What a program of PostgreSQL says.

    The password goes by its surroundings: whoever lists processes reads what they were called with.
    """
    found = shutil.which(program)
    if found is None:
        raise Unavailable(
            "%(program)s was not found: install the client programs of PostgreSQL.", program=program
        )
    url = make_url(settings.database_url).set(drivername="postgresql")
    password = url.password or url.query.get("password")
    address = url._replace(password=None).difference_update_query(["password"]).render_as_string()
    surroundings = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    command = [found, *([f"--dbname={address}"] if asks else []), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)  # noqa: S603 - our own words
    if done.returncode:
        raise Unavailable(
            "%(program)s did not succeed: %(reason)s", program=program, reason=" ".join(done.stderr.split())
        )
    return done.stdout
