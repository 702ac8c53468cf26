"""Whom participants wish to meet, and when they cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.domain.permissions import may_be_wished
from fairs.errors import NotFound, Refused
from fairs.models import Absence, Interest
from fairs.outbox import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Participant
    from fairs.models.participant import Level
    from fairs.sheets.values import Interval

MESSAGE_LENGTH = 400


def declare(
    session: Session,
    wisher: Participant,
    wished: Participant,
    level: Level | None,
    message: str,
    now: datetime,
) -> None:
    """Wish to meet somebody, or never to; without a level the wish is taken back."""
    _object(wisher, now)
    if not may_be_wished(wisher, wished):
        raise NotFound("This participant is not there, or no longer takes part.")
    interest = session.scalar(select(Interest).filter_by(wisher_id=wisher.id, wished_id=wished.id))
    if level is None:
        if interest is not None:
            session.delete(interest)
    else:
        if interest is None:
            interest = Interest(edition_id=wisher.edition_id, wisher_id=wisher.id, wished_id=wished.id)
            session.add(interest)
        interest.level = level
        interest.message = message.strip()[:MESSAGE_LENGTH]
        interest.declared_at = now
    session.flush()
    record(session, events.WishesDeclared(wisher.edition_id, wisher.id), now)


def say_absences(
    session: Session, participant: Participant, intervals: Sequence[Interval], now: datetime
) -> None:
    """Say anew when somebody cannot come; what was said before no longer holds."""
    _object(participant, now)
    participant.absences = [
        Absence(starts_at=interval.start_at, ends_at=interval.end_at)
        for interval in sorted(intervals, key=lambda interval: interval.start_at)
    ]
    record(session, events.AbsencesDeclared(participant.edition_id, participant.id), now)


def _object(participant: Participant, now: datetime) -> None:
    if not participant.takes_part:
        raise Refused("Wishes can be declared once the organiser has approved your registration.")
    if not participant.edition.wishes_open(now):
        raise Refused(
            "Wishes are closed: the organiser is making the grid. Write to the organiser about a change."
        )
