"""Which programs are told of an edition's events, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import func, select

from fairs.errors import NotFound
from fairs.models import Attempt, Delivery, DomainEvent, Webhook
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition

SHOWN = 20  # attempts
LOOKED_AT = 5  # attempts by which it is judged whether a webhook is in trouble
SLOW = 5_000  # milliseconds; whoever takes as long keeps others from being told


@dataclass(frozen=True)
class Trouble:
    """How many of the latest tries went badly, one after the other."""

    times: int = 0  # no more than LOOKED_AT
    failed: bool = False  # all of them; otherwise some were merely slow
    last_at: datetime | None = None


def of_edition(session: Session, edition: Edition) -> Sequence[Webhook]:
    """Those that are told, the oldest first."""
    wanted = select(Webhook).where(Webhook.edition_id == edition.id, Webhook.removed_at.is_(None))
    return session.scalars(wanted.order_by(Webhook.created_at, Webhook.id)).all()


def by_id(session: Session, edition: Edition, written: str) -> Webhook:
    """One that is told. Raises NotFound, also for those of others."""
    living = select(Webhook).filter_by(id=written_id(written), edition_id=edition.id, removed_at=None)
    webhook = session.scalar(living)
    if webhook is None:
        raise NotFound("There is no such webhook.")
    return webhook


def attempts(session: Session, webhook: Webhook) -> Sequence[Attempt]:
    """The latest tries to tell it something."""
    latest = select(Attempt).where(Attempt.webhook_id == webhook.id)
    return session.scalars(latest.order_by(Attempt.at.desc(), Attempt.id).limit(SHOWN)).all()


def trouble(session: Session, webhook_id: uuid.UUID) -> Trouble:
    """Whether the latest tries failed or were slow."""
    latest = session.execute(
        select(Attempt.at, Attempt.error, Attempt.milliseconds)
        .where(Attempt.webhook_id == webhook_id)
        .order_by(Attempt.at.desc(), Attempt.id)
        .limit(LOOKED_AT)
    ).all()
    bad = list(takewhile(lambda one: one.error or one.milliseconds >= SLOW, latest))
    return Trouble(len(bad), all(one.error for one in bad), bad[0].at) if bad else Trouble()


def fails_since(session: Session, webhook_id: uuid.UUID) -> datetime | None:
    """The first of the tries that have failed since the last one that did not."""
    tries = select(func.min(Attempt.at)).where(Attempt.webhook_id == webhook_id)
    heard = select(func.max(Attempt.at)).where(Attempt.webhook_id == webhook_id, Attempt.error == "")
    last = session.scalar(heard)
    return session.scalar(tries if last is None else tries.where(Attempt.at > last))


def is_being_tested(session: Session, webhook: Webhook) -> bool:
    """Whether a test was asked for that has not been sent yet."""
    waits = (
        select(Delivery.id)
        .join(Delivery.event)
        .where(
            Delivery.edition_id == webhook.edition_id,
            Delivery.queue == "default",
            Delivery.state.in_(("todo", "doing")),
            DomainEvent.kind == "WebhookTestAsked",
            DomainEvent.payload["webhook_id"].as_string() == str(webhook.id),
        )
    )
    return session.scalar(waits.limit(1)) is not None


def named(session: Session, edition: Edition, written: str) -> tuple[uuid.UUID, ...]:
    """Those whose host holds these signs, or whose very id it is; also such as are told nothing any more."""
    everyone = session.execute(select(Webhook.id, Webhook.address).where(Webhook.edition_id == edition.id))
    wanted = written.lower()
    return tuple(id_ for id_, address in everyone if wanted == str(id_) or wanted in host_of(address))


def host_of(address: str) -> str:
    """What a webhook is called: its whole address may hold a secret."""
    return urlsplit(address).hostname or address
