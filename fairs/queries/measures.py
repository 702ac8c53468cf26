"""What the database says of the machinery, as numbers: the same from whichever process it is asked."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, get_args

from sqlalchemy import extract, func, select
from sqlalchemy.exc import SQLAlchemyError

from fairs.meters import Measure
from fairs.models import DeadAddress, Delivery, Heartbeat, Job, Mail
from fairs.models.outbox import Queue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

WINDOWS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
DAY_SECONDS = 86_400
UNDONE = ("todo", "doing", "dead")
ENDED = ("done", "failed", "cancelled")


def measures(session: Session, now: datetime) -> tuple[Measure, ...]:
    """All of them; one alone where the database does not answer."""
    try:
        found = (
            _deliveries(session, now),
            _oldest(session, now),
            *_jobs(session),
            _mails(session, now),
            _one("maillage_dead_addresses", "Addresses that take no mail.", _count_dead(session)),
            _beats(session, now),
        )
    except SQLAlchemyError:
        return (_up(0.0),)
    return (_up(1.0), *found)


def _up(value: float) -> Measure:
    return _one("maillage_database_up", "Whether the database answers.", value)


def _one(name: str, sentence: str, value: float) -> Measure:
    return Measure(name, sentence, (), (((), value),))


def _deliveries(session: Session, now: datetime) -> Measure:
    """By state and handler; those of a handler with targets together, or each would be a series.

    What is done grows forever: of that the last day is counted, along the index.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    rows = select(Delivery.state, Delivery.handler, func.count()).group_by(Delivery.state, Delivery.handler)
    lately = rows.where(Delivery.state == "done", Delivery.not_before > now - WINDOWS["day"])
    for state, handler, count in (
        *session.execute(rows.where(Delivery.state.in_(UNDONE))),
        *session.execute(lately),
    ):
        counts[state, handler.partition(":")[0]] += count
    return Measure(
        "maillage_deliveries",
        "Deliveries by state and handler; of those done, what fell due in the last day.",
        ("state", "handler"),
        tuple((labels, float(count)) for labels, count in sorted(counts.items())),
    )


def _oldest(session: Session, now: datetime) -> Measure:
    rows = session.execute(
        select(Delivery.queue, func.min(Delivery.not_before).label("since"))
        .where(Delivery.state == "todo", Delivery.not_before <= now)
        .group_by(Delivery.queue)
    )
    since = {row.queue: row.since for row in rows}
    return Measure(
        "maillage_oldest_due_seconds",
        "For how long the oldest delivery of a queue has been due; 0 where none is.",
        ("queue",),
        tuple(
            ((queue,), (now - since[queue]).total_seconds() if queue in since else 0.0)
            for queue in get_args(Queue)
        ),
    )


def _jobs(session: Session) -> Iterator[Measure]:
    states: dict[tuple[str, ...], int] = {}
    seconds: dict[tuple[str, ...], float] = {}
    rows = select(Job.kind, Job.state, func.count(), func.sum(_seconds(session))).group_by(
        Job.kind, Job.state
    )
    for kind, state, count, together in session.execute(rows):
        states[kind, state] = count
        seconds[kind, state] = round(float(together or 0), 3)
    ended = {labels: seconds[labels] for labels in states if labels[1] in ENDED}
    yield Measure(
        "maillage_jobs",
        "Long work by kind and state.",
        ("kind", "state"),
        tuple((labels, float(count)) for labels, count in sorted(states.items())),
    )
    yield Measure(
        "maillage_job_seconds",
        "How long all ended work of a kind took together, from asking to end.",
        ("kind", "state"),
        tuple((labels, float(total)) for labels, total in sorted(ended.items())),
    )


def _seconds(session: Session) -> ColumnElement[Any]:
    """How long work took, in the words of either database."""
    if session.get_bind().dialect.name == "sqlite":
        return (func.julianday(Job.ended_at) - func.julianday(Job.asked_at)) * DAY_SECONDS
    return extract("epoch", Job.ended_at - Job.asked_at)


def _mails(session: Session, now: datetime) -> Measure:
    counted = {
        name: session.scalar(select(func.count()).select_from(Mail).where(Mail.sent_at > now - length)) or 0
        for name, length in WINDOWS.items()
    }
    return Measure(
        "maillage_mails",
        "Mails that left in the last hour, and in the last day.",
        ("within",),
        tuple(((name,), float(count)) for name, count in counted.items()),
    )


def _count_dead(session: Session) -> float:
    return float(session.scalar(select(func.count()).select_from(DeadAddress)) or 0)


def _beats(session: Session, now: datetime) -> Measure:
    return Measure(
        "maillage_last_sign_seconds",
        "How long ago a part of the machinery last showed life.",
        ("part",),
        tuple(
            ((part,), (now - at).total_seconds())
            for part, at in session.execute(select(Heartbeat.part, Heartbeat.at).order_by(Heartbeat.part))
        ),
    )
