"""`maillage db`: the tables of the database."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from fairs import config, logs
from fairs.commands.opening import existing
from fairs.errors import FairError, Unavailable
from fairs.models import schema
from fairs.models.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from fairs.config import Settings


@click.group()
def db() -> None:
    """Bring the database up to date."""


@db.command()
def upgrade() -> None:
    """Bring the tables to what this program needs; what stands in them is kept."""
    settings = config.from_environment(os.environ)
    logs.configure(as_json=settings.log_json)
    bring_up_to_date(settings)
    click.echo(schema.head())


@db.command()
def check() -> None:
    """Compare the tables with what this program needs; say what differs."""
    with existing(config.from_environment(os.environ, begins=False)) as engine:
        difference = schema.difference(engine)
    if difference:
        raise FairError(difference)


def bring_up_to_date(settings: Settings) -> None:
    """What serving does before its first page. Raises Unavailable with one line to read."""
    if not settings.distributed:
        _make_room(settings)
    with _database(settings) as engine:
        schema.upgrade(engine)


def _make_room(settings: Settings) -> None:
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise Unavailable(
            "The folder %(home)s cannot be made: %(reason)s. Name another one in MAILLAGE_HOME.",
            home=settings.home,
            reason=fault.strerror,
        ) from fault


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    engine = open_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()
