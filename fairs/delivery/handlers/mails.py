"""The way of every mail: written in a transaction, sent outside of any, noted with its delivery."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from fairs.delivery.answers import AddressRefused
from fairs.delivery.handler import Handler, Hopeless, Later
from fairs.delivery.links import Addresses
from fairs.delivery.mail import compose, message_id
from fairs.delivery.pace import take_place
from fairs.domain import addresses
from fairs.domain.erasing import NOWHERE
from fairs.models import Mail
from fairs.queries.addresses import dead_among

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Errand, Tools
    from fairs.delivery.mail import Letter
    from fairs.events import Event
    from fairs.models import Participant

E = TypeVar("E", bound="Event")


@dataclass(frozen=True)
class Sent:
    """A mail that left, or that is to be kept in the site's own mailbox."""

    recipient: str
    subject: str
    edition_id: uuid.UUID | None
    kept: bytes | None
    written_at: datetime


def mail(
    write: Callable[[E, Addresses], Letter | None], *, asked_for: bool = False
) -> Handler[E, Letter, Sent]:
    """A handler that sends what `write` says; None where there is nothing to say any more.

    A mail that its reader has just asked for goes first, and is tried even where others were refused.
    """

    def load(session: Session, errand: Errand[E], now: datetime, tools: Tools) -> Letter | None:
        letter = write(errand.event, Addresses(session, tools.settings, now))
        if letter is None or letter.to_email.endswith(f"@{NOWHERE}"):
            return None  # nothing is to be said any more, or nobody is there to read it
        if asked_for:
            return replace(letter, asked_for=True)
        object_to_dead_address(session, letter)
        return letter

    return Handler(load=load, act=_act, settle=note)


def dispensable(letter: Letter, person: Participant, links: Addresses) -> Letter:
    """A letter that its reader may do without, and can stop for good by one click."""
    return replace(letter, unsubscribe=links.unsubscribe(person))


def object_to_dead_address(session: Session, letter: Letter) -> None:
    """Servers think ill of who goes on writing to addresses they refused. Raises Hopeless."""
    for dead in dead_among(session, [letter.to_email]).values():
        raise Hopeless(
            "This mail was not sent, because no mail reaches the address. "
            "Send it again if the address is right. An earlier mail was refused: %(reason)s",
            reason=dead.said,
        )


def wait_for_turn(letter: Letter, tools: Tools) -> None:
    """Before anything costly is done for a mail. Raises Later."""
    limit = tools.settings.mails_per_minute
    if limit is None:
        return
    with tools.transaction() as session:
        turn = take_place(session, limit, letter.written_at, asked_for=letter.asked_for)
    if turn is not None:
        raise Later(turn)


def send(errand: Errand[Any], letter: Letter, tools: Tools) -> Sent:
    """Let a letter go."""
    message = compose(letter, errand.delivery_id, tools.settings)
    try:
        kept = tools.post.send(message)
    except AddressRefused as refused:
        refused.address = (
            letter.to_email
        )  # as it is known here: on the way its domain may be written otherwise
        raise
    return Sent(letter.to_email, message["Subject"], letter.edition_id, kept, letter.written_at)


def note(session: Session, errand: Errand[Any], sent: Sent, now: datetime, tools: Tools) -> None:
    """Keep that it was sent, once. An address that a server refused has proven good."""
    identity = message_id(errand.delivery_id, tools.settings)
    if session.scalar(select(Mail.id).filter_by(message_id=identity)) is not None:
        return
    addresses.forgive(session, sent.recipient, how="refused")
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


def _act(errand: Errand[Any], letter: Letter, tools: Tools) -> Sent:
    wait_for_turn(letter, tools)
    return send(errand, letter, tools)
