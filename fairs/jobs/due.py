"""What the passing of time brings about. What is due is asked of the database: a missed tick loses nothing.

Each thing is done once: whoever writes its `tick` row first does it, in the transaction of its events.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from fairs import events
from fairs.domain import editions
from fairs.models import Edition, Interest, Participant, Tick
from fairs.outbox import record

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session, sessionmaker

REMIND_BEFORE = timedelta(days=2)


@dataclass(frozen=True)
class Duty:
    """Something that falls due for an edition, at an instant that stands among the edition's own dates."""

    job: str
    due: Callable[[datetime], ColumnElement[bool]]
    hangs_on: Callable[[Edition], datetime | None]  # another date is another slot
    act: Callable[[Session, Edition, datetime], None]


def _closing_registration(now: datetime) -> ColumnElement[bool]:
    return (Edition.registration_closes_at <= now) & Edition.registration_closed_at.is_(None)


def _close_registration(session: Session, edition: Edition, now: datetime) -> None:
    editions.close_registration(session, edition, now, by_date=True)


def _closing_wishes(now: datetime) -> ColumnElement[bool]:
    return (Edition.wishes_close_at <= now) & Edition.wishes_closed_at.is_(None)


def _close_wishes(session: Session, edition: Edition, now: datetime) -> None:
    editions.close_wishes(session, edition, now, by_date=True)


def _wishes_close_soon(now: datetime) -> ColumnElement[bool]:
    return (
        (Edition.wishes_close_at <= now + REMIND_BEFORE)
        & (Edition.wishes_close_at > now)
        & Edition.wishes_closed_at.is_(None)
    )


def _remind_of_wishes(session: Session, edition: Edition, now: datetime) -> None:
    silent = ~exists().where(Interest.wisher_id == Participant.id)
    _remind(session, edition, _approved(session, edition, silent), "wishes_missing", now)


def _begins_soon(now: datetime) -> ColumnElement[bool]:
    return (Edition.starts_at <= now + REMIND_BEFORE) & (Edition.starts_at > now)


def _remind_of_fair(session: Session, edition: Edition, now: datetime) -> None:
    _remind(session, edition, _approved(session, edition), "two_days_before", now)


DUTIES = (
    Duty(
        "close_registration",
        _closing_registration,
        lambda edition: edition.registration_closes_at,
        _close_registration,
    ),
    Duty("close_wishes", _closing_wishes, lambda edition: edition.wishes_close_at, _close_wishes),
    Duty("wishes_missing", _wishes_close_soon, lambda edition: edition.wishes_close_at, _remind_of_wishes),
    Duty("two_days_before", _begins_soon, lambda edition: edition.starts_at, _remind_of_fair),
)


def do_what_is_due(sessions: sessionmaker[Session], duty: Duty, now: datetime) -> int:
    """Do one duty for each edition for which it is due and not done; a transaction each. Returns how many."""
    with sessions.begin() as session:
        waiting = session.scalars(
            select(Edition.id).where(Edition.opened_at.is_not(None), Edition.ends_at > now, duty.due(now))
        ).all()
    return sum(_do_once(sessions, duty, edition_id, now) for edition_id in waiting)


def _do_once(sessions: sessionmaker[Session], duty: Duty, edition_id: uuid.UUID, now: datetime) -> bool:
    try:
        with sessions.begin() as session:
            edition = session.get_one(Edition, edition_id, with_for_update=True)
            slot = f"{edition.id}:{duty.hangs_on(edition)}"
            if session.scalar(select(Tick.id).filter_by(job=duty.job, slot=slot)):
                return False
            session.add(Tick(job=duty.job, slot=slot, at=now))
            session.flush()
            duty.act(session, edition, now)
    except IntegrityError:  # another clock was first
        return False
    return True


def _approved(session: Session, edition: Edition, *conditions: ColumnElement[bool]) -> Iterable[uuid.UUID]:
    return session.scalars(
        select(Participant.id)
        .where(Participant.edition_id == edition.id, Participant.state == "approved", *conditions)
        .order_by(Participant.registered_at, Participant.id)
    ).all()


def _remind(
    session: Session, edition: Edition, people: Iterable[uuid.UUID], reminder: str, now: datetime
) -> None:
    for person in people:
        record(session, events.ReminderFellDue(edition.id, person, reminder), now)
