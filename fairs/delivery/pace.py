"""So many mails a minute, whatever number of processes send: places are counted in the database."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from fairs.models import MailMinute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

A_MINUTE = timedelta(minutes=1)
KEPT = timedelta(hours=1)
RESERVE = 4  # of so many places one is kept for mails that somebody waits for


def take_place(session: Session, limit: int, now: datetime, *, asked_for: bool) -> datetime | None:
    """Take a place in this minute; where none is left, returns when to come back.

    Whoever comes too late is told an own minute: of a thousand that wait, no more come back at a time than
    there are places. Mails that their reader waits for (a link to sign in) find some of the places free.
    """
    minute = now.replace(second=0, microsecond=0)
    room = limit if asked_for else limit - limit // RESERVE
    if session.get(MailMinute, minute) is None:
        _begin(session, minute)
    here = update(MailMinute).where(MailMinute.minute == minute)
    place = here.where(MailMinute.taken < room).values(taken=MailMinute.taken + 1)
    if session.scalar(place.returning(MailMinute.taken)) is not None:
        return None
    waiting = here.values(waiting=MailMinute.waiting + 1).returning(MailMinute.waiting)
    return minute + A_MINUTE * (1 + (session.scalars(waiting).one() - 1) // room)


def _begin(session: Session, minute: datetime) -> None:
    with suppress(IntegrityError), session.begin_nested():  # another process has begun it
        session.add(MailMinute(minute=minute, taken=0, waiting=0))
    session.execute(delete(MailMinute).where(MailMinute.minute < minute - KEPT))
