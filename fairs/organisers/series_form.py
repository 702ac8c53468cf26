"""When a meetup recurs, as simple fields: from a rule to what is typed in, and back."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from fairs import texts
from fairs.agenda.recurrence import LAST, Pattern, Recurrence, pattern_of
from fairs.domain.series import AHEAD_AT_MOST
from fairs.organisers.forms import REQUIRED, given
from fairs.web import language
from fairs.web.voice import Form, WholeNumberField

if TYPE_CHECKING:
    from datetime import datetime

    from wtforms import Field

    from fairs.models import Edition

INTERVAL_AT_MOST = 12
COUNT_AT_MOST = 500
DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
NTH = {
    1: _l("first"),
    2: _l("second"),
    3: _l("third"),
    4: _l("fourth"),
    LAST: _l("last"),
}
AHEAD = 3


def weekdays() -> dict[str, str]:
    """The days of the week by their numbers."""
    names = get_day_names("wide", locale=texts.locale(language.current()))
    return {str(number): str(names[number]) for number in range(7)}


def written_dates(text: str) -> tuple[date, ...]:
    """Dates, one a line or with commas: 2027-08-12 or 12/08/2027. Raises ValueError with what is none."""
    found = []
    for word in re.split(r"[\s,;]+", text.strip()):
        day_first = DAY_FIRST.fullmatch(word)
        try:
            if day_first:
                day, month, year = map(int, day_first.groups())
                found.append(date(year, month, day))
            elif word:
                found.append(date.fromisoformat(word))
        except ValueError:
            raise ValueError(word) from None
    return tuple(sorted(set(found)))


class SeriesForm(Form):
    """A rule in fields."""

    every = RadioField(
        _l("It comes back"),
        [REQUIRED],
        choices=[SelectChoice("month", _l("by the month")), SelectChoice("week", _l("by the week"))],
    )
    interval = WholeNumberField(
        _l("Every how many months or weeks?"), [REQUIRED, NumberRange(1, INTERVAL_AT_MOST)]
    )
    nth = SelectField(
        _l("Which one of the month?"),
        choices=[SelectChoice(nth, words) for nth, words in NTH.items()],
        coerce=int,
    )
    weekday = SelectField(_l("On which day?"), choices=weekdays)
    weekdays = SelectMultipleField(
        _l("On which days of the week?"),
        choices=weekdays,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    begins_on = DateField(_l("From this day on"), [REQUIRED])
    starts = TimeField(_l("Start"), [REQUIRED])
    ends = TimeField(_l("End"), [REQUIRED])
    until = DateField(_l("Until this day"), [Optional()])
    count = WholeNumberField(_l("Or so many times"), [Optional(), NumberRange(1, COUNT_AT_MOST)])
    left_out = TextAreaField(_l("Dates left out"))
    extra = TextAreaField(_l("Extra dates"))
    ahead = WholeNumberField(
        _l("How many dates are announced beforehand?"), [REQUIRED, NumberRange(1, AHEAD_AT_MOST)]
    )

    def validate_weekdays(self, field: Field) -> None:
        """A week needs a day."""
        if self.every.data == "week" and not field.data:
            raise ValidationError(_l("Choose at least one day."))

    def validate_count(self, field: Field) -> None:
        """One end is enough."""
        if field.data and self.until.data:
            raise ValidationError(_l("Either a last day, or a number of times: empty one of them."))

    def validate_left_out(self, field: Field) -> None:
        """Dates, and nothing else."""
        _object_to_dates(field)

    def validate_extra(self, field: Field) -> None:
        """The same."""
        _object_to_dates(field)

    def recurrence(self, timezone: str) -> Recurrence:
        """What was typed in."""
        monthly = self.every.data == "month"
        days = (int(given(self.weekday)),) if monthly else tuple(sorted(map(int, given(self.weekdays))))
        pattern = Pattern(
            every="month" if monthly else "week",
            interval=given(self.interval),
            weekdays=days,
            nth=given(self.nth) if monthly else 1,
            until=self.until.data,
            count=None if self.until.data else self.count.data,
        )
        return Recurrence(
            rule=pattern.rule(),
            begins_on=given(self.begins_on),
            starts=given(self.starts),
            ends=given(self.ends),
            timezone=timezone,
            left_out=written_dates(self.left_out.data or ""),
            extra=written_dates(self.extra.data or ""),
        )


def of_recurrence(recurrence: Recurrence, ahead: int) -> SeriesForm:
    """The form with a rule in it."""
    pattern = pattern_of(recurrence.rule)
    days = [str(day) for day in pattern.weekdays]
    return SeriesForm(
        data={
            "every": pattern.every,
            "interval": pattern.interval,
            "nth": pattern.nth,
            "weekday": days[0],
            "weekdays": days if pattern.every == "week" else [],
            "begins_on": recurrence.begins_on,
            "starts": recurrence.starts,
            "ends": recurrence.ends,
            "until": pattern.until,
            "count": pattern.count,
            "left_out": _lines(recurrence.left_out),
            "extra": _lines(recurrence.extra),
            "ahead": ahead,
        }
    )


def like(edition: Edition, now: datetime) -> SeriesForm:
    """The form for a first rule: as this edition is held, once a month."""
    zone = ZoneInfo(edition.timezone)
    starts, ends = edition.starts_at.astimezone(zone), edition.ends_at.astimezone(zone)
    nth = (starts.day - 1) // 7 + 1
    pattern = Pattern("month", 1, (starts.weekday(),), nth if nth in NTH else LAST)
    begins_on = min(starts.date(), now.astimezone(zone).date())
    guess = Recurrence(pattern.rule(), begins_on, starts.time(), ends.time(), edition.timezone)
    return of_recurrence(guess, AHEAD)


def _lines(days: tuple[date, ...]) -> str:
    return "\n".join(day.isoformat() for day in days)


def _object_to_dates(field: Field) -> None:
    try:
        written_dates(field.data or "")
    except ValueError as fault:
        sentence = _l("“%(word)s” is no date: write 2027-08-12 or 12/08/2027.", word=str(fault))
        raise ValidationError(sentence) from fault
