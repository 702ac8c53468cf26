"""Procrastinate's own tables, which it describes but does not keep the history of: that is done here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, inspect, select

from fairs.models.outbox import QueueMigration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from procrastinate.schema import SchemaManager
    from sqlalchemy import Connection

PREFIX = "procrastinate_"
"""How the names of its tables begin."""


def missing(connection: Connection) -> list[Path]:
    """The steps that this database has not made yet; none where there is no such queue at all."""
    if connection.dialect.name != "postgresql":
        return []
    made = set(connection.scalars(select(QueueMigration.name)))
    return [step for step in _steps() if step.name not in made]


def upgrade(connection: Connection) -> None:
    """Make the missing steps, or lay the whole where there is nothing yet."""
    steps = missing(connection)
    if not steps:
        return
    if inspect(connection).has_table(f"{PREFIX}jobs"):
        for step in steps:
            _run(connection, step.read_text(encoding="utf-8"))
    else:
        _run(connection, _described().get_schema())
    _note(connection, steps)


def _steps() -> list[Path]:
    return sorted(Path(_described().get_migrations_path()).glob("*.sql"))


def _described() -> type[SchemaManager]:
    """Its own description; slow to load, and a database of SQLite needs none of it."""
    from procrastinate.schema import SchemaManager  # noqa: PLC0415 - as said above

    return SchemaManager


def _run(connection: Connection, script: str) -> None:
    """A script of many statements, which the driver takes whole if it has no parameters."""
    connection.exec_driver_sql(script.replace("%", "%%"))


def _note(connection: Connection, steps: Iterable[Path]) -> None:
    connection.execute(insert(QueueMigration), [{"name": step.name} for step in steps])
