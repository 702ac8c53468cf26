"""The way of every mail: written in a transaction, sent outside of any, noted with its delivery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from fairs.delivery.handler import Handler
from fairs.delivery.links import Addresses
from fairs.delivery.mail import compose, message_id
from fairs.models import Mail

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Errand, Tools
    from fairs.delivery.mail import Letter
    from fairs.events import Event

E = TypeVar("E", bound="Event")


@dataclass(frozen=True)
class Sent:
    """A mail that left, or that is to be kept in the site's own mailbox."""

    recipient: str
    subject: str
    edition_id: uuid.UUID | None
    kept: bytes | None


def mail(write: Callable[[E, Addresses], Letter | None]) -> Handler[E, Letter, Sent]:
    """A handler that sends what `write` says; None where there is nothing to say any more."""

    def load(session: Session, errand: Errand[E], now: datetime, tools: Tools) -> Letter | None:
        return write(errand.event, Addresses(session, tools.settings, now))

    return Handler(load=load, act=send, settle=note)


def send(errand: Errand[Any], letter: Letter, tools: Tools) -> Sent:
    """Let a letter go."""
    message = compose(letter, errand.delivery_id, tools.settings)
    kept = tools.post.send(message)
    return Sent(letter.to_email, message["Subject"], letter.edition_id, kept)


def note(session: Session, errand: Errand[Any], sent: Sent, now: datetime, tools: Tools) -> None:
    """Keep that it was sent, once."""
    identity = message_id(errand.delivery_id, tools.settings)
    if session.scalar(select(Mail.id).filter_by(message_id=identity)) is not None:
        return
    session.add(
        Mail(
            message_id=identity,
            delivery_id=errand.delivery_id,
            edition_id=sent.edition_id,
            recipient=sent.recipient,
            subject=sent.subject,
            raw=sent.kept,
            sent_at=now,
        )
    )
