"""What a process has in hand: its leases are renewed for as long as it works, and it shows life."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

from fairs.jobs import claims
from fairs.jobs.beats import beat
from fairs.jobs.wake import wake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fairs.jobs.beats import Part
    from fairs.jobs.claims import Claim
    from fairs.jobs.runner import Runner

KEEP_EVERY = 10.0  # seconds between renewals of leases, well within one

log = structlog.get_logger(__name__)


class Keeper:
    """Runs claimed deliveries, and a thread that keeps what is in hand."""

    def __init__(self, runner: Runner, part: Part, alive: Callable[[], bool]) -> None:
        self._runner = runner
        self._part = part
        self._alive = alive
        self._held: dict[int, Claim] = {}  # by the number of the thread
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"{part}-keeper", daemon=True)

    def take_over(self) -> None:
        """See to what a process that was killed had in hand, before this one has anything."""
        with self._runner.sessions.begin() as session:
            for delivery_id, queue in claims.take_over(session, self._runner.now()):
                wake(session, delivery_id, queue)

    def start(self) -> None:
        """Begin to keep; whatever shows life has begun by now."""
        self._thread.start()

    def stop(self, patience: float) -> None:
        """End; nothing may be in hand any more."""
        self._stopping.set()
        self._thread.join(patience)

    def run(self, taken: Claim) -> None:
        """Carry out a delivery in this thread."""
        with self._holding(taken):
            self._runner.run(taken)

    @contextmanager
    def _holding(self, taken: Claim) -> Iterator[None]:
        number = threading.get_ident()
        self._held[number] = taken
        try:
            yield
        finally:
            del self._held[number]

    def _keep(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._runner.sessions.begin() as session:
                    claims.renew(session, tuple(self._held.values()), self._runner.now())
                    if self._alive():
                        beat(session, self._part, self._runner.now())
            except Exception:  # the database went away: it is asked again
                log.exception("no life could be shown", part=self._part)
            self._stopping.wait(KEEP_EVERY)
