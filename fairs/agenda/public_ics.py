"""Editions as a calendar that anybody may subscribe to: of a fair, of a territory, of one edition.

Each edition is one entry with one UID for life; the same entry goes to who answered, as an invitation.
What is called off stays as a tombstone, or calendars would keep it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from icalendar import Event

from fairs import texts
from fairs.agenda import ics_parts
from fairs.agenda.characters import clean, one_line, unspaced

if TYPE_CHECKING:
    from icalendar import Calendar

    from fairs.agenda.announcements import Announcement, Listing

    Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

PRODUCT = "-//Maillage//Public 1//EN"


def listing(shown: Listing) -> bytes:
    """The calendar of a list, to subscribe to or to download."""
    calendar = ics_parts.empty(PRODUCT, "PUBLISH")
    words = one_line(shown.description)
    ics_parts.describe(calendar, one_line(shown.title), words, shown.accent, shown.timezone)
    calendar.add("source", unspaced(shown.feed_url), parameters={"VALUE": "URI"})
    calendar.add("url", unspaced(shown.page_url))
    if shown.changed_at is not None:
        calendar.add("last-modified", ics_parts.utc(shown.changed_at))
    zones: set[str] = set()
    events = [_event(one, "PUBLISH", zones) for one in shown.announcements]
    ics_parts.add_all(calendar, events, zones, shown.timezone)
    return _bytes(calendar)


def invitation(shown: Announcement, name: str, email: str) -> bytes:
    """An edition for somebody who said yes."""
    return _to_somebody(shown, "REQUEST", name, email)


def cancellation(shown: Announcement, name: str, email: str) -> bytes:
    """The word that an edition will not be held, or not with this person."""
    return _to_somebody(replace(shown, cancelled=True), "CANCEL", name, email)


def _to_somebody(shown: Announcement, method: Method, name: str, email: str) -> bytes:
    calendar, zones = ics_parts.empty(PRODUCT, method), set[str]()
    event = _event(shown, method, zones)
    attendee = ics_parts.address(email, name)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if method == "REQUEST":
        attendee.params["PARTSTAT"] = "ACCEPTED"  # they have just said so on the page
        attendee.params["RSVP"] = "FALSE"
    event.add("attendee", attendee)
    ics_parts.add_all(calendar, [event], zones, shown.timezone)
    return _bytes(calendar)


def _event(shown: Announcement, method: Method, zones: set[str]) -> Event:
    event = Event()  # not Event.new(), which takes UID and DTSTAMP from chance and the clock
    event.add("uid", unspaced(shown.uid))
    event.add("sequence", shown.sequence)
    for name in ("dtstamp", "last-modified"):
        event.add(name, ics_parts.utc(shown.changed_at))
    instants = ics_parts.written(shown.start_at, shown.end_at, shown.timezone, zones)
    for name, instant in zip(("dtstart", "dtend"), instants, strict=True):
        event.add(name, instant)
    event.add("summary", _summary(shown))
    event.add("location", one_line(shown.place))
    event.add("description", description(shown))
    event.add("url", unspaced(shown.url))
    event.add("categories", [one_line(shown.fair), one_line(shown.territory)])
    event.add("status", "CANCELLED" if shown.cancelled else "CONFIRMED")
    if method == "PUBLISH":
        event.add("transp", "TRANSPARENT")  # whoever only follows is not busy
    else:
        event.add("transp", "TRANSPARENT" if shown.cancelled else "OPAQUE")
    event.add("organizer", ics_parts.address(shown.contact_email, shown.network))
    return event


def _summary(shown: Announcement) -> str:
    _ = texts.translator(shown.language).gettext
    title = one_line(shown.title)
    return _("Cancelled: %(title)s") % {"title": title} if shown.cancelled else title


def description(shown: Announcement) -> str:
    """What an edition is about, why it is off if it is, and where to find more."""
    _ = texts.translator(shown.language).gettext
    staged = _("Staged by %(network)s.") % {"network": one_line(shown.network)}
    parts = [
        clean(shown.because) if shown.cancelled else "",
        clean(shown.summary),
        staged,
        unspaced(shown.url),
    ]
    return "\n\n".join(filter(None, parts))


def _bytes(calendar: Calendar) -> bytes:
    written: bytes = calendar.to_ical()
    return written
