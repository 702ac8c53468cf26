"""Mails to colleagues: who was brought along, who may have somebody's place or wishes, and who had it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fairs.agenda import ics
from fairs.delivery.handlers.mails import mail
from fairs.delivery.handlers.registrations import in_state
from fairs.delivery.letters import in_words, to_participant
from fairs.delivery.mail import Invitation
from fairs.domain import substitutes
from fairs.models import Handover, Participant, Schedule, Substitute
from fairs.queries import schedules
from fairs.queries.agendas import Links, agenda_of

if TYPE_CHECKING:
    import uuid

    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.events import (
        ColleagueBrought,
        PlaceHandedOver,
        SubstituteNamed,
        SubstituteReminded,
        WishesPassedOn,
    )


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


def _asked(event: SubstituteNamed, links: Addresses) -> Letter | None:
    """To the new person; who stands in the edition already reads that nothing changes."""
    substitute = _awaited(event.substitute_id, links)
    if substitute is None:
        return None
    if substitutes.is_needless(links.session, substitute):
        return _to_substitute("place_not_needed", substitute, links)
    return _to_substitute("place_taken_over", substitute, links, **_offer(substitute, links))


def _asked_again(event: SubstituteReminded, links: Addresses) -> Letter | None:
    substitute = _awaited(event.substitute_id, links)
    if substitute is None or substitutes.is_needless(links.session, substitute):
        return None
    return _to_substitute("substitute_reminded", substitute, links, **_offer(substitute, links))


def _awaited(substitute_id: uuid.UUID, links: Addresses) -> Substitute | None:
    """As long as the place can be taken."""
    found = links.session.get(Substitute, substitute_id)
    return found if found is not None and substitutes.is_open(found, links.now) else None


def _offer(substitute: Substitute, links: Addresses) -> dict[str, object]:
    person = substitute.participant
    published = schedules.published(links.session, person.edition) if person.takes_part else None
    return {
        "link": links.substitute(substitute),
        "until": substitute.ends_at,
        "had_meetings": published is not None,
    }


def _to_substitute(template: str, substitute: Substitute, links: Addresses, **values: object) -> Letter:
    person = substitute.participant
    organisation = person.organisation.name
    letter = to_participant(
        template, person, links.settings, links.now, former=person.name, organisation=organisation, **values
    )
    fair = in_words(person.edition, substitute.language, links.settings)
    return replace(
        letter,
        language=substitute.language,
        to_name=substitute.name,
        to_email=substitute.email,
        values=letter.values | {"person": substitute.name, "fair": fair},
    )


def _inherits(event: WishesPassedOn, links: Addresses) -> Letter | None:
    """To the colleague who has the wishes now, and the meetings if a grid is out."""
    person, former = in_state(event, links, "approved"), links.session.get(Participant, event.from_id)
    if person is None or former is None:
        return None
    published = schedules.published(links.session, person.edition)
    return to_participant(
        "wishes_inherited",
        person,
        links.settings,
        links.now,
        link=links.personal(person),
        former=former.name,
        had_meetings=published is not None,
        choosing=person.edition.wishes_open(links.now),
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
asked = mail(_asked)
asked_again = mail(_asked_again)
inherits = mail(_inherits)
had_place = mail(_had_place)
