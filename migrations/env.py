"""Runs the history of the tables: for `maillage db`, which gives an engine, and for Flask-Migrate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alembic import context

from fairs.models import Base
from fairs.models.base import Instant
from fairs.models.queue_schema import PREFIX
from fairs.models.schema import one_at_a_time

if TYPE_CHECKING:
    from typing import Literal

    from alembic.autogenerate.api import AutogenContext
    from sqlalchemy import Connection, Engine


def the_engine() -> Engine:
    given: Engine | None = context.config.attributes.get("engine")
    if given is not None:
        return given
    from flask import current_app  # noqa: PLC0415 - only Flask-Migrate brings an application

    engine: Engine = current_app.extensions["migrate"].db.engine
    return engine


def leave_out_empty(_context: object, _revision: object, directives: list[Any]) -> None:
    """No new file where nothing has changed."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def render(kind: str, column_type: object, _context: AutogenContext) -> str | Literal[False]:
    """History depends on the database alone: our own types are written as what they are stored in."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(column_type, Instant) else False


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Procrastinate keeps tables of its own beside ours."""
    return not (kind == "table" and name is not None and name.startswith(PREFIX))


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render,
        include_name=ours,
        process_revision_directives=leave_out_empty,
    )
    with context.begin_transaction():
        one_at_a_time(connection)
        context.run_migrations()


def run_on_sqlite(connection: Connection) -> None:
    """SQLite changes a table by copying it, and dropping the old one must not delete what refers to it."""
    raw = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys = OFF")
    run(connection)
    connection.commit()
    raw.execute("PRAGMA foreign_keys = ON")


if context.is_offline_mode():
    message = "SQL without a database is not offered: run “maillage db upgrade” where it can be reached."
    raise SystemExit(message)
with the_engine().connect() as connection:
    (run_on_sqlite if connection.dialect.name == "sqlite" else run)(connection)
    connection.commit()
