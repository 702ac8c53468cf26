"""The calendar of the territory, public feeds, and what machines read on public pages."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from PIL import Image

from fairs.agenda.recurrence import Pattern, Recurrence
from fairs.domain import cancelling, editions, series
from tests import factories
from tests.agenda.judging import ATOM, atom_feed, calendar
from tests.visiting import counted, words

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from fairs.models import Edition
    from tests.visiting import Visitor

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
META = re.compile(r'<meta property="(og:[\w:]+)" content="([^"]*)">')
ALTERNATE = re.compile(r'<link rel="alternate" type="([^"]+)"[^>]* href="([^"]+)">')
AN_HOUR = timedelta(hours=1)
PARIS = ZoneInfo("Europe/Paris")
MARCH = datetime(2027, 3, 11, 17, tzinfo=UTC)  # the second Thursday, at six in Paris


def evening(visitor: Visitor, **values: Any) -> Edition:
    """A meetup of another network, in ten days."""
    fair = factories.fair(
        visitor.session,
        **{"kind": "meetup", "name": "Apéro", "territory": "Vallée de la Vère"} | values.pop("fair", {}),
    )
    starts_at = factories.NOW + timedelta(days=10)
    return factories.edition(
        visitor.session, of=fair, **{"starts_at": starts_at, "ends_at": starts_at + 2 * AN_HOUR} | values
    )


def summaries(answer: TestResponse) -> list[str]:
    return [str(event["URL"]).rpartition("/")[2] for event in Calendar.from_ical(answer.data).events]


def test_the_calendar_lists_what_is_coming_month_by_month(visitor: Visitor) -> None:
    later, sooner = factories.edition(visitor.session), evening(visitor)
    over = evening(visitor, starts_at=factories.NOW - 3 * AN_HOUR, ends_at=factories.NOW - AN_HOUR)
    draft = evening(visitor, opened_at=None)
    page = visitor.get("/calendar")
    assert page.text.index(f"/e/{sooner.slug}") < page.text.index(f"/e/{later.slug}")
    assert [one.slug for one in (over, draft) if one.slug in page.text] == []
    assert "March 2027" in words(page)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", {"here-fair", "here-meetup", "there-meetup"}),
        ("?territory=Là-bas", {"there-meetup"}),
        ("?kind=meetup", {"here-meetup", "there-meetup"}),
        ("?territory=Vallée de la Vère&kind=fair", {"here-fair"}),
        ("?territory=Nowhere", set()),
        ("?kind=nonsense", {"here-fair", "here-meetup", "there-meetup"}),
    ],
)
def test_it_is_filtered_by_territory_and_kind_and_so_are_its_feeds(
    visitor: Visitor, asked: str, expected: set[str]
) -> None:
    factories.edition(visitor.session, slug="here-fair")
    evening(visitor, slug="here-meetup")
    evening(visitor, slug="there-meetup", fair={"territory": "Là-bas"})
    page = visitor.get(f"/calendar{asked}").text
    assert {slug for slug in ("here-fair", "here-meetup", "there-meetup") if f"/e/{slug}" in page} == expected
    assert set(summaries(visitor.get(f"/calendar.ics{asked}"))) == expected
    atom = ET.fromstring(visitor.get(f"/calendar.atom{asked}").data)  # noqa: S314 - our own
    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == len(expected)
    assert len(json.loads(visitor.get(f"/calendar.json{asked}").data)["items"]) == len(expected)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/g/{fair}.ics", "text/calendar; charset=utf-8"),
        ("/g/{fair}.atom", "application/atom+xml; charset=utf-8"),
        ("/g/{fair}.json", "application/feed+json; charset=utf-8"),
        ("/e/{slug}.ics", "text/calendar; charset=utf-8"),
        ("/g/{fair}/fragment.html", "text/html; charset=utf-8"),
        ("/e/{slug}/card.png", "image/png"),
    ],
)
def test_an_unchanged_feed_is_answered_with_304(visitor: Visitor, address: str, kind: str) -> None:
    edition = evening(visitor)
    asked = address.format(fair=edition.fair.slug, slug=edition.slug)
    first = visitor.get(asked)
    assert (first.status_code, first.content_type) == (200, kind)
    again = visitor.get(asked, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    edition.venue = "Ailleurs"
    assert visitor.get(asked, If_None_Match=first.headers["ETag"]).status_code == 200


def test_a_feed_says_since_when_it_is_as_it_is(visitor: Visitor) -> None:
    edition = evening(visitor, opened_at=None)
    editions.open_edition(visitor.session, edition, factories.NOW - timedelta(days=5))
    first = visitor.get(f"/g/{edition.fair.slug}.ics")
    assert first.last_modified == factories.NOW - timedelta(days=5)
    since = first.headers["Last-Modified"]
    assert visitor.get(f"/g/{edition.fair.slug}.ics", If_Modified_Since=since).status_code == 304
    cancelling.cancel(visitor.session, edition, "Grippe.", factories.NOW)
    changed = visitor.get(f"/g/{edition.fair.slug}.ics", If_Modified_Since=since)
    (event,) = Calendar.from_ical(changed.data).events
    assert (event["SEQUENCE"], event["STATUS"], event["LAST-MODIFIED"].dt) == (1, "CANCELLED", factories.NOW)


def test_an_edition_that_is_off_says_so_everywhere(visitor: Visitor) -> None:
    edition = evening(visitor)
    cancelling.cancel(visitor.session, edition, "La halle est fermée.", factories.NOW)
    page = visitor.get(f"/e/{edition.slug}")
    assert "This edition is cancelled La halle est fermée." in words(page)
    assert json.loads(BLOCK.findall(page.text)[0])["@graph"][0]["eventStatus"].endswith("/EventCancelled")
    assert "Cancelled" in words(visitor.get("/calendar"))
    assert "Cancelled" in words(visitor.get("/"))
    register = visitor.get(f"/e/{edition.slug}/register")
    assert "La halle est fermée." in words(register)
    assert "<form method" not in register.text
    answer = visitor.post(
        f"/e/{edition.slug}/register", says="yes", guests="", name="Zoé", email="zoe@org.example"
    )
    assert (answer.status_code, "La halle est fermée." in words(answer)) == (422, True)


def test_a_date_called_off_by_a_rule_is_a_tombstone_for_calendars_alone(visitor: Visitor) -> None:
    edition = evening(visitor)
    cancelling.call_off(visitor.session, edition, "", factories.NOW, by_rule=True)
    assert edition.slug not in visitor.get("/calendar").text
    assert summaries(visitor.get("/calendar.ics")) == [edition.slug]


def test_machines_find_the_same_on_the_page_of_an_edition(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session, slug="mars")
    page = visitor.get("/e/mars").text
    (event,) = json.loads(BLOCK.findall(page)[0])["@graph"]
    assert (event["startDate"], event["endDate"], event["name"]) == (
        "2027-03-18T09:00:00+01:00",
        "2027-03-18T17:00:00+01:00",
        "March fair",
    )
    graph = dict(META.findall(page))
    assert (graph["og:title"], graph["og:url"], graph["og:image:width"]) == (
        "March fair",
        event["url"],
        "1200",
    )
    assert graph["og:image"].replace("&amp;", "&") == event["image"][0]
    assert dict(ALTERNATE.findall(page)) == {"text/calendar": f"{event['url']}.ics"}
    group = dict(ALTERNATE.findall(visitor.get(f"/g/{edition.fair.slug}").text))
    assert {kind: address.rpartition("/g/")[2].partition("?")[0] for kind, address in group.items()} == {
        "text/calendar": f"{edition.fair.slug}.ics",
        "application/atom+xml": f"{edition.fair.slug}.atom",
        "application/feed+json": f"{edition.fair.slug}.json",
    }


def test_a_draft_shows_machines_nothing(visitor: Visitor) -> None:
    draft = evening(visitor, opened_at=None)
    for address in (f"/e/{draft.slug}.ics", f"/e/{draft.slug}/card.png", f"/e/{draft.slug}/poster.pdf"):
        assert visitor.get(address).status_code == 404


def test_a_card_is_kept_for_good_at_the_address_that_names_its_content(visitor: Visitor) -> None:
    edition = evening(visitor)
    address = re.search(r"/e/[^\"]+card\.png[^\"]+", visitor.get(f"/e/{edition.slug}").text)
    assert address is not None
    answer = visitor.get(address[0].replace("&amp;", "&"))
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)
    assert "immutable" in answer.headers["Cache-Control"]
    stale = visitor.get(f"/e/{edition.slug}/card.png?v=0")
    assert "immutable" not in stale.headers["Cache-Control"]


@pytest.mark.parametrize("form", ["/calendar.json", "/calendar/fragment.html"])
def test_pages_of_others_may_read_the_list_and_nothing_else(visitor: Visitor, form: str) -> None:
    answer = visitor.get(form, Origin="https://other.example")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    for address in ("/calendar", "/calendar.ics", "/calendar.atom", "/", "/in"):
        assert "Access-Control-Allow-Origin" not in visitor.get(address).headers


@pytest.mark.abuse(22)
def test_abuse_22_the_fragment_carries_no_script_into_pages_of_others(visitor: Visitor) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    edition = evening(visitor, venue=evil, address=evil, fair={"name": evil})
    for text in edition.texts:
        text.title = evil
    for address in ("/calendar/fragment.html", f"/g/{edition.fair.slug}/embed"):
        page = visitor.get(address).text
        assert "<script>alert" not in page
        assert "<img" not in page


@pytest.mark.parametrize("page", ["/calendar", "/calendar.ics", "/g/{fair}.atom", "/calendar/fragment.html"])
def test_longer_calendars_ask_no_more_of_the_database(app: Flask, visitor: Visitor, page: str) -> None:
    edition = evening(visitor)
    address = page.format(fair=edition.fair.slug)
    visitor.get(address)
    with_one = counted(app, lambda: visitor.client.get(address))
    for days in (20, 30):
        factories.edition(
            visitor.session,
            of=edition.fair,
            starts_at=edition.starts_at + timedelta(days=days),
            ends_at=edition.ends_at + timedelta(days=days),
        )
    visitor.session.commit()
    assert counted(app, lambda: visitor.client.get(address)) == with_one


def test_organisers_see_on_the_calendar_what_competes_with_their_own(visitor: Visitor) -> None:
    mine, theirs = evening(visitor), evening(visitor, fair={"network": "L'autre réseau"})
    sentence = "On the same day, in the same territory and for the same public:"
    assert sentence not in words(visitor.get("/calendar"))
    visitor.sign_in(factories.organiser(visitor.session, mine.fair))
    page = visitor.get("/calendar")
    assert words(page).count(sentence) == 1
    assert f'<a href="/e/{theirs.slug}">' in page.text.partition(sentence)[2]


def test_a_series_over_both_changes_of_the_clocks_is_the_same_hour_wherever_it_is_read(
    visitor: Visitor,
) -> None:
    """From the rule to the feeds that are served: six o'clock in March, in July and in November."""
    first = evening(visitor, starts_at=MARCH, ends_at=MARCH + 2 * AN_HOUR)
    rule = Recurrence(Pattern("month", 1, (3,), 2).rule(), MARCH.date(), time(18), time(20), "Europe/Paris")
    series.set_rule(visitor.session, first, rule, 10, {}, factories.NOW)
    visitor.session.commit()
    there = f"/g/{first.fair.slug}"

    found = calendar(visitor.get(f"{there}.ics").data)
    starts = [event["DTSTART"].dt.astimezone(PARIS) for event in found.events]
    assert {start.utcoffset() for start in starts} == {AN_HOUR, 2 * AN_HOUR}
    assert [(start.month, start.time()) for start in starts] == [(month, time(18)) for month in range(3, 13)]

    feed = atom_feed(visitor.get(f"{there}.atom?lang=en").data)
    told = [entry.findtext(f"{ATOM}content") or "" for entry in feed.findall(f"{ATOM}entry")]
    assert ["18:00\N{EN DASH}20:00" in words for words in told] == [True] * 10

    block = BLOCK.search(visitor.get(there).text)
    assert block
    events = json.loads(block[1])["@graph"]
    assert sorted(event["startDate"][10:] for event in events) == [
        *["T18:00:00+01:00"] * 3,  # before the end of March, and after the end of October
        *["T18:00:00+02:00"] * 7,
    ]
    listed = json.loads(visitor.get(f"{there}.json").data)
    assert {item["_maillage"]["starts_at"][10:16] for item in listed["items"]} == {"T18:00"}
