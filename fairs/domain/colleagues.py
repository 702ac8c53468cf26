"""A participant brings a colleague along: of the same organisation, with a place of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from fairs import events, texts
from fairs.domain import consents
from fairs.domain.disposable import object_to_disposable
from fairs.domain.mail_addresses import clean_email
from fairs.domain.registrations import INSIDE, NAME_LENGTH
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import ColleagueAsked, Participant
from fairs.outbox import record
from fairs.queries import colleagues as reads

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from fairs.models import Edition

AT_MOST = 10  # of one organisation in one edition


@dataclass(frozen=True)
class Colleague:
    """Who comes along, or instead."""

    name: str
    email: str
    role: str = ""
    language: str = "fr"


def bring(session: Session, participant: Participant, colleague: Colleague, now: datetime) -> None:
    """Register a colleague, who proves the address and then gets, or waits for, a place as everybody does.

    Whether the address was known is told to that address alone: here a mail has left, and is waited for.
    """
    edition = participant.edition
    take_up(session, edition)
    if participant.state not in INSIDE:
        raise Refused("Only who is registered can bring a colleague along.")
    if not edition.registration_open(now):
        raise Refused("Registration for this edition is closed. Write to the organiser about a colleague.")
    email = object_to(edition, colleague)
    if email == participant.email:
        raise Refused("This is your own address: your colleague needs another one.", field="email")
    asked = _asked(session, participant, email)
    if asked not in session and reads.how_many(session, participant, now) >= AT_MOST - 1:
        raise Refused("An organisation can send %(most)d people at most.", most=AT_MOST)
    asked.name, asked.asked_at = colleague.name.strip()[:NAME_LENGTH], now
    known = session.scalar(select(Participant).filter_by(edition_id=edition.id, email=email))
    if known is not None and known.state not in reads.GONE:
        session.add(asked)
        record(session, events.RegistrationRepeated(edition.id, known.id), now)
        return
    newcomer = known or Participant(edition_id=edition.id, email=email)
    _register(newcomer, participant, colleague, now)
    try:
        with session.begin_nested():
            session.add(newcomer)
            session.flush()
            asked.newcomer_id = newcomer.id
            session.add(asked)
    except IntegrityError:  # the same form, sent twice at once: the other one was first
        return
    consents.note(session, newcomer, now)
    record(session, events.ColleagueBrought(edition.id, newcomer.id, participant.id), now)


def _asked(session: Session, participant: Participant, email: str) -> ColleagueAsked:
    """What is told of this address, whatever is known of it."""
    of = {"edition_id": participant.edition_id, "organisation_id": participant.organisation_id}
    found = session.scalar(select(ColleagueAsked).filter_by(email=email, **of))
    return found or ColleagueAsked(email=email, **of)


def object_to(edition: Edition, colleague: Colleague) -> str:
    """The address, in the form in which addresses are compared. Raises Refused at the field to mend."""
    if not colleague.name.strip():
        raise Refused("Say who will come: a name is missing.", field="name")
    if colleague.language not in texts.LOCALES:
        raise Refused("Choose a language.", field="language")
    email = clean_email(colleague.email)
    object_to_disposable(edition, email)
    return email


def _register(newcomer: Participant, by: Participant, colleague: Colleague, now: datetime) -> None:
    """What the organisation agreed to holds for everybody; to show an address, each agrees for themselves."""
    newcomer.organisation, newcomer.family = by.organisation, by.family
    newcomer.guest_of_id = by.id
    newcomer.name = colleague.name.strip()[:NAME_LENGTH]
    newcomer.role, newcomer.language = colleague.role.strip()[:NAME_LENGTH], colleague.language
    newcomer.listed, newcomer.consent_wording = by.listed, by.consent_wording
    newcomer.email_shown = False
    newcomer.state, newcomer.registered_at = "received", now
    newcomer.invitation = None
    newcomer.confirmed_at = newcomer.approved_at = newcomer.left_at = None


def holds_old(session: Session, now: datetime) -> bool:
    """Whether there is anything to forget."""
    return session.scalar(select(ColleagueAsked.id).where(_is_old(now)).limit(1)) is not None


def forget_old(session: Session, now: datetime) -> int:
    """Whom somebody asked, and who did not answer while the link worked, goes; returns how many."""
    return len(session.scalars(delete(ColleagueAsked).where(_is_old(now)).returning(ColleagueAsked.id)).all())


def _is_old(now: datetime) -> ColumnElement[bool]:
    return ColleagueAsked.asked_at <= now - reads.ASKED_FOR
