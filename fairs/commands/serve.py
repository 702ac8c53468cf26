"""`maillage serve`: all in one process. `maillage web`: pages alone, in any number of them."""

from __future__ import annotations

import os
import signal
import socket
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from fairs import config, logs, meters
from fairs.app import create_app
from fairs.commands.beside import distributed
from fairs.commands.db import bring_up_to_date
from fairs.errors import Unavailable
from fairs.jobs.embedded import Embedded
from fairs.models.engine import open_engine
from fairs.web import streams

if TYPE_CHECKING:
    from flask import Flask
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

    from fairs.config import Settings

THREADS = 12  # of each process of pages
WORKERS = 2  # processes of `maillage web`
ANYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - recognised, because no link can lead there
GRACE = 20  # seconds in which requests and deliveries in hand may end


@click.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Where to listen."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="On which address; 0.0.0.0 for all.")
def serve(port: int, host: str) -> None:
    """Serve the site: web, clock and jobs in one process."""
    here = {"MAILLAGE_BASE_URL": f"http://{'127.0.0.1' if host in ANYWHERE else host}:{port}"}
    run(config.from_environment(here | os.environ), host, port)


@click.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Where to listen."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="On which address; 0.0.0.0 for all.")
@click.option(
    "--workers", default=WORKERS, show_default=True, type=click.IntRange(1, 64), help="How many processes."
)
def web(port: int, host: str, workers: int) -> None:
    """Serve the pages alone; mails and grids are left to “maillage worker”, dates to “maillage clock”."""
    settings = distributed(replace(config.from_environment(os.environ), pump=False, elsewhere=True))
    _serve(settings, host, port, workers)


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop. First the port is taken and the database brought up to date."""
    _serve(settings, host, port, 1)


def _serve(settings: Settings, host: str, port: int, workers: int) -> None:
    logs.configure(as_json=settings.log_json)
    listening = listen(host, port)
    bring_up_to_date(settings)
    taken: int = listening.getsockname()[1]
    click.echo(f"Maillage listens at http://{host}:{taken} (Ctrl-C stops it).", err=True)
    Server(settings, listening.detach(), workers).run()


def listen(host: str, port: int) -> socket.socket:
    """Take the port, or say in one line why it cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as refusal:
        raise Unavailable(
            "Port %(port)d of %(host)s cannot be used (%(reason)s). Choose another with --port.",
            port=port,
            host=host,
            reason=os.strerror(refusal.errno) if refusal.errno else str(refusal),
        ) from refusal


class OurLines(Logger):  # type: ignore[misc] # as above
    """What gunicorn has to say goes where everything else goes. It writes no line a request."""

    def setup(self, cfg: Any) -> None:
        """Take away its own handlers."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class Server(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    """Gunicorn. Whatever works beside the pages lives in its worker: never in the master, which forks."""

    def __init__(self, settings: Settings, listening: int, workers: int) -> None:
        self._settings = settings
        self._listening = listening
        self._workers = workers
        self._embedded: Embedded | None = None
        super().__init__()

    def load_config(self) -> None:
        """Settings of gunicorn that are ours to make."""
        options: dict[str, Any] = {
            "bind": [f"fd://{self._listening}"],
            "workers": self._workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": GRACE,
            "control_socket_disable": True,
            "loglevel": "warning",
            "logger_class": OurLines,
            "post_worker_init": self._start,
            "worker_exit": self._stop,
        }
        if self._workers > 1 and meters.SHARED not in os.environ:
            meters.count_together()
            options["on_exit"] = lambda _arbiter: meters.forget_what_was_counted_together()
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The pages; made in the worker."""
        return create_app(self._settings)

    def _start(self, worker: Worker) -> None:
        """Ctrl-C reaches master and worker at once: the worker heeds only what the master then says, gently.

        Gunicorn's own handler for a quick end locks itself out when it is interrupted by the second signal.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGQUIT, worker.handle_exit)
        streams.of(self.wsgi()).alive = lambda: worker.alive  # nobody waits for them to end by themselves
        if self._settings.pump:
            self._embedded = Embedded(open_engine(self._settings.database_url), self._settings)
            self._embedded.start()

    def _stop(self, _arbiter: Arbiter, _worker: Worker) -> None:
        if self._embedded is not None:
            self._embedded.stop()
