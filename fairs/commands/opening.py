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


def database_file(settings: Settings) -> Path:
    """The file of a database of SQLite. Raises Unavailable: it is not there, or not for this user."""
    place = Path(make_url(settings.database_url).database or "")
    try:
        with place.open("rb"):
            return place
    except FileNotFoundError as fault:
        raise Unavailable("There is no database at %(place)s yet.", place=place) from fault
    except OSError as fault:
        raise Unavailable(
            "The database at %(place)s cannot be read: %(reason)s.", place=place, reason=fault.strerror
        ) from fault


@contextmanager
def existing(settings: Settings) -> Iterator[Engine]:
    """The engine of a database that is there. Raises Unavailable."""
    if not settings.distributed:
        database_file(settings)
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
