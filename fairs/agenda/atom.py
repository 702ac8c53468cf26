"""Editions as an Atom feed (RFC 4287): one entry each, renewed when its announcement changes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from fairs import texts
from fairs.agenda import public_ics
from fairs.agenda.characters import clean, one_line, unspaced

if TYPE_CHECKING:
    from datetime import datetime

    from fairs.agenda.announcements import Announcement, Listing

ATOM = "http://www.w3.org/2005/Atom"
LONG_AGO = "2000-01-01T00:00:00Z"  # a feed says when it changed last, also while it is empty


def listing(shown: Listing) -> bytes:
    """The feed of a list; what was announced last comes first."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": shown.language})
    _add(feed, "id", unspaced(shown.feed_url))
    _add(feed, "title", one_line(shown.title))
    _add(feed, "subtitle", one_line(shown.description))
    _add(feed, "updated", _instant(shown.changed_at) if shown.changed_at else LONG_AGO)
    _add(feed, "link", rel="self", type="application/atom+xml", href=unspaced(shown.feed_url))
    _add(feed, "link", rel="alternate", type="text/html", href=unspaced(shown.page_url))
    _add(feed, "generator", "Maillage")
    for one in sorted(shown.announcements, key=lambda one: (one.changed_at, one.uid), reverse=True):
        _entry(feed, one)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(feed: ET.Element, shown: Announcement) -> None:
    entry = ET.SubElement(feed, _name("entry"))
    _add(entry, "id", f"urn:uuid:{unspaced(shown.uid).partition('@')[0].removeprefix('edition-')}")
    _add(entry, "title", _title(shown))
    _add(entry, "updated", _instant(shown.changed_at))
    _add(entry, "link", rel="alternate", type="text/html", href=unspaced(shown.url))
    author = ET.SubElement(entry, _name("author"))
    _add(author, "name", one_line(shown.network))
    for term in (shown.fair, shown.territory):
        _add(entry, "category", term=one_line(term))
    _add(entry, "summary", one_line(shown.summary))
    _add(entry, "content", "\n".join((when(shown), one_line(shown.place), "", public_ics.description(shown))))


def when(shown: Announcement) -> str:
    """Day and hours in words."""
    day = texts.local_day(shown.start_at, shown.zone, shown.language)
    return f"{day}, {texts.span(shown.start_at, shown.end_at, shown.zone, shown.language)}"


def _title(shown: Announcement) -> str:
    _ = texts.translator(shown.language).gettext
    said = _("%(title)s, %(day)s") % {
        "title": one_line(shown.title),
        "day": texts.local_day(shown.start_at, shown.zone, shown.language),
    }
    return _("Cancelled: %(title)s") % {"title": said} if shown.cancelled else said


def _add(parent: ET.Element, name: str, text: str = "", /, **attributes: str) -> None:
    child = ET.SubElement(parent, _name(name), attributes)
    if text:
        child.text = "".join(
            sign for sign in clean(text) if sign not in "\ufffe\uffff"
        )  # XML has no such signs


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _instant(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
