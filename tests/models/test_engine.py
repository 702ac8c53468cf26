from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fairs.models import Tick
from fairs.models.engine import READ_ONLY, open_engine
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


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
