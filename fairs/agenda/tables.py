"""Tables to take home: as CSV for programs or for a spreadsheet, or as the sheets of one workbook.

What people typed stays text. A cell that begins like a formula is marked as text: in a workbook by its
format, in a CSV by an apostrophe, as spreadsheets themselves do it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from fairs.agenda.characters import clean, never_a_formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | int | float | bool | date | datetime | None
Form = Literal["xlsx", "csv", "csv_excel"]
FORMS: tuple[Form, ...] = ("xlsx", "csv_excel", "csv")
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that an archive can hold: the same table, the same bytes


@dataclass(frozen=True)
class Table:
    """A table with names over its columns."""

    key: str  # the name of its file, without an ending
    name: str  # of its sheet, in the reader's language
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def as_csv(table: Table, form: Form) -> bytes:
    """A CSV file: commas in UTF-8, or as French spreadsheets open it by a double click."""
    for_excel = form == "csv_excel"
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";" if for_excel else ",", lineterminator="\r\n")
    writer.writerow(map(never_a_formula, table.heads))
    writer.writerows([_told(cell, comma=for_excel) for cell in row] for row in table.rows)
    return ((BYTE_ORDER_MARK if for_excel else "") + written.getvalue()).encode()


def as_archive(tables: Iterable[Table], form: Form) -> bytes:
    """A CSV file for each table."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            archive.writestr(
                zipfile.ZipInfo(f"{table.key}.csv", EPOCH), as_csv(table, form), zipfile.ZIP_DEFLATED
            )
    return written.getvalue()


def as_workbook(tables: Iterable[Table]) -> bytes:
    """A workbook with a sheet for each table."""
    from fairs.agenda.tables_workbook import book_of  # noqa: PLC0415 - spreadsheets are heavy to load

    return book_of(tables)


def written(tables: Sequence[Table], form: Form) -> bytes:
    """All of them in one file."""
    return as_workbook(tables) if form == "xlsx" else as_archive(tables, form)


def _told(value: Cell, *, comma: bool) -> str:
    """A cell as text; numbers in the way in which the reader's program reads them."""
    if isinstance(value, float) and comma:
        return str(value).replace(".", ",")
    if isinstance(value, int | float):
        return str(value)
    return never_a_formula(_plain(value))


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else clean(str(value))
