"""An XLSX workbook read into grids of text, without trusting its author.

A workbook is a ZIP of XML: a few kilobytes can unpack to gigabytes, and a cell may claim to stand in the
last row of the world. Sizes are read from the ZIP's own list before anything is unpacked; rows and columns
are counted while they are read.
"""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
import zlib
from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from fairs.sheets.faults import N_
from fairs.sheets.folder import MAX_BYTES
from fairs.sheets.raw import MAX_COLUMNS, gather
from fairs.sheets.words import sheet_named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from fairs.sheets.faults import FaultBook
    from fairs.sheets.raw import Grid
    from fairs.sheets.words import SheetName

MAX_UNPACKED = 100_000_000
MAX_PARTS = 2_000
LAST_ROW = 1_048_576  # of any spreadsheet; a file that claims more is read no further
HALF_A_MINUTE = dt.timedelta(seconds=30)
# openpyxl lets whatever its parsers meet in a damaged file pass through
UNREADABLE = (
    InvalidFileException,
    zipfile.BadZipFile,
    ParseError,
    zlib.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    NotImplementedError,
)


def grids_of_workbook(path: Path, book: FaultBook) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    """The sheets of a workbook, and the names of those that are none of ours."""
    if not _fits(path, book):
        return (), ()
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validations that it leaves out
            return _grids(load_workbook(file, read_only=True, data_only=True, keep_links=False), book)
    except UNREADABLE:
        book.whole(
            path.name,
            N_("the file is not a workbook that can be read."),
            N_("Save it again as “Excel workbook (.xlsx)”, without a password."),
        )
        return (), ()


def _fits(path: Path, book: FaultBook) -> bool:
    """Whether the workbook can be unpacked without harm; a fault where not."""
    try:
        small = path.stat().st_size <= MAX_BYTES and unpacks_small(path)
    except (zipfile.BadZipFile, OSError, ValueError):
        return True  # no workbook at all: the reader says so
    if not small:
        book.whole(
            path.name,
            N_("the workbook is too large (over %(packed)s MB, or %(unpacked)s MB once unpacked)."),
            N_("Copy the sheets of this fair into a new workbook, as values only."),
            packed=MAX_BYTES // 1_000_000,
            unpacked=MAX_UNPACKED // 1_000_000,
        )
    return small


def unpacks_small(file: Path | IO[bytes]) -> bool:
    """Whether an archive is as small as a sheet is, by its own list of parts."""
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    return len(parts) <= MAX_PARTS and sum(part.file_size for part in parts) <= MAX_UNPACKED


def _grids(workbook: Workbook, book: FaultBook) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    grids: list[Grid] = []
    strangers: list[str] = []
    found: dict[SheetName, str] = {}
    for sheet in workbook.worksheets:
        kind = sheet_named(sheet.title)
        if kind is None:
            strangers.append(sheet.title)
        elif kind in found:
            book.whole(
                sheet.title,
                N_("the same sheet is also in %(other)s."),
                N_("Keep one of the two sheets."),
                other=found[kind],
            )
        else:
            found[kind] = sheet.title
            grids.append(gather(kind, sheet.title, rows_of(sheet), book))
    return tuple(grids), tuple(strangers)


def rows_of(sheet: Worksheet) -> Iterator[tuple[int, list[str]]]:
    """The rows that say something; formatted empty ones, which Excel keeps by the thousand, do not count.

    What stands to the right of the named columns is a note beside the table, and left alone.
    """
    sheet.reset_dimensions()  # type: ignore[attr-defined] # read-only sheets have it; the types do not say so
    width = 0
    for number, values in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
        if number > LAST_ROW:
            break
        if any(value is not None for value in values):
            cells = list(map(text_of_value, values))
            width = width or len(cells)
            yield number, cells[:width]


def text_of_value(value: object) -> str:
    """A cell as it would stand in a CSV file."""
    match value:
        case None:
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime():
            rounded = value + HALF_A_MINUTE
            midnight = (rounded.hour, rounded.minute) == (0, 0)
            return f"{rounded:%Y-%m-%d}" if midnight else f"{rounded:%Y-%m-%dT%H:%M}"
        case dt.time():
            return _clock((value.hour * 60 + value.minute) * 60 + value.second)
        case dt.timedelta():
            return _clock(value.total_seconds())
        case _:
            return str(value)


def _clock(seconds: float) -> str:
    """Excel keeps times as fractions of a day: 09:20 may come as 09:19:59.999."""
    minutes = int(seconds + 30) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
