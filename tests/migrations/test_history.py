from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, text

from fairs.errors import Unavailable
from fairs.models import Base, queue_schema, schema
from fairs.models.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a single table."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
        engine.connect().close()
        yield engine
        engine.dispose()
        return
    with request.getfixturevalue("postgresql").bare() as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


def tables(engine: Engine) -> set[str]:
    found = set(inspect(engine).get_table_names()) - {"alembic_version"}
    return {name for name in found if not name.startswith(queue_schema.PREFIX)}


def at(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return schema.current(connection)


def test_an_empty_database_gets_exactly_the_tables_of_the_program(empty: Engine) -> None:
    schema.upgrade(empty)
    assert tables(empty) == set(Base.metadata.tables)
    assert schema.difference(empty) == ""
    assert at(empty) == schema.head()


def test_a_second_upgrade_changes_nothing(empty: Engine) -> None:
    schema.upgrade(empty)
    schema.upgrade(empty)
    assert at(empty) == schema.head()


def test_the_history_can_be_walked_back(empty: Engine) -> None:
    schema.upgrade(empty)
    command.downgrade(schema.configured(empty), "base")
    assert tables(empty) == set()
    schema.upgrade(empty)
    assert schema.difference(empty) == ""


def test_what_a_database_lacks_is_named(empty: Engine) -> None:
    schema.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("DROP TABLE mail"))
    assert "mail" in schema.difference(empty)


def test_a_database_newer_than_the_program_is_left_alone(empty: Engine) -> None:
    schema.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match="newer than this program"):
        schema.upgrade(empty)


def test_a_server_that_does_not_answer_is_one_sentence() -> None:
    engine = create_engine("postgresql+psycopg://127.0.0.1:1/nothing")
    with pytest.raises(Unavailable) as refusal:
        schema.upgrade(engine)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).startswith("The database cannot be reached: ")


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam, " * 100, encoding="ascii")
    with pytest.raises(Unavailable, match="cannot be reached: file is not a database"):
        schema.upgrade(open_engine(f"sqlite:///{path}"))


@pytest.fixture
def read_only(empty: Engine) -> Iterator[Engine]:
    """The empty database as somebody sees it who may only read."""
    if empty.dialect.name == "postgresql":
        engine = create_engine(empty.url, connect_args={"options": "-c default_transaction_read_only=on"})
    else:
        engine = create_engine(f"sqlite:///file:{empty.url.database}?mode=ro&uri=true")
    yield engine
    engine.dispose()


def test_who_may_not_change_tables_is_told_so(read_only: Engine) -> None:
    with pytest.raises(Unavailable, match="a user who may change its tables"):
        schema.upgrade(read_only)
