"""The sheet `fair`: one row about the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fairs.sheets.cells import is_address, zone_named
from fairs.sheets.faults import N_
from fairs.sheets.values import FairRow
from fairs.sheets.words import language_named

if TYPE_CHECKING:
    from fairs.sheets.faults import FaultBook
    from fairs.sheets.raw import Line, RawSheet

DEFAULT_LANGUAGE = "fr"
STAND_IN = ZoneInfo("UTC")  # so that times are still looked at when the zone is wrong


def read_fair(sheet: RawSheet, book: FaultBook) -> FairRow | None:
    """The fair; None where something is wrong with it."""
    lines = list(sheet.lines(book))
    if not lines:
        if sheet.bare:
            book.whole(
                sheet.title,
                N_("there is no line about the fair."),
                N_("Write one line under the names of the columns."),
            )
        return None
    for extra in lines[1:]:
        extra.fault(
            None,
            N_("there is more than one fair."),
            N_("Keep one line; plan each fair in its own folder."),
        )
    line = lines[0]
    name, timezone, language = line.required("name"), _timezone(line), read_language(line, DEFAULT_LANGUAGE)
    address = line.text("organiser_email")
    if address and not is_address(line, "organiser_email", address):
        return None
    if name is None or timezone is None or language is None:
        return None
    return FairRow(name, line.text("place"), timezone, language, line.text("organiser"), address)


def _timezone(line: Line) -> str | None:
    name = line.required("timezone")
    if name is None or zone_named(name):
        return name
    line.fault(
        "timezone",
        N_("“%(name)s” is not a time zone."),
        N_("Write a name of the IANA list, such as Europe/Paris."),
        name=name,
    )
    return None


def read_language(line: Line, default: str) -> str | None:
    """The language of the row; the default where none is given."""
    text = line.text("language")
    language = language_named(text) if text else default
    if language is None:
        line.fault(
            "language",
            N_("“%(text)s” is not a language of this programme."),
            N_("Write fr or en."),
            text=text,
        )
    return language


def language_of(sheet: RawSheet | None) -> str | None:
    """The language that the sheet names, whatever else is wrong with it: faults are told in it."""
    for _, cells in sheet.rows if sheet else ():
        return language_named(cells.get("language", ""))
    return None


def zone_of(sheet: RawSheet | None) -> ZoneInfo:
    """The zone that the sheet names, whatever else is wrong; a stand-in where it names none."""
    for _, cells in sheet.rows if sheet else ():
        return zone_named(cells.get("timezone", "")) or STAND_IN
    return STAND_IN
