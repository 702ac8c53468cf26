"""The phrases of an agenda that calendar, paper and text have in common, so that they cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar
from zoneinfo import ZoneInfo

from fairs import texts
from fairs.agenda.characters import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from fairs.agenda.values import Entry, Occasion, Partner


class Begins(Protocol):
    """Something that begins at some time."""

    @property
    def starts_at(self) -> datetime:
        """When."""


Timed = TypeVar("Timed", bound=Begins)


@dataclass(frozen=True)
class Day:
    """The entries of one local day."""

    on: date
    entries: tuple[Entry, ...]


def by_day(entries: Iterable[Entry], occasion: Occasion) -> tuple[Day, ...]:
    """Entries under the days on which people will hold them, in order of time."""
    days: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.start_at, entry.cancelled, entry.uid)):
        days.setdefault(entry.start_at.astimezone(occasion.zone).date(), []).append(entry)
    return tuple(Day(on, tuple(found)) for on, found in sorted(days.items()))


def by_local_day(timed: Iterable[Timed], timezone: str) -> tuple[tuple[date, tuple[Timed, ...]], ...]:
    """Whatever begins at some time, under the days of the place, in the order in which it is given."""
    days: dict[date, list[Timed]] = {}
    for one in timed:
        days.setdefault(one.starts_at.astimezone(ZoneInfo(timezone)).date(), []).append(one)
    return tuple((on, tuple(found)) for on, found in sorted(days.items()))


def who(partner: Partner) -> str:
    """A partner in a few words: the organisation first, as people look for a stand and then for a face."""
    return named(partner.organisation, partner.name)


def named(organisation: str, person: str) -> str:
    """A party on one line; either may be unknown."""
    group, name = one_line(organisation), one_line(person)
    return f"{group} ({name})" if name and group else group or name


def with_whom(entry: Entry, language: str) -> str:
    """All partners of a meeting as one says them."""
    return texts.listed([who(partner) for partner in entry.partners], language)


def summary(entry: Entry, language: str) -> str:
    """The line that a telephone shows: whom, and at which table."""
    _ = texts.translator(language).gettext
    values = {"partner": with_whom(entry, language), "table": one_line(entry.table)}
    sentence = _("%(partner)s · %(table)s") if values["partner"] else _("Meeting · %(table)s")
    said = sentence % values
    return _("Cancelled: %(meeting)s") % {"meeting": said} if entry.cancelled else said


def location(entry: Entry, occasion: Occasion) -> str:
    """Where to go: table, hall, street."""
    return ", ".join(filter(None, (one_line(entry.table), venue(occasion))))


def venue(occasion: Occasion) -> str:
    """The hall and its street, on one line."""
    return ", ".join(filter(None, map(one_line, (occasion.place, occasion.address))))


def as_of(occasion: Occasion, language: str) -> str:
    """Which state of the schedule this is: a reader must be able to see that a paper is stale."""
    _ = texts.translator(language).gettext
    if occasion.published_at is None:
        return _("Draft, not published")
    return _("As of %(day)s, %(time)s · revision %(revision)s") % {
        "day": texts.local_day(occasion.published_at, occasion.zone, language),
        "time": texts.time(occasion.published_at, occasion.zone, language),
        "revision": occasion.revision,
    }


def description(entry: Entry, occasion: Occasion, page_url: str, language: str) -> str:
    """What helps in a calendar: who they are, why one meets, where to find more, how fresh this is."""
    _ = texts.translator(language).gettext
    parts = [_about(partner) for partner in entry.partners]
    if entry.why:
        parts.append(_("Why you meet: %(why)s") % {"why": clean(entry.why)})
    if page_url:
        parts.append(_("Your page: %(address)s") % {"address": page_url})
    parts.append(as_of(occasion, language))
    return "\n\n".join(parts)


def _about(partner: Partner) -> str:
    return "\n".join(filter(None, (who(partner), clean(partner.pitch), one_line(partner.email))))
