"""The sheet `participants`: who comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.sheets.cells import email, identifier, number
from fairs.sheets.fair import read_language
from fairs.sheets.faults import N_
from fairs.sheets.tables import told_once, words_in
from fairs.sheets.times import read_unavailable
from fairs.sheets.values import ParticipantRow
from fairs.sheets.words import family_named, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fairs.sheets.faults import FaultBook
    from fairs.sheets.raw import Line, RawSheet
    from fairs.sheets.times import Hours


@dataclass(frozen=True)
class Surroundings:
    """What a row may refer to. None where the sheet is missing, so that its absence is told once."""

    hours: Hours
    tables: Mapping[str, str] | None  # every id that the sheet of tables writes, by its folded form
    tags: frozenset[str] | None
    language: str


def read_participants(
    sheet: RawSheet, surroundings: Surroundings, book: FaultBook
) -> tuple[ParticipantRow, ...]:
    """The participants in the order of the sheet."""
    ids: dict[str, int] = {}
    addresses: dict[str, int] = {}
    rows = []
    for line in sheet.lines(book):
        row = _participant(line, surroundings, ids, addresses)
        if row:
            rows.append(row)
    if sheet.bare:
        book.whole(sheet.title, N_("there is no participant."), N_("Write at least one line."))
    return tuple(rows)


def written_ids(sheet: RawSheet | None) -> dict[str, str] | None:
    """Every id that a sheet writes, faulty rows included, by the form in which references look for it."""
    ids = sheet.written("id") if sheet else None
    return None if ids is None else {written.casefold(): written for written in reversed(ids)}


def _participant(
    line: Line, surroundings: Surroundings, ids: dict[str, int], addresses: dict[str, int]
) -> ParticipantRow | None:
    """One row; None where something is wrong with it. Every cell is looked at, whatever the others say."""
    person = identifier(line)
    told_once(line, person, ids)
    organisation, name, address = line.required("organisation"), line.required("name"), email(line)
    _own_address(line, address, addresses)
    unavailable = read_unavailable(line, surroundings.hours)
    table = _table(line, surroundings.tables)
    max_meetings = number(line, "max_meetings", 0)
    language = read_language(line, surroundings.language)
    needs = _needs(line, surroundings.tags)
    if not (person and organisation and name and address and language) or unavailable is None:
        return None
    return ParticipantRow(
        person,
        organisation,
        name,
        address,
        family_named(line.text("family")),
        unavailable,
        table,
        max_meetings,
        language,
        needs,
    )


def _own_address(line: Line, address: str | None, addresses: dict[str, int]) -> None:
    if address is None:
        return
    key = address.casefold()
    if key in addresses:
        line.fault(
            "email",
            N_("the address %(address)s stands already in line %(line)s."),
            N_("Delete one of the lines, or give each person an address of their own."),
            address=address,
            line=addresses[key],
        )
    addresses.setdefault(key, line.number)


def _table(line: Line, tables: Mapping[str, str] | None) -> str | None:
    text = line.text("table")
    if not text or tables is None:
        return None
    if text.casefold() not in tables:
        line.fault(
            "table",
            N_("there is no table “%(text)s”."),
            N_("Write the identifier of a line of the tables, or leave the cell empty."),
            text=text,
        )
    return tables.get(text.casefold())


def _needs(line: Line, tags: frozenset[str] | None) -> tuple[str, ...]:
    needs = words_in(line.text("needs"))
    for need in needs:
        if tags is not None and fold(need) not in set(map(fold, tags)):
            line.fault(
                "needs",
                N_("no table bears the tag “%(tag)s”."),
                N_("Give the tag to a table, or correct its spelling."),
                tag=need,
            )
    return tuple(next((tag for tag in sorted(tags or ()) if fold(tag) == fold(need)), need) for need in needs)
