"""An agenda as a calendar: to subscribe to (PUBLISH), to be invited by (REQUEST), to be called off (CANCEL).

The same agenda gives the same bytes: nothing is taken from the clock or from chance. RFC 5546 wants one UID
in each REQUEST or CANCEL, and many programs read no further than the first: give such a message one entry.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from icalendar import Event

from fairs.agenda import ics_parts, wording
from fairs.agenda.characters import one_line, unspaced
from fairs.errors import FairError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Calendar, vCalAddress

    from fairs.agenda.values import Agenda, Entry

    Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

PRODUCT = "-//Maillage//Agenda 1//EN"


class EmptyAgenda(FairError):
    """Nobody is invited to nothing."""


def feed(agenda: Agenda) -> bytes:
    """The calendar to subscribe to or to download. Cancelled meetings stay, or calendars would keep them."""
    return _bytes(agenda, "PUBLISH", agenda.entries)


def request(agenda: Agenda, entries: Iterable[Entry]) -> bytes:
    """An invitation to new meetings, or the update of known ones."""
    return _bytes(agenda, "REQUEST", _some([entry for entry in entries if not entry.cancelled]))


def cancel(agenda: Agenda, entries: Iterable[Entry]) -> bytes:
    """The word that meetings will not be held."""
    return _bytes(agenda, "CANCEL", _some([replace(entry, cancelled=True) for entry in entries]))


def _bytes(agenda: Agenda, method: Method, entries: Iterable[Entry]) -> bytes:
    written: bytes = _calendar(agenda, method, entries).to_ical()
    return written


def _some(entries: list[Entry]) -> list[Entry]:
    if not entries:
        raise EmptyAgenda("There is no meeting to send: the invitation was not made.")
    return entries


def _calendar(agenda: Agenda, method: Method, entries: Iterable[Entry]) -> Calendar:
    calendar = ics_parts.empty(PRODUCT, method)
    if method == "PUBLISH":
        _describe(calendar, agenda)
    zones: set[str] = set()
    events = [_event(agenda, entry, method, zones) for entry in entries]
    ics_parts.add_all(calendar, events, zones, agenda.occasion.timezone)
    return calendar


def _describe(calendar: Calendar, agenda: Agenda) -> None:
    occasion = agenda.occasion
    words = wording.as_of(occasion, agenda.language)
    ics_parts.describe(calendar, one_line(occasion.title), words, occasion.accent, occasion.timezone)
    if agenda.feed_url:
        calendar.add("source", unspaced(agenda.feed_url), parameters={"VALUE": "URI"})
    if agenda.page_url:
        calendar.add("url", unspaced(agenda.page_url))
    stamps = [entry.changed_at for entry in agenda.entries]
    if occasion.published_at:
        stamps.append(occasion.published_at)
    if stamps:
        calendar.add("last-modified", ics_parts.utc(max(stamps)))


def _event(agenda: Agenda, entry: Entry, method: Method, zones: set[str]) -> Event:
    occasion, language = agenda.occasion, agenda.language
    page_url = unspaced(agenda.page_url)
    event = Event()  # not Event.new(), which takes UID and DTSTAMP from chance and the clock
    event.add("uid", unspaced(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", ics_parts.utc(entry.changed_at))
    event.add("last-modified", ics_parts.utc(entry.changed_at))
    instants = ics_parts.written(entry.start_at, entry.end_at, occasion.timezone, zones)
    for name, instant in zip(("dtstart", "dtend"), instants, strict=True):
        event.add(name, instant)
    event.add("summary", wording.summary(entry, language))
    event.add("location", wording.location(entry, occasion))
    event.add("description", wording.description(entry, occasion, page_url, language))
    if page_url:
        event.add("url", page_url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    event.add("organizer", ics_parts.address(occasion.organiser_email, occasion.organiser_name))
    if method != "PUBLISH":
        event.add("attendee", _invited(agenda, entry))
    return event


def _invited(agenda: Agenda, entry: Entry) -> vCalAddress:
    attendee = ics_parts.address(agenda.email, agenda.person)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if not entry.cancelled:
        attendee.params["PARTSTAT"] = "NEEDS-ACTION"
        attendee.params["RSVP"] = "TRUE"
    return attendee
