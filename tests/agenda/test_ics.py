"""Calendars, parsed back as a calendar program would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from fairs.agenda import ics
from tests.agenda.samples import agenda, cancelled, entry, occasion, partner

if TYPE_CHECKING:
    from icalendar import Event

    from fairs.agenda.values import Agenda

NIGHT = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Paris, for the first time


def parsed(data: bytes) -> Calendar:
    calendar = Calendar.from_ical(data)
    assert isinstance(calendar, Calendar)
    return calendar


def unfolded(data: bytes) -> str:
    return data.replace(b"\r\n ", b"").decode()


def events(data: bytes) -> dict[str, Event]:
    return {str(event["uid"]): event for event in parsed(data).walk("VEVENT")}


def clock_changes(zone: str) -> Agenda:
    """Twelve meetings over the October change, two of them at 02:30."""
    night = tuple(
        entry(number, start_at=NIGHT + timedelta(minutes=30 * (number - 4))) for number in range(12)
    )
    return agenda(night, occasion=occasion(timezone=zone))


@pytest.mark.pains(1, 3, 4, 10)
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Australia/Sydney", "Asia/Jerusalem"])
def test_instants_survive_the_change_of_the_clock(zone: str) -> None:
    before = clock_changes(zone)
    after = events(ics.feed(before))
    assert {
        uid: (event["dtstart"].dt.astimezone(UTC), event["dtend"].dt.astimezone(UTC))
        for uid, event in after.items()
    } == {meeting.uid: (meeting.start_at, meeting.end_at) for meeting in before.entries}


def test_the_hour_that_comes_twice_is_written_in_utc() -> None:
    text = ics.feed(clock_changes("Europe/Paris")).decode()
    assert "DTSTART:20261025T003000Z" in text
    assert "DTSTART:20261025T013000Z" in text
    assert "DTSTART;TZID=Europe/Paris:20261025T013000\r\n" in text  # the hour before is clear


@pytest.mark.pains(2, 3)
def test_each_zone_that_is_named_is_defined_and_never_an_abbreviation() -> None:
    for zone in ("Europe/Paris", "Asia/Jerusalem", "Africa/Casablanca", "UTC"):
        calendar = parsed(ics.feed(clock_changes(zone)))
        named = {
            str(event[name].params["TZID"])
            for event in calendar.walk("VEVENT")
            for name in ("dtstart", "dtend")
            if "TZID" in event[name].params
        }
        assert named == {str(found["tzid"]) for found in calendar.walk("VTIMEZONE")}
        assert named <= {"Europe/Paris", "Africa/Casablanca"}


@pytest.mark.pains(11, 16, 17, 18)
def test_identity_sequence_and_stamps_come_from_the_meeting_alone() -> None:
    moved = entry(3, sequence=4, changed_at=datetime(2027, 3, 13, 8, tzinfo=UTC))
    event = events(ics.feed(agenda((moved,))))[moved.uid]
    assert (event["sequence"], event["dtstamp"].dt, event["last-modified"].dt) == (
        4,
        moved.changed_at,
        moved.changed_at,
    )


def test_the_same_agenda_gives_the_same_bytes() -> None:
    assert ics.feed(agenda(12)) == ics.feed(agenda(12))
    assert ics.request(agenda(12), agenda(12).entries) == ics.request(agenda(12), agenda(12).entries)


@pytest.mark.pains(20)
def test_a_meeting_has_one_uid_in_feed_and_mail() -> None:
    mine = agenda(2)
    assert (
        events(ics.feed(mine)).keys()
        == events(ics.request(mine, mine.entries)).keys()
        == events(ics.cancel(mine, mine.entries)).keys()
    )


@pytest.mark.pains(15, 28)
def test_cancelled_meetings_stay_in_the_feed_as_tombstones() -> None:
    gone = cancelled(entry(1))
    data = ics.feed(agenda((entry(0), gone)))
    assert {uid: (event["status"], event["transp"]) for uid, event in events(data).items()} == {
        entry(0).uid: ("CONFIRMED", "OPAQUE"),
        gone.uid: ("CANCELLED", "TRANSPARENT"),
    }
    assert events(data)[gone.uid]["summary"].endswith("(Jean-Baptiste d’Œuvrard-Lefèvre) · Table 2")
    assert events(data)[gone.uid]["summary"] != events(ics.feed(agenda(2)))[gone.uid]["summary"]


@pytest.mark.pains(21, 22, 23, 24)
@pytest.mark.parametrize(("make", "method"), [(ics.request, "REQUEST"), (ics.cancel, "CANCEL")])
def test_what_is_mailed_names_who_invites_and_who_is_invited(make: object, method: str) -> None:
    mine = agenda(1)
    data = make(mine, mine.entries)  # type: ignore[operator]
    (event,) = parsed(data).walk("VEVENT")
    assert parsed(data)["method"] == method
    assert event["organizer"] == "mailto:bonjour@boucles.example.org"
    assert event["organizer"].params["CN"] == "Réseau des boucles locales"
    assert event["attendee"] == "mailto:aissatou@oeillets.example.org"
    assert event["attendee"].params["CN"] == "Aïssatou Nœlle Sall"


def test_an_invitation_asks_for_an_answer_and_a_cancellation_does_not() -> None:
    mine = agenda(1)
    (invited,) = parsed(ics.request(mine, mine.entries)).walk("VEVENT")
    (called_off,) = parsed(ics.cancel(mine, mine.entries)).walk("VEVENT")
    assert invited["status"] == "CONFIRMED"
    assert invited["attendee"].params["RSVP"] == "TRUE"
    assert called_off["status"] == "CANCELLED"
    assert "RSVP" not in called_off["attendee"].params


@pytest.mark.pains(24)
@pytest.mark.abuse(17)
def test_a_feed_is_published_and_invites_nobody() -> None:
    shy, open_ = partner(0), partner(1, email="jean@ateliers.example.org")
    data = ics.feed(agenda((entry(0, partners=(shy,)), entry(1, partners=(open_,)))))
    assert parsed(data)["method"] == "PUBLISH"
    assert all("attendee" not in event and "organizer" in event for event in parsed(data).walk("VEVENT"))
    assert unfolded(data).count("@ateliers.example.org") == 1
    assert "maelle" not in unfolded(data)


@pytest.mark.pains(13, 15, 29)
def test_a_feed_says_its_name_its_colour_how_fresh_it_is_and_when_to_ask_again() -> None:
    calendar = parsed(ics.feed(agenda(1, language="en")))
    assert calendar["name"] == calendar["x-wr-calname"] == "Salon d’affaires de l’économie circulaire"
    assert (calendar["color"], calendar["x-apple-calendar-color"]) == ("sienna", "#b4552d")
    assert calendar["description"] == "As of Sunday 14 March 2027, 18:05 · revision 3"
    assert calendar["refresh-interval"].params["VALUE"] == "DURATION"
    text = ics.feed(agenda(1)).decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "X-PUBLISHED-TTL:PT1H\r\n" in text
    assert "SOURCE;VALUE=URI:https://salon.example.org/cal/5f2d.ics\r\n" in text
    assert "uid" not in calendar  # a calendar's own UID made vdirsyncer fold all meetings into one


@pytest.mark.pains(26)
def test_partner_and_table_stand_where_every_program_shows_them() -> None:
    meeting = entry(0, why="Échanger des palettes", partners=(partner(0, pitch="Réemploi de mobilier"),))
    event = events(ics.feed(agenda((meeting,), language="en")))[meeting.uid]
    assert event["summary"] == "Recyclerie du Port (Maëlle Cœurdacier) · Table 1"
    assert event["location"] == "Table 1, Halle aux Grains, Saint-Aubin, 3 place du Marché, 35140 Saint-Aubin"
    assert event["description"] == (
        "Recyclerie du Port (Maëlle Cœurdacier)\nRéemploi de mobilier\n\n"
        "Why you meet: Échanger des palettes\n\n"
        "Your page: https://salon.example.org/me/saint-aubin/agenda\n\n"
        "As of Sunday 14 March 2027, 18:05 · revision 3"
    )
    assert event["url"] == "https://salon.example.org/me/saint-aubin/agenda"


@pytest.mark.pains(28)
def test_an_invitation_to_nothing_is_refused() -> None:
    with pytest.raises(ics.EmptyAgenda):
        ics.request(agenda(1), [])
    with pytest.raises(ics.EmptyAgenda):
        ics.request(agenda(1), [cancelled(entry(0))])
    with pytest.raises(ics.EmptyAgenda):
        ics.cancel(agenda(1), [])


@pytest.mark.parametrize("zone", ["Europe/Paris", "Africa/Cairo", "UTC"])
def test_before_publication_a_feed_is_a_calendar_all_the_same(zone: str) -> None:
    data = ics.feed(agenda(0, occasion=occasion(timezone=zone, published_at=None, revision=0)))
    assert len(parsed(data).subcomponents) == 1  # RFC 5545 demands a component
    assert events(data) == {}


@pytest.mark.pains(30)
def test_lines_are_folded_ended_and_begun_as_the_standard_asks() -> None:
    data = ics.feed(agenda(7))
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")


@pytest.mark.abuse(25)
@pytest.mark.parametrize(
    "poison", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x00", "\udc80", '"', "^n"]
)
def test_no_name_can_add_a_line_to_a_calendar(poison: str) -> None:
    bad = f"Ana{poison}ATTENDEE:mailto:evil@example.org{poison}END:VEVENT"
    meeting = entry(0, uid=bad, table=bad, why=bad, partners=(partner(0, name=bad, pitch=bad, email=bad),))
    poisoned = occasion(title=bad, place=bad, address=bad, organiser_name=bad, organiser_email=bad)
    mine = agenda((meeting,), occasion=poisoned, person=bad, email=bad, page_url=bad, feed_url=bad)
    for data in (ics.feed(mine), ics.request(mine, mine.entries), ics.cancel(mine, mine.entries)):
        (event,) = parsed(data).walk("VEVENT")
        assert not parsed(data).errors
        assert not event.errors
        added = [line for line in data.split(b"\r\n") if line.startswith((b"ATTENDEE:", b"END:VEVENT"))]
        assert added == [b"END:VEVENT"]
        assert not set(data.decode()) & set("\u2028\x85\x0b\x00")


def test_punctuation_scripts_and_pictures_survive() -> None:
    name = "; , \\ : 中村 🥖 « œ » it’s"
    meeting = entry(0, partners=(partner(0, name=name, organisation=""),), table="B;3,\\")
    event = events(ics.feed(agenda((meeting,), language="en")))[meeting.uid]
    assert event["summary"] == f"{name} · B;3,\\"


def test_meetings_of_several_are_said_in_the_readers_language() -> None:
    three = entry(0, partners=(partner(0), partner(4), partner(6)))
    assert [
        str(events(ics.feed(agenda((three,), language=language)))[three.uid]["summary"])
        for language in ("fr", "en")
    ] == [
        f"Recyclerie du Port (Maëlle Cœurdacier), Spółdzielnia Socjalna (Łukasz Żółkiewski) {and_}"
        " Fondation Crédit Solidaire (Zoë Straßburger) · Table 1"
        for and_ in ("et", "and")
    ]


def test_rules_of_today_are_not_used_for_a_year_that_had_others() -> None:
    past = entry(0, start_at=datetime(1975, 7, 1, 8, tzinfo=UTC))  # Paris had no summer time then
    data = ics.feed(agenda((past,)))
    assert b"DTSTART:19750701T080000Z" in data


def test_parts_of_a_second_do_not_reach_calendars() -> None:
    meeting = replace(entry(0), changed_at=datetime(2027, 3, 12, 10, 0, 0, 123456, tzinfo=UTC))
    assert b"DTSTAMP:20270312T100000Z" in ics.feed(agenda((meeting,)))
