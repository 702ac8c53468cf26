"""Public calendars: what RFC 5545 and 5546 ask for, and the same instants as on the page, all year round."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from fairs.agenda import public_ics
from fairs.agenda.recurrence import Pattern, Recurrence
from tests.agenda.announced import EVIL, announcement, listing
from tests.agenda.judging import calendar as calendar_of

PARIS = ZoneInfo("Europe/Paris")
STAMP = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)


def test_an_edition_is_one_entry_with_everything_that_a_reader_needs() -> None:
    calendar = calendar_of(public_ics.listing(listing(announcement())))
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE", "VEVENT"]
    assert {
        name: str(calendar[name]) for name in ("VERSION", "METHOD", "PRODID", "NAME", "X-WR-CALNAME")
    } == {
        "VERSION": "2.0",
        "METHOD": "PUBLISH",
        "PRODID": "-//Maillage//Public 1//EN",
        "NAME": "Apéro des circulaires",
        "X-WR-CALNAME": "Apéro des circulaires",
    }
    assert "UID" not in calendar
    (event,) = calendar.events
    assert {
        name: event[name].dt if name in {"DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED"} else str(event[name])
        for name in event
        if name not in {"DESCRIPTION", "CATEGORIES"}
    } == {
        "UID": "edition-7d3f0b6e-5a57-4c8c-9f6e-0d6b6a1f2c3d@maillage.test",
        "SEQUENCE": "2",
        "DTSTAMP": STAMP,
        "LAST-MODIFIED": STAMP,
        "DTSTART": datetime(2027, 3, 11, 18, tzinfo=PARIS),
        "DTEND": datetime(2027, 3, 11, 20, tzinfo=PARIS),
        "SUMMARY": "Apéro de mars : bois, carton, verre",
        "LOCATION": "Halle aux Grains, 1 place du Marché, 00000 Saint-Aubin",
        "URL": "https://fairs.example/e/apero-2027-03-11",
        "STATUS": "CONFIRMED",
        "TRANSP": "TRANSPARENT",
        "ORGANIZER": "mailto:bonjour@boucles.example",
    }
    assert "Deux heures pour se parler; venez nombreux, & curieux." in event["DESCRIPTION"]


def test_what_is_called_off_stays_as_a_tombstone_and_says_why() -> None:
    off = announcement(cancelled=True, because="Grippe.", sequence=3)
    (event,) = calendar_of(public_ics.listing(listing(off))).events
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 3)
    assert event["SUMMARY"] == "Annulé\N{NO-BREAK SPACE}: Apéro de mars : bois, carton, verre"
    assert str(event["DESCRIPTION"]).startswith("Grippe.")


def test_the_same_list_gives_the_same_bytes() -> None:
    assert public_ics.listing(listing(announcement())) == public_ics.listing(listing(announcement()))


def test_an_empty_calendar_is_still_one() -> None:
    assert [part.name for part in calendar_of(public_ics.listing(listing())).subcomponents] == ["VTIMEZONE"]


def test_a_series_over_a_whole_year_keeps_its_wall_time_in_the_calendar() -> None:
    weekly = Recurrence(Pattern("week", 1, (6,)).rule(), date(2027, 1, 1), time(18), time(20), "Europe/Paris")
    year = [day for day in islice(weekly.dates(date(2027, 1, 1)), 53) if day.year == 2027]
    shown = [
        replace(announcement(), uid=f"{day}@maillage.test", start_at=span[0], end_at=span[1])
        for day in year
        for span in [weekly.span(day)]
    ]
    calendar = calendar_of(public_ics.listing(listing(*shown)))
    starts = [event["DTSTART"].dt for event in calendar.events]
    assert [start.astimezone(UTC) for start in starts] == [one.start_at for one in shown]
    assert {(start.astimezone(PARIS).time(), start.tzinfo is not None) for start in starts} == {
        (time(18), True)
    }
    assert {start.utcoffset() for start in starts} == {
        start.astimezone(PARIS).utcoffset() for start in starts
    }
    (zone,) = [part for part in calendar.subcomponents if part.name == "VTIMEZONE"]
    assert [(rule.name, "RRULE" in rule, "RDATE" in rule) for rule in zone.subcomponents] == [
        ("DAYLIGHT", True, False),
        ("STANDARD", True, False),
    ]


@pytest.mark.parametrize(
    ("write", "method", "status"),
    [
        (public_ics.invitation, "REQUEST", "CONFIRMED"),
        (public_ics.cancellation, "CANCEL", "CANCELLED"),
    ],
)
def test_who_answered_is_invited_and_called_off_under_the_same_uid(
    write: object, method: str, status: str
) -> None:
    calendar = calendar_of(write(announcement(), 'Zoé "Zo" Lin', "zoe@lin.example"))  # type: ignore[operator]
    (event,) = calendar.events
    assert (calendar["METHOD"], event["STATUS"], event["UID"]) == (method, status, announcement().uid)
    assert (str(event["ATTENDEE"]), event["ATTENDEE"].params["CN"]) == (
        "mailto:zoe@lin.example",
        "Zoé ’Zo’ Lin",
    )


@pytest.mark.abuse(25)
def test_abuse_25_line_breaks_in_words_make_no_property() -> None:
    some = announcement(title=EVIL, venue=EVIL, summary=EVIL, network=EVIL, territory=EVIL, fair=EVIL)
    (event,) = calendar_of(public_ics.listing(listing(some, title=EVIL))).events
    assert "ATTENDEE" not in event
    invited = calendar_of(public_ics.invitation(some, EVIL, "zoe@lin.example")).events[0]
    assert str(invited["ATTENDEE"]) == "mailto:zoe@lin.example"
