"""From a typed-in form to somebody who takes part, or does not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from fairs import events
from fairs.agenda.characters import one_line
from fairs.domain import answers, consents, invitations, places, reinviting, tokens, waiting
from fairs.domain.disposable import object_to_disposable
from fairs.domain.mail_addresses import clean_email
from fairs.domain.siret import clean_siret
from fairs.domain.submissions import first_time
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import Intention, Organisation, Participant
from fairs.outbox import record
from fairs.queries import colleagues, families, questions

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Family, Invitation
    from fairs.models.account import Purpose
    from fairs.models.intention import Says
    from fairs.models.participant import State

NAME_LENGTH = 200
GUESTS_AT_MOST = 9
INSIDE: frozenset[State] = frozenset({"confirmed", "waitlisted", "offered", "approved"})
"""Those who have pages of their own: the address is proven, and they have not left."""
REACHED_BY_LINK: tuple[Purpose, ...] = ("personal", "feed")


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
    family: str = ""  # slug of a family of the edition
    town: str = ""
    legal_form: str = ""
    siret: str = ""
    consent_wording: str = ""
    answers: Mapping[uuid.UUID, answers.Given] = field(default_factory=dict)  # by question
    form_key: str = ""  # of the form that was filled in; what bears the same twice is taken in once
    reply: Reply | None = None  # to a meetup


def register(
    session: Session,
    edition: Edition,
    application: Application,
    now: datetime,
    invitation: Invitation | None = None,
) -> None:
    """Take a registration in. Whether the address was known is told to that address alone.

    By an invitation one registers also where others cannot: after the end if it says so, and where nobody
    comes without one. Whose invitation was mailed to this very address has proven it.
    """
    email = clean_email(application.email)
    if not first_time(session, edition, application.form_key, application, now):
        return  # it may be late by now, and the invitation used up: by this very form
    if invitation is not None and not invitations.holds(invitation, now):
        invitation = None
    object_to_latecomers(edition, invitation, now)
    object_to_disposable(edition, email)
    known = session.scalar(select(Participant).filter_by(edition_id=edition.id, email=email))
    if known is not None and known.state not in {"withdrawn", "received"}:
        record(session, events.RegistrationRepeated(edition.id, known.id), now)
        return
    if invitation is not None and not invitations.use(session, invitation, now):
        raise Refused("All seats of this invitation are taken. What you typed is kept on this page.")
    if known is not None and colleagues.is_shared(session, known.organisation, known):
        known.organisation = Organisation(name="", created_at=now)  # nobody unproven writes on that of others
    participant = known or Participant(
        edition_id=edition.id,
        email=email,
        organisation=reinviting.organisation_of(session, invitation, email, application.organisation)
        or Organisation(created_at=now),
    )
    participant.invitation = invitation
    _write(participant, application, families.by_slug(session, edition, application.family), now)
    try:
        with session.begin_nested():
            session.add(participant)
            session.flush()
            _keep(session, participant, application.reply, now)
    except IntegrityError:  # the same address, sent twice at once: the other one was first
        return
    answers.write(session, participant, questions.of_edition(session, edition), application.answers, now)
    consents.note(session, participant, now)
    if invitation is not None and invitation.email == email:
        participant.edition = edition
        confirm(session, participant, now)
    else:
        record(session, events.RegistrationReceived(edition.id, participant.id), now)


def object_to_latecomers(edition: Edition, invitation: Invitation | None, now: datetime) -> None:
    """Raises Refused where this edition takes nobody in at this time, or nobody without an invitation."""
    late = invitation is not None and invitation.kind == "exception" and now < edition.ends_at
    late = late and not edition.cancelled
    if not edition.registration_open(now) and not late:
        raise Refused("Registration for this edition is closed. What you typed is kept on this page.")
    if edition.invitation_only and invitation is None:
        raise Refused("Only those who are invited can register. What you typed is kept on this page.")


def _write(participant: Participant, application: Application, family: Family | None, now: datetime) -> None:
    """The newest form counts while nobody has proven the address."""
    organisation = participant.organisation
    organisation.name = one_line(application.organisation or application.name)[:NAME_LENGTH]
    organisation.family = family.kind if family else ""
    organisation.legal_form = one_line(application.legal_form)
    organisation.siret = clean_siret(application.siret)
    organisation.town = one_line(application.town)
    participant.family = family
    participant.name = one_line(application.name)[:NAME_LENGTH]
    participant.role = one_line(application.role)
    participant.language = application.language
    participant.listed = application.listed
    participant.email_shown = application.email_shown
    participant.consent_wording = application.consent_wording if application.listed else ""
    participant.state = "received"
    participant.registered_at = now
    participant.confirmed_at = participant.approved_at = participant.left_at = None


def _keep(session: Session, participant: Participant, reply: Reply | None, now: datetime) -> None:
    """What was answered to a meetup; places are taken once the address is proven."""
    if reply is None:
        return
    kept = session.get(Intention, participant.id) or Intention(participant_id=participant.id, places=0)
    kept.says, kept.answered_at = reply.says, now
    kept.guests = min(max(reply.guests, 0), GUESTS_AT_MOST) if reply.says != "no" else 0
    session.add(kept)


def confirm(session: Session, participant: Participant, now: datetime) -> None:
    """The address is proven. Pressing the button twice is no fault."""
    if held_state(session, participant) != "received":
        return
    participant.state = "confirmed"
    participant.confirmed_at = now
    record(session, events.RegistrationConfirmed(participant.edition_id, participant.id), now)
    intention = session.get(Intention, participant.id)
    if intention is not None and intention.says == "no":
        withdraw(session, participant, now)
    elif approves_itself(participant):
        waiting.join(session, participant, now)


def approves_itself(participant: Participant) -> bool:
    """Whether no organiser need approve: by the invitation, the rule of the family, or the edition's."""
    if participant.edition.cancelled:
        return False
    if participant.invitation is not None and participant.invitation.approves:
        return True
    family = participant.family
    if family is not None and family.approves_itself is not None:
        return family.approves_itself
    return participant.edition.approves_itself


def come_back(session: Session, participant: Participant, now: datetime) -> None:
    """Somebody who had said no comes after all: with a place if there is one, or onto the waiting list."""
    if held_state(session, participant) not in {"withdrawn", "confirmed"}:
        return
    participant.state, participant.left_at = "confirmed", None
    if approves_itself(participant):
        waiting.join(session, participant, now)
    if participant.state == "confirmed":
        record(session, events.RegistrationConfirmed(participant.edition_id, participant.id), now)


def approve(session: Session, participant: Participant, now: datetime) -> None:
    """Let somebody in: with a place if there is one, and onto the waiting list if there is none."""
    state = held_state(session, participant)
    if state in {"approved", "offered", "waitlisted"}:
        return
    if state not in {"confirmed", "declined"}:
        raise Refused("%(name)s cannot be approved yet: the address is not confirmed.", name=participant.name)
    _object_to_cancelled(participant)
    waiting.join(session, participant, now)
    if participant.state not in INSIDE - {"confirmed"}:
        raise Refused(
            "Every place is taken. To let %(name)s in, raise the number of places, or that of the family.",
            name=participant.name,
        )


def approve_in_turn(session: Session, people: Iterable[Participant], now: datetime) -> int:
    """Let in those who came first, as long as there is a place or a list to wait on; returns how many."""
    approved = 0
    for participant in sorted(people, key=lambda one: one.confirmed_at or one.registered_at):
        with suppress(Refused):  # no place is left for this one; another family may have some
            approve(session, participant, now)
            approved += 1
    return approved


def give_place(session: Session, participant: Participant, now: datetime) -> None:
    """Let somebody who waits in before all others. Raises Refused where there is no place at all."""
    if held_state(session, participant) != "waitlisted":
        raise Refused("%(name)s does not wait for a place.", name=participant.name)
    _object_to_cancelled(participant)
    if not places.take(session, participant):
        raise Refused(
            "There is no place for %(name)s: raise the number of places, or that of the family.",
            name=participant.name,
        )
    waiting.let_in(session, participant, now)


def _object_to_cancelled(participant: Participant) -> None:
    if participant.edition.cancelled:
        raise Refused("This edition is cancelled: nobody can be let in any more.")


def decline(session: Session, participant: Participant, words: str, now: datetime) -> None:
    """Do not let somebody in; the words are for that person."""
    if held_state(session, participant) not in {"received", "confirmed", "waitlisted"}:
        raise Refused(
            "%(name)s already takes part; withdraw the registration instead.", name=participant.name
        )
    participant.state = "declined"
    participant.left_at, participant.waitlisted_at = now, None
    record(session, events.RegistrationDeclined(participant.edition_id, participant.id, words.strip()), now)


def withdraw(session: Session, participant: Participant, now: datetime) -> None:
    """Somebody will not come. The grid is repaired by what follows from the event."""
    if held_state(session, participant) in {"withdrawn", "declined", "erased"}:
        return
    took_part = participant.takes_part
    waiting.leave(session, participant, now)
    record(session, events.ParticipantWithdrew(participant.edition_id, participant.id, took_part), now)
    waiting.fill(session, participant.edition, now)


def held_state(session: Session, participant: Participant) -> State:
    """Where somebody stands, held until this transaction ends: a button pressed twice at once acts once.

    The edition is held first, as everywhere: what somebody leaves goes to others of it.
    """
    take_up(session, participant.edition)
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
    elif participant.state in INSIDE:
        record(session, events.PersonalLinkAsked(edition.id, participant.id), now)


def replace_personal_link(session: Session, participant: Participant, now: datetime) -> None:
    """The link got into wrong hands: it dies at once, on every device; the new one comes by mail alone.

    Whoever had it could read where the calendar is; so its address changes as well.
    """
    if participant.state not in INSIDE:
        raise Refused("%(name)s has no personal link: there is nothing to replace.", name=participant.name)
    for purpose in REACHED_BY_LINK:
        tokens.revoke(session, purpose, participant.id, now)
    record(session, events.PersonalLinkReplaced(participant.edition_id, participant.id), now)
