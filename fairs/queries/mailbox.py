"""The site's own mailbox: the mails of an installation without a mail server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from fairs.errors import NotFound
from fairs.models import Delivery, DomainEvent, Mail
from fairs.queries.paging import page_of

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from fairs.models import Account
    from fairs.queries.paging import Page

TRIALS = 3
LOOKED_THROUGH = 30  # of everybody's


def newest(session: Session, recipient: str = "", number: int = 1) -> Page[Mail]:
    """Mails whose recipient's address holds these signs, the newest first, without their contents."""
    statement = select(Mail).order_by(Mail.sent_at.desc(), Mail.id).options(defer(Mail.raw))
    if recipient.strip():
        wanted = Mail.recipient.icontains(recipient.strip(), autoescape=True)
        statement = statement.where(wanted)
    page: Page[Mail] = page_of(session, statement, number)
    return page


def by_id(session: Session, mail_id: uuid.UUID) -> Mail:
    """A mail that the site kept. Raises NotFound."""
    mail = session.get(Mail, mail_id)
    if mail is None or mail.raw is None:
        raise NotFound("There is no such mail.")
    return mail


def trials(session: Session, account: Account) -> list[Delivery]:
    """The newest test mails that somebody asked for, with what became of them."""
    newest_first = (
        select(Delivery)
        .join(Delivery.event)
        .where(DomainEvent.kind == "TrialMailAsked", DomainEvent.edition_id.is_(None))
        .order_by(DomainEvent.seq.desc())
        .limit(LOOKED_THROUGH)
        .options(joinedload(Delivery.event))
    )
    own = [
        found
        for found in session.scalars(newest_first)
        if found.event.payload["account_id"] == str(account.id)
    ]
    return own[:TRIALS]
