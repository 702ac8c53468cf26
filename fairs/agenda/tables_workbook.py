"""Tables as the sheets of one workbook: what people typed stays text, numbers and dates are such."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from fairs.agenda.characters import FORMULA, clean
from fairs.agenda.workbook import FORBIDDEN, HEAD, HEAD_FILL, LONGEST, WRAPPED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from openpyxl.cell import Cell as Written
    from openpyxl.worksheet.worksheet import Worksheet

    from fairs.agenda.tables import Cell, Table

WIDEST, NARROWEST = 60, 8  # columns, in letters


def book_of(tables: Iterable[Table]) -> bytes:
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
