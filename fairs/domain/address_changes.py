"""Another address: whoever reads mails there proves it; then it replaces the former one everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.domain import sign_ins, tokens
from fairs.domain.mail_addresses import clean_email
from fairs.errors import NotFound, Refused
from fairs.models import Account, AddressChange, Participant
from fairs.outbox import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models.account import Purpose

IN_OLD_MAILS: tuple[Purpose, ...] = ("personal", "confirm", "feed", "unsubscribe")


def ask(session: Session, former: str, wanted: str, language: str, now: datetime) -> AddressChange:
    """Mail a link to the new address. Nothing changes before its button is pressed."""
    clean = clean_email(wanted)
    if clean == former:
        raise Refused("This is the address that you have already.", field="email")
    change = AddressChange(former=former, wanted=clean, language=language, asked_at=now)
    session.add(change)
    session.flush()
    record(session, events.AddressChangeAsked(None, change.id), now)
    return change


def asked(session: Session, raw: str, now: datetime, *, held: bool = False) -> AddressChange:
    """The change that a link is for. Raises NotFound."""
    token = tokens.redeem(session, "address", raw, now, held=held)
    change = session.get(AddressChange, token.subject_id)
    if change is None or change.changed_at is not None:
        raise NotFound(sign_ins.UNKNOWN_LINK)
    return change


def prove(session: Session, raw: str, now: datetime) -> AddressChange:
    """The new address is proven. Links in mails that lie at the former one are dead from now on."""
    change = asked(session, raw, now, held=True)
    people = bearing(session, change.former)
    account = session.scalar(select(Account).filter_by(email=change.former))
    _object_to_two_of_one_address(session, change, people, account)
    change.changed_at = now
    tokens.revoke(session, "address", change.id, now)
    for person in people:
        person.email = change.wanted
        for purpose in IN_OLD_MAILS:
            tokens.revoke(session, purpose, person.id, now)
        record(session, events.ProfileChanged(person.edition_id, person.id), now)
    if account is not None:
        account.email = change.wanted
    sign_ins.end_all(session, change.former)
    record(session, events.AddressChanged(None, change.id), now)
    session.flush()
    return change


def bearing(session: Session, email: str) -> Sequence[Participant]:
    """Whoever is registered under an address, the newest registration first."""
    registered = select(Participant).where(Participant.email == email)
    return session.scalars(registered.order_by(Participant.registered_at.desc(), Participant.id)).all()


def _object_to_two_of_one_address(
    session: Session, change: AddressChange, people: Sequence[Participant], account: Account | None
) -> None:
    taken = {person.edition_id for person in bearing(session, change.wanted)}
    twice = any(person.edition_id in taken for person in people)
    other = session.scalar(select(Account.id).filter_by(email=change.wanted))
    if twice or (account is not None and other is not None):
        raise Refused(
            "This address is in use here already, beside %(former)s: the two cannot become one. "
            "Withdraw one of the two registrations first, or write to the organiser.",
            former=change.former,
        )
