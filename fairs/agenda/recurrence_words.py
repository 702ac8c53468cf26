"""A rule as people say it: the second Thursday of the month, from 18:00 to 20:00."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_date, get_day_names

from fairs import texts
from fairs.agenda.recurrence import LAST, pattern_of
from fairs.texts import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from fairs.agenda.recurrence import Pattern, Recurrence

OF_THE_MONTH = {
    1: N_("the first %(weekday)s of the month"),
    2: N_("the second %(weekday)s of the month"),
    3: N_("the third %(weekday)s of the month"),
    4: N_("the fourth %(weekday)s of the month"),
    LAST: N_("the last %(weekday)s of the month"),
}
OF_SOME_MONTHS = {
    1: N_("every %(months)d months, the first %(weekday)s"),
    2: N_("every %(months)d months, the second %(weekday)s"),
    3: N_("every %(months)d months, the third %(weekday)s"),
    4: N_("every %(months)d months, the fourth %(weekday)s"),
    LAST: N_("every %(months)d months, the last %(weekday)s"),
}


def in_words(recurrence: Recurrence, language: str) -> str:
    """The whole rule, without a capital and without a full stop."""
    _ = texts.translator(language).gettext
    pattern = pattern_of(recurrence.rule)
    parts = [_days(pattern, language), hours(recurrence.starts, recurrence.ends, language)]
    if pattern.until is not None:
        parts.append(_("until %(day)s") % {"day": _date(pattern.until, language)})
    elif pattern.count is not None:
        parts.append(_times(pattern.count, language))
    parts += _exceptions(recurrence, language)
    return ", ".join(parts)


def hours(starts: time, ends: time, language: str) -> str:
    """From when to when, as one says it."""
    _ = texts.translator(language).gettext
    return _("from %(start)s to %(end)s") % {"start": hour(starts, language), "end": hour(ends, language)}


def hour(at: time, language: str) -> str:
    """18:00; 18 h."""
    _ = texts.translator(language).gettext
    sentence = _("%(hour)d:%(minute)02d") if at.minute else _("%(hour)d:00")
    return sentence % {"hour": at.hour, "minute": at.minute}


def weekday(day: int, language: str) -> str:
    """Thursday; jeudi."""
    return str(get_day_names("wide", locale=texts.locale(language))[day])


def _days(pattern: Pattern, language: str) -> str:
    _ = texts.translator(language).gettext
    names = texts.listed([weekday(day, language) for day in sorted(pattern.weekdays)], language)
    if pattern.every == "month":
        table = OF_THE_MONTH if pattern.interval == 1 else OF_SOME_MONTHS
        return _(table[pattern.nth]) % {"weekday": names, "months": pattern.interval}
    if pattern.interval == 1 and len(pattern.weekdays) == 1:
        return _("every %(weekday)s") % {"weekday": names}
    if pattern.interval == 1:
        return _("every week on %(weekdays)s") % {"weekdays": names}
    return _("every %(weeks)d weeks on %(weekdays)s") % {"weekdays": names, "weeks": pattern.interval}


def _exceptions(recurrence: Recurrence, language: str) -> list[str]:
    ngettext = texts.translator(language).ngettext
    out, more = recurrence.left_out, recurrence.extra
    said = []
    if out:
        sentence = ngettext("except on %(days)s", "except on %(days)s", len(out))
        said.append(sentence % {"days": _dates(out, language)})
    if more:
        sentence = ngettext("and also on %(days)s", "and also on %(days)s", len(more))
        said.append(sentence % {"days": _dates(more, language)})
    return said


def _times(count: int, language: str) -> str:
    ngettext = texts.translator(language).ngettext
    return ngettext("%(num)d time", "%(num)d times", count) % {"num": count}


def _dates(days: Sequence[date], language: str) -> str:
    return texts.listed([_date(day, language) for day in sorted(days)], language)


def _date(day: date, language: str) -> str:
    return str(format_date(day, "d MMMM y", locale=texts.locale(language)))
