from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fairs.domain import reminders
from fairs.domain.reminders import Span
from fairs.models import Edition, Participant

NINE_TO_FIVE = timedelta(hours=8)


def edition(starts_at: datetime, timezone: str = "Europe/Paris", **dates: datetime) -> Edition:
    return Edition(timezone=timezone, starts_at=starts_at, ends_at=starts_at + NINE_TO_FIVE, **dates)


def utc(month: int, day: int, hour: int, minute: int = 0, year: int = 2027) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_at", "two_days", "evening", "morning_after"),
    [
        pytest.param(utc(3, 18, 8), utc(3, 16, 8), utc(3, 17, 17), utc(3, 19, 8), id="in winter"),
        pytest.param(utc(6, 18, 7), utc(6, 16, 7), utc(6, 17, 16), utc(6, 19, 7), id="in summer"),
        # The last Sunday of March: clocks go forward in the night before, of October: back.
        pytest.param(utc(3, 28, 7), utc(3, 26, 8), utc(3, 27, 17), utc(3, 29, 7), id="on the day of spring"),
        pytest.param(utc(3, 29, 7), utc(3, 27, 8), utc(3, 28, 16), utc(3, 30, 7), id="the day after it"),
        pytest.param(
            utc(10, 31, 8), utc(10, 29, 7), utc(10, 30, 16), utc(11, 1, 8), id="on the day of autumn"
        ),
        pytest.param(utc(11, 1, 8), utc(10, 30, 7), utc(10, 31, 17), utc(11, 2, 8), id="the day after that"),
    ],
)
def test_hours_are_those_of_the_place(
    starts_at: datetime, two_days: datetime, evening: datetime, morning_after: datetime
) -> None:
    fair = edition(starts_at)
    assert reminders.two_days_before(fair) == Span(two_days, evening)
    assert reminders.evening_before(fair) == Span(evening, starts_at)
    assert reminders.follow_up(fair).since == morning_after


def test_the_evening_before_is_one_of_the_place_even_far_away() -> None:
    assert reminders.evening_before(edition(utc(3, 17, 20), "Pacific/Auckland")).since == utc(3, 17, 5)
    assert reminders.evening_before(edition(utc(3, 18, 18), "America/Los_Angeles")).since == utc(3, 18, 1)


def test_a_span_begins_with_its_first_instant_and_ends_before_its_last() -> None:
    span = Span(utc(3, 1, 9), utc(3, 1, 10))
    held = [span.holds(utc(3, 1, hour, minute)) for hour, minute in ((8, 59), (9, 0), (9, 59), (10, 0))]
    assert held == [False, True, True, False]
    assert not Span(utc(3, 1, 9)).is_over(utc(3, 1, 9, year=2099))


@pytest.mark.parametrize(
    ("closes_at", "closed_at", "expected"),
    [
        (None, None, None),
        (utc(3, 10, 17), None, Span(utc(3, 8, 17), utc(3, 10, 17))),
        (utc(3, 10, 17), utc(3, 9, 12), Span(utc(3, 8, 17), utc(3, 9, 12))),
        (utc(3, 10, 17), utc(3, 1, 12), None),  # closed by hand before it was time to remind
    ],
)
def test_wishes_are_missed_until_they_close(
    closes_at: datetime | None, closed_at: datetime | None, expected: Span | None
) -> None:
    fair = edition(utc(3, 18, 8))
    fair.wishes_close_at, fair.wishes_closed_at = closes_at, closed_at
    assert reminders.wishes_missing(fair) == expected


@pytest.mark.parametrize(
    ("closes_at", "closed_at", "expected"),
    [
        (None, None, Span(utc(3, 2, 9), utc(3, 8, 9))),
        (utc(3, 4, 9), None, Span(utc(3, 2, 9), utc(3, 4, 9))),
        (utc(3, 4, 9), utc(3, 3, 9), Span(utc(3, 2, 9), utc(3, 3, 9))),
        (utc(3, 2, 9), None, None),  # nobody can register any more when the day is over
    ],
)
def test_a_registration_is_unfinished_after_a_day_while_others_can_register(
    closes_at: datetime | None, closed_at: datetime | None, expected: Span | None
) -> None:
    fair = edition(utc(3, 18, 8))
    fair.registration_closes_at, fair.registration_closed_at = closes_at, closed_at
    person = Participant(edition=fair, registered_at=utc(3, 1, 9))
    assert reminders.registration_unfinished(person) == expected
