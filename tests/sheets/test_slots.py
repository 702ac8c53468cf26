from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairs.sheets.slots import lay_out, lay_out_all
from fairs.sheets.values import BlockRow

PARIS = ZoneInfo("Europe/Paris")


def block(start: datetime, minutes: int, meeting: int = 20, pause: int = 5) -> BlockRow:
    begin = start.astimezone(UTC)
    return BlockRow("matin", begin, begin + timedelta(minutes=minutes), meeting, pause)


def test_slots_follow_each_other_with_a_pause_after_each() -> None:
    slots = lay_out(block(datetime(2027, 3, 18, 9, tzinfo=PARIS), 95), PARIS)
    assert [slot.id for slot in slots] == [
        "2027-03-18T09:00",
        "2027-03-18T09:25",
        "2027-03-18T09:50",
        "2027-03-18T10:15",  # ends at 10:35, with the block: its pause need not fit
    ]
    assert {slot.end_at - slot.start_at for slot in slots} == {timedelta(minutes=20)}


@pytest.mark.pains(46)
@given(st.integers(1, 60), st.integers(0, 30), st.integers(0, 600), st.integers(0, 23 * 60))
def test_no_minute_of_a_meeting_is_lost_whatever_the_pause(
    meeting: int, pause: int, spare: int, at: int
) -> None:
    start = datetime(2027, 3, 27, tzinfo=UTC) + timedelta(minutes=at)
    laid = block(start, meeting + spare, meeting, pause)
    slots = lay_out(laid, PARIS)
    assert {slot.end_at - slot.start_at for slot in slots} == {timedelta(minutes=meeting)}
    assert all(
        later.start_at - sooner.end_at == timedelta(minutes=pause) for sooner, later in pairwise(slots)
    )
    assert slots[-1].end_at <= laid.end_at < slots[-1].end_at + timedelta(minutes=meeting + pause)
    assert len({slot.id for slot in slots}) == len(slots)


def test_the_night_that_repeats_an_hour_has_each_slot_once() -> None:
    start = datetime(2027, 10, 31, 2, tzinfo=PARIS)
    slots = lay_out(block(start, 120, meeting=30, pause=0), PARIS)
    assert [slot.id for slot in slots] == [
        "2027-10-31T02:00",
        "2027-10-31T02:30",
        "2027-10-31T02:00+01:00",
        "2027-10-31T02:30+01:00",
    ]


def test_the_night_that_skips_an_hour_has_none_in_it() -> None:
    slots = lay_out(block(datetime(2027, 3, 28, 1, tzinfo=PARIS), 120, meeting=30, pause=0), PARIS)
    assert [slot.id[-5:] for slot in slots] == ["01:00", "01:30", "03:00", "03:30"]


def test_blocks_are_laid_out_in_order_of_time() -> None:
    late = block(datetime(2027, 3, 18, 14, tzinfo=PARIS), 20)
    early = block(datetime(2027, 3, 18, 9, tzinfo=PARIS), 20)
    assert [slot.id for slot in lay_out_all((late, early), PARIS)] == ["2027-03-18T09:00", "2027-03-18T14:00"]
