"""Deliveries are claimed by lease: at most one runner at a time, and none is lost when a runner dies.

A claim is fenced by its owner, a name made for this claim alone: once somebody else has taken over an expired
lease, the former owner can neither finish nor fail it any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, or_, select, true, update

from fairs.jobs.owners import is_gone, new_owner
from fairs.models import Delivery

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Update
    from sqlalchemy.orm import Session

    from fairs.models.outbox import Queue

LEASE = timedelta(minutes=1)
DIFFERENCE = timedelta(seconds=5)  # between the clocks of two machines; more delays what one records


class LeaseLost(Exception):
    """Somebody else has taken this delivery over: what was done here does not count."""


@dataclass(frozen=True)
class Claim:
    """A delivery in hand."""

    delivery_id: uuid.UUID
    event_seq: int
    handler: str
    queue: Queue
    attempt: int
    owner: str


def claim(
    session: Session,
    now: datetime,
    queue: Queue | None = None,
    priorities: Mapping[str, int] = MappingProxyType({}),
) -> Claim | None:
    """Take what has been due for longest, in one queue or in all, if there is something nobody holds.

    Handlers that have a priority go first. A claim reads all that is due: 50 ms where 100,000 are.
    """
    first = [case(dict(priorities), value=Delivery.handler, else_=0).desc()] if priorities else []
    longest_due = (
        select(Delivery.id)
        .where(due(now), true() if queue is None else Delivery.queue == queue)
        .order_by(*first, Delivery.not_before, Delivery.event_seq, Delivery.handler)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return _take(session, now, Delivery.id == longest_due)


def claim_one(session: Session, delivery_id: uuid.UUID, now: datetime) -> Claim | None:
    """Take this delivery, if it is due and nobody else holds it; waits for a transaction that touches it.

    It may be due in a moment, by the clock of the machine that recorded its event.
    """
    soon = and_(Delivery.state == "todo", Delivery.not_before <= now + DIFFERENCE)
    return _take(session, now, and_(Delivery.id == delivery_id, or_(soon, due(now))))


def _take(session: Session, now: datetime, which: ColumnElement[bool]) -> Claim | None:
    owner = new_owner()
    taken = session.execute(
        update(Delivery)
        .where(which)
        .values(state="doing", owner=owner, lease_until=now + LEASE, attempts=Delivery.attempts + 1)
        .returning(Delivery.id, Delivery.event_seq, Delivery.handler, Delivery.queue, Delivery.attempts)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return Claim(*taken, owner=owner) if taken else None


def due(now: datetime) -> ColumnElement[bool]:
    """What can be claimed: work whose time has come, and work whose runner no longer renews its lease."""
    return or_(
        and_(Delivery.state == "todo", Delivery.not_before <= now),
        and_(Delivery.state == "doing", Delivery.lease_until < now),
    )


def finish(session: Session, taken: Claim, now: datetime) -> None:
    """Mark a delivery done. Raises LeaseLost; the transaction must then be rolled back."""
    _write(
        session, taken, _held(taken).values(state="done", done_at=now, error="", lease_until=None, owner=None)
    )


def try_again(
    session: Session, taken: Claim, error: str, not_before: datetime, attempts: int | None = None
) -> None:
    """Put a delivery back for later. Its key goes to whoever asks for the same work meanwhile."""
    _write(
        session,
        taken,
        _held(taken).values(
            state="todo",
            not_before=not_before,
            error=error,
            attempts=taken.attempt if attempts is None else attempts,
            lease_until=None,
            owner=None,
            dedup_key=None,
        ),
    )


def bury(session: Session, taken: Claim, error: str) -> None:
    """Give a delivery up, for people to see."""
    _write(session, taken, _held(taken).values(state="dead", error=error, lease_until=None, owner=None))


def release(session: Session, taken: Claim, now: datetime) -> None:
    """Put a delivery back as if it had never been taken."""
    _write(
        session,
        taken,
        _held(taken).values(
            state="todo",
            not_before=now,
            attempts=taken.attempt - 1,
            lease_until=None,
            owner=None,
            dedup_key=None,
        ),
    )


def renew(session: Session, held: Iterable[Claim], now: datetime) -> None:
    """Go on holding what is being worked on. What was lost is noticed when it is finished."""
    for taken in held:
        session.execute(_held(taken).values(lease_until=now + LEASE))


def take_over(session: Session, now: datetime) -> list[tuple[uuid.UUID, Queue]]:
    """End the leases of processes of this machine that are no more, so that their work need not wait.

    Returns the deliveries that are free now, and their queues.
    """
    held = select(Delivery.id, Delivery.queue, Delivery.owner).where(
        Delivery.state == "doing", Delivery.lease_until >= now
    )
    free: list[tuple[uuid.UUID, Queue]] = []
    for delivery_id, queue, owner in session.execute(held).all():
        if owner is not None and is_gone(owner):
            freed = session.execute(
                update(Delivery)
                .where(Delivery.id == delivery_id, Delivery.owner == owner)
                .values(lease_until=now - timedelta(seconds=1))
                .returning(Delivery.id)
                .execution_options(synchronize_session=False)
            )
            free += [(delivery_id, queue) for _ in freed]
    return free


def _held(taken: Claim) -> Update:
    return (
        update(Delivery)
        .where(
            Delivery.id == taken.delivery_id,
            Delivery.owner == taken.owner,
            Delivery.attempts == taken.attempt,
            Delivery.state == "doing",
        )
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )


def _write(session: Session, taken: Claim, statement: Update) -> None:
    if session.execute(statement).one_or_none() is None:
        message = f"delivery {taken.delivery_id}"
        raise LeaseLost(message)
