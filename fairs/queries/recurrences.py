"""How a fair or meetup recurs, and which dates of its rule have an edition."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, selectinload

from fairs.agenda.recurrence import Recurrence
from fairs.models import Edition, Occurrence, Participant, Series

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Fair

ANSWERED = ("received", "confirmed", "approved")


def of_fair(session: Session, fair: Fair) -> Series | None:
    """The rule of a fair, if it has one."""
    return session.scalar(select(Series).filter_by(fair_id=fair.id))


def recurrence_of(series: Series) -> Recurrence:
    """The rule as a value."""
    return Recurrence(
        rule=series.rule,
        begins_on=series.begins_on,
        starts=series.starts,
        ends=series.ends,
        timezone=series.timezone,
        left_out=tuple(map(date.fromisoformat, series.left_out)),
        extra=tuple(map(date.fromisoformat, series.extra)),
    )


def next_dates(recurrence: Recurrence, now: datetime, how_many: int) -> list[date]:
    """The dates whose edition has not begun."""
    today = now.astimezone(ZoneInfo(recurrence.timezone)).date()
    dates = recurrence.dates(today)
    return [day for day in islice(dates, how_many + 1) if recurrence.span(day)[0] > now][:how_many]


def coming(session: Session, fair: Fair, now: datetime) -> Sequence[Occurrence]:
    """Editions of the rule that have not begun, in order of time; also those called off by the host."""
    return session.scalars(
        select(Occurrence)
        .join(Occurrence.edition)
        .options(contains_eager(Occurrence.edition).selectinload(Edition.texts))
        .where(Occurrence.fair_id == fair.id, Edition.starts_at > now)
        .order_by(Edition.starts_at)
    ).all()


def held_on(session: Session, fair: Fair) -> set[date]:
    """All dates of the rule for which there is, or was, an edition."""
    return set(session.scalars(select(Occurrence.held_on).filter_by(fair_id=fair.id)))


def answered(session: Session, editions: Iterable[Edition]) -> dict[uuid.UUID, int]:
    """How many people have answered for each edition for which anybody has."""
    return dict(
        session.execute(
            select(Participant.edition_id, func.count())
            .where(
                Participant.edition_id.in_([edition.id for edition in editions]),
                Participant.state.in_(ANSWERED),
            )
            .group_by(Participant.edition_id)
        ).all()
    )


def latest(session: Session, fair: Fair) -> Edition | None:
    """The edition that the next one takes after: the last that is not called off."""
    return session.scalars(
        select(Edition)
        .options(selectinload(Edition.texts))
        .where(Edition.fair_id == fair.id)
        .order_by(Edition.cancelled_at.is_not(None), Edition.starts_at.desc())
        .limit(1)
    ).first()


def made_by_hand(session: Session, fair: Fair, now: datetime) -> Sequence[Edition]:
    """Coming editions that stand for no date of the rule."""
    return session.scalars(
        select(Edition)
        .outerjoin(Occurrence, Occurrence.edition_id == Edition.id)
        .where(
            Edition.fair_id == fair.id,
            Edition.starts_at > now,
            Edition.cancelled_at.is_(None),
            Occurrence.edition_id.is_(None),
        )
    ).all()
