from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fairs.jobs.worker import conninfo
from fairs.models import Tick
from fairs.models.engine import READ_ONLY, open_engine
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from tests.databases import PostgreSQL


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_foreign_keys_are_kept(engine: Engine) -> None:
    with Session(engine) as session:
        edition = factories.edition(session)
        with pytest.raises(IntegrityError):
            session.execute(text("DELETE FROM fair WHERE id = :id"), {"id": edition.fair_id.hex})


def test_who_only_reads_waits_for_no_writer(engine: Engine) -> None:
    with Session(engine) as writer, Session(engine) as reader:
        writer.add(Tick(job="written", slot="1", at=factories.NOW))
        writer.flush()
        reader.connection(execution_options=READ_ONLY)
        assert reader.query(Tick).all() == []


def test_writers_wait_for_one_another_and_lose_nothing(engine: Engine) -> None:
    with Session(engine) as session:
        session.execute(text("CREATE TABLE counter (value INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
        session.commit()

    def count() -> None:
        for _ in range(10):
            with Session(engine) as session:
                session.execute(text("UPDATE counter SET value = value + 1"))
                session.commit()

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as session:
        assert session.scalar(text("SELECT value FROM counter")) == 80


def test_errors_tell_nothing_of_what_was_to_be_written(engine: Engine) -> None:
    with Session(engine) as session:
        session.add_all([Tick(job="private", slot="1", at=factories.NOW) for _ in range(2)])
        with pytest.raises(IntegrityError) as failure:
            session.flush()
    assert "private" not in str(failure.value).partition("DETAIL")[0]


def test_a_connection_notices_that_nobody_is_there_any_more(postgresql: PostgreSQL) -> None:
    with postgresql.fresh() as url:
        patient = make_url(url).update_query_dict({"tcp_user_timeout": "90000"})
        for address, timeout in ((make_url(url), "60000"), (patient, "90000")):
            engine = open_engine(address.render_as_string(hide_password=False))
            with engine.connect() as pages, psycopg.connect(conninfo(address)) as worker:
                driver = pages.connection.driver_connection
                assert driver is not None
                for said in (driver.info.get_parameters(), worker.info.get_parameters()):
                    assert said | EXPECTED | {"tcp_user_timeout": timeout} == said
            engine.dispose()


EXPECTED = {
    "connect_timeout": "5",
    "keepalives": "1",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
