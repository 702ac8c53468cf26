"""A database with its machinery at rest: events become deliveries, and tests carry them out by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fairs import events
from fairs.delivery.handler import Handler, Subscription
from fairs.jobs import claims
from fairs.jobs.bell import Bell
from fairs.jobs.fanout import attach
from fairs.jobs.runner import Runner
from fairs.models import Delivery
from fairs.outbox import record
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from fairs.delivery.handler import Tools
    from fairs.jobs.claims import Claim


@dataclass
class Time:
    """A clock that stands until it is moved."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **how_long: int) -> None:
        self.at += timedelta(**how_long)


@dataclass
class Works:
    """Sessions, subscriptions and a runner; everything is done by hand."""

    sessions: sessionmaker[Session]
    tools: Tools
    time: Time = field(default_factory=Time)
    bell: Bell = field(default_factory=Bell)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)

    def subscribe(self, *subscriptions: Subscription) -> None:
        self.subscriptions |= {subscription.name: subscription for subscription in subscriptions}
        attach(self.sessions, subscriptions, self.bell)

    def react(self, name: str, do: Callable[[Any], None], **options: Any) -> None:
        """Subscribe to changes of editions with something that happens outside."""
        self.subscribe(Subscription(events.EditionChanged, name, outside(do), **options))

    def happen(self, edition_id: uuid.UUID | None = None) -> None:
        with self.sessions.begin() as session:
            self.record(session, edition_id)

    def record(self, session: Session, edition_id: uuid.UUID | None = None) -> None:
        record(session, events.EditionChanged(edition_id), self.time())

    def edition(self) -> uuid.UUID:
        with self.sessions.begin() as session:
            return factories.edition(session).id

    @property
    def runner(self) -> Runner:
        return Runner(self.sessions, self.subscriptions, self.tools, self.time)

    def claim(self) -> Claim | None:
        with self.sessions.begin() as session:
            return claims.claim(session, self.time(), priorities=self.runner.priorities)

    def run_all(self) -> int:
        """Run what is due now; returns how many."""
        count = 0
        while taken := self.claim():
            self.runner.run(taken)
            count += 1
        return count

    def deliveries(self) -> list[Delivery]:
        with self.sessions() as session:
            return list(session.scalars(select(Delivery).order_by(Delivery.event_seq, Delivery.handler)))

    def states(self) -> dict[str, str]:
        return {delivery.handler: delivery.state for delivery in self.deliveries()}


def outside(do: Callable[[Any], None]) -> Handler[Any, Any, Any]:
    """A handler that reads nothing and writes nothing, but does something outside of any transaction."""
    return Handler(
        load=lambda _session, errand, _now, _tools: errand,
        act=lambda _errand, value, _tools: do(value),
        settle=lambda _session, _errand, _result, _now, _tools: None,
    )
