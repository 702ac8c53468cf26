"""What was to be done because of what happened, and what became of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from fairs.errors import NotFound
from fairs.models import Delivery, DomainEvent, Mail, Participant
from fairs.queries.paging import Page, page_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.outbox import DeliveryState


@dataclass(frozen=True)
class Despatch:
    """A delivery and whom it was for."""

    delivery: Delivery
    person: Participant | None  # whom the event was about
    recipient: str  # the address a mail went to, or will go to; "" for work that writes to nobody


def of_edition(
    session: Session, edition: Edition, state: DeliveryState | None = None, number: int = 1
) -> Page[Despatch]:
    """The deliveries of an edition, the newest first."""
    statement = (
        select(Delivery)
        .join(Delivery.event)
        .where(DomainEvent.edition_id == edition.id)
        .order_by(DomainEvent.seq.desc(), Delivery.handler)
        .options(joinedload(Delivery.event))
    )
    if state is not None:
        statement = statement.where(Delivery.state == state)
    page: Page[Delivery] = page_of(session, statement, number)
    people = people_of(session, (delivery.event for delivery in page.rows))
    mailed = dict(
        session.execute(
            select(Mail.delivery_id, Mail.recipient).where(
                Mail.delivery_id.in_([delivery.id for delivery in page.rows])
            )
        ).all()
    )
    rows = [
        Despatch(delivery, person, mailed.get(delivery.id) or (person.email if person else ""))
        for delivery in page.rows
        for person in [people.get(subject_of(delivery.event))]
    ]
    return Page(rows, page.number, page.total)


def by_state(session: Session, edition: Edition) -> dict[str, int]:
    """How many deliveries of an edition stand in which state."""
    return dict(
        session.execute(
            select(Delivery.state, func.count())
            .join(Delivery.event)
            .where(DomainEvent.edition_id == edition.id)
            .group_by(Delivery.state)
        ).all()
    )


def by_id(session: Session, edition: Edition, written: uuid.UUID) -> Delivery:
    """A delivery of an edition. Raises NotFound."""
    delivery = session.scalar(
        select(Delivery)
        .join(Delivery.event)
        .where(Delivery.id == written, DomainEvent.edition_id == edition.id)
    )
    if delivery is None:
        raise NotFound("There is no such message.")
    return delivery


def subject_of(event: DomainEvent) -> uuid.UUID | None:
    """The participant whom an event is about."""
    written = event.payload.get("participant_id")
    return uuid.UUID(written) if written else None


def people_of(session: Session, events: Iterable[DomainEvent]) -> dict[uuid.UUID | None, Participant]:
    """Those whom events are about, in one query."""
    wanted = {subject for event in events if (subject := subject_of(event))}
    people = session.scalars(
        select(Participant)
        .where(Participant.id.in_(wanted))
        .options(joinedload(Participant.organisation), joinedload(Participant.edition))
    )
    return {person.id: person for person in people}
