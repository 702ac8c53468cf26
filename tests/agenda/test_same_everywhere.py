"""Calendar, text and paper of one agenda say the same."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from fairs.agenda import ics, pdf, text
from tests.agenda.reading import texts_of
from tests.agenda.samples import agenda, cancelled, entry, occasion

if TYPE_CHECKING:
    from fairs.agenda.values import Agenda

SPAN = re.compile(r"(\d\d:\d\d)[^–]*–(\d\d:\d\d)")
TABLE = re.compile(r"Table (\d+)")
ZONES = ["Europe/Paris", "Europe/Lisbon", "America/New_York", "Asia/Jerusalem", "Australia/Sydney", "UTC"]
NIGHTS = [datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2027, 3, 27, 22, tzinfo=UTC)]


def of_calendar(mine: Agenda) -> list[tuple[str, str]]:
    zone = mine.occasion.zone
    events = Calendar.from_ical(ics.feed(mine)).walk("VEVENT")
    return [
        (f"{event['dtstart'].dt.astimezone(zone):%H:%M}", f"{event['dtend'].dt.astimezone(zone):%H:%M}")
        for event in sorted(events, key=lambda event: event["dtstart"].dt.astimezone(UTC))
    ]


def seats_of_calendar(mine: Agenda) -> list[str]:
    held = [
        event for event in Calendar.from_ical(ics.feed(mine)).walk("VEVENT") if event["status"] == "CONFIRMED"
    ]
    held.sort(key=lambda event: event["dtstart"].dt.astimezone(UTC))
    return [TABLE.findall(str(event["location"]))[0] for event in held]


@pytest.mark.pains(6)
@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.sampled_from(NIGHTS),
    st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=14, unique_by=lambda m: m[0]),
    st.sampled_from(["fr", "en"]),
)
def test_text_and_calendar_agree(
    zone: str, night: datetime, meetings: list[tuple[int, bool]], language: str
) -> None:
    mine = agenda(
        tuple(
            cancelled(meeting) if off else meeting
            for number, off in sorted(meetings)
            for meeting in [entry(number, start_at=night + timedelta(minutes=30 * number))]
        ),
        occasion=occasion(timezone=zone),
        language=language,
    )
    said = text.agenda_text(mine)
    assert SPAN.findall(said) == of_calendar(mine)
    assert TABLE.findall(said) == seats_of_calendar(mine)


@pytest.mark.pains(6)
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Asia/Jerusalem"])
@pytest.mark.parametrize("night", NIGHTS)
def test_paper_and_calendar_agree_over_the_change_of_the_clock(zone: str, night: datetime) -> None:
    mine = agenda(
        tuple(entry(number, start_at=night + timedelta(minutes=40 * number)) for number in range(12)),
        occasion=occasion(timezone=zone),
    )
    paper = " ".join(texts_of(pdf.agenda_pdf(mine)))
    assert SPAN.findall(paper) == of_calendar(mine)
    assert TABLE.findall(paper) == seats_of_calendar(mine)
