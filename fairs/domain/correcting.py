"""A wrong address of somebody who is registered, put right by the organiser. Wishes and meetings stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from fairs import events
from fairs.domain import addresses, tokens
from fairs.domain.mail_addresses import clean_email
from fairs.domain.registrations import INSIDE
from fairs.errors import Refused
from fairs.models import Participant
from fairs.models.account import Purpose
from fairs.outbox import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def correct_address(session: Session, participant: Participant, written: str, now: datetime) -> None:
    """Write to another address from now on, first with the personal link. Nobody enters by the former ones.

    A mail that came back went nowhere; but one to a wrong address may have reached a stranger.
    """
    email, former = clean_email(written), participant.email
    if participant.state not in {"received", *INSIDE}:
        raise Refused("%(name)s has left this edition and is not written to.", name=participant.name)
    if email == former:
        raise Refused("This is the address that is known already.", field="email")
    try:
        with session.begin_nested():
            participant.email = email
    except IntegrityError:
        raise Refused("Somebody else is registered with this address.", field="email") from None
    for purpose in get_args(Purpose):
        tokens.revoke(session, purpose, participant.id, now)
    addresses.forgive(session, email)
    if not session.scalar(select(exists().where(Participant.email == former))):
        addresses.forgive(session, former)  # nobody is written to there any more
    record(session, events.AddressCorrected(participant.edition_id, participant.id), now)
