"""Feeds of others' programs: Atom as RFC 4287 has it, JSON Feed 1.1, and schema.org in JSON-LD."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fairs.agenda import atom, json_feed, json_ld
from tests.agenda.announced import EVIL, announcement, listing
from tests.agenda.judging import ATOM, RFC_3339, URI, atom_feed


def test_an_atom_feed_has_what_the_standard_asks_for() -> None:
    first = announcement()
    later = announcement(
        uid="edition-0c3f0b6e-5a57-4c8c-9f6e-0d6b6a1f2c3d@maillage.test",
        changed_at=first.changed_at + timedelta(days=1),
        cancelled=True,
        because="Grippe.",
    )
    feed = atom_feed(atom.listing(listing(first, later)))
    assert feed.findtext(f"{ATOM}updated") == "2027-02-02T09:30:00Z"
    assert [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == [
        "Annulé\N{NO-BREAK SPACE}: Apéro de mars : bois, carton, verre, jeudi 11 mars 2027",
        "Apéro de mars : bois, carton, verre, jeudi 11 mars 2027",
    ]
    assert feed.findtext(f"{ATOM}entry/{ATOM}id") == "urn:uuid:0c3f0b6e-5a57-4c8c-9f6e-0d6b6a1f2c3d"
    assert "18:00" in (feed.findtext(f"{ATOM}entry/{ATOM}content") or "")


def test_an_empty_atom_feed_is_still_one() -> None:
    assert atom_feed(atom.listing(listing())).findall(f"{ATOM}entry") == []


def test_signs_that_xml_does_not_know_are_left_out() -> None:
    assert atom_feed(atom.listing(listing(announcement(title="a\x00b\x0bc\uffffd\ud800e"))))


def test_a_json_feed_has_what_the_standard_asks_for() -> None:
    feed = json.loads(json_feed.listing(listing(announcement(full=True))))
    assert {name: value for name, value in feed.items() if name != "items"} == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Apéro des circulaires",
        "description": "Les dates.",
        "home_page_url": "https://fairs.example/g/apero",
        "feed_url": "https://fairs.example/g/apero.ics?lang=fr",
        "language": "fr",
    }
    (item,) = feed["items"]
    assert {"id", "url", "content_text", "date_modified", "authors", "tags"} <= item.keys()
    assert (item["date_modified"], item["_maillage"]["starts_at"], item["_maillage"]["status"]) == (
        "2027-02-01T10:30:00+01:00",
        "2027-03-11T18:00:00+01:00",
        "full",
    )


def judged(event: dict[str, Any]) -> dict[str, Any]:
    """An event, checked for what schema.org and search engines ask for."""
    required = {"@type", "name", "startDate", "endDate", "eventStatus", "location", "organizer", "url"}
    assert required <= event.keys()
    assert "Event" in event["@type"]
    for name in ("startDate", "endDate"):
        assert RFC_3339.fullmatch(event[name])
        assert datetime.fromisoformat(event[name]).utcoffset() is not None
    assert event["location"]["@type"] == "Place"
    assert all(event["location"][name] for name in ("name", "address"))
    assert event["organizer"]["@type"] == "Organization"
    assert event["eventStatus"].startswith("https://schema.org/Event")
    assert all(URI.fullmatch(image) for image in event.get("image", ()))
    return event


@pytest.mark.parametrize("kind", ["fair", "meetup"])
@pytest.mark.parametrize(("off", "status"), [(False, "EventScheduled"), (True, "EventCancelled")])
def test_json_ld_has_what_search_engines_ask_for(kind: str, off: bool, status: str) -> None:
    event = judged(json_ld.described(announcement(kind=kind, cancelled=off, open=not off)))
    assert event["eventStatus"] == f"https://schema.org/{status}"
    assert (event["startDate"], event["endDate"]) == (
        "2027-03-11T18:00:00+01:00",
        "2027-03-11T20:00:00+01:00",
    )
    assert ("potentialAction" in event) is not off


def test_the_hours_of_json_ld_are_those_of_the_place_in_summer_too() -> None:
    july = announcement(
        start_at=datetime(2027, 7, 8, 16, tzinfo=UTC), end_at=datetime(2027, 7, 8, 18, tzinfo=UTC)
    )
    assert judged(json_ld.described(july))["startDate"] == "2027-07-08T18:00:00+02:00"


@pytest.mark.abuse(22)
def test_abuse_22_nothing_in_a_data_block_ends_it() -> None:
    block = json_ld.block([announcement(title=EVIL, summary="<!-- & \u2028")])
    assert not re.search("[<>&\u2028]", block)
    (event,) = json.loads(block)["@graph"]
    assert event["name"].startswith("</script><script>alert(1)</script>")
    assert event["description"] == "<!-- &"
