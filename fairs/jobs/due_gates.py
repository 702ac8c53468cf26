"""The gates of an edition, moved by their dates: it opens, registration closes, wishes close.

No gate is moved too late while the fair lasts; afterwards all of them are shut anyhow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_

from fairs.domain import editions
from fairs.domain.reminders import Span
from fairs.jobs.due_editions import OfEdition
from fairs.models import Edition

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def _held(now: datetime) -> ColumnElement[bool]:
    return and_(Edition.ends_at > now, Edition.cancelled_at.is_(None))


def _to_open(now: datetime) -> ColumnElement[bool]:
    return and_(Edition.opens_at <= now, Edition.opened_at.is_(None), _held(now))


def _opening(edition: Edition) -> Span | None:
    return _until_moved(edition.opens_at, edition.opened_at)


def _open(session: Session, edition: Edition, now: datetime) -> None:
    editions.open_edition(session, edition, now, by_date=True)


def _to_close_registration(now: datetime) -> ColumnElement[bool]:
    closing = and_(Edition.registration_closes_at <= now, Edition.registration_closed_at.is_(None))
    return and_(closing, Edition.opened_at.is_not(None), _held(now))


def _closing_registration(edition: Edition) -> Span | None:
    return _until_moved(edition.registration_closes_at, edition.registration_closed_at)


def _close_registration(session: Session, edition: Edition, now: datetime) -> None:
    editions.close_registration(session, edition, now, by_date=True)


def _to_close_wishes(now: datetime) -> ColumnElement[bool]:
    closing = and_(Edition.wishes_close_at <= now, Edition.wishes_closed_at.is_(None))
    return and_(closing, Edition.opened_at.is_not(None), _held(now))


def _closing_wishes(edition: Edition) -> Span | None:
    return _until_moved(edition.wishes_close_at, edition.wishes_closed_at)


def _close_wishes(session: Session, edition: Edition, now: datetime) -> None:
    editions.close_wishes(session, edition, now, by_date=True)


def _until_moved(date: datetime | None, fact: datetime | None) -> Span | None:
    return Span(date) if date is not None and fact is None else None


GATES = (
    OfEdition("open_edition", _to_open, lambda edition: edition.opens_at, _opening, _open),
    OfEdition(
        "close_registration",
        _to_close_registration,
        lambda edition: edition.registration_closes_at,
        _closing_registration,
        _close_registration,
    ),
    OfEdition(
        "close_wishes",
        _to_close_wishes,
        lambda edition: edition.wishes_close_at,
        _closing_wishes,
        _close_wishes,
    ),
)
