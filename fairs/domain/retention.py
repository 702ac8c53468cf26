"""How long an edition keeps what it knows of people: after that they are numbers.

The time is reckoned from the end of the edition, in months of the calendar. The team is told two weeks
before; nothing is forgotten before it was told and had these two weeks, whatever was changed meanwhile or
stood still.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from sqlalchemy import select

from fairs import events
from fairs.domain import erasing
from fairs.domain.permissions import RIGHTS
from fairs.domain.reminders import Span
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import Edition, Membership, Participant
from fairs.outbox import record
from fairs.queries import privacy

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from fairs.models import PrivacyTerms

WARNED = timedelta(days=14)  # before
NIGHT = time(3)  # when nobody is at work on it
MONTHS_AT_MOST = 120
WORDS_AT_MOST = 2_000
AT_ONCE = 50  # people who become numbers in one transaction


@dataclass(frozen=True)
class Terms:
    """What the organiser says of the data that an edition holds."""

    kept_months: int
    controller: str = ""
    contact: str = ""
    recipients: str = ""
    measures: str = ""


def ends_at(edition: Edition, terms: PrivacyTerms) -> datetime:
    """When people become numbers, if the team knows of it by then."""
    zone = ZoneInfo(edition.timezone)
    day = edition.ends_at.astimezone(zone).date() + relativedelta(months=terms.kept_months)
    return datetime.combine(day, NIGHT, zone).astimezone(UTC)


def warning(edition: Edition, terms: PrivacyTerms) -> Span | None:
    """When the team is told, unless it was. It never comes too late: without it nothing is forgotten."""
    due_at = ends_at(edition, terms)
    return Span(due_at - WARNED) if terms.warned_of != due_at else None


def over(edition: Edition, terms: PrivacyTerms) -> Span | None:
    """When people become numbers; None as long as the team was not told of this time."""
    if terms.warned_at is None or terms.warned_of != ends_at(edition, terms):
        return None
    return Span(max(terms.warned_of, terms.warned_at + WARNED))


def earliest(edition: Edition, terms: PrivacyTerms, now: datetime) -> datetime:
    """When people become numbers, as things stand."""
    known = over(edition, terms)
    return known.since if known else max(ends_at(edition, terms), now + WARNED)


def set_terms(session: Session, edition: Edition, terms: Terms, now: datetime) -> None:
    """Say how long data are kept, and by whom. What hangs on it moves."""
    take_up(session, edition)
    if not 1 <= terms.kept_months <= MONTHS_AT_MOST:
        raise Refused("Between 1 and %(most)d months, please.", field="kept_months", most=MONTHS_AT_MOST)
    for name in ("controller", "contact", "recipients", "measures"):
        if len(getattr(terms, name)) > WORDS_AT_MOST:
            raise Refused("At most %(most)d letters, please.", field=name, most=WORDS_AT_MOST)
    kept = _kept(session, edition)
    for name, value in vars(terms).items():
        setattr(kept, name, value.strip() if isinstance(value, str) else value)
    record(session, events.PrivacyChanged(edition.id), now)


def warn(session: Session, edition: Edition, now: datetime) -> None:
    """Tell those of the team who may see to it."""
    kept = _kept(session, edition)
    kept.warned_at, kept.warned_of = now, ends_at(edition, kept)
    for member in session.scalars(select(Membership).filter_by(fair_id=edition.fair_id)):
        if "edition" in RIGHTS[member.role].changes:
            due_at = earliest(edition, kept, now).isoformat()
            record(session, events.RetentionDrewNear(edition.id, member.account_id, due_at), now)


def end(session: Session, edition: Edition, now: datetime) -> None:
    """The time is over. What follows from it is done some people at a time."""
    record(session, events.RetentionFellDue(edition.id), now)


def bundles(session: Session, edition_id: uuid.UUID) -> list[Sequence[uuid.UUID]]:
    """Those of an edition who still have a name, some at a time."""
    named = select(Participant.id).where(Participant.edition_id == edition_id, Participant.state != "erased")
    people = session.scalars(named.order_by(Participant.id)).all()
    return [people[first : first + AT_ONCE] for first in range(0, len(people), AT_ONCE)]


def make_numbers(session: Session, edition_id: uuid.UUID, people: Sequence[uuid.UUID], now: datetime) -> None:
    """Forget some of them."""
    edition = session.get_one(Edition, edition_id)
    erasing.make_numbers(session, edition, [session.get_one(Participant, one) for one in people], now)


def _kept(session: Session, edition: Edition) -> PrivacyTerms:
    terms = privacy.terms_of(session, edition)
    session.add(terms)
    return terms
