"""Lets somebody carry a delivery out: the pump of this process, or a worker anywhere."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs.jobs import queue
from fairs.jobs.claims import due
from fairs.models import Delivery

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models.outbox import Queue

PATIENCE = timedelta(seconds=15)  # given to a call on a busy day
A_MOMENT = timedelta(seconds=1)
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


def wake_later(
    session: Session, delivery_id: uuid.UUID, priorities: Mapping[str, int] = MappingProxyType({})
) -> None:
    """Where a delivery still waits, call for it at the time for which it waits, and not at once.

    That time may have come by the clock of the database, which calls, and not by that of whoever was called.
    """
    waiting = session.get(Delivery, delivery_id)
    if waiting is None or waiting.state != "todo" or not distributed(session):
        return
    soon = session.execute(select(func.clock_timestamp() + A_MOMENT)).scalar_one()
    at, priority = max(waiting.not_before, soon), priorities.get(waiting.handler, 0)
    queue.call_once(session, delivery_id, waiting.queue, at, priority)


def wake_for_overdue(session: Session, now: datetime) -> int:
    """Wake somebody for what nobody came for: a call was lost, or a runner died. Returns for how many.

    What merely waits in a long line has its call, and is left to it.
    """
    if not distributed(session):
        overdue = session.scalar(select(func.count()).select_from(Delivery).where(due(now))) or 0
        session.info[RINGS] = overdue > 0
        return overdue
    waiting = (
        select(Delivery.id, Delivery.queue)
        .where(queue.without_call(due(now - PATIENCE)))
        .order_by(Delivery.not_before, Delivery.id)  # two clocks never wait for each other crosswise
        .limit(AT_ONCE)
    )
    return sum(queue.call_once(session, *row) for row in session.execute(waiting).all())
