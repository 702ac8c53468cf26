"""What everybody of an edition is reminded of, and what falls due once it is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import and_

from fairs import events
from fairs.domain import reminders
from fairs.jobs.due_editions import OfEdition
from fairs.jobs.due_late import Latecomers
from fairs.models import Edition
from fairs.outbox import record
from fairs.queries import reminded

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

LOOK_AHEAD = timedelta(days=3)  # two days by the clocks of the place may be an hour more
LOOK_BACK = timedelta(days=30)  # what lies further back is neither done nor told

PUBLIC = Edition.opened_at.is_not(None)
HELD = and_(PUBLIC, Edition.cancelled_at.is_(None))


def _day(edition: Edition, instant: datetime | None) -> date | None:
    """The day there. Who corrects an hour reminds nobody again; who moves to another day does."""
    return instant.astimezone(ZoneInfo(edition.timezone)).date() if instant else None


def _wishes_close_soon(now: datetime) -> ColumnElement[bool]:
    return and_(HELD, Edition.wishes_close_at.between(now - LOOK_BACK, now + LOOK_AHEAD))


def _remind_of_wishes(session: Session, edition: Edition, now: datetime) -> None:
    _remind(session, edition, reminded.without_wishes(session, edition), "wishes_missing", now)


def _begins_soon(now: datetime) -> ColumnElement[bool]:
    return and_(HELD, Edition.starts_at.between(now - LOOK_BACK, now + LOOK_AHEAD))


def _remind_of_fair(session: Session, edition: Edition, now: datetime) -> None:
    _remind(session, edition, reminded.taking_part(session, edition), "two_days_before", now)


def _remind_of_tomorrow(session: Session, edition: Edition, now: datetime) -> None:
    _remind(session, edition, reminded.taking_part(session, edition), "evening_before", now)


def _remind(
    session: Session, edition: Edition, people: Iterable[uuid.UUID], reminder: str, now: datetime
) -> None:
    for person in people:
        record(session, events.ReminderFellDue(edition.id, person, reminder), now)


def _over_of_late(now: datetime) -> ColumnElement[bool]:
    return and_(HELD, Edition.ends_at.between(now - LOOK_BACK, now))


def _follow_up(session: Session, edition: Edition, now: datetime) -> None:
    record(session, events.FollowUpFellDue(edition.id), now)


WISHES_MISSING = OfEdition(
    "wishes_missing",
    _wishes_close_soon,
    lambda edition: _day(edition, edition.wishes_close_at),
    reminders.wishes_missing,
    _remind_of_wishes,
)
TWO_DAYS_BEFORE = OfEdition(
    "two_days_before",
    _begins_soon,
    lambda edition: _day(edition, edition.starts_at),
    reminders.two_days_before,
    _remind_of_fair,
)
EVENING_BEFORE = OfEdition(
    "evening_before",
    _begins_soon,
    lambda edition: _day(edition, edition.starts_at),
    reminders.evening_before,
    _remind_of_tomorrow,
)
FOLLOW_UP = OfEdition(
    "follow_up",
    _over_of_late,
    lambda edition: _day(edition, edition.ends_at),
    reminders.follow_up,
    _follow_up,
)
REMINDERS: tuple[OfEdition | Latecomers, ...] = (
    WISHES_MISSING,
    TWO_DAYS_BEFORE,
    Latecomers(TWO_DAYS_BEFORE),
    EVENING_BEFORE,
    Latecomers(EVENING_BEFORE),
    FOLLOW_UP,
)
