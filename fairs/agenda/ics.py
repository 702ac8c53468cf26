"""An agenda as a calendar: to subscribe to (PUBLISH), to be invited by (REQUEST), to be called off (CANCEL).

The same agenda gives the same bytes: nothing is taken from the clock or from chance. RFC 5546 wants one UID
in each REQUEST or CANCEL, and many programs read no further than the first: give such a message one entry.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Literal

from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from fairs.agenda import wording
from fairs.agenda.characters import clean, one_line, unspaced
from fairs.agenda.colours import css_name, hexadecimal
from fairs.agenda.vtimezone import rules_of
from fairs.errors import FairError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from fairs.agenda.values import Agenda, Entry, Occasion

    Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

PRODUCT = "-//Maillage//Agenda 1//EN"
REFRESH = timedelta(hours=1)


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
    calendar = Calendar()  # not Calendar.new(), which gives it a random UID
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if method == "PUBLISH":
        _describe(calendar, agenda)
    zones: set[str] = set()
    events = [_event(agenda, entry, method, zones) for entry in entries]
    for key in zones or _stand_in(agenda.occasion, events):
        rules = rules_of(key)
        if rules:
            calendar.add_component(rules.component())
    for event in events:
        calendar.add_component(event)
    return calendar


def _stand_in(occasion: Occasion, events: list[Event]) -> tuple[str, ...]:
    """A calendar without a component is none; before publication a feed holds the zone alone."""
    if events:
        return ()
    return (occasion.timezone,) if rules_of(occasion.timezone) else ("UTC",)


def _describe(calendar: Calendar, agenda: Agenda) -> None:
    occasion = agenda.occasion
    title, words = one_line(occasion.title), wording.as_of(occasion, agenda.language)
    colour = hexadecimal(occasion.accent)
    for name, value in (("name", title), ("description", words), ("color", css_name(colour))):
        calendar.add(name, value)
    for name, value in (("x-wr-calname", title), ("x-wr-caldesc", words)):
        calendar.add(name, vText(value))  # as text, or commas stay bare
    calendar.add("x-wr-timezone", occasion.timezone)
    calendar.add("x-apple-calendar-color", colour)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    if agenda.feed_url:
        calendar.add("source", unspaced(agenda.feed_url), parameters={"VALUE": "URI"})
    if agenda.page_url:
        calendar.add("url", unspaced(agenda.page_url))
    stamps = [entry.changed_at for entry in agenda.entries]
    if occasion.published_at:
        stamps.append(occasion.published_at)
    if stamps:
        calendar.add("last-modified", _utc(max(stamps)))


def _event(agenda: Agenda, entry: Entry, method: Method, zones: set[str]) -> Event:
    occasion, language = agenda.occasion, agenda.language
    page_url = unspaced(agenda.page_url)
    event = Event()  # not Event.new(), which takes UID and DTSTAMP from chance and the clock
    event.add("uid", unspaced(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", _utc(entry.changed_at))
    event.add("last-modified", _utc(entry.changed_at))
    for name, instant in zip(("dtstart", "dtend"), _written(entry, occasion, zones), strict=True):
        event.add(name, instant)
    event.add("summary", wording.summary(entry, language))
    event.add("location", wording.location(entry, occasion))
    event.add("description", wording.description(entry, occasion, page_url, language))
    if page_url:
        event.add("url", page_url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    event.add("organizer", _address(occasion.organiser_email, occasion.organiser_name))
    if method != "PUBLISH":
        event.add("attendee", _invited(agenda, entry))
    return event


def _written(entry: Entry, occasion: Occasion, zones: set[str]) -> tuple[datetime, datetime]:
    """Start and end in the fair's zone where a calendar will read them right, in UTC where it could not.

    TZID cannot say which of the two 02:30 of an autumn night is meant, and a zone's present rules need not be
    those of the year of the fair. `zones` learns which zone the calendar has to define.
    """
    instants = (entry.start_at, entry.end_at)
    rules = rules_of(occasion.timezone)
    local = [instant.astimezone(occasion.zone) for instant in instants]
    clear = rules is not None and all(
        at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset() == rules.offset_at(at)
        for at in local
    )
    if not clear or occasion.timezone in {"UTC", "Etc/UTC"}:
        return _utc(entry.start_at), _utc(entry.end_at)
    zones.add(occasion.timezone)
    return local[0], local[1]


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=0)


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{unspaced(email)}")
    if name:
        address.params["CN"] = _unquoted(name)
    return address


def _invited(agenda: Agenda, entry: Entry) -> vCalAddress:
    attendee = _address(agenda.email, agenda.person)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if not entry.cancelled:
        attendee.params["PARTSTAT"] = "NEEDS-ACTION"
        attendee.params["RSVP"] = "TRUE"
    return attendee


def _unquoted(name: str) -> str:
    """RFC 5545 has no way to write a double quote in a parameter, and few read RFC 6868."""
    return clean(one_line(name)).replace('"', "’").replace("^", "")
