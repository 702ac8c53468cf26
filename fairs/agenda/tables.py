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

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from fairs.agenda.characters import clean
from fairs.agenda.workbook import FORBIDDEN, FORMULA, HEAD, HEAD_FILL, LONGEST, WRAPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.cell import Cell as Written
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | bool | date | datetime | None
Form = Literal["xlsx", "csv", "csv_excel"]
FORMS: tuple[Form, ...] = ("xlsx", "csv_excel", "csv")
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8
LIKE_FORMULAS = (*FORMULA, "\ufeff", "＝", "＋", "－", "＠")  # noqa: RUF001 - some programs take the wide ones too
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that an archive can hold: the same table, the same bytes
WIDEST, NARROWEST = 60, 8


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
    writer.writerow(map(_as_text, table.heads))
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
    book = Workbook(write_only=True)
    for table in tables:
        sheet: Worksheet = book.create_sheet(FORBIDDEN.sub(" ", table.name)[:31])
        sheet.freeze_panes = "B2"
        for column, width in enumerate(_widths(table), 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.append([_head(sheet, head) for head in table.heads])
        for row in table.rows:
            sheet.append([_cell(sheet, value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def written(tables: Sequence[Table], form: Form) -> bytes:
    """All of them in one file."""
    return as_workbook(tables) if form == "xlsx" else as_archive(tables, form)


def _told(value: Cell, *, comma: bool) -> str:
    """A cell as text; numbers in the way in which the reader's program reads them."""
    if isinstance(value, float) and comma:
        return str(value).replace(".", ",")
    if isinstance(value, int | float):
        return str(value)
    return _as_text(_plain(value))


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else clean(str(value))


def _as_text(cell: str) -> str:
    """What begins like a formula is marked as text."""
    return f"'{cell}" if cell.lstrip(" ").startswith(LIKE_FORMULAS) else cell


def _head(sheet: Worksheet, text: str) -> Written:
    cell = _text(sheet, text)
    cell.font, cell.fill = HEAD, HEAD_FILL
    return cell


def _cell(sheet: Worksheet, value: Cell) -> Written | int | float | date | None:
    """A cell of a workbook: numbers and dates as such, all else as text."""
    if isinstance(value, str):
        return _text(sheet, value)
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _text(sheet: Worksheet, value: str) -> Written:
    text = clean(value)[:LONGEST]
    cell = WriteOnlyCell(sheet, value=text or None)
    if text:
        cell.data_type = "s"
    cell.alignment = WRAPPED
    if value.startswith(FORMULA) or text.startswith(FORMULA):
        cell.quotePrefix = True
    return cell


def _widths(table: Table) -> list[int]:
    widths = [len(head) for head in table.heads]
    for row in table.rows[:200]:
        widths = [max(width, len(str(value or ""))) for width, value in zip(widths, row, strict=True)]
    return [min(max(width + 2, NARROWEST), WIDEST) for width in widths]
