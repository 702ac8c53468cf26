"""Reminders, as long as they are of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.agenda.text import agenda_text
from fairs.delivery.handlers.mails import mail
from fairs.delivery.handlers.registrations import in_state
from fairs.delivery.letters import in_table, to_participant
from fairs.models import Interest, Schedule
from fairs.queries import agendas

if TYPE_CHECKING:
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.events import ReminderFellDue
    from fairs.models import Participant


def _reminder(event: ReminderFellDue, links: Addresses) -> Letter | None:
    person = in_state(event, links, "approved")
    if person is None:
        return None
    return _of_wishes(person, links) if event.reminder == "wishes_missing" else _of_fair(person, links)


def _of_wishes(person: Participant, links: Addresses) -> Letter | None:
    wished = links.session.scalar(select(Interest.id).filter_by(wisher_id=person.id).limit(1))
    if wished is not None or not person.edition.wishes_open(links.now):
        return None
    return to_participant(
        "reminder_wishes_missing", person, links.settings, links.now, link=links.personal(person)
    )


def _of_fair(person: Participant, links: Addresses) -> Letter | None:
    edition = person.edition
    if links.now >= edition.starts_at:
        return None
    published = links.session.scalar(select(Schedule).filter_by(edition_id=edition.id, state="published"))
    agenda = agendas.agenda_of(links.session, person, published, links.of_agenda())
    return to_participant(
        "reminder_two_days_before",
        person,
        links.settings,
        links.now,
        link=links.personal(person),
        agenda=agenda_text(agenda).strip() if agenda.held else "",
        **in_table(agenda),
    )


reminder = mail(_reminder)
