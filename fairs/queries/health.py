"""Whether the machinery works: what /healthz answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from fairs.models import Delivery, Heartbeat, schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

PARTS = ("clock", "pump")
FRESH = timedelta(seconds=90)
PATIENCE = timedelta(minutes=15)  # how long something may be overdue on a busy day


@dataclass(frozen=True)
class Health:
    """Whether all is well, and otherwise why not: a sentence each, for whoever runs the machine."""

    ok: bool
    reasons: tuple[str, ...] = ()


def health(session: Session, now: datetime, parts: Iterable[str] = PARTS) -> Health:
    """Ask the database for signs of life of `parts`, its schema, and work that was left lying."""
    try:
        reasons = (*_schema(session), *_beats(session, now, parts), *_overdue(session, now))
    except SQLAlchemyError:
        return Health(ok=False, reasons=("The database does not answer.",))
    return Health(ok=not reasons, reasons=reasons)


def ready(session: Session) -> Health:
    """Whether pages can be answered: the database is there, and its tables are those of this program."""
    try:
        reasons = tuple(_schema(session))
    except SQLAlchemyError:
        return Health(ok=False, reasons=("The database does not answer.",))
    return Health(ok=not reasons, reasons=reasons)


def _schema(session: Session) -> Iterator[str]:
    found = schema.current(session.connection())
    if found != schema.head():
        yield f"The database is at revision {found}; this program needs {schema.head()}."


def _beats(session: Session, now: datetime, parts: Iterable[str]) -> Iterator[str]:
    beats = {beat.part: beat.at for beat in session.scalars(select(Heartbeat))}
    for part in parts:
        if part not in beats:
            yield f"The {part} has not started."
        elif abs(now - beats[part]) > FRESH:  # from the future: it beat before a clock was set back
            yield f"The {part} last showed life at {beats[part]:%Y-%m-%d %H:%M:%S} UTC."


def _overdue(session: Session, now: datetime) -> Iterator[str]:
    oldest = session.scalar(select(func.min(Delivery.not_before)).where(Delivery.state == "todo"))
    if oldest is not None and now - oldest > PATIENCE:
        yield f"A delivery has been due since {oldest:%Y-%m-%d %H:%M:%S} UTC."
