"""How values are written on pages: times and days in words, families, names from everywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from fairs import texts
from fairs.families import FAMILIES, family_of
from fairs.queries.answers import in_words
from fairs.web import language
from fairs.web.words import ACTIVITIES, COOPERATIONS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from datetime import datetime

    from flask import Flask

    from fairs.models import Question

Zone = ZoneInfo | str

AN_HOUR = re.compile(r"^(\d{1,2}\s?[h:]\s?\d{0,2}(?:\s*[-–—]\s*\d{1,2}\s?[h:]\s?\d{0,2})?)[\s:·,–—-]+(\S.*)$")


def install(app: Flask) -> None:
    """Teach the templates."""
    for speak in SPEAK:
        app.jinja_env.filters[speak.__name__] = speak
    app.jinja_env.globals |= {
        "FAMILIES": FAMILIES,
        "family_of": family_of,
        "family_name": family_name,
        "cooperations": COOPERATIONS,
        "activity_kinds": ACTIVITIES,
        "ngettext": ngettext,
    }


def day(instant: datetime, zone: Zone) -> str:
    """The date in words: jeudi 18 mars 2027."""
    return texts.local_day(instant, _zone(zone), language.current())


def plain_day(on: dt.date) -> str:
    """The same for a date that is no instant."""
    return texts.day(on, language.current())


def date(instant: datetime, zone: Zone) -> str:
    """The date, short: 18 mars."""
    local = instant.astimezone(_zone(zone))
    return format_skeleton("MMMMd", local, tzinfo=_zone(zone), locale=texts.locale(language.current()))


def month(instant: datetime, zone: Zone) -> str:
    """The month in a word: mars."""
    local = instant.astimezone(_zone(zone))
    return str(format_date(local, "LLLL", locale=texts.locale(language.current())))


def month_and_year(instant: datetime, zone: Zone) -> str:
    """The month as the head of a list: Mars 2027."""
    local = instant.astimezone(_zone(zone))
    said = str(format_date(local, "LLLL y", locale=texts.locale(language.current())))
    return said[:1].upper() + said[1:]


def number(instant: datetime, zone: Zone) -> str:
    """The number of the day in its month, to be set large."""
    return str(instant.astimezone(_zone(zone)).day)


def time(instant: datetime, zone: Zone) -> str:
    """What a watch shows: 09:15."""
    return texts.time(instant, _zone(zone), language.current())


def span(instants: tuple[datetime, datetime], zone: Zone) -> str:
    """From when to when: 09:15–09:35."""
    return texts.span(*instants, _zone(zone), language.current())


def when(instant: datetime, zone: Zone) -> str:
    """Day and time: jeudi 18 mars 2027, 09:15."""
    return f"{day(instant, zone)}, {time(instant, zone)}"


def figure(value: float) -> str:
    """A number as it is written in the language of the page: 1 250,5."""
    return str(format_decimal(value, locale=texts.locale(language.current())))


def siret(figures: str) -> str:
    """As it stands on papers: 123 456 789 00012."""
    return "\N{NO-BREAK SPACE}".join((figures[:3], figures[3:6], figures[6:9], figures[9:]))


def answer(value: dict[str, Any], question: Question) -> str:
    """What somebody answered."""
    return in_words(question, value, language.current())


def zone_name(zone: Zone) -> str:
    """The zone in words, with its town."""
    return texts.zone_name(_zone(zone), language.current())


def listed(names: Sequence[str]) -> str:
    """Names as one says them: Ana, Bao et Chloé."""
    return texts.listed(names, language.current())


def bidi(name: str) -> Markup:
    """A name in any script, which leaves the direction of the words around it alone."""
    return Markup("<bdi>{}</bdi>").format(name)


def paragraphs(text: str) -> Markup:
    """Text as it was typed: an empty line makes a paragraph, a line break stays one."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    return Markup("\n").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in part.split("\n")))
        for part in parts
    )


def programme(text: str) -> list[tuple[str, str]]:
    """The lines of a programme: the hour, where a line begins with one, and what happens."""
    lines = (line.strip() for line in text.splitlines())
    found = ((AN_HOUR.match(line), line) for line in lines if line)
    return [(match[1].strip(), match[2]) if match else ("", line) for match, line in found]


def family_name(key: str) -> str:
    """What a family is called in the language of the page; a key that nobody knows stands for itself."""
    family = family_of(key)
    return gettext(family.label) if family else key


def families() -> dict[str, str]:
    """What can be chosen where a family is asked for; nothing is chosen beforehand."""
    return {"": ""} | {family.key: gettext(family.label) for family in FAMILIES}


def cooperations() -> dict[str, str]:
    """What can be chosen where a form of cooperation is asked for."""
    return {key: str(words) for key, words in COOPERATIONS.items()}


def _zone(zone: Zone) -> ZoneInfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


SPEAK = (
    *(
        answer,
        bidi,
        date,
        day,
        figure,
        listed,
        month,
        month_and_year,
        number,
        paragraphs,
        plain_day,
        programme,
        siret,
        span,
        time,
        when,
    ),
    zone_name,
)
