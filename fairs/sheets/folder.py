"""A folder of CSV files, as Excel, LibreOffice or a script leave them, read into grids of text."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from fairs.sheets.faults import N_
from fairs.sheets.raw import Grid, Stopped, gather
from fairs.sheets.words import FORMS, sheet_named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fairs.sheets.faults import FaultBook
    from fairs.sheets.words import SheetName

MAX_BYTES = 20_000_000  # of one file: 5,000 participants with long messages need a tenth
SUFFIXES = (".csv", ".tsv")
LIKELY = (*SUFFIXES, ".xlsx", ".xlsm", ".xls", ".ods")  # perhaps meant as a sheet; a README is not
SEPARATORS = (",", ";", "\t")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
SEPARATOR_LINE = re.compile(r'\A"?sep=(.)"?\r?\n', re.IGNORECASE)  # Excel's own first line, which it hides


class NotText(Exception):
    """The bytes of a file are no text that could be read."""


def grids_of_folder(folder: Path, book: FaultBook) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    """The sheets of a folder, and the names of those that are none of ours."""
    grids: list[Grid] = []
    strangers: list[str] = []
    found: dict[SheetName, str] = {}
    for path in sorted(folder.iterdir()):
        kind = sheet_named(path.stem) if path.suffix.lower() in SUFFIXES and path.is_file() else None
        if kind is None:
            strangers += [path.name] if path.suffix.lower() in LIKELY else []
        elif kind in found:
            book.whole(
                path.name,
                N_("the same sheet is also in %(other)s."),
                N_("Keep one of the two files."),
                other=found[kind],
            )
        else:
            found[kind] = path.name
            grids.append(_grid(kind, path, book))
    return tuple(grids), tuple(strangers)


def _grid(kind: SheetName, path: Path, book: FaultBook) -> Grid:
    """One file. What cannot be read is a fault, and leaves nothing but its name."""
    try:
        if path.stat().st_size <= MAX_BYTES:
            return gather(kind, path.name, rows_of(kind, text_of(path.read_bytes())), book)
        book.whole(
            path.name,
            N_("the file has more than %(limit)s MB."),
            N_("Keep only the columns and lines of this fair."),
            limit=MAX_BYTES // 1_000_000,
        )
    except NotText:
        book.whole(
            path.name,
            N_("the file is not a text that can be read."),
            N_("Save it again as “CSV UTF-8” from your spreadsheet program."),
        )
    except OSError as error:
        book.whole(
            path.name,
            N_("the file cannot be opened (%(reason)s)."),
            N_("Check who may read it."),
            reason=error.strerror,
        )
    return Grid(kind, path.name, (), whole=False)


def text_of(content: bytes) -> str:
    """The text of a file, whichever of the usual encodings it is in."""
    encodings = [encoding for mark, encoding in MARKS if content.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not BINARY.search(text) and not text.startswith(("%PDF", "{\\rtf", "<!DOCTYPE", "<html")):
            return text
    raise NotText


def rows_of(kind: SheetName, text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text, numbered as a spreadsheet program numbers them."""
    told = SEPARATOR_LINE.match(text)
    body = text[told.end() :] if told else text
    separator = told.group(1) if told else _separator(kind, body)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            yield number, cells
    except csv.Error as error:
        raise Stopped(
            number + 1,
            N_("a quotation mark opens or closes in the wrong place."),
            N_('Look from this line on: a text that begins with " must end with "; inside, write "".'),
        ) from error


def _separator(kind: SheetName, text: str) -> str:
    """The separator under which the first line names the most columns of the sheet."""
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")

    def recognised(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([first], delimiter=separator), [])
        return sum(FORMS[kind].column(cell) is not None for cell in cells), len(cells)

    return max(SEPARATORS, key=recognised)
