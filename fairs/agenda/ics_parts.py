"""What personal and public calendars have in common: how instants, zones and addresses are written."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Calendar, vCalAddress, vDuration, vText

from fairs.agenda.characters import clean, one_line, unspaced
from fairs.agenda.colours import css_name, hexadecimal
from fairs.agenda.vtimezone import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from icalendar import Event

REFRESH = timedelta(hours=1)


def empty(product: str, method: str) -> Calendar:
    """A calendar with nothing in it yet."""
    calendar = Calendar()  # not Calendar.new(), which gives it a random UID
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def describe(calendar: Calendar, title: str, words: str, accent: str, timezone: str) -> None:
    """What a calendar that is subscribed to says of itself."""
    colour = hexadecimal(accent)
    for name, value in (("name", title), ("description", words), ("color", css_name(colour))):
        calendar.add(name, value)
    for name, value in (("x-wr-calname", title), ("x-wr-caldesc", words)):
        calendar.add(name, vText(value))  # as text, or commas stay bare
    calendar.add("x-wr-timezone", timezone)
    calendar.add("x-apple-calendar-color", colour)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))


def add_all(calendar: Calendar, events: Sequence[Event], zones: Iterable[str], stand_in: str) -> None:
    """The zones that are used, then the events. A calendar without a component is none: then a zone alone."""
    for key in sorted(zones) or (() if events else (_known(stand_in),)):
        rules = rules_of(key)
        if rules:
            calendar.add_component(rules.component())
    for event in events:
        calendar.add_component(event)


def written(
    start_at: datetime, end_at: datetime, timezone: str, zones: set[str]
) -> tuple[datetime, datetime]:
    """Start and end in the place's zone where a calendar will read them right, in UTC where it could not.

    TZID cannot say which of the two 02:30 of an autumn night is meant, and a zone's present rules need not be
    those of the year of the fair. `zones` learns which zone the calendar has to define.
    """
    rules = rules_of(timezone)
    local = [instant.astimezone(ZoneInfo(timezone)) for instant in (start_at, end_at)]
    clear = rules is not None and all(
        at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset() == rules.offset_at(at)
        for at in local
    )
    if not clear or timezone in {"UTC", "Etc/UTC"}:
        return utc(start_at), utc(end_at)
    zones.add(timezone)
    return local[0], local[1]


def utc(instant: datetime) -> datetime:
    """The instant in UTC, in whole seconds."""
    return instant.astimezone(UTC).replace(microsecond=0)


def address(email: str, name: str) -> vCalAddress:
    """Somebody, as ORGANIZER or ATTENDEE."""
    found = vCalAddress(f"mailto:{unspaced(email)}")
    if name:
        found.params["CN"] = unquoted(name)
    return found


def unquoted(name: str) -> str:
    """RFC 5545 has no way to write a double quote in a parameter, and few read RFC 6868."""
    return clean(one_line(name)).replace('"', "’").replace("^", "")


def _known(timezone: str) -> str:
    return timezone if rules_of(timezone) else "UTC"
