"""Each event becomes one delivery for each subscription, in the transaction in which it is recorded."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import event, select, text

from fairs.events import Event
from fairs.jobs.bell import BELL
from fairs.jobs.upserts import insert_into
from fairs.jobs.wake import RINGS, wake
from fairs.models import Delivery, DomainEvent, Webhook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy.orm import Session, UOWTransaction, scoped_session, sessionmaker

    from fairs.delivery.handler import Subscription
    from fairs.jobs.bell import Bell

    Factory = sessionmaker[Any] | scoped_session[Any]

RECORDED = "fairs.jobs.recorded"
"""Where a session notes which events it recorded, to be told after its commit."""

log = structlog.get_logger(__name__)


def attach(factory: Factory, subscriptions: Iterable[Subscription], bell: Bell = BELL) -> None:
    """Let the sessions of a factory write the deliveries of the events they record, and ring after commit."""
    routes: dict[str, list[Subscription]] = {}
    priorities: dict[str, int] = {}
    for subscription in subscriptions:
        priorities[subscription.name] = subscription.priority
        routes.setdefault(subscription.event.__name__, []).append(subscription)

    def fan_out(session: Session, _flushing: UOWTransaction) -> None:
        happened = [row for row in session.new if isinstance(row, DomainEvent)]
        for row, subscription in _routed(session, happened, routes):
            deliver(session, row, subscription)
        for row in happened:
            session.info.setdefault(RECORDED, []).append((row.kind, row.seq))
        for changed in [row for row in session.dirty if isinstance(row, Delivery) and row.state == "todo"]:
            wake(session, changed.id, changed.queue, priority=priorities.get(changed.handler, 0))

    def ring(session: Session) -> None:
        if session.in_nested_transaction():
            return
        _note(session.info.pop(RECORDED, []))
        if session.info.pop(RINGS, False):
            bell.ring()

    event.listen(factory, "after_flush", fan_out)
    event.listen(factory, "after_commit", ring)
    event.listen(factory, "after_rollback", _forget)


def _forget(session: Session) -> None:
    """What was taken back is told to nobody; a savepoint takes back only a part."""
    if session.in_nested_transaction():
        return
    for note in (RECORDED, RINGS):
        session.info.pop(note, None)


def _routed(
    session: Session, happened: list[DomainEvent], routes: Mapping[str, Iterable[Subscription]]
) -> Iterator[tuple[DomainEvent, Subscription]]:
    """What follows from each event: the reactions of this house, and telling webhooks that want to hear."""
    to_webhooks = routes.get(Event.__name__, ())
    heard = _listening(session, happened) if to_webhooks and happened else []
    for row in happened:
        for subscription in routes.get(row.kind, ()):
            yield row, subscription
        for webhook_id, edition_id, kinds in heard:
            if edition_id == row.edition_id and row.kind in kinds:
                for subscription in to_webhooks:
                    yield row, to_webhook(subscription, webhook_id)


def to_webhook(subscription: Subscription, webhook_id: uuid.UUID) -> Subscription:
    """The reaction that tells one webhook."""
    return replace(subscription, name=f"{subscription.name}:{webhook_id}")


def _listening(
    session: Session, happened: Iterable[DomainEvent]
) -> list[tuple[uuid.UUID, uuid.UUID, list[str]]]:
    """The webhooks of the editions to which something happened."""
    living = select(Webhook.id, Webhook.edition_id, Webhook.kinds).where(
        Webhook.edition_id.in_({row.edition_id for row in happened}), Webhook.removed_at.is_(None)
    )
    return [(one.id, one.edition_id, one.kinds) for one in session.execute(living)]


def _note(recorded: list[tuple[str, int]]) -> None:
    """Say which events were recorded, beside what stands in all lines: the request, or the delivery."""
    by_kind: dict[str, list[int]] = {}
    for kind, seq in recorded:
        by_kind.setdefault(kind, []).append(seq)
    for kind, numbers in by_kind.items():
        log.info("recorded", kind=kind, count=len(numbers), first=min(numbers), last=max(numbers))


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
    wake(session, waiting, subscription.queue, priority=subscription.priority)


def _key(happened: DomainEvent, subscription: Subscription) -> str | None:
    if not subscription.dedup:
        return None
    values = {"edition_id": happened.edition_id, **happened.payload}
    return ":".join([subscription.name, *(str(values[field]) for field in subscription.dedup)])
