"""So many mails a minute, whatever number of processes send: who may send when is reckoned in the database.

Mails leave at even distances, a few of them at once after a lull (the generic cell rate algorithm): no
minute, wherever it begins, sees more than its number, and those who wait do not come back in crowds.
"""

from __future__ import annotations

import math
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import case, delete, update
from sqlalchemy.exc import IntegrityError

from fairs.models import MailPace

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

A_TICK = timedelta(milliseconds=1)  # the unit of what is reckoned here
A_MINUTE = timedelta(minutes=1) // A_TICK
A_DAY = timedelta(days=1) // A_TICK
KEPT = timedelta(days=2)
AT_ONCE = 12  # a minute's number divided by it may leave at once
SOME = 1.25  # so many at least: whoever comes back a moment late keeps nobody else from coming in time
RESERVE = 4  # a minute's number divided by it is kept for mails that somebody waits for


@dataclass(frozen=True)
class Pace:
    """At which distance mails leave, and how far ahead of it some of them may be."""

    distance: int
    ahead: int
    reserve: int

    @classmethod
    def of(cls, limit: int) -> Pace:
        """The pace at which any minute sees so many, even one that begins after a lull."""
        at_once, kept = max(SOME, limit / AT_ONCE), limit // RESERVE
        distance = math.ceil(A_MINUTE / (limit - at_once - kept + 1))
        return cls(distance, int((at_once - 1) * distance), kept * distance)


def take_place(session: Session, limit: int, now: datetime, *, asked_for: bool) -> datetime | None:
    """Take a place now; where there is none, returns when to come back.

    Each of those who come too late is told an instant of its own. Mails that their reader waits for (a link
    to sign in) do not queue behind a thousand others: they find a reserve, and soon another place in it.
    """
    pace = Pace.of(limit)
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if session.get(MailPace, day) is None:
        _begin(session, day)
    tick = (now - day) // A_TICK
    here = update(MailPace).where(MailPace.day == day)
    ahead = pace.ahead + (pace.reserve if asked_for else 0)
    lately = case((MailPace.free > tick, MailPace.free), else_=tick)
    place = here.where(MailPace.free <= tick + ahead).values(free=lately + pace.distance)
    if session.scalar(place.returning(MailPace.free)) is not None:
        return None
    if asked_for:
        return now + A_TICK * (pace.distance + secrets.randbelow(pace.reserve + pace.distance))
    turn = case(
        (MailPace.told + pace.distance > MailPace.free, MailPace.told + pace.distance), else_=MailPace.free
    )
    told = here.values(told=case((turn < tick + A_DAY, turn), else_=tick + A_DAY))
    return day + A_TICK * session.scalars(told.returning(MailPace.told)).one()


def _begin(session: Session, day: datetime) -> None:
    """What the day before has given away of this one is taken over."""
    before = session.get(MailPace, day - timedelta(days=1))
    free, told = (max(0, at - A_DAY) for at in ((before.free, before.told) if before else (0, 0)))
    with suppress(IntegrityError):  # another process has begun it
        with session.begin_nested():
            session.add(MailPace(day=day, free=free, told=told))
        session.execute(delete(MailPace).where(MailPace.day < day - KEPT))
