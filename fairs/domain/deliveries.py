"""What the organiser may do about a delivery that did not succeed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from fairs.domain import addresses
from fairs.errors import Refused
from fairs.models import Delivery, Mail, Participant

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.queries.despatches import Despatch


def send_again(session: Session, delivery: Delivery, now: datetime) -> None:
    """Let a delivery that was given up, or whose mail came back, begin anew.

    The address of a mail counts as good again. That an earlier mail came back stands in the journal.
    """
    session.refresh(delivery, ["state"], with_for_update={"key_share": True})  # and nobody else sends it too
    if delivery.state == "done":
        _forget_bounced(session, delivery)
    elif delivery.state != "dead":
        raise Refused("This message is not given up: it is being sent, or has been.")
    if _waiting(session, [delivery.dedup_key]):
        raise Refused("The same work waits to be done already; there is nothing to send again.")
    subject = delivery.event.subject_id
    person = session.get(Participant, subject) if subject and delivery.queue == "mail" else None
    if person is not None:
        addresses.forgive(session, person.email)
    _begin_anew(delivery, now)


def send_all_again(session: Session, given_up: Sequence[Despatch], now: datetime) -> int:
    """Let many begin anew; returns how many. What goes to an address that takes no mail is left.

    Somebody has to look at such addresses first: servers think ill of who writes to them on and on.
    """
    still = _given_up(session, [row.delivery for row in given_up if row.dead is None])
    waiting = _waiting(session, [row.delivery.dedup_key for row in given_up])
    begun = 0
    for row in given_up:
        key = row.delivery.dedup_key
        if row.delivery.id not in still or key in waiting:
            continue
        if key is not None:
            waiting.add(key)
        _begin_anew(row.delivery, now)
        begun += 1
    return begun


def _given_up(session: Session, deliveries: Iterable[Delivery]) -> set[uuid.UUID]:
    """Those that nobody tries any more, held until this transaction ends.

    Somebody else may have sent them again since they were read, and a worker may have them in hand.
    """
    held = session.scalars(
        select(Delivery)
        .where(Delivery.id.in_([row.id for row in deliveries]), Delivery.state == "dead")
        .order_by(Delivery.id)  # so that two never wait for each other crosswise
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {row.id for row in held}


def _waiting(session: Session, keys: Iterable[str | None]) -> set[str | None]:
    """Those among keys under which work waits already."""
    asked = {key for key in keys if key is not None}
    statement = select(Delivery.dedup_key).where(Delivery.dedup_key.in_(asked), Delivery.state == "todo")
    return set(session.scalars(statement))


def _forget_bounced(session: Session, delivery: Delivery) -> None:
    """The mail leaves under the same identity, and is noted then. Raises Refused unless it came back."""
    came_back = delete(Mail).where(Mail.delivery_id == delivery.id, Mail.bounced_at.is_not(None))
    if session.execute(came_back.returning(Mail.id)).first() is None:
        raise Refused("This message is not given up: it is being sent, or has been.")


def _begin_anew(delivery: Delivery, now: datetime) -> None:
    delivery.state = "todo"
    delivery.not_before = now
    delivery.attempts = 0
    delivery.error = ""
    delivery.owner = delivery.lease_until = delivery.done_at = None
