"""Calls workers to deliveries through procrastinate, a queue in the PostgreSQL database itself.

A call is written on the connection, and so in the transaction, of whatever it is about. It says no more than
which delivery to look at: what is due and who holds it stands in the table of deliveries alone. A call too
many finds nothing to do, and one that was lost is made good by `fairs.jobs.clock`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, Uuid, cast, column, except_, select, table
from sqlalchemy.dialects.postgresql import JSONB

from fairs.models import Delivery

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from procrastinate import App
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from fairs.models.outbox import Queue

DELIVER = "deliver"
CALLS = table("procrastinate_jobs", column("status"), column("task_name"), column("args", JSONB))


def without_call(which: ColumnElement[bool], *states: str) -> ColumnElement[bool]:
    """Those deliveries, among some, to which no call waits to be taken; or none in any of these states.

    The one set is taken from the other as a whole: for both may be long, and their lengths unknown to whoever
    plans the statement, it must not look for each in turn.
    """
    called = select(CALLS.c.args["delivery"].astext).where(
        CALLS.c.task_name == DELIVER, cast(CALLS.c.status, Text).in_(states or ("todo",))
    )
    left = except_(select(cast(Delivery.id, Text).label("id")).where(which), called).subquery()
    return Delivery.id.in_(select(cast(left.c.id, Uuid)))


def call(
    session: Session, delivery_id: uuid.UUID, queue: Queue, at: datetime | None = None, priority: int = 0
) -> None:
    """Call a worker to a delivery once this transaction is committed, or later, at an instant."""
    _defer(session, delivery_id, queue=queue, schedule_at=at, priority=priority)


def call_once(
    session: Session, delivery_id: uuid.UUID, queue: Queue, at: datetime | None = None, priority: int = 0
) -> bool:
    """The same, unless such a call waits already; whether one was added."""
    from procrastinate.exceptions import AlreadyEnqueued  # noqa: PLC0415 - as said above

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
    task = _without_pool().configure_task(DELIVER, connection=connection, **options)
    task.defer(delivery=str(delivery_id))


@cache
def _without_pool() -> App:
    """It writes on connections that it is given."""
    from procrastinate import App, SyncPsycopgConnector  # noqa: PLC0415 - as said above

    return App(connector=SyncPsycopgConnector())
