"""Each event becomes one delivery for each subscription, in the transaction in which it is recorded."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, text

from fairs.jobs.bell import BELL
from fairs.jobs.upserts import insert_into
from fairs.jobs.wake import RINGS, wake
from fairs.models import Delivery, DomainEvent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session, UOWTransaction, scoped_session, sessionmaker

    from fairs.delivery.handler import Subscription
    from fairs.jobs.bell import Bell

    Factory = sessionmaker[Any] | scoped_session[Any]


def attach(factory: Factory, subscriptions: Iterable[Subscription], bell: Bell = BELL) -> None:
    """Let the sessions of a factory write the deliveries of the events they record, and ring after commit."""
    routes: dict[str, list[Subscription]] = {}
    for subscription in subscriptions:
        routes.setdefault(subscription.event.__name__, []).append(subscription)

    def fan_out(session: Session, _flushing: UOWTransaction) -> None:
        for row in [row for row in session.new if isinstance(row, DomainEvent)]:
            for subscription in routes.get(row.kind, ()):
                deliver(session, row, subscription)
        for changed in [row for row in session.dirty if isinstance(row, Delivery) and row.state == "todo"]:
            wake(session, changed.id, changed.queue)

    def ring(session: Session) -> None:
        if not session.in_nested_transaction() and session.info.pop(RINGS, False):
            bell.ring()

    event.listen(factory, "after_flush", fan_out)
    event.listen(factory, "after_commit", ring)


def deliver(session: Session, happened: DomainEvent, subscription: Subscription) -> None:
    """Insert a delivery. Where one with the same key still waits, that one serves both.

    It is then touched, which holds it until this transaction ends: it must not run before what was written
    here can be read.
    """
    insert = insert_into(session, Delivery).values(
        id=uuid.uuid4(),
        event_seq=happened.seq,
        edition_id=happened.edition_id,
        handler=subscription.name,
        queue=subscription.queue,
        state="todo",
        not_before=happened.at,
        attempts=0,
        dedup_key=_key(happened, subscription),
        error="",
    )
    waiting = session.scalars(
        insert.on_conflict_do_update(
            index_elements=["dedup_key"],
            index_where=text("state = 'todo'"),
            set_={"not_before": insert.excluded.not_before},
        ).returning(Delivery.id)
    ).one()
    wake(session, waiting, subscription.queue)


def _key(happened: DomainEvent, subscription: Subscription) -> str | None:
    if not subscription.dedup:
        return None
    values = {"edition_id": happened.edition_id, **happened.payload}
    return ":".join([subscription.name, *(str(values[field]) for field in subscription.dedup)])
