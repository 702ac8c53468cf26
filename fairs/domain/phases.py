"""Phases moved by hand where no date moves them: back to a draft, over before its time, and on again.

Opening and the two gates, registration and wishes, stand in `editions`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs import events
from fairs.domain.moving import LONGEST
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import DomainEvent, Participant
from fairs.outbox import record

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition


def take_back(session: Session, edition: Edition, now: datetime) -> None:
    """A draft again, as long as nobody has registered. The date that would open it anew is forgotten."""
    take_up(session, edition)
    if edition.opened_at is None:
        return
    people = session.scalar(select(func.count()).select_from(Participant).filter_by(edition_id=edition.id))
    if people:
        raise Refused("%(people)d people have registered: the page stays public for them.", people=people)
    edition.opened_at = edition.opens_at = None
    record(session, events.EditionTakenBack(edition.id), now)


def end_now(session: Session, edition: Edition, now: datetime) -> None:
    """Over before its time. What follows a fair follows from now on."""
    take_up(session, edition)
    if edition.phase(now) == "after":
        return
    if edition.phase(now) != "live":
        raise Refused("Only an edition that has begun can end. Give it another date instead.")
    record(session, events.EditionEnded(edition.id, edition.ends_at.isoformat()), now)
    edition.ends_at = now


def resume(session: Session, edition: Edition, ends_at: datetime, now: datetime) -> None:
    """What was over goes on, until then."""
    take_up(session, edition)
    if edition.phase(now) != "after":
        raise Refused("This edition is not over.")
    if ends_at <= now:
        raise Refused("This lies in the past.", field="ends_at")
    if ends_at - edition.starts_at > LONGEST:
        raise Refused(
            "An edition lasts two weeks at most. For a later day, make another edition.", field="ends_at"
        )
    edition.ends_at = ends_at
    record(session, events.EditionResumed(edition.id), now)


def planned_end(session: Session, edition: Edition) -> datetime:
    """When an edition was to end, before somebody ended it."""
    ended = session.scalar(
        select(DomainEvent)
        .filter_by(edition_id=edition.id, kind=events.EditionEnded.__name__)
        .order_by(DomainEvent.seq.desc())
        .limit(1)
    )
    if ended is None:
        return edition.ends_at
    return max(edition.ends_at, datetime.fromisoformat(ended.payload["ends_at"]))
