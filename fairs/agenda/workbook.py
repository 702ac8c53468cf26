"""The master grid as a spreadsheet, to sort, to search and to work with: the grid, the meetings, the rest.

What people typed stays text. A cell that begins like a formula is marked as text too, so that it stays one
when somebody saves the sheet as CSV.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from fairs import texts
from fairs.agenda import wording
from fairs.agenda.characters import FORMULA, alphabetical, clean, one_line
from fairs.agenda.grid_pages import bands_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from fairs.agenda.values import Agenda, GridMeeting, MasterGrid

LONGEST = 32_000  # letters that a cell can hold
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
HEAD = Font(bold=True, color="0E5C4D")
HEAD_FILL = PatternFill("solid", fgColor="E2EFEB")
TITLE = Font(bold=True, size=14)
HAIRLINE = Side(style="thin", color="DDD8CE")
BOX = Border(top=HAIRLINE, bottom=HAIRLINE, left=HAIRLINE, right=HAIRLINE)
WRAPPED = Alignment(wrap_text=True, vertical="top")
A4, A3 = 9, 8  # paper sizes in the words of the format
LINE = 15  # points


@dataclass(frozen=True)
class Column:
    """One column of a list."""

    head: str
    width: int


def grid_xlsx(grid: MasterGrid, agendas: Sequence[Agenda] = ()) -> bytes:
    """One sheet a day, then meetings, unplaced wishes and people; `agendas` adds those who meet nobody."""
    book = Workbook()
    book.remove(book.worksheets[0])
    if grid.occasion.published_at:
        book.properties.created = grid.occasion.published_at.replace(tzinfo=None)
    book.properties.title = one_line(grid.occasion.title)
    for day in grid.days():
        _day(book, grid, day)
    _ = texts.translator(grid.language).gettext
    _meetings(book, grid, _)
    _unplaced(book, grid, _)
    _people(book, grid, agendas, _)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _day(book: Workbook, grid: MasterGrid, day: date) -> None:
    _ = texts.translator(grid.language).gettext
    words = texts.day(day, grid.language)
    sheet = _sheet(book, words, A3)
    put(sheet, 1, 1, f"{one_line(grid.occasion.title)} · {words}").font = TITLE
    put(sheet, 2, 1, wording.as_of(grid.occasion, grid.language))
    _heads(sheet, 3, [Column(_("Time"), 14), *(Column(table, 30) for table in grid.tables)])
    row = 4
    for band in bands_of(grid, day, range(len(grid.tables))):
        put(sheet, row, 1, band.block).font = HEAD
        for line in band.rows:
            row += 1
            span = texts.span(line.slot.start_at, line.slot.end_at, grid.occasion.zone, grid.language)
            put(sheet, row, 1, span).font = Font(bold=True)
            for column, cell in enumerate(line.cells, 2):
                names = "\n".join(name for meeting in cell for name in _parties(meeting))
                put(sheet, row, column, names).border = BOX
            sheet.row_dimensions[row].height = LINE * max(2, *(2 * len(cell) for cell in line.cells))
        row += 1
    sheet.freeze_panes = "B4"
    sheet.print_title_rows = "1:3"


def _meetings(book: Workbook, grid: MasterGrid, _: Callable[[str], str]) -> None:
    sheet = _sheet(book, _("Meetings"), A4)
    columns = [
        Column(_("Day"), 12),
        Column(_("From"), 8),
        Column(_("Until"), 8),
        Column(_("Block"), 14),
        Column(_("Table"), 12),
        Column(_("Organisation"), 34),
        Column(_("Name"), 24),
        Column(_("Organisation of the partner"), 34),
        Column(_("Name of the partner"), 24),
    ]
    _heads(sheet, 1, columns)
    for row, meeting in enumerate(sorted(grid.meetings, key=lambda held: (held.slot, held.table)), 2):
        slot = grid.slots[meeting.slot]
        start, end = (at.astimezone(grid.occasion.zone) for at in (slot.start_at, slot.end_at))
        sheet.cell(row, 1, start.date()).number_format = "dd/mm/yyyy"
        sheet.cell(row, 2, start.time()).number_format = "hh:mm"
        sheet.cell(row, 3, end.time()).number_format = "hh:mm"
        _texts(sheet, row, 4, (slot.block, grid.tables[meeting.table], *_sides(meeting)))
    _as_list(sheet, columns)


def _unplaced(book: Workbook, grid: MasterGrid, _: Callable[[str], str]) -> None:
    sheet = _sheet(book, _("Without a place"), A4)
    columns = [
        Column(_("Weight"), 8),
        Column(_("Who"), 40),
        Column(_("With whom"), 40),
        Column(_("Why"), 60),
        Column(_("Code"), 20),
    ]
    _heads(sheet, 1, columns)
    for row, wish in enumerate(grid.unplaced, 2):
        sheet.cell(row, 1, wish.weight)
        names = [wording.named(*pair) for pair in zip(wish.organisations, wish.people, strict=True)]
        _texts(sheet, row, 2, (names[0], ", ".join(names[1:]), wish.because, wish.reason))
    _as_list(sheet, columns)


def _people(book: Workbook, grid: MasterGrid, agendas: Sequence[Agenda], _: Callable[[str], str]) -> None:
    sheet = _sheet(book, _("People"), A4)
    columns = [Column(_("Name"), 30), Column(_("Organisation"), 44), Column(_("Meetings"), 10)]
    _heads(sheet, 1, columns)
    held: dict[tuple[str, str], int] = {(agenda.person, agenda.organisation): 0 for agenda in agendas}
    for meeting in grid.meetings:
        for who in zip(meeting.people, meeting.organisations, strict=True):
            held[who] = held.get(who, 0) + 1
    for row, (who, count) in enumerate(sorted(held.items(), key=lambda item: alphabetical(item[0][0])), 2):
        _texts(sheet, row, 1, who)
        sheet.cell(row, 3, count)
    _as_list(sheet, columns)


def put(sheet: Worksheet, row: int, column: int, value: str) -> Cell:
    """Write text as text, whatever it looks like."""
    written = clean(value)[:LONGEST]
    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment] # nothing is merged here
    if written:
        cell.value = written
        cell.data_type = "s"
    cell.alignment = WRAPPED
    if value.startswith(FORMULA) or written.startswith(FORMULA):
        cell.quotePrefix = True
    return cell


def _texts(sheet: Worksheet, row: int, first: int, values: Sequence[str]) -> None:
    for column, value in enumerate(values, first):
        put(sheet, row, column, value)


def _sheet(book: Workbook, title: str, paper: int) -> Worksheet:
    sheet: Worksheet = book.create_sheet(FORBIDDEN.sub(" ", one_line(title))[:31])
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def _heads(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns, 1):
        cell = put(sheet, row, number, column.head)
        cell.font, cell.fill = HEAD, HEAD_FILL
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _as_list(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Heads that stay in sight, and can be sorted and filtered by."""
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(sheet.max_row, 2)}"


def _parties(meeting: GridMeeting) -> list[str]:
    return [wording.named(*pair) for pair in zip(meeting.organisations, meeting.people, strict=True)]


def _sides(meeting: GridMeeting) -> tuple[str, str, str, str]:
    """The first party, then whom it meets."""
    first, *others = zip(meeting.organisations, meeting.people, strict=True)
    return *first, ", ".join(group for group, _ in others), ", ".join(name for _, name in others)
