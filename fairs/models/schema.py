"""The history of the tables: how far a database has come, and how it gets here."""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fairs import paths
from fairs.errors import Unavailable
from fairs.models import queue_schema

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

UPGRADING = 5_077_412_160  # the number of a lock that only upgrades take


@cache
def head() -> str | None:
    """The revision that this program needs."""
    return ScriptDirectory(str(paths.migrations())).get_current_head()


def current(connection: Connection) -> str | None:
    """The revision that a database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine) -> None:
    """Bring a database up to date. Raises Unavailable: it is out of reach, too new, or may not be changed."""
    found = reached(engine)
    if found == head():
        _upgrade_queue(engine)
        return
    object_to_newer(found)
    try:
        command.upgrade(configured(engine), "head")
        _upgrade_queue(engine)
    except DBAPIError as error:
        raise Unavailable(
            "The database is at revision %(found)s and could not be brought to %(needed)s: %(reason)s "
            "Nothing was changed. Run “maillage db upgrade” as a user who may change its tables.",
            found=found or "-",
            needed=head(),
            reason=one_line(error),
        ) from error


def object_to_newer(revision: str | None) -> None:
    """Raise Unavailable where a database is at a revision that this program has not heard of."""
    if not _known(revision):
        raise Unavailable(
            "The database is newer than this program (its revision is %(found)s, this program knows "
            "%(needed)s): install the version of Maillage that it belongs to.",
            found=revision,
            needed=head(),
        )


def _upgrade_queue(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            one_at_a_time(connection)
            queue_schema.upgrade(connection)


def one_at_a_time(connection: Connection) -> None:
    """Let nobody else change the tables until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADING})


def difference(engine: Engine) -> str:
    """What the tables of a database lack to be those of this program; "" when they are the same."""
    reached(engine)
    try:
        command.check(configured(engine))
    except CommandError as error:
        return str(error)
    return ""


def one_line(error: Exception) -> str:
    """What a database said, short enough for a sentence."""
    said = error.orig if isinstance(error, DBAPIError) else error
    words = str(said).strip().splitlines() or [type(error).__name__]
    return words[0].rstrip(".") + "."


def reached(engine: Engine) -> str | None:
    """The revision that a database is at. Raises Unavailable: it does not answer."""
    try:
        with engine.connect() as connection:
            return current(connection)
    except (DBAPIError, sqlite3.Error) as error:
        raise Unavailable(
            "The database cannot be reached: %(reason)s Check MAILLAGE_DATABASE_URL, or start the server.",
            reason=one_line(error),
        ) from error


def _known(revision: str | None) -> bool:
    return revision is None or revision in {
        script.revision for script in ScriptDirectory(str(paths.migrations())).walk_revisions()
    }


def configured(engine: Engine) -> Config:
    """What Alembic works with, for whoever calls its commands."""
    config = Config(attributes={"engine": engine})
    config.set_main_option("script_location", str(paths.migrations()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
