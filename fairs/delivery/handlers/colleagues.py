"""Mails to colleagues: who was brought along, who has somebody's place, and who had it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fairs.agenda import ics
from fairs.delivery.handlers.mails import mail
from fairs.delivery.handlers.registrations import in_state
from fairs.delivery.letters import in_words, to_participant
from fairs.delivery.mail import Invitation
from fairs.domain import handing_over
from fairs.domain.registrations import INSIDE
from fairs.models import Handover, Participant, Schedule
from fairs.queries.agendas import Links, agenda_of

if TYPE_CHECKING:
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.events import ColleagueBrought, PlaceHandedOver


def _brought(event: ColleagueBrought, links: Addresses) -> Letter | None:
    person = in_state(event, links, "received")
    by = links.session.get(Participant, event.by_id)
    if person is None or by is None:
        return None
    return to_participant(
        "colleague_brought",
        person,
        links.settings,
        links.now,
        link=links.confirm(person),
        by=by.name,
        organisation=person.organisation.name,
    )


def _has_place(event: PlaceHandedOver, links: Addresses) -> Letter | None:
    """To the new person, as long as the place has not passed on again."""
    person = in_state(event, links, *INSIDE)
    handover = handing_over.newest(links.session, person) if person is not None else None
    if person is None or handover is None or handover.id != event.handover_id:
        return None
    return to_participant(
        "place_taken_over",
        person,
        links.settings,
        links.now,
        link=links.confirm(person),
        former=handover.name,
        organisation=person.organisation.name,
        had_meetings=handover.schedule_id is not None,
    )


def _had_place(event: PlaceHandedOver, links: Addresses) -> Letter | None:
    """To the former one, with what calendars need to strike the meetings."""
    handover = links.session.get(Handover, event.handover_id)
    if handover is None:
        return None
    person = handover.participant
    cancelled = _cancelled(handover, links)
    letter = to_participant(
        "place_handed_over",
        person,
        links.settings,
        links.now,
        successor=person.name,
        had_meetings=bool(cancelled),
    )
    words = {"person": handover.name, "fair": in_words(person.edition, handover.language, links.settings)}
    return replace(
        letter,
        language=handover.language,
        to_name=handover.name,
        to_email=handover.email,
        values=letter.values | words,
        invitations=cancelled,
    )


def _cancelled(handover: Handover, links: Addresses) -> tuple[Invitation, ...]:
    """What the former person's calendar holds of it. The new one's links are none of theirs."""
    schedule = links.session.get(Schedule, handover.schedule_id) if handover.schedule_id else None
    if schedule is None:
        return ()
    nobodys = Links(lambda _person: "", lambda _person: "", links.settings.calendar_domain)
    agenda = replace(
        agenda_of(links.session, handover.participant, schedule, nobodys),
        person=handover.name,
        email=handover.email,
        language=handover.language,
    )
    at = handover.handed_over_at
    struck = [
        replace(entry, sequence=entry.sequence + 1, changed_at=at)
        for entry in agenda.held
        if entry.end_at > at
    ]
    return (Invitation("CANCEL", ics.cancel(agenda, struck)),) if struck else ()


brought = mail(_brought)
has_place = mail(_has_place)
had_place = mail(_had_place)
