"""Writing down what happened, in the transaction in which it did."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from fairs.events import catalogue
from fairs.models import DomainEvent

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.events import Event

ACTOR = "fairs.outbox.actor"
"""Where a session keeps who acts through it: "account:…", "participant:…", or VISITOR; "" is the program."""
VISITOR = "visitor"  # somebody on the public pages; who it is may show from the event


def record(session: Session, event: Event, now: datetime) -> DomainEvent:
    """Insert an event; a rollback takes it back, and what follows from it comes after commit."""
    payload = event.payload
    about = payload.get("participant_id")
    row = DomainEvent(
        kind=type(event).__name__,
        edition_id=event.edition_id,
        actor=session.info.get(ACTOR, ""),
        subject_id=uuid.UUID(about) if about else None,
        payload=payload,
        at=now,
        deliveries=[],
    )
    session.add(row)
    return row


def restore(kind: str, edition_id: uuid.UUID | None, payload: dict[str, Any]) -> Event:
    """The event that `record` wrote. Raises KeyError for an unknown kind."""
    event_type = catalogue()[kind]
    values = {
        name: uuid.UUID(value) if name.endswith("_id") and value is not None else value
        for name, value in payload.items()
    }
    return event_type(edition_id=edition_id, **values)
