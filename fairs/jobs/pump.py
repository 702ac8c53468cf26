"""The pump: threads that claim what is due and run it, in lanes, so that a long plan holds no mail up."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from fairs.jobs import claims
from fairs.jobs.beats import beat
from fairs.jobs.bell import BELL
from fairs.jobs.claims import Share

if TYPE_CHECKING:
    from fairs.delivery.handler import Queue
    from fairs.jobs.bell import Bell
    from fairs.jobs.claims import Claim
    from fairs.jobs.runner import Runner

LANES: dict[Queue, int] = {"mail": 2, "solve": 1, "default": 1}  # threads
LOOK_EVERY = 1.0  # seconds; what became due by time, or was written by another process
RECOVER_EVERY = 5.0
KEEP_EVERY = 10.0  # seconds between renewals of leases, well within one
PATIENCE = 15.0  # seconds given to threads to end

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Lane:
    queue: Queue
    share: Share


class Pump:
    """All threads of this process that carry out deliveries, and one that keeps what they hold."""

    def __init__(self, runner: Runner, bell: Bell = BELL) -> None:
        self._runner = runner
        self._bell = bell
        self._stopping = threading.Event()
        self._held: dict[str, Claim] = {}  # by the name of the thread
        self._threads = [
            threading.Thread(target=self._pump, args=(lane,), name=f"pump-{lane.queue}-{number}", daemon=True)
            for lane in _lanes(runner)
            for number in range(LANES[lane.queue])
        ]
        self._keeper = threading.Thread(target=self._keep, name="pump-keeper", daemon=True)

    def start(self) -> None:
        """Begin, with what a process that was killed had in hand."""
        with self._runner.sessions.begin() as session:
            claims.take_over(session, self._runner.now())
        for thread in (*self._threads, self._keeper):
            thread.start()

    def stop(self) -> None:
        """End after the deliveries in hand."""
        self._stopping.set()
        self._bell.ring()
        for thread in (*self._threads, self._keeper):
            thread.join(PATIENCE)

    def _pump(self, lane: _Lane) -> None:
        while not self._stopping.is_set():
            heard = self._bell.rings
            try:
                worked = self._run_one(lane)
            except Exception:  # the database went away: it is asked again, and leases run out by themselves
                log.exception("the pump could not reach its work", lane=lane.queue)
                self._stopping.wait(RECOVER_EVERY)
            else:
                if not worked:
                    self._bell.wait(heard, LOOK_EVERY)

    def _run_one(self, lane: _Lane) -> bool:
        with self._runner.sessions.begin() as session:
            taken = claims.claim(session, self._runner.now(), lane.share)
        if taken is None:
            return False
        name = threading.current_thread().name
        self._held[name] = taken
        try:
            self._runner.run(taken)
        finally:
            del self._held[name]
        return True

    def _keep(self) -> None:
        """Renew the leases of long work, and show life as long as every thread lives."""
        while not self._stopping.is_set():
            try:
                with self._runner.sessions.begin() as session:
                    claims.renew(session, tuple(self._held.values()), self._runner.now())
                    if all(thread.is_alive() for thread in self._threads):
                        beat(session, "pump", self._runner.now())
            except Exception:  # as above
                log.exception("the pump could not show life")
            self._stopping.wait(KEEP_EVERY)


def _lanes(runner: Runner) -> list[_Lane]:
    """One lane a queue; the default one also takes what has no handler, so that somebody says so."""
    names = {
        queue: frozenset(name for name, route in runner.subscriptions.items() if route.queue == queue)
        for queue in LANES
    }
    elsewhere = frozenset[str]().union(*(names[queue] for queue in LANES if queue != "default"))
    return [
        _Lane(queue, Share(elsewhere) if queue == "default" else Share(names[queue], inclusive=True))
        for queue in LANES
    ]
