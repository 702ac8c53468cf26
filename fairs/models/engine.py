"""How either database is opened: by the web and by the jobs alike, so that both keep the same promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, make_url

if TYPE_CHECKING:
    from sqlite3 import Connection as SQLiteConnection

    from sqlalchemy import Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 20  # how long SQLite waits for another writer
ALIVE = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds
}
"""How a connection to PostgreSQL notices within a minute that nobody is there any more, where a cable was
pulled or a firewall forgot it. What the address says itself goes before."""
READ_ONLY = {"read_only": True}  # execution options of a connection that promises not to write


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` is given beside the address."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_SECONDS}, "hide_parameters": True}
    said = make_url(url).query
    return {
        "connect_args": {name: value for name, value in ALIVE.items() if name not in said},
        "pool_pre_ping": True,
        "hide_parameters": True,  # an error stands in logs and on pages; what was to be written stays private
    }


def prepare(engine: Engine) -> Engine:
    """Make SQLite keep foreign keys, let readers and a writer work at once, and begin transactions truly."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    return engine


def open_engine(url: str) -> Engine:
    """An engine for whoever has no web around it."""
    return prepare(create_engine(url, **engine_options(url)))


def _set_up(connection: SQLiteConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin transactions: `_begin` does
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # who is erased does not stay in the file
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


def _begin(connection: Connection) -> None:
    """Take the writer's place at once: a transaction that reads first and writes later could not wait."""
    reads_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
