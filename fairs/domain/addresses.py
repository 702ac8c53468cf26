"""Addresses that take no mail: they are marked when a mail system says so, and freed when a person does."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import defer

from fairs import events
from fairs.models import DeadAddress, Delivery, Mail
from fairs.outbox import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models.address import Refusal

WORDS_KEPT = 500  # signs; some servers tell whole stories


def mark(session: Session, email: str, how: Refusal, said: str, now: datetime) -> bool:
    """Remember that an address takes no mail; returns whether that is news."""
    if session.get(DeadAddress, email.lower()) is not None:
        return False
    with suppress(IntegrityError), session.begin_nested():  # somebody else learnt it at the same time
        session.add(DeadAddress(email=email.lower(), how=how, said=said[:WORDS_KEPT], since=now))
        return True
    return False


def forgive(session: Session, email: str, how: Refusal | None = None) -> None:
    """Forget it: a person says that the address is good, or a mail was taken there (`how` it was dead)."""
    forgotten = delete(DeadAddress).where(DeadAddress.email == email.lower())
    session.execute(forgotten if how is None else forgotten.where(DeadAddress.how == how))


def came_back(
    session: Session, message_id: str, said: str, now: datetime, *, dead: Mapping[str, str]
) -> bool | None:
    """A mail of ours came back; returns whether that is news, or None where no such mail left here.

    Who wrote the report is unknown: it counts only if it names a mail that left here. `dead` are the
    addresses that it calls dead, and what was said of them: only the one to which the mail went is marked.
    Another one is where that one forwards to, and it may forward to more than one.
    """
    mail = _mail(session, message_id)
    if mail is None:
        return None
    news = update(Mail).where(Mail.id == mail.id, Mail.bounced_at.is_(None)).values(bounced_at=now)
    if session.scalar(news.returning(Mail.id)) is None:
        return False
    for email, why in dead.items():
        if _written_alike(email) == _written_alike(mail.recipient):
            mark(session, mail.recipient, "bounced", why, now)
    delivery = session.get(Delivery, mail.delivery_id) if mail.delivery_id else None
    subject = delivery.event.subject_id if delivery else None
    record(session, events.MailBounced(mail.edition_id, mail.id, subject, said[:WORDS_KEPT]), now)
    return True


def left_here(session: Session, message_id: str) -> bool:
    """Whether a mail of ours has this identity."""
    return _mail(session, message_id) is not None


def _mail(session: Session, message_id: str) -> Mail | None:
    return session.scalar(select(Mail).where(Mail.message_id == message_id).options(defer(Mail.raw)))


def _written_alike(email: str) -> str:
    """Domains of other scripts have two ways to be written."""
    local, _, domain = email.lower().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}"
