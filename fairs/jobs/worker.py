"""A worker: carries deliveries out where the database calls for it, on any number of machines at once."""

from __future__ import annotations

import asyncio
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status
from sqlalchemy import make_url

from fairs.jobs import claims
from fairs.jobs.keeper import Keeper
from fairs.jobs.pump import LANES, PATIENCE, RECOVER_EVERY
from fairs.jobs.queue import DELIVER
from fairs.jobs.wake import wake_later
from fairs.models.engine import ALIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from procrastinate.jobs import Job
    from sqlalchemy import URL

    from fairs.jobs.runner import Runner
    from fairs.models.outbox import Queue

LOOK_EVERY = 5.0  # seconds; calls for a later instant, and whatever a broken connection did not announce
BEAT_EVERY = 5.0
STALLED_AFTER = 20.0  # seconds without a sign of life of whoever took a call
CONNECTIONS = 2  # beside one for each lane that listens

log = structlog.get_logger(__name__)


class Worker:
    """Lanes of procrastinate's workers in a thread of their own; each delivery runs in a thread again."""

    def __init__(self, runner: Runner, database_url: str, lanes: Mapping[Queue, int] = LANES) -> None:
        self._runner = runner
        self._address = conninfo(make_url(database_url))
        self._lanes = lanes
        self._stopping = threading.Event()
        self._tell: Callable[[], object] = bool  # the loop that all is over; there is none yet
        self._thread = threading.Thread(target=self._live, name="worker", daemon=True)
        self._keeper = Keeper(runner, "worker", self._thread.is_alive)

    def start(self) -> None:
        """Begin, with what a process that was killed had in hand."""
        self._keeper.take_over()
        self._thread.start()
        self._keeper.start()

    def stop(self) -> None:
        """End after the deliveries in hand."""
        self._stopping.set()
        with suppress(RuntimeError):  # it has ended by itself
            self._tell()
        self._thread.join(PATIENCE)
        self._keeper.stop(PATIENCE)

    def _live(self) -> None:
        """Work until told to stop. When the database goes away, wait and begin anew."""
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
            except Exception:  # leases run out by themselves, and calls wait
                log.exception("the worker could not reach its work")
            self._stopping.wait(RECOVER_EVERY)

    async def _work(self) -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(sum(self._lanes.values()) + 1))
        told = asyncio.Event()
        self._tell = partial(asyncio.get_running_loop().call_soon_threadsafe, told.set)
        app = self._app()
        async with app.open_async():
            parts: dict[str, Coroutine[Any, Any, object]] = {"told": told.wait(), "revive": _revive(app)}
            parts |= {queue: self._lane(app, queue) for queue in self._lanes}
            tasks = [asyncio.create_task(part, name=name) for name, part in parts.items()]
            try:
                ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                if not told.is_set():
                    log.warning("a part of the worker ended", parts=sorted(one.get_name() for one in ended))
            finally:  # a lane ends when it loses the database; then all begin anew
                for task in tasks:
                    task.cancel()
                outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            for name, outcome in zip(parts, outcomes, strict=True):
                if isinstance(outcome, Exception):
                    log.error("a part of the worker failed", part=name, exc_info=outcome)

    def _app(self) -> App:
        app = App(
            connector=PsycopgConnector(
                conninfo=self._address,
                min_size=1,
                max_size=len(self._lanes) + CONNECTIONS,
            )
        )
        app.task(name=DELIVER)(self.deliver)
        return app

    async def _lane(self, app: App, queue: Queue) -> None:
        await app.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=self._lanes[queue],
            fetch_job_polling_interval=LOOK_EVERY,
            update_heartbeat_interval=BEAT_EVERY,
            stalled_worker_timeout=STALLED_AFTER,
            install_signal_handlers=False,
            delete_jobs="always",
        )

    def deliver(self, delivery: str) -> None:
        """Carry a delivery out if it is due and nobody holds it. If it is not due yet, call for it then."""
        with self._runner.sessions.begin() as session:
            taken = claims.claim_one(session, uuid.UUID(delivery), self._runner.now())
            if taken is None:
                wake_later(session, uuid.UUID(delivery), self._runner.priorities)
        if taken is not None:
            self._keeper.run(taken)


def conninfo(url: URL) -> str:
    """The same address as psycopg wants it, with what lets it notice that the other end is gone."""
    asked = url.set(drivername="postgresql")
    options = {name: str(value) for name, value in ALIVE.items() if name not in asked.query}
    return asked.update_query_dict(options).render_as_string(hide_password=False)


async def _revive(app: App) -> None:
    """Let others answer calls whose worker is no more: procrastinate finds them, and leaves them lying."""
    while True:
        await revive_stalled(app)
        await asyncio.sleep(STALLED_AFTER)


async def revive_stalled(app: App, after: float = STALLED_AFTER) -> None:
    """One such round. A call that cannot be revived keeps nobody from reviving the next."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=after):
        try:
            await _revive_one(app, job)
        except ConnectorException as error:  # somebody else did it, or the database went away
            log.warning("a call was not revived", call=job.id, reason=str(error.__cause__))


async def _revive_one(app: App, job: Job) -> None:
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:  # meanwhile there is another call to the same delivery
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
