"""When something recurs: a rule of RFC 5545 over dates, and hours as the clock on the wall shows them.

The rule is read and written by icalendar, its dates are found by dateutil. It runs over dates, not over
instants: that is why six o'clock stays six o'clock when the clocks change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr
from icalendar.prop import vRecur

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

Every = Literal["week", "month"]
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # as date.weekday() counts
FREQUENCIES: dict[Every, str] = {"week": "WEEKLY", "month": "MONTHLY"}
LAST = -1


@dataclass(frozen=True)
class Pattern:
    """What can be chosen in simple fields: every so many weeks on some days, or one weekday of a month."""

    every: Every
    interval: int
    weekdays: tuple[int, ...]  # 0: Monday; of a month, one
    nth: int = 1  # of a month: 1 to 4, or LAST
    until: date | None = None
    count: int | None = None

    def rule(self) -> str:
        """The same as RRULE."""
        days = [DAYS[day] for day in sorted(self.weekdays)]
        parts: dict[str, object] = {
            "FREQ": FREQUENCIES[self.every],
            "BYDAY": days if self.every == "week" else [f"{self.nth}{days[0]}"],
        }
        if self.interval != 1:
            parts["INTERVAL"] = self.interval
        if self.until is not None:
            parts["UNTIL"] = self.until
        elif self.count is not None:
            parts["COUNT"] = self.count
        return bytes(vRecur(parts).to_ical()).decode("ascii")  # type: ignore[no-untyped-call] # icalendar types most


def pattern_of(rule: str) -> Pattern:
    """The choice that a rule was written from."""
    parts = vRecur.from_ical(rule)
    days = [str(day) for day in parts["BYDAY"]]
    monthly = str(parts["FREQ"][0]).upper() == FREQUENCIES["month"]
    until = parts["UNTIL"][0] if "UNTIL" in parts else None
    return Pattern(
        every="month" if monthly else "week",
        interval=int(parts["INTERVAL"][0]) if "INTERVAL" in parts else 1,
        weekdays=tuple(DAYS.index(day[-2:]) for day in days),
        nth=int(days[0][:-2]) if monthly else 1,
        until=until.date() if isinstance(until, datetime) else until,
        count=int(parts["COUNT"][0]) if "COUNT" in parts else None,
    )


@dataclass(frozen=True)
class Recurrence:
    """A rule with its hours, its exceptions and its extra dates."""

    rule: str
    begins_on: date
    starts: time
    ends: time  # not after `starts`: on the next day
    timezone: str
    left_out: tuple[date, ...] = ()
    extra: tuple[date, ...] = ()

    def dates(self, since: date) -> Iterator[date]:
        """The dates from a day on, in order, possibly without end."""
        found, by_rule = rruleset(), rrulestr(self.rule, dtstart=_midnight(self.begins_on))
        if isinstance(by_rule, rrule):  # a single line is never a set
            found.rrule(by_rule)
        for day in self.extra:
            found.rdate(_midnight(day))
        for day in self.left_out:
            found.exdate(_midnight(day))
        for moment in found.xafter(_midnight(since), inc=True):
            yield moment.date()

    def span(self, on: date) -> tuple[datetime, datetime]:
        """Start and end on a date, as instants. An hour that the clocks skip is held an hour later."""
        zone = ZoneInfo(self.timezone)
        last = on if self.ends > self.starts else on + timedelta(days=1)
        starts = datetime.combine(on, self.starts, zone).astimezone(UTC)
        ends = datetime.combine(last, self.ends, zone).astimezone(UTC)
        return starts, max(ends, starts + timedelta(minutes=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
