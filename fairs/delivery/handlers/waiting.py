"""Mails to those who wait for a place."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fairs.delivery.handlers.mails import mail
from fairs.delivery.handlers.registrations import in_state
from fairs.delivery.letters import to_participant
from fairs.queries.waiting import rank

if TYPE_CHECKING:
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.events import OfferEnded, PlaceOffered, WaitingBegan


def _waiting(event: WaitingBegan, links: Addresses) -> Letter | None:
    person = in_state(event, links, "waitlisted")
    if person is None:
        return None
    return to_participant(
        "waiting",
        person,
        links.settings,
        links.now,
        link=links.personal(person),
        rank=rank(links.session, person),
        offer_hours=person.edition.offer_hours,
    )


def _place_offered(event: PlaceOffered, links: Addresses) -> Letter | None:
    """Only while it can still be taken."""
    person = in_state(event, links, "offered")
    until = datetime.fromisoformat(event.until)
    if person is None or person.offered_until != until or until <= links.now:
        return None
    return to_participant(
        "place_offered", person, links.settings, links.now, link=links.personal(person), until=until
    )


def _offer_ended(event: OfferEnded, links: Addresses) -> Letter | None:
    person = in_state(event, links, "withdrawn")
    if person is None:
        return None
    return to_participant(
        "offer_ended",
        person,
        links.settings,
        links.now,
        may_return=person.edition.registration_open(links.now),
    )


waiting = mail(_waiting)
place_offered = mail(_place_offered)
offer_ended = mail(_offer_ended)
