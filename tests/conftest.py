"""What every test may ask for: a database of its own on either system, the program on it, a still clock."""

from __future__ import annotations

import gc
import logging
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import settings as examples
from sqlalchemy.orm import Session

from fairs import logs
from fairs.config import Settings
from fairs.models.engine import open_engine
from tests import compiled, databases, network

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

network.forbid_the_outside_world()
compiled.keep()
signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, tests end the servers they started
examples.register_profile("steady", deadline=None, derandomize=True)  # the same examples on slow machines too
examples.load_profile("steady")

LONG = ("journeys", "torture", "abuse", "benchmarks", "packaging")  # folders whose files take minutes
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files begin first, so that in the end no process waits for another one's last file."""
    items.sort(key=lambda item: item.path.relative_to(HERE).parts[0] not in LONG)


def pytest_collection_finish() -> None:
    """What lives as long as the process is not looked through again, whenever Python looks for waste."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def now() -> datetime:
    """The instant at which tests take place: a Tuesday in winter."""
    return datetime(2027, 1, 12, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> databases.SQLite:
    return databases.SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[databases.PostgreSQL]:
    with databases.postgresql_server() as server:
        cluster = databases.PostgreSQL(server)
        yield cluster
        cluster.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database with today's schema, gone after the test."""
    system = request.getfixturevalue(
        request.param
    )  # by name: no server is started for tests that ask for none
    fresh = system.fresh(tmp_path) if request.param == "sqlite" else system.fresh()
    with fresh as url:
        yield url


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A plain session: what decisions, reads and jobs get, without the web."""
    engine = open_engine(database_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def app(database_url: str, tmp_path: Path, now: datetime) -> Iterator[Flask]:
    """The program as it is put together for the web, at the instant `now`; nothing runs beside it."""
    from fairs.app import create_app  # noqa: PLC0415 - most tests need no web and need not wait for it
    from fairs.extensions import db  # noqa: PLC0415 - the same

    settings = Settings(home=tmp_path, database_url=database_url, secret_key="of the tests", pump=False)
    app = create_app(settings, lambda: now)
    app.testing = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def log_as_before() -> Iterator[None]:
    """However a test sets the log up, afterwards it is as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def own_log(
    log_as_before: None,  # noqa: ARG001 - for what it does afterwards
    capsys: pytest.CaptureFixture[str],
) -> pytest.CaptureFixture[str]:
    """What the log says as the program sets it up, whatever others did with it."""
    logs.configure(as_json=True)
    return capsys


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
