"""Sheets before they mean anything: text in cells, with the line each stands on, under known columns."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.sheets.faults import N_
from fairs.sheets.words import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fairs.sheets.faults import FaultBook
    from fairs.sheets.words import Column, SheetName

MAX_LINES = 100_000  # of one sheet
MAX_COLUMNS = 100
MAX_LETTERS = 4_000  # of one cell

ERRORS_OF_FORMULAS = frozenset(
    ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#NOM?", "#VALEUR!", "#NOMBRE!")
)
CONTROLS = re.compile(r"[^\S\n]+|[\x00-\x09\x0b-\x1f\x7f\u200b\u2028\u2029\ufeff]+")


@dataclass(frozen=True)
class Grid:
    """A sheet as it came: every row as text, numbered as a spreadsheet program numbers them."""

    kind: SheetName
    title: str  # as the organiser knows it: participants.csv, or the name of a sheet in a workbook
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    whole: bool = True  # False where reading had to stop: what is not here may still exist


class Stopped(Exception):
    """Reading cannot go on from this line: what is wrong there, and the remedy."""

    def __init__(self, number: int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.number = number
        self.what = what
        self.remedy = remedy


def gather(kind: SheetName, title: str, rows: Iterable[tuple[int, Sequence[str]]], book: FaultBook) -> Grid:
    """Collect the rows of a sheet as far as they can be read, and no more than any fair has."""
    kept: list[tuple[int, tuple[str, ...]]] = []
    try:
        for number, cells in rows:
            _bound(number, len(cells))
            kept.append((number, tuple(cells)))
    except Stopped as stop:
        book.note(title, stop.number, None, stop.what, stop.remedy, lines=MAX_LINES, columns=MAX_COLUMNS)
        return Grid(kind, title, tuple(kept), whole=False)
    return Grid(kind, title, tuple(kept))


def _bound(number: int, width: int) -> None:
    if number > MAX_LINES or width > MAX_COLUMNS:
        raise Stopped(
            number,
            N_("the sheet has more than %(lines)s lines or %(columns)s columns."),
            N_("Keep only the columns and lines of this fair."),
        )


@dataclass(frozen=True)
class Line:
    """One row under its columns. What is wrong with it is noted in the book."""

    sheet: RawSheet
    number: int
    cells: Mapping[str, str]
    book: FaultBook

    def text(self, column: str) -> str:
        """What the cell says, on one line; empty where there is none."""
        return " ".join(self.cells.get(column, "").split())

    def required(self, column: str) -> str | None:
        """What the cell says; a fault where it says nothing. A column that is missing was told of once."""
        text = self.text(column)
        if not text and column in self.sheet.columns:
            self.fault(column, N_("the cell is empty."), N_("Fill it in, or delete the whole line."))
        return text or None

    def fault(self, column: str | None, what: str, remedy: str, /, **values: object) -> None:
        """Note what is wrong in this line."""
        written = self.sheet.columns.get(column, column) if column else None
        self.book.note(self.sheet.title, self.number, written, what, remedy, **values)


@dataclass(frozen=True)
class RawSheet:
    """A sheet with its columns recognised."""

    kind: SheetName
    title: str
    columns: Mapping[str, str]  # key of the column: its name as written
    unknown: tuple[str, ...]  # columns that were kept and not understood
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    whole: bool

    def lines(self, book: FaultBook) -> Iterator[Line]:
        """The rows, ready to be read."""
        for number, cells in self.rows:
            yield Line(self, number, cells, book)

    @property
    def bare(self) -> bool:
        """Whether the sheet has its columns, and nothing under them."""
        return self.whole and bool(self.columns) and not self.rows

    def written(self, column: str) -> tuple[str, ...] | None:
        """Every text of a column, in faulty rows too; None where nobody can tell what it holds."""
        if not self.whole or column not in self.columns:
            return None
        texts = (" ".join(cells.get(column, "").split()) for _, cells in self.rows)
        return tuple(filter(None, texts))


def tidy(text: str) -> str:
    """A cell without what cannot be seen: accents composed, no controls or odd spaces; line breaks stay."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # most cells of most sheets
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return CONTROLS.sub(" ", composed).strip()


def recognise(grid: Grid, book: FaultBook) -> RawSheet:
    """Find the columns of a sheet and put each row under them."""
    filled = [(number, tuple(map(tidy, cells))) for number, cells in grid.rows]
    filled = [(number, cells) for number, cells in filled if any(cells)]
    if not filled:
        if grid.whole:
            book.whole(
                grid.title,
                N_("the sheet is empty."),
                N_("Its first line names the columns: %(columns)s."),
                columns=_names(grid.kind),
            )
        return RawSheet(grid.kind, grid.title, {}, (), (), grid.whole)
    (number, header), *rest = filled
    places, unknown = _columns(grid, number, header, book)
    sheet = RawSheet(
        grid.kind,
        grid.title,
        {key: header[index] for index, key in places.items()},
        unknown,
        tuple((number, _cells(places, cells)) for number, cells in rest),
        grid.whole,
    )
    for number, cells in rest:
        _look_over(Line(sheet, number, {}, book), len(header), cells)
    return sheet


def _columns(
    grid: Grid, number: int, header: Sequence[str], book: FaultBook
) -> tuple[dict[int, str], tuple[str, ...]]:
    """Which column stands where; the names that mean nothing here."""
    form = FORMS[grid.kind]
    places: dict[int, str] = {}
    unknown = []
    for index, written in enumerate(header):
        column = form.column(written)
        if column is None:
            unknown += [written] if written else []
        elif column.key in places.values():
            book.note(
                grid.title,
                number,
                written,
                N_("the column “%(column)s” stands here twice."),
                N_("Keep one of the two."),
                column=column.key,
            )
        else:
            places[index] = column.key
    needed = [column for column in form.columns if column.required and column.key not in places.values()]
    _tell_missing(grid, number, needed, book)
    return places, tuple(unknown)


def _tell_missing(grid: Grid, number: int, missing: Sequence[Column], book: FaultBook) -> None:
    for column in missing:
        book.note(
            grid.title, number, column.key,
            N_("the column is missing."), N_("Add it to the first line; it may be called: %(names)s."),
            names=", ".join(column.names),
        )  # fmt: skip


def _cells(places: Mapping[int, str], cells: Sequence[str]) -> dict[str, str]:
    return {key: cells[index] for index, key in places.items() if index < len(cells)}


def _look_over(line: Line, width: int, cells: Sequence[str]) -> None:
    """What can be wrong with any row, whatever its sheet."""
    if any(cells[width:]):
        line.fault(
            None,
            N_("the line has more cells than there are columns."),
            N_("Put quotation marks around texts that contain the separator."),
        )
    for text in cells[:width]:
        if len(text) > MAX_LETTERS:
            line.fault(
                None, N_("a cell has more than %(limit)s letters."), N_("Shorten it."), limit=MAX_LETTERS
            )
        if text in ERRORS_OF_FORMULAS:
            line.fault(
                None,
                N_("a formula failed and left “%(text)s”."),
                N_("Replace the formula by its value."),
                text=text,
            )


def _names(kind: SheetName) -> str:
    return ", ".join(column.key for column in FORMS[kind].columns)
