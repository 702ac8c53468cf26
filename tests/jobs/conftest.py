"""The machinery at rest, on either database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.orm import sessionmaker

from fairs.config import Settings
from fairs.delivery.handler import Tools
from fairs.delivery.processes import Processes
from fairs.delivery.transports import Mailbox
from fairs.models.engine import open_engine
from tests import factories
from tests.jobs.works import Works

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def tools(engine: Engine, tmp_path: Path) -> Iterator[Tools]:
    settings = Settings(home=tmp_path, database_url="", secret_key=factories.SECRET)
    processes = Processes()
    yield Tools(settings, Mailbox(), processes, sessionmaker(engine).begin)
    processes.close()


@pytest.fixture
def works(engine: Engine, tools: Tools) -> Works:
    return Works(sessionmaker(engine), tools)
