"""Everything that works beside the pages, in one process: the pump and the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import sessionmaker

from fairs.delivery.handler import Tools
from fairs.delivery.processes import Processes
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.delivery.transports import transport
from fairs.jobs.clock import Clock
from fairs.jobs.fanout import attach
from fairs.jobs.progress import Progress
from fairs.jobs.pump import Pump
from fairs.jobs.runner import Runner

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from fairs.config import Settings


class Embedded:
    """Start it once in a process that serves pages; never in a process that will fork."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        sessions = session_factory(engine)
        self._processes = Processes()
        tools = Tools(settings, transport(settings), self._processes, Progress(sessions))
        subscriptions = {subscription.name: subscription for subscription in SUBSCRIPTIONS}
        self._pump = Pump(Runner(sessions, subscriptions, tools))
        self._clock = Clock(sessions)

    def start(self) -> None:
        """Begin."""
        self._pump.start()
        self._clock.start()

    def stop(self) -> None:
        """End cleanly: what is in hand is finished or put back."""
        self._clock.stop()
        self._processes.close()
        self._pump.stop()


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose events become deliveries."""
    sessions = sessionmaker(engine)
    attach(sessions, SUBSCRIPTIONS)
    return sessions
