"""Each event has its deliveries, and none of them is held by nobody or forgotten."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import aliased

from fairs import events
from fairs.delivery.subscriptions import SUBSCRIPTIONS, TO_WEBHOOKS
from fairs.domain.invariants.findings import Check, Finding, Said
from fairs.jobs.fanout import deliver, to_webhook
from fairs.jobs.owners import is_gone
from fairs.models import Delivery, DomainEvent, Webhook
from fairs.queries.health import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from fairs.delivery.handler import Subscription
    from fairs.domain.invariants.findings import Examination

NOT_RENEWED = timedelta(minutes=2)  # beyond its end: whoever works has taken such a delivery over by then


def each_event_is_answered(found: Examination) -> Iterator[Finding]:
    """Look for events that somebody should have reacted to.

    A reaction that is younger than its kind of event answers from the first event on that it was there for.
    """
    for subscription in SUBSCRIPTIONS:
        for event in _unanswered(found, subscription):
            yield Finding(
                Said(
                    "%(kind)s (event %(seq)s) has no delivery for %(name)s.",
                    kind=event.kind,
                    seq=event.seq,
                    name=subscription.name,
                ),
                Said("Add it, to be carried out at once."),
                partial(deliver, found.session, event, subscription),
            )


def _unanswered(found: Examination, subscription: Subscription) -> Iterator[DomainEvent]:
    other = aliased(Delivery)
    since = select(func.min(other.event_seq)).where(other.handler == subscription.name).scalar_subquery()
    in_its_time = DomainEvent.seq >= since if subscription.later else true()
    own = Delivery.event_seq == DomainEvent.seq
    shared = and_(
        Delivery.edition_id == DomainEvent.edition_id,
        or_(Delivery.state != "done", Delivery.done_at >= DomainEvent.at),
    )
    answers = or_(own, shared) if subscription.dedup else own
    yield from found.session.scalars(
        select(DomainEvent)
        .where(
            DomainEvent.kind == subscription.event.__name__,
            in_its_time,
            ~select(Delivery.id).where(Delivery.handler == subscription.name, answers).exists(),
        )
        .order_by(DomainEvent.seq)
    )


def webhooks_are_told(found: Examination) -> Iterator[Finding]:
    """Look for events that a webhook should have been told of, since it last said what it wants to hear."""
    for webhook in found.session.scalars(select(Webhook).where(Webhook.removed_at.is_(None))):
        subscription = to_webhook(TO_WEBHOOKS, webhook.id)
        told = select(Delivery.id).where(
            Delivery.handler == subscription.name, Delivery.event_seq == DomainEvent.seq
        )
        untold = select(DomainEvent).where(
            DomainEvent.edition_id == webhook.edition_id,
            DomainEvent.kind.in_(webhook.kinds),
            DomainEvent.seq > _chosen(found, webhook),
            ~told.exists(),
        )
        for event in found.session.scalars(untold.order_by(DomainEvent.seq)):
            yield Finding(
                Said(
                    "%(kind)s (event %(seq)s) has no delivery for the webhook %(address)s.",
                    kind=event.kind,
                    seq=event.seq,
                    address=webhook.address,
                ),
                Said("Add it, to be carried out at once."),
                partial(deliver, found.session, event, subscription),
            )


def _chosen(found: Examination, webhook: Webhook) -> int:
    """The event by which somebody last chose what it hears."""
    choices = select(DomainEvent).where(
        DomainEvent.edition_id == webhook.edition_id,
        DomainEvent.kind.in_([events.WebhookRegistered.__name__, events.WebhookChanged.__name__]),
    )
    return max(
        (
            choice.seq
            for choice in found.session.scalars(choices)
            if choice.payload["webhook_id"] == str(webhook.id)
        ),
        default=0,
    )


def leases(found: Examination) -> Iterator[Finding]:
    """Look for deliveries in hand that nobody holds, and for those held though nobody works on them."""
    held = select(Delivery).where(
        or_(Delivery.state == "doing", Delivery.owner.is_not(None), Delivery.lease_until.is_not(None))
    )
    for delivery in found.session.scalars(held):
        if delivery.state != "doing":
            yield Finding(
                Said(
                    "%(delivery)s is %(state)s, and yet somebody holds it.",
                    delivery=_named(delivery),
                    state=delivery.state,
                ),
                Said("End that."),
                partial(_let_go, delivery),
            )
        elif _is_held_by_nobody(delivery, found.now):
            yield Finding(
                Said("%(delivery)s is in hand, but whoever held it is gone.", delivery=_named(delivery)),
                Said("Put it back, to be carried out at once."),
                partial(_put_back, delivery, found.now),
            )


def _is_held_by_nobody(delivery: Delivery, now: datetime) -> bool:
    if delivery.lease_until is None or delivery.owner is None:
        return True
    return delivery.lease_until + NOT_RENEWED < now or is_gone(delivery.owner)


def _let_go(delivery: Delivery) -> None:
    delivery.owner = delivery.lease_until = None


def _put_back(delivery: Delivery, now: datetime) -> None:
    _let_go(delivery)
    delivery.state, delivery.not_before, delivery.dedup_key = "todo", now, None


def nothing_is_left_lying(found: Examination) -> Iterator[Finding]:
    """Say how much has been due for long: whoever should do it does not run."""
    overdue = and_(Delivery.state == "todo", Delivery.not_before < found.now - PATIENCE)
    count, oldest = found.session.execute(
        select(func.count(), func.min(Delivery.not_before)).select_from(Delivery).where(overdue)
    ).one()
    if count:
        yield Finding(
            Said(
                "%(count)s deliveries wait, the oldest since %(oldest)s UTC.",
                count=count,
                oldest=f"{oldest:%Y-%m-%d %H:%M}",
            ),
            Said("Start “maillage serve” or, with PostgreSQL, “maillage worker” and “maillage clock”."),
        )


def _named(delivery: Delivery) -> str:
    return f"{delivery.handler} of event {delivery.event_seq}"


CHECKS: tuple[Check, ...] = (
    Check("answers", "Each event has its deliveries.", each_event_is_answered),
    Check("webhooks", "Each webhook is told what it wants to hear.", webhooks_are_told),
    Check("leases", "What is in hand is held by somebody who works.", leases),
    Check("overdue", "Nothing that is due is left lying.", nothing_is_left_lying, mends=False),
)
