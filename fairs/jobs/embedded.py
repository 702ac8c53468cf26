"""Everything that works beside the pages: hands that carry deliveries out, and the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import sessionmaker

from fairs.delivery.handler import Tools
from fairs.delivery.letterboxes import letterbox_of
from fairs.delivery.processes import Processes
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.delivery.transports import transport
from fairs.jobs.bounces import Bounces
from fairs.jobs.clock import Clock
from fairs.jobs.fanout import attach
from fairs.jobs.pump import LANES, Pump
from fairs.jobs.runner import Runner
from fairs.jobs.tidying import Tidying
from fairs.jobs.times import time_of
from fairs.jobs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from fairs.config import Settings
    from fairs.jobs.due import Duty
    from fairs.models.outbox import Queue


class Hands:
    """Carries deliveries out in this process: a pump, or one of many workers where the database calls."""

    def __init__(self, engine: Engine, settings: Settings, lanes: Mapping[Queue, int] = LANES) -> None:
        sessions = session_factory(engine)
        self._processes = Processes()
        self._post = transport(settings)
        tools = Tools(settings, self._post, self._processes, sessions.begin)
        subscriptions = {subscription.name: subscription for subscription in SUBSCRIPTIONS}
        runner = Runner(sessions, subscriptions, tools, time_of(engine))
        distributed = engine.dialect.name == "postgresql"
        self._hands = Worker(runner, settings.database_url, lanes) if distributed else Pump(runner)

    def start(self) -> None:
        """Begin."""
        self._hands.start()

    def stop(self) -> None:
        """End cleanly: what is in hand is finished or put back."""
        self._processes.close()
        self._hands.stop()
        self._post.close()


class Embedded:
    """Hands and a clock. Start it once in a process that serves pages; never in a process that will fork."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._hands = Hands(engine, settings)
        self._clock = clock_of(engine, settings)

    def start(self) -> None:
        """Begin."""
        self._hands.start()
        self._clock.start()

    def stop(self) -> None:
        """End cleanly."""
        self._clock.stop()
        self._hands.stop()


def clock_of(engine: Engine, settings: Settings) -> Clock:
    """A clock that also looks for mails that came back, where the settings say to which mailbox."""
    letterbox = letterbox_of(settings)
    errands: tuple[Duty, ...] = (Tidying(),) if letterbox is None else (Tidying(), Bounces(letterbox))
    return Clock(session_factory(engine), time_of(engine), errands)


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose events become deliveries."""
    sessions = sessionmaker(engine)
    attach(sessions, SUBSCRIPTIONS)
    return sessions
