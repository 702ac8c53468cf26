"""From files to a fair on paper: everything, or every fault."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fairs.sheets.blocks import block_names, read_blocks
from fairs.sheets.fair import DEFAULT_LANGUAGE, language_of, read_fair, zone_of
from fairs.sheets.faults import N_, FaultBook, SheetFaults
from fairs.sheets.folder import SUFFIXES, grids_of_folder
from fairs.sheets.interests import read_interests
from fairs.sheets.participants import Surroundings, read_participants, written_ids
from fairs.sheets.raw import recognise
from fairs.sheets.tables import read_tables
from fairs.sheets.times import Hours
from fairs.sheets.values import Note, Sheets
from fairs.sheets.words import FORMS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from fairs.sheets.raw import Grid, RawSheet
    from fairs.sheets.values import BlockRow
    from fairs.sheets.words import SheetName

WORKBOOKS = (".xlsx", ".xlsm")


def read(path: Path) -> Sheets:
    """The fair that the spreadsheets describe. Raises SheetFaults with every fault; never half a fair."""
    book = FaultBook()
    grids, strangers = _grids(path, book)
    sheets: dict[SheetName, RawSheet] = {grid.kind: recognise(grid, book) for grid in grids}
    if grids or not book.faults:
        _tell_missing(path, sheets, book)
    result = _meaning(sheets, book)
    if result is None or book.faults:
        raise SheetFaults(book.in_order(), language_of(sheets.get("fair")))
    unread = N_("“%(name)s” is no sheet of a fair and was not read.")
    notes = [Note(unread, {"name": name}) for name in strangers]
    notes += [
        Note(N_("%(sheet)s: the column “%(name)s” was not used."), {"sheet": sheet.title, "name": name})
        for sheet in sheets.values()
        for name in sheet.unknown
    ]
    return replace(result, notes=tuple(notes))


def _grids(path: Path, book: FaultBook) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    """The sheets of whatever the path is: a workbook, a folder of CSV files, a folder with one workbook."""
    if path.is_dir():
        files = [file for file in path.iterdir() if file.is_file() and not file.name.startswith((".", "~$"))]
        workbooks = [file for file in files if file.suffix.lower() in WORKBOOKS]
        if len(workbooks) == 1 and not any(file.suffix.lower() in SUFFIXES for file in files):
            return _workbook(workbooks[0], book)
        return grids_of_folder(path, book)
    if path.suffix.lower() in WORKBOOKS and path.is_file():
        return _workbook(path, book)
    if path.exists():
        book.whole(
            path.name,
            N_("this is neither a folder of CSV files nor an XLSX workbook."),
            N_("Name the folder, or save the workbook as .xlsx."),
        )
    else:
        book.whole(str(path), N_("there is no such folder or file."), N_("Check the path."))
    return (), ()


def _workbook(path: Path, book: FaultBook) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    from fairs.sheets.workbook import grids_of_workbook  # noqa: PLC0415 - openpyxl is slow to load; CSV needs none

    return grids_of_workbook(path, book)


def _tell_missing(path: Path, sheets: Mapping[SheetName, RawSheet], book: FaultBook) -> None:
    for name, form in FORMS.items():
        if name not in sheets:
            book.whole(path.name, N_("the sheet “%(name)s” is missing."),
                N_("Add it; it may be called: %(names)s. Its columns: %(columns)s."),
                name=name,
                names=", ".join(form.names),
                columns=", ".join(column.key for column in form.columns),
            )  # fmt: skip


def _meaning(sheets: Mapping[SheetName, RawSheet], book: FaultBook) -> Sheets | None:
    """Read every sheet that there is, each with what the others offer to refer to."""
    fair_sheet, tables_sheet, blocks_sheet = sheets.get("fair"), sheets.get("tables"), sheets.get("blocks")
    people_sheet, interests_sheet = sheets.get("participants"), sheets.get("interests")
    zone = zone_of(fair_sheet)
    fair = read_fair(fair_sheet, book) if fair_sheet else None
    blocks = read_blocks(blocks_sheet, zone, book) if blocks_sheet else ()
    names = block_names(blocks_sheet)
    tables = read_tables(tables_sheet, book) if tables_sheet else ()
    surroundings = Surroundings(
        _hours(zone, blocks, blocks_sheet, names),
        written_ids(tables_sheet),
        frozenset(tag for table in tables for tag in table.tags)
        if tables_sheet and tables_sheet.whole
        else None,
        fair.language if fair else DEFAULT_LANGUAGE,
    )
    people = read_participants(people_sheet, surroundings, book) if people_sheet else ()
    interests = (
        read_interests(interests_sheet, written_ids(people_sheet), names, book) if interests_sheet else ()
    )
    return Sheets(fair, people, interests, blocks, tables) if fair else None


def _hours(
    zone: ZoneInfo, blocks: tuple[BlockRow, ...], sheet: RawSheet | None, names: Mapping[str, str] | None
) -> Hours:
    complete = sheet is not None and sheet.whole and len(blocks) == len(sheet.rows) > 0
    return Hours(zone, blocks, frozenset(names or ()), complete)
