"""Ticks: that a thing was seen to for a slot of time. Whoever writes the row first sees to it."""

from __future__ import annotations

import uuid
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.jobs.upserts import insert_into
from fairs.models import Tick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

AT_ONCE = 1000  # slots a statement: far below what either database takes


def taken(session: Session, job: str, slots: Iterable[str]) -> set[str]:
    """Which of these slots have been seen to."""
    found: set[str] = set()
    for some in _portions(slots):
        found.update(session.scalars(select(Tick.slot).where(Tick.job == job, Tick.slot.in_(some))))
    return found


def win(
    session: Session, job: str, slots: Iterable[str], now: datetime, *, skipped: bool = False
) -> set[str]:
    """Take these slots, in the transaction of what is done for them; returns those that nobody had before."""
    won: set[str] = set()
    for some in _portions(sorted(slots)):  # in order: two clocks never wait for each other crosswise
        rows = [
            {"id": uuid.uuid4(), "job": job, "slot": slot, "at": now, "skipped": skipped} for slot in some
        ]
        insert = (
            insert_into(session, Tick).values(rows).on_conflict_do_nothing(index_elements=["job", "slot"])
        )
        won.update(session.scalars(insert.returning(Tick.slot)))
    return won


def _portions(slots: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(slots)
    while some := list(islice(rest, AT_ONCE)):
        yield some
