"""Reminders, as long as they are of use: a mail that waited too long is not sent any more."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from fairs.agenda.text import agenda_text
from fairs.delivery.handlers.mails import dispensable, mail
from fairs.delivery.handlers.registrations import in_state
from fairs.delivery.letters import in_table, to_participant
from fairs.domain import reminders
from fairs.models import Interest, Schedule
from fairs.queries import agendas

if TYPE_CHECKING:
    from collections.abc import Callable

    from fairs.agenda.values import Agenda
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.domain.reminders import Span
    from fairs.events import MeetingDrewNear, ReminderFellDue
    from fairs.models import Participant
    from fairs.models.participant import State


def _reminder(event: ReminderFellDue, links: Addresses) -> Letter | None:
    state: State = "received" if event.reminder == "registration_unfinished" else "approved"
    person = in_state(event, links, state)
    if person is None or person.edition.cancelled or not reminders.wanted(person):
        return None
    useful, write = LETTERS[event.reminder]
    span = useful(person)
    letter = write(person, links) if span is not None and span.holds(links.now) else None
    return dispensable(letter, person, links) if letter is not None else None


def _of_registration(person: Participant, links: Addresses) -> Letter | None:
    return to_participant(
        "reminder_registration_unfinished",
        person,
        links.settings,
        links.now,
        link=links.confirm(person),
    )


def _of_wishes(person: Participant, links: Addresses) -> Letter | None:
    wished = links.session.scalar(select(Interest.id).filter_by(wisher_id=person.id).limit(1))
    if wished is not None:
        return None
    return to_participant(
        "reminder_wishes_missing", person, links.settings, links.now, link=links.personal(person)
    )


def _of_fair(person: Participant, links: Addresses) -> Letter:
    return _with_agenda("reminder_two_days_before", person, links)


def _of_tomorrow(person: Participant, links: Addresses) -> Letter:
    """A mail that was held up over night says “today”."""
    zone = ZoneInfo(person.edition.timezone)
    today = links.now.astimezone(zone).date() == person.edition.starts_at.astimezone(zone).date()
    return _with_agenda("reminder_evening_before", person, links, today=today)


def _with_agenda(template: str, person: Participant, links: Addresses, **values: object) -> Letter:
    agenda = _agenda(person, links)
    return to_participant(
        template,
        person,
        links.settings,
        links.now,
        link=links.personal(person),
        agenda=agenda_text(agenda).strip() if agenda.held else "",
        **in_table(agenda),
        **values,
    )


def _before_meeting(event: MeetingDrewNear, links: Addresses) -> Letter | None:
    """Says of the meeting what is published now; one that has moved gets a mail of its own."""
    person = in_state(event, links, "approved")
    starts_at = datetime.fromisoformat(event.starts_at)
    asked = person is not None and reminders.wanted(person) and person.reminded_before_meetings
    if person is None or not asked or not reminders.before_meeting(starts_at).holds(links.now):
        return None
    agenda = _agenda(person, links)
    meeting = next(
        (one for one in agenda.held if one.start_at == starts_at and one.uid.startswith(event.meeting_uid)),
        None,
    )
    if meeting is None:
        return None
    letter = to_participant(
        "reminder_before_meeting",
        person,
        links.settings,
        links.now,
        link=links.personal(person),
        meeting=meeting,
        **in_table(agenda),
    )
    return dispensable(letter, person, links)


def _agenda(person: Participant, links: Addresses) -> Agenda:
    published = links.session.scalar(
        select(Schedule).filter_by(edition_id=person.edition_id, state="published")
    )
    return agendas.agenda_of(links.session, person, published, links.of_agenda())


LETTERS: dict[
    str, tuple[Callable[[Participant], Span | None], Callable[[Participant, Addresses], Letter | None]]
] = {
    "registration_unfinished": (reminders.registration_unfinished, _of_registration),
    "wishes_missing": (lambda person: reminders.wishes_missing(person.edition), _of_wishes),
    "two_days_before": (lambda person: reminders.two_days_before(person.edition), _of_fair),
    "evening_before": (lambda person: reminders.evening_before(person.edition), _of_tomorrow),
}

reminder = mail(_reminder)
before_meeting = mail(_before_meeting)
