"""The site's own mailbox: the mails of an installation without a mail server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from fairs.errors import NotFound
from fairs.models import Mail
from fairs.queries.paging import page_of

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from fairs.queries.paging import Page


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
