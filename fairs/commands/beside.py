"""`maillage worker` and `maillage clock`: what works beside the pages, in processes of its own."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, get_args

import click

from fairs import config, logs, meters
from fairs.commands.db import bring_up_to_date
from fairs.errors import Unavailable
from fairs.jobs.embedded import Hands, clock_of
from fairs.jobs.pump import LANES
from fairs.models.engine import open_engine
from fairs.models.outbox import Queue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from fairs.config import Settings

QUEUES: tuple[Queue, ...] = get_args(Queue)


class Part(Protocol):
    """Something that works until it is told to stop."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End cleanly."""


def distributed(settings: Settings) -> Settings:
    """The settings, if their database is one that several processes can share. Raises Unavailable."""
    if not settings.distributed:
        raise Unavailable(
            "Several processes need PostgreSQL: set MAILLAGE_DATABASE_URL to postgresql://…, "
            "or let “maillage serve” do everything in one process."
        )
    return settings


def _queues(_context: click.Context, _parameter: click.Parameter, written: str) -> list[Queue]:
    named = [name.strip() for name in written.split(",")]
    unknown = [name for name in named if name not in QUEUES]
    if unknown:
        message = f"{', '.join(unknown)}: there are {', '.join(QUEUES)}."
        raise click.BadParameter(message)
    return [queue for queue in QUEUES if queue in named]


def _metrics(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a part that serves no pages, for Prometheus."""
    for option in (
        click.option(
            "--metrics-host", default="127.0.0.1", show_default=True, help="On which address to show counts."
        ),
        click.option(
            "--metrics-port", type=click.IntRange(1, 65535), help="Show counts to Prometheus on this port."
        ),
    ):
        command = option(command)
    return command


@click.command()
@click.option(
    "--queues",
    default=",".join(QUEUES),
    show_default=True,
    callback=_queues,
    help="What to work on, separated by commas.",
)
@click.option(
    "--concurrency",
    type=click.IntRange(1, 64),
    help="How much of each at a time.  [default: mail 2, default 3, others 1]",
)
@_metrics
def worker(queues: list[Queue], concurrency: int | None, metrics_port: int | None, metrics_host: str) -> None:
    """Send mails, plan grids, print papers: whatever follows from what happened."""
    settings = _settings()
    _show_counts(metrics_port, metrics_host)
    lanes = {queue: concurrency or LANES[queue] for queue in queues}
    with _database(settings) as engine:
        click.echo(f"Maillage works on {', '.join(queues)} (Ctrl-C stops it).", err=True)
        _until_told(Hands(engine, settings, lanes))


@click.command()
@_metrics
def clock(metrics_port: int | None, metrics_host: str) -> None:
    """Let dates act: close what closes, remind of what comes. Any number of clocks may tick."""
    settings = _settings()
    _show_counts(metrics_port, metrics_host)
    with _database(settings) as engine:
        click.echo("Maillage ticks (Ctrl-C stops it).", err=True)
        _until_told(clock_of(engine, settings))


def _show_counts(port: int | None, host: str) -> None:
    if port is None:
        return
    try:
        meters.serve(port, host)
    except OSError as refusal:
        raise Unavailable(
            "Port %(port)d of %(host)s cannot be used (%(reason)s). Choose another with --metrics-port.",
            port=port,
            host=host,
            reason=os.strerror(refusal.errno) if refusal.errno else str(refusal),
        ) from refusal


def _settings() -> Settings:
    settings = distributed(config.from_environment(os.environ))
    logs.configure(as_json=settings.log_json)
    bring_up_to_date(settings)
    return settings


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    engine = open_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def _until_told(part: Part) -> None:
    """Work until the process is asked to end."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: told.set())
    part.start()
    told.wait()
    part.stop()
