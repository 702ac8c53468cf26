"""Time as an actor: APScheduler ticks from memory, static jobs only; the database decides what is due."""

from __future__ import annotations

import threading
from datetime import UTC
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import func, select

from fairs import clock
from fairs.jobs.beats import beat
from fairs.jobs.due import DUTIES, do_what_is_due
from fairs.jobs.wake import wake_for_overdue
from fairs.models import Delivery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from fairs.jobs.due import Duty

BEAT_EVERY = 20  # seconds
SWEEP_EVERY = 20
WATCH_EVERY = 5.0
JUMP = 30.0  # seconds by which the time of this machine may be set without anybody taking notice
TICK_EVERY = 60

log = structlog.get_logger(__name__)


class Clock:
    """Ticks in this process. Any number of clocks may tick on one database."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        now: Callable[[], datetime] = clock.now,
        errands: Iterable[Duty] = (),  # duties that lead outside, where one may have to wait for an answer
        machine: Callable[[], datetime] = clock.now,  # the time by which the scheduler goes
    ) -> None:
        self._sessions = sessions
        self._now = now
        self._machine = machine
        self._scheduler: Any = BackgroundScheduler(
            timezone=UTC,
            executors={  # one after the other: none is urgent
                "default": ThreadPoolExecutor(1),
                "outside": ThreadPoolExecutor(1),
            },
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._watch_the_time, name="clock-watch", daemon=True)
        self._every("beat", self.beat, BEAT_EVERY)
        self._every("sweep", self.sweep, SWEEP_EVERY)
        for duty in DUTIES:
            self._every(duty.job, partial(do_what_is_due, self._sessions, duty), TICK_EVERY)
        for duty in errands:
            self._every(duty.job, partial(do_what_is_due, self._sessions, duty), TICK_EVERY, "outside")

    def start(self) -> None:
        """Begin with a tick of everything, so that an outage is made good at once."""
        self._scheduler.start()
        self._watch.start()

    def stop(self) -> None:
        """End after the job in hand."""
        self._stopping.set()
        self._scheduler.shutdown(wait=True)

    def beat(self, now: datetime) -> None:
        """Show life."""
        with self._sessions.begin() as session:
            beat(session, "clock", now)

    def sweep(self, now: datetime) -> None:
        """Wake somebody for what is overdue, and say in the log what nobody will try any more."""
        with self._sessions.begin() as session:
            wake_for_overdue(session, now)
            dead = session.scalar(select(func.count()).select_from(Delivery).filter_by(state="dead"))
        if dead:
            log.warning("deliveries wait for a person", count=dead)

    def _watch_the_time(self) -> None:
        """The scheduler waits for instants by the time of this machine: if that is set, they are set too."""
        difference = self._machine().timestamp() - monotonic()
        while not self._stopping.wait(WATCH_EVERY):
            now = self._machine().timestamp() - monotonic()
            if abs(now - difference) > JUMP:
                log.warning("the time of this machine was set", seconds=round(now - difference))
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=self._machine())
            difference = now

    def _every(
        self, name: str, job: Callable[[datetime], object], seconds: int, executor: str = "default"
    ) -> None:
        self._scheduler.add_job(
            self._guarded,
            IntervalTrigger(seconds=seconds, timezone=UTC),
            args=(name, job),
            id=name,
            executor=executor,
            next_run_time=self._machine(),  # the scheduler goes by the time of this machine
        )

    def _guarded(self, name: str, job: Callable[[datetime], object]) -> None:
        try:
            job(self._now())
        except Exception:  # the next tick tries again; the others must go on
            log.exception("a job of the clock failed", job=name)
