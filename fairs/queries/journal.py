"""What happened to an edition, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.models import DomainEvent
from fairs.queries.deliveries import people_of, subject_of
from fairs.queries.paging import Page, page_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant


@dataclass(frozen=True)
class Happening:
    """An event and whom it is about."""

    event: DomainEvent
    person: Participant | None


def of_edition(session: Session, edition: Edition, number: int = 1) -> Page[Happening]:
    """The events of an edition, the newest first."""
    statement = select(DomainEvent).filter_by(edition_id=edition.id).order_by(DomainEvent.seq.desc())
    page: Page[DomainEvent] = page_of(session, statement, number)
    people = people_of(session, page.rows)
    rows = [Happening(event, people.get(subject_of(event))) for event in page.rows]
    return Page(rows, page.number, page.total)
