"""A participant brings a colleague along: of the same organisation, with a place of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from fairs import events, texts
from fairs.domain import consents
from fairs.domain.disposable import object_to_disposable
from fairs.domain.mail_addresses import clean_email
from fairs.domain.registrations import INSIDE, NAME_LENGTH
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import Participant
from fairs.outbox import record
from fairs.queries import colleagues as reads

if TYPE_CHECKING:
    from datetime import datetime

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

    Whether the address was known is told to that address alone.
    """
    edition = participant.edition
    take_up(session, edition)
    if participant.state not in INSIDE:
        raise Refused("Only who is registered can bring a colleague along.")
    if not edition.registration_open(now):
        raise Refused("Registration for this edition is closed. Write to the organiser about a colleague.")
    email = object_to(edition, colleague)
    known = session.scalar(select(Participant).filter_by(edition_id=edition.id, email=email))
    if known is not None and known.state not in reads.GONE:
        if known.id == participant.id:
            raise Refused("This is your own address: your colleague needs another one.", field="email")
        record(session, events.RegistrationRepeated(edition.id, known.id), now)
        return
    if len(reads.of(session, participant)) >= AT_MOST - 1:
        raise Refused("An organisation can send %(most)d people at most.", most=AT_MOST)
    newcomer = known or Participant(edition_id=edition.id, email=email)
    _register(newcomer, participant, colleague, now)
    try:
        with session.begin_nested():
            session.add(newcomer)
    except IntegrityError:  # the same form, sent twice at once: the other one was first
        return
    consents.note(session, newcomer, now)
    record(session, events.ColleagueBrought(edition.id, newcomer.id, participant.id), now)


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
