"""From a typed-in form to somebody who takes part, or does not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from fairs import events
from fairs.domain import places
from fairs.errors import Refused
from fairs.models import Answer, Organisation, Participant
from fairs.outbox import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.answer import Says
    from fairs.models.participant import State

NAME_LENGTH = 200
GUESTS_AT_MOST = 9


@dataclass(frozen=True)
class Reply:
    """What somebody answers to a meetup."""

    says: Says
    guests: int = 0


@dataclass(frozen=True)
class Application:
    """What somebody typed in to take part."""

    organisation: str
    name: str
    email: str
    language: str
    listed: bool
    email_shown: bool = False
    role: str = ""
    family: str = ""
    town: str = ""
    consent_wording: str = ""
    reply: Reply | None = None  # to a meetup


def clean_email(written: str) -> str:
    """The address in the form in which addresses are compared. Raises Refused."""
    try:
        return validate_email(written.strip(), check_deliverability=False).normalized.casefold()
    except EmailNotValidError as fault:
        raise Refused(
            "This does not look like an e-mail address: check it for a missing or superfluous sign.",
            field="email",
        ) from fault


def register(session: Session, edition: Edition, application: Application, now: datetime) -> None:
    """Take a registration in. Whether the address was known is told to that address alone."""
    if not edition.registration_open(now):
        raise Refused("Registration for this edition is closed. What you typed is kept on this page.")
    email = clean_email(application.email)
    known = session.scalar(select(Participant).filter_by(edition_id=edition.id, email=email))
    if known is not None and known.state not in {"withdrawn", "received"}:
        record(session, events.RegistrationRepeated(edition.id, known.id), now)
        return
    participant = known or Participant(
        edition_id=edition.id, email=email, organisation=Organisation(created_at=now)
    )
    _write(participant, application, now)
    try:
        with session.begin_nested():
            session.add(participant)
            session.flush()
            _answer(session, participant, application.reply, now)
    except IntegrityError:  # the same form, sent twice at once: the other one was first
        return
    record(session, events.RegistrationReceived(edition.id, participant.id), now)


def _write(participant: Participant, application: Application, now: datetime) -> None:
    """The newest form counts while nobody has proven the address."""
    organisation = participant.organisation
    organisation.name = application.organisation.strip()[:NAME_LENGTH]
    organisation.family = application.family
    organisation.town = application.town.strip()
    participant.name = application.name.strip()[:NAME_LENGTH]
    participant.role = application.role.strip()
    participant.language = application.language
    participant.listed = application.listed
    participant.email_shown = application.email_shown
    participant.consent_wording = application.consent_wording if application.listed else ""
    participant.state = "received"
    participant.registered_at = now
    participant.confirmed_at = participant.approved_at = participant.left_at = None


def _answer(session: Session, participant: Participant, reply: Reply | None, now: datetime) -> None:
    """Keep what was answered; places are taken once the address is proven."""
    if reply is None:
        return
    answer = session.get(Answer, participant.id) or Answer(participant_id=participant.id, places=0)
    answer.says, answer.answered_at = reply.says, now
    answer.guests = min(max(reply.guests, 0), GUESTS_AT_MOST) if reply.says != "no" else 0
    session.add(answer)


def confirm(session: Session, participant: Participant, now: datetime) -> None:
    """The address is proven. Pressing the button twice is no fault."""
    if held_state(session, participant) != "received":
        return
    participant.state = "confirmed"
    participant.confirmed_at = now
    record(session, events.RegistrationConfirmed(participant.edition_id, participant.id), now)
    answer = session.get(Answer, participant.id)
    if answer is not None and answer.says == "no":
        withdraw(session, participant, now)
    elif _finds_place(session, participant):
        _let_in(session, participant, now)


def _finds_place(session: Session, participant: Participant) -> bool:
    """Whether the edition lets this person in by itself, and there is room."""
    edition = participant.edition
    return edition.approves_itself and not edition.cancelled and places.take(session, participant)


def come_back(session: Session, participant: Participant, now: datetime) -> None:
    """Somebody who had said no comes after all, if there is still a place; otherwise they wait for one."""
    if held_state(session, participant) not in {"withdrawn", "confirmed"}:
        return
    participant.state, participant.left_at = "confirmed", None
    if _finds_place(session, participant):
        _let_in(session, participant, now)
    else:
        record(session, events.RegistrationConfirmed(participant.edition_id, participant.id), now)


def approve(session: Session, participant: Participant, now: datetime) -> None:
    """Let somebody in."""
    state = held_state(session, participant)
    if state == "approved":
        return
    if state not in {"confirmed", "declined"}:
        raise Refused("%(name)s cannot be approved yet: the address is not confirmed.", name=participant.name)
    if participant.edition.cancelled:
        raise Refused("This edition is cancelled: nobody can be let in any more.")
    if not places.take(session, participant):
        raise Refused(
            "Every place is taken, of %(capacity)d in all. "
            "To let %(name)s in, raise their number in the settings.",
            capacity=participant.edition.capacity,
            name=participant.name,
        )
    _let_in(session, participant, now)


def approve_in_turn(session: Session, waiting: Iterable[Participant], now: datetime) -> int:
    """Let in as many as there are places; returns how many."""
    approved = 0
    for participant in sorted(waiting, key=lambda one: one.confirmed_at or one.registered_at):
        if participant.edition.full:
            break
        with suppress(Refused):  # somebody with more guests than there are places: others may still fit
            approve(session, participant, now)
            approved += 1
    return approved


def _let_in(session: Session, participant: Participant, now: datetime) -> None:
    """For somebody whose place is taken already."""
    participant.state = "approved"
    participant.approved_at = now
    participant.left_at = None
    record(session, events.RegistrationApproved(participant.edition_id, participant.id), now)


def decline(session: Session, participant: Participant, words: str, now: datetime) -> None:
    """Do not let somebody in; the words are for that person."""
    if held_state(session, participant) not in {"received", "confirmed"}:
        raise Refused(
            "%(name)s already takes part; withdraw the registration instead.", name=participant.name
        )
    participant.state = "declined"
    participant.left_at = now
    record(session, events.RegistrationDeclined(participant.edition_id, participant.id, words.strip()), now)


def withdraw(session: Session, participant: Participant, now: datetime) -> None:
    """Somebody will not come. The grid is repaired by what follows from the event."""
    if held_state(session, participant) in {"withdrawn", "declined"}:
        return
    took_part = participant.takes_part
    if took_part:
        places.give_back(session, participant)
    participant.state = "withdrawn"
    participant.left_at = now
    record(session, events.ParticipantWithdrew(participant.edition_id, participant.id, took_part), now)


def held_state(session: Session, participant: Participant) -> State:
    """Where somebody stands, held until this transaction ends: a button pressed twice at once acts once."""
    session.flush()  # refreshing throws away what was not written yet
    session.refresh(participant, ["state"], with_for_update=True)
    return participant.state


def ask_personal_link(session: Session, edition: Edition, email: str, now: datetime) -> None:
    """Mail the personal link again; the answer is the same whether the address is known or not."""
    participant = session.scalar(
        select(Participant).filter_by(edition_id=edition.id, email=clean_email(email))
    )
    if participant is None:
        return
    if participant.state == "received":
        record(session, events.RegistrationReceived(edition.id, participant.id), now)
    elif participant.state in {"confirmed", "approved"}:
        record(session, events.PersonalLinkAsked(edition.id, participant.id), now)
