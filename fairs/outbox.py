"""Writing down what happened, in the transaction in which it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.models import DomainEvent

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.events import Event

ACTOR = "fairs.outbox.actor"
"""Where a session keeps who acts through it: "account:…" or "participant:…"; nobody is the program itself."""


def record(session: Session, event: Event, now: datetime) -> DomainEvent:
    """Insert an event; a rollback takes it back, and what follows from it comes after commit."""
    row = DomainEvent(
        kind=type(event).__name__,
        edition_id=event.edition_id,
        actor=session.info.get(ACTOR, ""),
        payload=event.payload,
        at=now,
        deliveries=[],
    )
    session.add(row)
    return row
