"""Judges feeds as the standards have it: RFC 4287 for Atom, RFC 5545 for calendars."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from xml.etree import ElementTree as ET

from icalendar import Calendar

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
URI = re.compile(r"(https?://|urn:uuid:)\S+")
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z.+-]+")
ONE, AT_MOST_ONE, ANY = (1, 1), (0, 1), (0, 99)
FEED = {  # how often each element may stand in a feed and in an entry (RFC 4287, sections 4.1.1 and 4.1.2)
    "id": ONE,
    "title": ONE,
    "updated": ONE,
    "subtitle": AT_MOST_ONE,
    "generator": AT_MOST_ONE,
    "link": (1, 99),
    "entry": ANY,
}
ENTRY = {
    "id": ONE,
    "title": ONE,
    "updated": ONE,
    "summary": AT_MOST_ONE,
    "content": AT_MOST_ONE,
    "author": (1, 99),
    "link": (1, 99),
    "category": ANY,
}
TEXTS = ("title", "subtitle", "summary", "content")
NEEDED = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS")


def atom_feed(content: bytes) -> ET.Element:
    """The feed, checked against what RFC 4287 asks for."""
    assert content.startswith(b"<?xml")
    feed = ET.fromstring(content)  # noqa: S314 - written a moment ago by the program itself
    assert feed.tag == f"{ATOM}feed"
    assert feed.get(LANG)
    _judge(feed, FEED)
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        _judge(entry, ENTRY)
        assert all(author.findtext(f"{ATOM}name") for author in entry.findall(f"{ATOM}author"))
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    assert _updated(feed) >= max(map(_updated, entries), default=_updated(feed))
    return feed


def _updated(element: ET.Element) -> datetime:
    return datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "")


def _judge(element: ET.Element, wanted: dict[str, tuple[int, int]]) -> None:
    counts = {name: len(element.findall(f"{ATOM}{name}")) for name in wanted}
    assert sum(counts.values()) == len(element)  # and nothing else stands there
    assert [name for name, (least, most) in wanted.items() if not least <= counts[name] <= most] == []
    assert URI.fullmatch(element.findtext(f"{ATOM}id") or "")
    assert RFC_3339.fullmatch(element.findtext(f"{ATOM}updated") or "")
    links = element.findall(f"{ATOM}link")
    assert all(URI.fullmatch(link.get("href") or "") for link in links)
    assert all(MEDIA_TYPE.fullmatch(link.get("type") or "") for link in links)
    kinds = Counter((link.get("rel"), link.get("type"), link.get("hreflang")) for link in links)
    assert set(kinds.values()) == {1}
    for text in (text for name in TEXTS for text in element.findall(ATOM + name)):
        assert (text.get("type", "text"), len(text)) == ("text", 0)  # plain, without markup in it


def calendar(content: bytes) -> Calendar:
    """The calendar, checked against what RFC 5545 asks for."""
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert (lines[0], lines[-2]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")
    found = Calendar.from_ical(content)
    assert {"VERSION", "PRODID", "METHOD"} <= set(found)
    zones = {str(part["TZID"]) for part in found.subcomponents if part.name == "VTIMEZONE"}
    uids = Counter(str(event["UID"]) for event in found.events)
    assert set(uids.values()) <= {1}
    for event in found.events:
        assert [name for name in NEEDED if name not in event] == []
        assert not event.errors
        assert event["DTSTART"].dt < event["DTEND"].dt
        assert event["DTSTAMP"].to_ical().endswith(b"Z")
        assert {event[name].params.get("TZID") for name in ("DTSTART", "DTEND")} - {None} <= zones
        assert "ATTENDEE" not in event or found["METHOD"] != "PUBLISH"
    return found
