"""Mails on the way from a typed-in form to somebody who takes part, or does not.

Each asks first whether what it would say is still so: between event and mail, people change their minds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from fairs.delivery.handlers.answers import answer_kept, invited
from fairs.delivery.handlers.mails import mail
from fairs.delivery.letters import to_participant
from fairs.domain.registrations import INSIDE
from fairs.models import Participant
from fairs.queries.replies import says_no

if TYPE_CHECKING:
    import uuid

    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.events import (
        AddressCorrected,
        MoveAnnounced,
        ParticipantWithdrew,
        PersonalLinkAsked,
        PersonalLinkReplaced,
        RegistrationApproved,
        RegistrationConfirmed,
        RegistrationDeclined,
        RegistrationReceived,
        RegistrationRepeated,
    )
    from fairs.models.participant import State


class AboutSomebody(Protocol):
    """An event that names a participant."""

    @property
    def participant_id(self) -> uuid.UUID:
        """Who it is about."""


def _confirm_address(event: RegistrationReceived, links: Addresses) -> Letter | None:
    person = in_state(event, links, "received")
    if person is None:
        return None
    return to_participant("confirm_address", person, links.settings, links.now, link=links.confirm(person))


def _already_registered(event: RegistrationRepeated, links: Addresses) -> Letter | None:
    person = in_state(event, links, "received", *INSIDE, "declined")
    if person is None:
        return None
    link = links.confirm(person) if person.state == "received" else links.personal(person)
    return to_participant(
        "already_registered", person, links.settings, links.now, link=link, state=person.state
    )


def _awaiting_approval(event: RegistrationConfirmed, links: Addresses) -> Letter | None:
    """Only while somebody waits: who is approved at once gets that mail, and no other."""
    person = in_state(event, links, "confirmed")
    if person is None:
        return None
    return to_participant(
        "awaiting_approval",
        person,
        links.settings,
        links.now,
        link=links.personal(person),
        full=person.edition.full,
    )


def _approved(event: RegistrationApproved, links: Addresses) -> Letter | None:
    person = in_state(event, links, "approved")
    if person is None:
        return None
    if (kept := answer_kept(person, links)) is not None:
        return kept
    return to_participant(
        "approved",
        person,
        links.settings,
        links.now,
        link=links.personal(person),
        wishes_open=person.edition.wishes_open(links.now),
    )


def _declined(event: RegistrationDeclined, links: Addresses) -> Letter | None:
    person = in_state(event, links, "declined")
    if person is None:
        return None
    return to_participant("declined", person, links.settings, links.now, words=event.words)


def _withdrawn(event: ParticipantWithdrew, links: Addresses) -> Letter | None:
    person = in_state(event, links, "withdrawn")
    if person is None:
        return None
    if says_no(links.session, person):
        return answer_kept(person, links)
    return to_participant(
        "withdrawn",
        person,
        links.settings,
        links.now,
        had_meetings=event.takes_effect and person.edition.published_at is not None,
        may_return=person.edition.registration_open(links.now),
    )


def _edition_moved(event: MoveAnnounced, links: Addresses) -> Letter | None:
    """When and where it is now, whatever it was when this was recorded."""
    person = in_state(event, links, *INSIDE)
    if person is None or person.edition.cancelled:
        return None
    letter = to_participant(
        "edition_moved",
        person,
        links.settings,
        links.now,
        link=links.personal(person),
        started_at=datetime.fromisoformat(event.started_at),
        ended_at=datetime.fromisoformat(event.ended_at),
        had_meetings=person.edition.published_at is not None,
    )
    return replace(letter, invitations=invited(person, links))


def _personal_link(event: PersonalLinkAsked, links: Addresses) -> Letter | None:
    person = in_state(event, links, *INSIDE)
    if person is None:
        return None
    return to_participant("personal_link", person, links.settings, links.now, link=links.personal(person))


def _address_corrected(event: AddressCorrected, links: Addresses) -> Letter | None:
    """The way in, to the address that is right: first of all it wants to be proven, where none was."""
    person = in_state(event, links, "received", "confirmed", "waitlisted", "approved")
    if person is None:
        return None
    template = "confirm_address" if person.state == "received" else "personal_link"
    link = links.confirm(person) if person.state == "received" else links.personal(person)
    return to_participant(template, person, links.settings, links.now, link=link)


def _new_personal_link(event: PersonalLinkReplaced, links: Addresses) -> Letter | None:
    person = in_state(event, links, *INSIDE)
    if person is None:
        return None
    return to_participant(
        "personal_link_replaced", person, links.settings, links.now, link=links.personal(person)
    )


def in_state(event: AboutSomebody, links: Addresses, *states: State) -> Participant | None:
    """The participant an event is about, as long as what is to be said still fits."""
    person = links.session.get(Participant, event.participant_id)
    return person if person is not None and person.state in states else None


confirm_address = mail(_confirm_address, asked_for=True)
already_registered = mail(_already_registered, asked_for=True)
awaiting_approval = mail(_awaiting_approval)
approved = mail(_approved)
declined = mail(_declined)
withdrawn = mail(_withdrawn)
edition_moved = mail(_edition_moved)
personal_link = mail(_personal_link, asked_for=True)
address_corrected = mail(_address_corrected, asked_for=True)
new_personal_link = mail(_new_personal_link, asked_for=True)
