"""The sheet `tables`: where meetings can be held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.sheets.cells import identifier, number
from fairs.sheets.faults import N_
from fairs.sheets.values import TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fairs.sheets.faults import FaultBook
    from fairs.sheets.raw import Line, RawSheet

SEATS_OF_A_MEETING = 2
MANY_SEATS = 1_000


def read_tables(sheet: RawSheet, book: FaultBook) -> tuple[TableRow, ...]:
    """The tables in the order of the sheet."""
    ids: dict[str, int] = {}
    tables = []
    for line in sheet.lines(book):
        table_id = identifier(line)
        told_once(line, table_id, ids)
        seats = _seats(line)
        if table_id and seats:
            label = line.text("label") or table_id
            tables.append(TableRow(table_id, label, seats, words_in(line.text("tags"))))
    if sheet.bare:
        book.whole(sheet.title, N_("there is no table."), N_("Write at least one line."))
    return tuple(tables)


def tags_of(tables: Iterable[TableRow], sheet: RawSheet | None) -> frozenset[str] | None:
    """The tags that a need may name; None where the tables are not known."""
    if sheet is None or not sheet.whole:
        return None
    return frozenset(tag for table in tables for tag in table.tags)


def _seats(line: Line) -> int | None:
    seats = number(line, "seats", 0, SEATS_OF_A_MEETING)
    if seats is not None and not SEATS_OF_A_MEETING <= seats <= MANY_SEATS:
        line.fault(
            "seats",
            N_("a meeting needs a table with two seats or more, not %(seats)s."),
            N_("Write 2 or more, or delete the line."),
            seats=seats,
        )
        return None
    return seats


def told_once(line: Line, identifier: str | None, ids: dict[str, int]) -> None:
    """A fault where the identifier stands in an earlier line; letters count whatever their case."""
    if identifier is None:
        return
    key = identifier.casefold()
    if key in ids:
        line.fault(
            "id",
            N_("“%(id)s” stands already in line %(line)s."),
            N_("Give each line an identifier of its own."),
            id=identifier,
            line=ids[key],
        )
    ids.setdefault(key, line.number)


def words_in(text: str) -> tuple[str, ...]:
    """The words of a cell that holds several, with `;` or `,` between them."""
    return tuple(dict.fromkeys(word.strip() for word in text.replace(",", ";").split(";") if word.strip()))
