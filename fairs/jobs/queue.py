"""Calls workers to deliveries through procrastinate, a queue in the PostgreSQL database itself.

A call is written on the connection, and so in the transaction, of whatever it is about. It says no more than
which delivery to look at: what is due and who holds it stands in the table of deliveries alone. A call too
many finds nothing to do, and one that was lost is made good by `fairs.jobs.clock`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procrastinate import App, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models.outbox import Queue

DELIVER = "deliver"
NO_POOL = App(connector=SyncPsycopgConnector())  # it writes on connections that it is given


def call(
    session: Session, delivery_id: uuid.UUID, queue: Queue, at: datetime | None = None, priority: int = 0
) -> None:
    """Call a worker to a delivery once this transaction is committed, or later, at an instant."""
    _defer(session, delivery_id, queue=queue, schedule_at=at, priority=priority)


def call_once(
    session: Session, delivery_id: uuid.UUID, queue: Queue, at: datetime | None = None, priority: int = 0
) -> bool:
    """The same, unless such a call waits already; whether one was added."""
    try:
        with session.begin_nested():  # the clash of two locks ends a transaction
            _defer(
                session,
                delivery_id,
                queue=queue,
                schedule_at=at,
                priority=priority,
                queueing_lock=f"overdue {delivery_id}",
            )
    except AlreadyEnqueued:
        return False
    return True


def _defer(session: Session, delivery_id: uuid.UUID, **options: Any) -> None:
    connection = session.connection().connection.driver_connection
    task = NO_POOL.configure_task(DELIVER, connection=connection, **options)
    task.defer(delivery=str(delivery_id))
