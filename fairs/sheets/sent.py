"""A file that somebody sent, CSV or XLSX, read into rows of text without trusting its author.

Nothing is known of its columns yet: what they hold is decided on a page. Everything that is wrong with the
file as a whole is one sentence.
"""

from __future__ import annotations

import csv
import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fairs.errors import Refused
from fairs.sheets.encodings import decoded
from fairs.sheets.folder import SEPARATOR_LINE, NotText
from fairs.sheets.raw import MAX_COLUMNS, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

MAX_LINES = 20_000  # of people
SEPARATORS = (";", ",", "\t", "|")
LOOKED_AT = 20  # lines among which the separator is looked for
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # Excel's until 2003, and whatever is protected by a password
ZIP = b"PK\x03\x04"

Row = tuple[int, tuple[str, ...]]  # its number as a spreadsheet program counts, and its cells
Form = Literal["csv", "xlsx"]


@dataclass(frozen=True)
class Sent:
    """What a file says: the names of its columns, and the rows under them that say something."""

    form: Form
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str = ""
    separator: str = ""


def form_of(content: bytes) -> Form:
    """What a file is by its content. Raises Refused for everything that is not taken."""
    if not content.strip():
        raise Refused("This file is empty.")
    if content.startswith(OLD_WORKBOOK):
        raise Refused(
            "This is a workbook of the old kind (.xls), or one with a password. Open it, and save it as "
            "“Excel workbook (.xlsx)” without a password, or as CSV."
        )
    return "xlsx" if content.startswith(ZIP) else "csv"


def read_text(content: bytes, likely: Callable[[str], bool], encoding: str = "", separator: str = "") -> Sent:
    """A CSV file. `likely`: whether a text could be the name of a column. Raises Refused."""
    try:
        text, encoding = decoded(content, encoding)
    except NotText as fault:
        raise Refused(
            "This file cannot be read as a sheet: send a CSV file, or a workbook saved as .xlsx."
        ) from fault
    told = SEPARATOR_LINE.match(text)
    body = text[told.end() :] if told else text
    if separator not in SEPARATORS:
        separator = told.group(1) if told else _separator(body, likely)
    return _sent("csv", _records(body, separator), encoding, separator)


def read_workbook(content: bytes) -> Sent:
    """An XLSX workbook: the first of its sheets that holds something. Raises Refused."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load, and few send one

    from fairs.sheets import workbook  # noqa: PLC0415 - the same

    file = io.BytesIO(content)
    try:
        if not workbook.unpacks_small(file):
            raise Refused(
                "This workbook would unpack to more than %(most)d MB, so it was not opened. Copy the lines "
                "into a new workbook, as values only.",
                most=workbook.MAX_UNPACKED // 1_000_000,
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validations that it leaves out
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                sent = _sent("xlsx", workbook.rows_of(sheet), empty=True)
                if sent.headers:
                    return sent
    except workbook.UNREADABLE as fault:
        raise Refused(
            "This file is not a workbook that can be read. Save it again as “Excel workbook (.xlsx)”, "
            "without a password, or as CSV."
        ) from fault
    raise Refused("This file is empty.")


def _sent(
    form: Form,
    records: Iterable[tuple[int, Sequence[str]]],
    encoding: str = "",
    separator: str = "",
    *,
    empty: bool = False,
) -> Sent:
    """The first line that says something names the columns."""
    headers: tuple[str, ...] = ()
    rows: list[Row] = []
    for number, cells in records:
        tidied = _trimmed(map(tidy, cells))
        if not tidied:
            continue
        if len(tidied) > MAX_COLUMNS or len(rows) >= MAX_LINES:
            raise Refused(
                "This sheet has more than %(lines)d lines or %(columns)d columns: send it in parts.",
                lines=MAX_LINES,
                columns=MAX_COLUMNS,
            )
        if headers:
            rows.append((number, tidied))
        else:
            headers = tidied
    if headers and not rows:
        raise Refused("There is one line in this sheet, and it names the columns: nobody stands below it.")
    if not headers and not empty:
        raise Refused("This file is empty.")
    return Sent(form, headers, tuple(rows), encoding, separator)


def _trimmed(cells: Iterable[str]) -> tuple[str, ...]:
    """Without the empty cells at the end, which spreadsheets keep by the hundred."""
    found = list(cells)
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            yield number, cells
    except csv.Error as fault:
        raise Refused(
            "From line %(line)d on this file cannot be read: a quotation mark opens or closes in the wrong "
            'place. A text that begins with " must end with "; inside, write "".',
            line=number + 1,
        ) from fault


def _separator(text: str, likely: Callable[[str], bool]) -> str:
    """The separator under which the first line names the most columns, and lines are the most alike."""
    lines = [line for line in text[:100_000].splitlines() if line.strip(" ,;\t|")][:LOOKED_AT]

    def judged(separator: str) -> tuple[int, int, int]:
        widths = [len(next(csv.reader([line], delimiter=separator), [])) for line in lines]
        heads = next(csv.reader(lines[:1], delimiter=separator), [])
        alike = sum(width == widths[0] for width in widths) if widths and widths[0] > 1 else 0
        return sum(likely(head) for head in heads), alike, len(heads)

    return max(SEPARATORS, key=judged)
