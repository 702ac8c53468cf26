"""Writing down what happened, in the transaction in which it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.models import DomainEvent

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.events import Event


def record(session: Session, event: Event, now: datetime) -> DomainEvent:
    """Insert an event; a rollback takes it back, and what follows from it comes after commit."""
    row = DomainEvent(
        kind=type(event).__name__, edition_id=event.edition_id, payload=event.payload, at=now, deliveries=[]
    )
    session.add(row)
    return row
