"""Procrastinate's own tables come with ours, and keep up with the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, inspect, select

from fairs.models import QueueMigration, queue_schema, schema
from fairs.models.engine import open_engine

if TYPE_CHECKING:
    from tests.databases import PostgreSQL


def test_the_queue_is_laid_whole_and_its_steps_are_noted(postgresql: PostgreSQL) -> None:
    with postgresql.fresh() as url:
        engine = open_engine(url)
        with engine.connect() as connection:
            assert inspect(connection).has_table("procrastinate_jobs")
            noted = set(connection.scalars(select(QueueMigration.name)))
            assert "03.04.00_50_post_add_retry_failed_job_procedure.sql" in noted
            assert queue_schema.missing(connection) == []
        engine.dispose()


def test_a_step_that_a_newer_package_brings_is_made_once(postgresql: PostgreSQL) -> None:
    """The last step of the package defines one function anew, so that it can be made again."""
    newest = "03.04.00_50_post_add_retry_failed_job_procedure.sql"
    with postgresql.fresh() as url:
        engine = open_engine(url)
        with engine.begin() as connection:
            connection.execute(delete(QueueMigration).where(QueueMigration.name == newest))
            assert [step.name for step in queue_schema.missing(connection)] == [newest]
        schema.upgrade(engine)
        with engine.connect() as connection:
            assert queue_schema.missing(connection) == []
        engine.dispose()


def test_sqlite_needs_no_queue(tmp_path: object) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/here.sqlite3")
    schema.upgrade(engine)
    with engine.connect() as connection:
        assert queue_schema.missing(connection) == []
        assert not inspect(connection).has_table("procrastinate_jobs")
    engine.dispose()
