"""`maillage backup` and `maillage restore`: an installation in one file, to stand up elsewhere."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy import inspect, make_url
from sqlalchemy.orm import sessionmaker

from fairs import clock, config
from fairs.errors import Unavailable
from fairs.jobs.afresh import begin_afresh
from fairs.models import schema
from fairs.models.engine import open_engine

if TYPE_CHECKING:
    from fairs.config import Settings

SECRET = "secret"  # noqa: S105 - the name of a file
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the database and the secret of its links into FILE, while the site goes on."""
    settings = config.from_environment(os.environ)
    with tempfile.TemporaryDirectory(dir=file.absolute().parent) as folder:
        whole = Path(folder) / "whole"
        whole.touch(mode=0o600)
        with tarfile.open(whole, "w:gz") as archive:
            name = DATABASES[_system(settings)]
            archive.add(_copied(settings, Path(folder) / name), name)
            secret = settings.secret_key.encode()
            entry = tarfile.TarInfo(SECRET)
            entry.size, entry.mode = len(secret), 0o600
            archive.addfile(entry, io.BytesIO(secret))
        whole.replace(file)
    click.echo(
        f"{file}: {file.stat().st_size} bytes. Whoever has this file can act for everybody: keep it safe."
    )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put what “maillage backup” wrote into an empty database, and its secret beside it."""
    if os.environ.get("MAILLAGE_SECRET_KEY") is None:
        _put_secret(file, Path(os.environ.get("MAILLAGE_HOME", "var")))
    settings = config.from_environment(os.environ)
    _object_to_overwriting(settings)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "database"
        _extract(file, DATABASES[_system(settings)], copy)
        _fill(settings, copy)
    engine = open_engine(settings.database_url)
    schema.upgrade(engine)
    with sessionmaker(engine).begin() as session:
        begin_afresh(session, clock.now())
    engine.dispose()
    click.echo("Everything is back. “maillage doctor” looks it over.")


def _system(settings: Settings) -> str:
    return make_url(settings.database_url).get_backend_name()


def _copied(settings: Settings, copy: Path) -> Path:
    """The database as it is at one instant, in a file; nobody has to wait meanwhile."""
    if settings.distributed:
        _run("pg_dump", "--format=custom", f"--file={copy}", f"--dbname={_address(settings)}")
        return copy
    place = make_url(settings.database_url).database or ""
    if not Path(place).exists():
        raise Unavailable("There is no database at %(place)s yet.", place=place)
    with closing(sqlite3.connect(place)) as ours, closing(sqlite3.connect(copy)) as theirs:
        ours.backup(theirs)
    return copy


def _fill(settings: Settings, copy: Path) -> None:
    if settings.distributed:
        _run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={_address(settings)}", str(copy))
    else:
        place = Path(make_url(settings.database_url).database or "")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy, place)


def _object_to_overwriting(settings: Settings) -> None:
    place = make_url(settings.database_url).database or ""
    if not settings.distributed and not Path(place).exists():
        return
    engine = open_engine(settings.database_url)
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    engine.dispose()
    if tables:
        raise Unavailable("The database is not empty. Nothing was changed: restore into an empty one.")


def _extract(file: Path, name: str, place: Path) -> None:
    try:
        with tarfile.open(file, "r:gz") as archive, place.open("wb") as copy:
            shutil.copyfileobj(archive.extractfile(name) or io.BytesIO(), copy)
    except (tarfile.TarError, KeyError, EOFError, OSError) as fault:
        raise Unavailable(
            "%(file)s is no backup that fits this database: there is no %(name)s in it. A backup goes back "
            "into the kind of database it comes from.",
            file=file,
            name=name,
        ) from fault


def _put_secret(file: Path, home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    kept, found = home / SECRET, home / f"{SECRET}.restored"
    found.touch(mode=0o600)
    try:
        _extract(file, SECRET, found)
    except Unavailable:
        found.unlink()
        raise
    if kept.exists() and kept.read_bytes().strip() != found.read_bytes().strip():
        found.unlink()
        raise Unavailable(
            "%(kept)s holds another secret than the backup. Nothing was changed: move it away first.",
            kept=kept,
        )
    found.replace(kept)


def _address(settings: Settings) -> str:
    return make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise Unavailable(
            "%(program)s was not found: install the client programs of PostgreSQL.", program=program
        )
    command = [found, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise Unavailable(
            "%(program)s did not succeed: %(reason)s", program=program, reason=" ".join(done.stderr.split())
        )
