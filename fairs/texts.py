"""Words in a person's language: the catalogues, and what mails and papers are written with.

It stands at the bottom of the house: pages have Flask-Babel, while a mail or a printed sheet is made where
there is no request, in the language of whoever will read it.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location, get_timezone_name
from babel.lists import format_list
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from fairs import paths

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

LOCALES = {"fr": "fr_FR", "en": "en_GB"}  # English for Europe: the day before the month, 24 hours


def N_(message: str) -> str:  # noqa: N802 - the name by which catalogues find what is translated later
    """Marks words for the catalogue; they are translated where they are shown."""
    return message


@cache
def translator(language: str) -> NullTranslations:
    """The catalogue of a language; sentences in English where there is none."""
    if language == "en":
        return NullTranslations()
    return Translations.load(paths.translations(), [language])


def render(template: str, language: str, **values: object) -> str:
    """A mail's part, or a paper, in one language. The template's name starts at `templates/`."""
    return _environment(language).get_template(template).render(**values, language=language)


def day(when: date, language: str) -> str:
    """A date in words: jeudi 18 mars 2027."""
    return format_date(when, "EEEE d MMMM y", locale=locale(language))


def local_day(instant: datetime, zone: ZoneInfo, language: str) -> str:
    """The date in words that a calendar on the wall shows at this instant."""
    return day(instant.astimezone(zone).date(), language)


def time(instant: datetime, zone: ZoneInfo, language: str) -> str:
    """What a watch shows: 09:15. In the hour that a clock shows twice, with the distance to UTC."""
    local = instant.astimezone(zone)
    shown = format_time(local, "HH:mm", tzinfo=zone, locale=locale(language))
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return shown
    offset = local.strftime("%z")
    hours, minutes = int(offset[:3]), offset[3:5]
    return f"{shown} (UTC{hours:+d}{'' if minutes == '00' else ':' + minutes})"


def span(start_at: datetime, end_at: datetime, zone: ZoneInfo, language: str) -> str:
    """From when to when, with an en dash."""
    return f"{time(start_at, zone, language)}–{time(end_at, zone, language)}"


def zone_name(zone: ZoneInfo, language: str) -> str:
    """The zone in words, with its town: heure d'Europe centrale (Paris)."""
    if zone.key in {"UTC", "Etc/UTC"}:
        return "UTC"
    name = get_timezone_name(zone, locale=locale(language))
    town = get_timezone_location(zone, locale=locale(language), return_city=True)
    return name if town in name else f"{name} ({town})"


def listed(names: Sequence[str], language: str) -> str:
    """Names as one says them: Ana, Bao et Chloé."""
    return format_list(list(names), locale=locale(language))


@cache
def locale(language: str) -> Locale:
    """How a language writes dates and numbers."""
    return Locale.parse(LOCALES.get(language, language))


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(paths.templates()),
        autoescape=select_autoescape(("html", "svg")),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined] # the extension adds it
        translator(language), newstyle=True
    )
    for speak in (day, local_day, time, span, zone_name, listed):
        environment.filters[speak.__name__] = partial(speak, language=language)
    return environment
