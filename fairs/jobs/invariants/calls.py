"""On PostgreSQL: workers are called to what is to be done, and to nothing else."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, column, delete, func, literal, select, table
from sqlalchemy.dialects.postgresql import JSONB

from fairs.domain.invariants.findings import Check, Finding, Said
from fairs.jobs.queue import DELIVER, without_call
from fairs.jobs.wake import distributed, wake, wake_later
from fairs.models import Delivery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Row, Select

    from fairs.domain.invariants.findings import Examination

SETTLED = timedelta(minutes=1)  # what a worker may just be about to see to
STALLED_AFTER = timedelta(minutes=1)
UNFINISHED = ("todo", "doing")

# Procrastinate's own tables; what is read of them is what its schema has had since its version 3.
CALLS = table(
    "procrastinate_jobs",
    *map(column, ("id", "status", "task_name", "scheduled_at", "worker_id")),
    column("args", JSONB),
)
WORKERS = table("procrastinate_workers", column("id"), column("last_heartbeat"))
STATUS = cast(CALLS.c.status, Text)
NAMED = CALLS.c.args["delivery"].astext


def everything_is_called_for(found: Examination) -> Iterator[Finding]:
    """Look for deliveries to be carried out that no worker has been called to."""
    if not distributed(found.session):
        return
    waiting = select(Delivery).where(without_call(Delivery.state == "todo", *UNFINISHED))
    for delivery in found.session.scalars(waiting):
        yield Finding(
            Said(
                "%(handler)s of event %(event_seq)s waits, and no worker has been called.",
                handler=delivery.handler,
                event_seq=delivery.event_seq,
            ),
            Said("Call one."),
            partial(wake, found.session, delivery.id, delivery.queue, delivery.not_before),
        )


def nothing_else_is_called_for(found: Examination) -> Iterator[Finding]:
    """Look for calls to what is done, or is not there: harmless, but whoever takes one finds nothing."""
    if not distributed(found.session):
        return
    settled = found.now - SETTLED
    for call in found.session.execute(_calls().where(_came_due_before(settled), STATUS != "doing")):
        delivery = found.session.get(Delivery, uuid.UUID(call.delivery))
        if delivery is None or (delivery.state == "done" and (delivery.done_at or settled) <= settled):
            yield Finding(
                Said(
                    "A worker is called to delivery %(delivery)s, which is done or is no more.",
                    delivery=call.delivery,
                ),
                Said("Take the call back."),
                partial(found.session.execute, delete(CALLS).where(CALLS.c.id == call.id)),
            )


def calls_are_answered(found: Examination) -> Iterator[Finding]:
    """Look for calls that a worker took which shows no life any more."""
    if not distributed(found.session):
        return
    lost = WORKERS.c.last_heartbeat < literal(found.now - STALLED_AFTER)
    alive = select(WORKERS.c.id).where(WORKERS.c.id == CALLS.c.worker_id, ~lost)
    for call in found.session.execute(_calls().where(STATUS == "doing", ~alive.exists())):
        yield Finding(
            Said(
                "The call to delivery %(delivery)s was taken by a worker that shows no life.",
                delivery=call.delivery,
            ),
            Said("Call another one."),
            partial(_call_another, found, call),
        )


def _call_another(found: Examination, call: Row[Any]) -> None:
    found.session.execute(delete(CALLS).where(CALLS.c.id == call.id))
    wake_later(found.session, uuid.UUID(call.delivery))


def _calls() -> Select[Any]:
    return (
        select(CALLS.c.id, NAMED.label("delivery")).where(CALLS.c.task_name == DELIVER).order_by(CALLS.c.id)
    )


def _came_due_before(instant: Any) -> ColumnElement[bool]:
    return func.coalesce(CALLS.c.scheduled_at, literal(instant)) <= literal(instant)


CHECKS: tuple[Check, ...] = (
    Check("lost_calls", "Who took a call shows life.", calls_are_answered),
    Check("calls", "Workers are called to what is to be done.", everything_is_called_for),
    Check("needless_calls", "Workers are called to nothing that is done.", nothing_else_is_called_for),
)
