"""A database that stands up again elsewhere: whoever held something there holds nothing here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text, update

from fairs.jobs.wake import distributed, wake
from fairs.models import Delivery

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def begin_afresh(session: Session, now: datetime) -> None:
    """Put back what was in hand, and call for all that is to be done: calls of the former place are void."""
    session.execute(
        update(Delivery)
        .where(Delivery.state == "doing")
        .values(state="todo", not_before=now, owner=None, lease_until=None, dedup_key=None)
    )
    if not distributed(session):
        return
    for table in ("procrastinate_jobs", "procrastinate_workers"):
        session.execute(text(f"TRUNCATE {table} CASCADE"))
    waiting = select(Delivery.id, Delivery.queue, Delivery.not_before).where(Delivery.state == "todo")
    for delivery_id, queue, at in session.execute(waiting).all():
        wake(session, delivery_id, queue, at)
