"""A zone as calendars understand it: two yearly rules, from the last line of the zone's tzdata file.

`icalendar` writes each change of the clock as a date of its own (RDATE); Thunderbird reads the first of them
and Outlook none, and meetings shift by an hour. RRULE is read right by all. A zone whose rules RRULE cannot
say exactly (a change past midnight) gets none: its meetings are then written in UTC.
"""

from __future__ import annotations

import calendar
import importlib.resources
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import TZPATH, ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur, vUTCOffset

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = r"(?:<[^>]+>|[A-Za-z]{3,})"
OFFSET = r"[+-]?\d{1,3}(?::\d{2}){0,2}"
RULE = r"M(\d{1,2})\.([1-5])\.([0-6])(?:/(" + OFFSET + r"))?"
FOOTER = re.compile(rf"({NAME})({OFFSET})(?:({NAME})({OFFSET})?,{RULE},{RULE})?")
DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
FIRST_YEAR = 1970
EPOCH = datetime(FIRST_YEAR, 1, 1)  # noqa: DTZ001 - a reading of the wall's clock, like all starts of rules
LAST_WEEK = 5


@dataclass(frozen=True)
class Change:
    """One yearly change of the clock: on the nth weekday of a month, at a time of the clock before it."""

    month: int
    week: int  # 5: the last
    weekday: int  # 0: Sunday
    at: timedelta
    before: timedelta
    after: timedelta
    name: str

    def in_year(self, year: int) -> datetime:
        """When the clock changes, by the clock before the change."""
        first = date(year, self.month, 1)
        day = 1 + (self.weekday - first.isoweekday()) % 7 + 7 * (self.week - 1)
        if day > calendar.monthrange(year, self.month)[1]:
            day -= 7
        return datetime(year, self.month, day) + self.at  # noqa: DTZ001 - a reading of the wall's clock

    def rule(self) -> vRecur:
        """The same as RRULE."""
        week = -1 if self.week == LAST_WEEK else self.week
        return vRecur({"FREQ": "YEARLY", "BYMONTH": self.month, "BYDAY": f"{week}{DAYS[self.weekday]}"})


@dataclass(frozen=True)
class Rules:
    """What a zone's clock does each year from now on."""

    key: str
    name: str
    standard: timedelta
    changes: tuple[Change, ...]  # none, or two

    def offset_at(self, instant: datetime) -> timedelta:
        """The distance to UTC that a reader of these rules will use."""
        utc = instant.astimezone(UTC).replace(tzinfo=None)
        past = [
            (change.in_year(year) - change.before, change.after)
            for year in (utc.year - 1, utc.year)
            for change in self.changes
            if change.in_year(year) - change.before <= utc
        ]
        return max(past)[1] if past else self.standard

    def component(self) -> Timezone:
        """The VTIMEZONE."""
        zone = Timezone()
        zone.add("tzid", self.key)
        for observance in self._observances():
            zone.add_component(observance)
        return zone

    def _observances(self) -> Iterator[TimezoneStandard | TimezoneDaylight]:
        if not self.changes:
            yield _observance(TimezoneStandard(), EPOCH, self.standard, self.standard, self.name)
        for change in self.changes:
            kind = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
            start = change.in_year(FIRST_YEAR)
            observance = _observance(kind, start, change.before, change.after, change.name)
            observance.add("rrule", change.rule())
            yield observance


def _observance(
    observance: TimezoneStandard | TimezoneDaylight,
    start: datetime,
    before: timedelta,
    after: timedelta,
    name: str,
) -> TimezoneStandard | TimezoneDaylight:
    observance.add("dtstart", start)
    observance.add("tzoffsetfrom", vUTCOffset(before))
    observance.add("tzoffsetto", vUTCOffset(after))
    observance.add("tzname", name)
    return observance


@cache
def rules_of(key: str) -> Rules | None:
    """The rules of a zone; None where two yearly rules cannot say exactly what its clock does."""
    found = FOOTER.fullmatch(_footer(key))
    if found is None:
        return None
    name, offset, summer, summer_offset, *rules = found.groups()
    standard = -_duration(offset)
    if summer is None:
        return Rules(key, name.strip("<>"), standard, ())
    daylight = -_duration(summer_offset) if summer_offset else standard + timedelta(hours=1)
    to_summer = _change(rules[:4], standard, daylight, summer)
    to_winter = _change(rules[4:], daylight, standard, name)
    if not (_within_a_day(to_summer) and _within_a_day(to_winter)):
        return None
    return Rules(key, name.strip("<>"), standard, (to_summer, to_winter))


def _change(parts: list[str | None], before: timedelta, after: timedelta, name: str) -> Change:
    month, week, weekday, at = parts
    return Change(
        month=int(month or 0),
        week=int(week or 0),
        weekday=int(weekday or 0),
        at=_duration(at) if at else timedelta(hours=2),
        before=before,
        after=after,
        name=name.strip("<>"),
    )


def _within_a_day(change: Change) -> bool:
    return timedelta(0) <= change.at < timedelta(days=1)


def _duration(text: str) -> timedelta:
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = (*map(int, text.lstrip("+-").split(":")), 0, 0)[:3]
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _footer(key: str) -> str:
    """The last line of a tzdata file: what holds for all years after those listed in it."""
    ZoneInfo(key)  # raises for a name that is not one, so that it cannot lead out of the folder
    for folder in TZPATH:
        path = Path(folder, key)
        if path.is_file():
            return _last_line(path.read_bytes())
    return _last_line((importlib.resources.files("tzdata") / "zoneinfo" / key).read_bytes())


def _last_line(data: bytes) -> str:
    return data.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace")
