"""Rules that recur: their dates, their hours over both changes of the clocks, and their words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from fairs.agenda.recurrence import LAST, Pattern, Recurrence, pattern_of
from fairs.agenda.recurrence_words import in_words

PARIS = ZoneInfo("Europe/Paris")
SECOND_THURSDAY = Pattern("month", 1, (3,), 2)


def recurrence(pattern: Pattern = SECOND_THURSDAY, **values: object) -> Recurrence:
    return Recurrence(
        **{
            "rule": pattern.rule(),
            "begins_on": date(2027, 1, 1),
            "starts": time(18),
            "ends": time(20),
            "timezone": "Europe/Paris",
        }
        | values  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("pattern", "rule"),
    [
        (SECOND_THURSDAY, "FREQ=MONTHLY;BYDAY=2TH"),
        (Pattern("month", 2, (4,), LAST), "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR"),
        (Pattern("week", 1, (1,), until=date(2027, 6, 30)), "FREQ=WEEKLY;UNTIL=20270630;BYDAY=TU"),
        (Pattern("week", 2, (3, 1), count=10), "FREQ=WEEKLY;COUNT=10;INTERVAL=2;BYDAY=TU,TH"),
    ],
)
def test_a_choice_is_written_as_rfc_5545_has_it(pattern: Pattern, rule: str) -> None:
    assert pattern.rule() == rule
    assert pattern_of(rule).rule() == rule


@given(
    every=st.sampled_from(["week", "month"]),
    interval=st.integers(1, 12),
    days=st.sets(st.integers(0, 6), min_size=1),
    nth=st.sampled_from([1, 2, 3, 4, LAST]),
    until=st.none() | st.dates(date(2027, 1, 1), date(2030, 1, 1)),
    count=st.none() | st.integers(1, 500),
)
def test_every_choice_comes_back_from_its_rule(
    every: str, interval: int, days: set[int], nth: int, until: date | None, count: int | None
) -> None:
    monthly = every == "month"
    pattern = Pattern(
        every="month" if monthly else "week",
        interval=interval,
        weekdays=(min(days),) if monthly else tuple(sorted(days)),
        nth=nth if monthly else 1,
        until=until,
        count=None if until else count,
    )
    assert pattern_of(pattern.rule()) == pattern


def test_a_series_keeps_its_wall_time_over_both_changes_of_the_clocks() -> None:
    weekly = recurrence(Pattern("week", 1, (6,)), starts=time(18), ends=time(20, 30))
    year = [day for day in islice(weekly.dates(date(2027, 1, 1)), 53) if day.year == 2027]
    assert {day.month for day in year} == set(range(1, 13))
    spans = [weekly.span(day) for day in year]
    walls = {(start.astimezone(PARIS).time(), end.astimezone(PARIS).time()) for start, end in spans}
    assert walls == {(time(18), time(20, 30))}
    by_offset = {start.astimezone(PARIS).utcoffset(): start.time() for start, _ in spans}
    assert by_offset == {timedelta(hours=1): time(17), timedelta(hours=2): time(16)}
    changes = [date(2027, 3, 28), date(2027, 10, 31)]  # both are Sundays of the series
    assert [weekly.span(day)[0] for day in changes] == [
        datetime(2027, 3, 28, 16, tzinfo=UTC),
        datetime(2027, 10, 31, 17, tzinfo=UTC),
    ]


def test_an_hour_that_is_skipped_is_held_an_hour_later_and_a_doubled_one_the_first_time() -> None:
    night = recurrence(Pattern("week", 1, (6,)), starts=time(2, 30), ends=time(3, 30))
    starts, ends = night.span(date(2027, 3, 28))
    assert starts.astimezone(PARIS).time() == time(3, 30)
    assert ends > starts
    assert night.span(date(2027, 10, 31))[0] == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_an_evening_may_end_after_midnight() -> None:
    late = recurrence(starts=time(22), ends=time(1))
    starts, ends = late.span(date(2027, 5, 13))
    assert (ends - starts, ends.astimezone(PARIS).date()) == (timedelta(hours=3), date(2027, 5, 14))


def test_dates_are_left_out_and_added() -> None:
    summer = recurrence(left_out=(date(2027, 8, 12),), extra=(date(2027, 8, 26),))
    assert list(islice(summer.dates(date(2027, 7, 8)), 4)) == [
        date(2027, 7, 8),
        date(2027, 8, 26),
        date(2027, 9, 9),
        date(2027, 10, 14),
    ]


@given(
    first=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    interval=st.integers(1, 4),
    nth=st.sampled_from([1, 2, 3, 4, LAST]),
    day=st.integers(0, 6),
)
def test_dates_are_those_that_dateutil_finds_for_instants(
    first: date, interval: int, nth: int, day: int
) -> None:
    some = recurrence(Pattern("month", interval, (day,), nth), begins_on=first)
    expected = rrulestr(some.rule, dtstart=datetime.combine(first, time(18)))
    assert list(islice(some.dates(first), 8)) == [found.date() for found in islice(expected, 8)]


NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("some", "french", "english"),
    [
        (
            recurrence(),
            f"le deuxième jeudi du mois, de 18{NBSP}h à 20{NBSP}h",
            "the second Thursday of the month, from 18:00 to 20:00",
        ),
        (
            recurrence(Pattern("month", 2, (4,), LAST), starts=time(12, 15), ends=time(13, 45)),
            f"tous les 2 mois, le dernier vendredi, de 12{NBSP}h{NBSP}15 à 13{NBSP}h{NBSP}45",
            "every 2 months, the last Friday, from 12:15 to 13:45",
        ),
        (
            recurrence(Pattern("week", 1, (1, 3), until=date(2027, 6, 30))),
            f"chaque semaine, mardi et jeudi, de 18{NBSP}h à 20{NBSP}h, jusqu’au 30 juin 2027",
            "every week on Tuesday and Thursday, from 18:00 to 20:00, until 30 June 2027",
        ),
        (
            recurrence(
                Pattern("week", 2, (1,), count=10),
                left_out=(date(2027, 8, 12), date(2027, 8, 5)),
                extra=(date(2027, 8, 20),),
            ),
            (
                f"toutes les 2 semaines, mardi, de 18{NBSP}h à 20{NBSP}h, 10 fois, "
                "sauf les 5 août 2027 et 12 août 2027, et aussi le 20 août 2027"
            ),
            (
                "every 2 weeks on Tuesday, from 18:00 to 20:00, 10 times, "
                "except on 5 August 2027 and 12 August 2027, and also on 20 August 2027"
            ),
        ),
    ],
)
def test_a_rule_is_said_in_words(some: Recurrence, french: str, english: str) -> None:
    assert (in_words(some, "fr"), in_words(some, "en")) == (french, english)
