"""Somebody is registered by an organiser: on the telephone, at the desk, from a list on paper.

They prove the address by the button of the mail, as everybody does; whoever wrote them down approves them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.domain import registrations
from fairs.domain.mail_addresses import clean_email
from fairs.errors import Refused
from fairs.models import Invitation, Participant
from fairs.queries.colleagues import GONE

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.domain.registrations import Application
    from fairs.models import Edition


def write_down(session: Session, edition: Edition, application: Application, now: datetime) -> Participant:
    """Take in what somebody said, also after the end, and where others come by invitation alone.

    Written down again before the address is proven, the newest words count.
    """
    if edition.cancelled or now >= edition.ends_at:
        raise Refused("This edition is over or will not be held: nobody can be registered any more.")
    email = clean_email(application.email)
    there = select(Participant).filter_by(edition_id=edition.id, email=email)
    known = session.scalar(there)
    if known is not None and known.state not in GONE and known.state != "received":
        raise Refused("%(name)s is registered with this address already.", field="email", name=known.name)
    registrations.register(session, edition, application, now, _way_in(session, edition, application, now))
    session.flush()
    return session.scalars(there).one()


def _way_in(session: Session, edition: Edition, application: Application, now: datetime) -> Invitation:
    """An exception that is granted beforehand. It bears neither name nor address: they stand elsewhere."""
    invitation = Invitation(
        edition_id=edition.id,
        kind="exception",
        language=application.language,
        filled_in={},
        created_at=now,
        granted_at=now,
        expires_at=edition.ends_at,
    )
    session.add(invitation)
    session.flush()
    return invitation
