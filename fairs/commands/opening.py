"""The database of an installation, for commands that look into it and never make one."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from fairs.errors import Unavailable
from fairs.models import schema
from fairs.models.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from fairs.config import Settings


@contextmanager
def existing(settings: Settings) -> Iterator[Engine]:
    """The engine of a database that is there. Raises Unavailable."""
    place = make_url(settings.database_url).database or ""
    if not settings.distributed and not Path(place).exists():
        raise Unavailable("There is no database at %(place)s yet.", place=place)
    engine = open_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def up_to_date(settings: Settings) -> Iterator[Engine]:
    """The same, where its tables are those of this program. Raises Unavailable."""
    with existing(settings) as engine:
        found = schema.reached(engine)
        if found != schema.head():
            raise Unavailable(
                "The database is at revision %(found)s; this program needs %(needed)s. "
                "Run “maillage db upgrade”, or the version of Maillage that it belongs to.",
                found=found or "-",
                needed=schema.head(),
            )
        yield engine
