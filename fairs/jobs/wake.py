"""Lets somebody carry a delivery out: the pump of this process, or a worker anywhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs.jobs import queue
from fairs.jobs.claims import due
from fairs.models import Delivery

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models.outbox import Queue

PATIENCE = timedelta(seconds=15)  # given to a call on a busy day
AT_ONCE = 1000
RINGS = "fairs.jobs.rings"
"""Where a session notes that the bell is to ring after its commit."""


def distributed(session: Session) -> bool:
    """Whether the database calls workers; otherwise a pump in the process of the pages looks for itself."""
    return session.get_bind().dialect.name == "postgresql"


def wake(
    session: Session, delivery_id: uuid.UUID, lane: Queue, at: datetime | None = None, priority: int = 0
) -> None:
    """Say, for when this transaction is committed, that a delivery is due, or will be at an instant."""
    if distributed(session):
        queue.call(session, delivery_id, lane, at, priority)
    elif at is None:
        session.info[RINGS] = True


def wake_later(session: Session, delivery_id: uuid.UUID) -> None:
    """Where a delivery still waits, call for it at the time for which it waits."""
    waiting = session.get(Delivery, delivery_id)
    if waiting is not None and waiting.state == "todo":
        wake(session, delivery_id, waiting.queue, waiting.not_before)


def wake_for_overdue(session: Session, now: datetime) -> int:
    """Wake somebody for what nobody came for: a call was lost, or a runner died. Returns for how many."""
    if not distributed(session):
        overdue = session.scalar(select(func.count()).select_from(Delivery).where(due(now))) or 0
        session.info[RINGS] = overdue > 0
        return overdue
    waiting = (
        select(Delivery.id, Delivery.queue)
        .where(due(now - PATIENCE))
        .order_by(Delivery.not_before)
        .limit(AT_ONCE)
    )
    return sum(queue.call_once(session, *row) for row in session.execute(waiting).all())
