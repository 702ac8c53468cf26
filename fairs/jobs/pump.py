"""The pump: threads that claim what is due and run it, in lanes, so that a long plan holds no mail up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import structlog

from fairs.jobs import claims
from fairs.jobs.bell import BELL
from fairs.jobs.keeper import Keeper

if TYPE_CHECKING:
    from fairs.jobs.bell import Bell
    from fairs.jobs.runner import Runner
    from fairs.models.outbox import Queue

LANES: dict[Queue, int] = {"mail": 2, "solve": 1, "render": 1, "default": 3}  # threads
LOOK_EVERY = 1.0  # seconds; what became due by time, or was written by another process
RECOVER_EVERY = 5.0
PATIENCE = 15.0  # seconds given to threads to end

log = structlog.get_logger(__name__)


class Pump:
    """All threads of this process that carry out deliveries, and one that keeps what they hold."""

    def __init__(self, runner: Runner, bell: Bell = BELL) -> None:
        self._runner = runner
        self._bell = bell
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._pump, args=(queue,), name=f"pump-{queue}-{number}", daemon=True)
            for queue, threads in LANES.items()
            for number in range(threads)
        ]
        self._keeper = Keeper(runner, "pump", lambda: all(thread.is_alive() for thread in self._threads))

    def start(self) -> None:
        """Begin, with what a process that was killed had in hand."""
        self._keeper.take_over()
        for thread in self._threads:
            thread.start()
        self._keeper.start()

    def stop(self) -> None:
        """End after the deliveries in hand."""
        self._stopping.set()
        self._bell.ring()
        for thread in self._threads:
            thread.join(PATIENCE)
        self._keeper.stop(PATIENCE)

    def _pump(self, queue: Queue) -> None:
        while not self._stopping.is_set():
            heard = self._bell.rings
            try:
                worked = self._run_one(queue)
            except Exception:  # the database went away: it is asked again, and leases run out by themselves
                log.exception("the pump could not reach its work", queue=queue)
                self._stopping.wait(RECOVER_EVERY)
            else:
                if not worked:
                    self._bell.wait(heard, LOOK_EVERY)

    def _run_one(self, queue: Queue) -> bool:
        with self._runner.sessions.begin() as session:
            taken = claims.claim(session, self._runner.now(), queue, self._runner.priorities)
        if taken is None:
            return False
        self._keeper.run(taken)
        return True
