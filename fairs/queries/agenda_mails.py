"""What became of the mails that tell people their agenda: each publication makes one for whom it concerns."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from fairs.events import AgendaPublished, PlaceHandedOver
from fairs.models import Delivery, DomainEvent, Mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from fairs.models.outbox import DeliveryState

HANDLER = "mail.agenda"


@dataclass(frozen=True)
class AgendaMail:
    """One of somebody's: sent, to be sent, or with nothing to say."""

    delivery_id: uuid.UUID
    seq: int
    participant_id: uuid.UUID
    schedule_id: uuid.UUID  # which it tells
    state: DeliveryState
    attempts: int
    not_before: datetime
    noted: bool  # as sent

    @property
    def may_have_left(self) -> bool:
        """Whether somebody holds it, or did: who died between sending and noting has told nobody."""
        return self.state == "doing" or (self.state == "todo" and self.attempts > 0)


def of_person(session: Session, participant_id: uuid.UUID) -> list[AgendaMail]:
    """All of one person, in the order of the publications; not those of whoever had the place before."""
    return list(_read(session, DomainEvent.subject_id == participant_id))


def by_person(session: Session) -> Iterator[list[AgendaMail]]:
    """The same for everybody, in one query."""
    for _, theirs in groupby(_read(session), key=lambda one: one.participant_id):
        yield list(theirs)


def last_told(earlier: list[AgendaMail]) -> uuid.UUID | None:
    """The schedule of the last mail that is noted: what its reader knows."""
    return next((one.schedule_id for one in reversed(earlier) if one.noted), None)


def _read(session: Session, *conditions: ColumnElement[bool]) -> Iterator[AgendaMail]:
    later = aliased(DomainEvent)
    of_somebody_else = exists().where(
        later.subject_id == DomainEvent.subject_id,
        later.kind == PlaceHandedOver.__name__,
        later.seq > DomainEvent.seq,
    )
    rows = session.execute(
        select(
            Delivery.id,
            DomainEvent.seq,
            DomainEvent.subject_id,
            DomainEvent.payload,
            Delivery.state,
            Delivery.attempts,
            Delivery.not_before,
            exists().where(Mail.delivery_id == Delivery.id),
        )
        .join(Delivery.event)
        .where(Delivery.handler == HANDLER, DomainEvent.kind == AgendaPublished.__name__, *conditions)
        .where(~of_somebody_else)
        .order_by(DomainEvent.subject_id, DomainEvent.seq)
    )
    for delivery_id, seq, subject_id, payload, *rest in rows:
        yield AgendaMail(delivery_id, seq, subject_id, uuid.UUID(payload["schedule_id"]), *rest)
