"""What the organiser may do about a delivery that did not succeed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.domain import addresses
from fairs.errors import Refused
from fairs.models import Delivery, Participant
from fairs.queries.deliveries import subject_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def send_again(session: Session, delivery: Delivery, now: datetime) -> None:
    """Let a delivery that was given up begin anew. The address of a mail counts as good again."""
    if delivery.state != "dead":
        raise Refused("This message is not given up: it is being sent, or has been.")
    if delivery.dedup_key is not None and session.scalar(
        select(Delivery.id).filter_by(dedup_key=delivery.dedup_key, state="todo")
    ):
        raise Refused("The same work waits to be done already; there is nothing to send again.")
    subject = subject_of(delivery.event)
    person = session.get(Participant, subject) if subject and delivery.queue == "mail" else None
    if person is not None:
        addresses.forgive(session, person.email)
    delivery.state = "todo"
    delivery.not_before = now
    delivery.attempts = 0
    delivery.error = ""
    delivery.owner = delivery.lease_until = None
