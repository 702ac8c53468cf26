"""Zones in calendars, read back by a reader that knows nothing but the VTIMEZONE itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Timezone

from fairs.agenda.vtimezone import rules_of

ODD = ("Africa/Cairo", "America/Nuuk", "America/Santiago", "Asia/Gaza", "Asia/Jerusalem")


@pytest.mark.pains(3)
@pytest.mark.parametrize(
    "key",
    [
        "Europe/Paris",
        "Europe/London",
        "Europe/Dublin",  # its winter time is the exception, written as a negative summer time
        "America/New_York",
        "America/Sao_Paulo",
        "Australia/Sydney",  # summer over the turn of the year
        "Australia/Lord_Howe",  # half an hour
        "Asia/Kolkata",
        "Indian/Reunion",
        "UTC",
    ],
)
def test_a_reader_of_the_rules_gets_the_zones_clock(key: str) -> None:
    rules = rules_of(key)
    assert rules is not None
    component = Timezone.from_ical(rules.component().to_ical())
    read = component.to_tz(lookup_tzid=False)
    zone = ZoneInfo(key)
    noon = datetime(2027, 1, 1, 12)  # noqa: DTZ001 - a reading of the wall's clock
    for number in range(0, 730, 2):
        local = noon + timedelta(days=number)
        assert local.replace(tzinfo=read).utcoffset() == local.replace(tzinfo=zone).utcoffset()


@pytest.mark.parametrize("key", ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin"])
def test_the_rules_know_the_hours_around_a_change(key: str) -> None:
    rules, zone = rules_of(key), ZoneInfo(key)
    assert rules is not None
    instants = [datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=30 * step) for step in range(48 * 365)]
    wrong = [at for at in instants if rules.offset_at(at) != at.astimezone(zone).utcoffset()]
    assert wrong == []


@pytest.mark.parametrize("key", ODD)
def test_zones_that_change_past_midnight_are_left_out(key: str) -> None:
    assert rules_of(key) is None


def test_a_zone_is_defined_by_rules_and_not_by_dates() -> None:
    rules = rules_of("Europe/Paris")
    assert rules is not None
    assert rules.component().to_ical().decode().splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
