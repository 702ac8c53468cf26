"""A small fair as its organiser would write it, in any of the ways in which spreadsheets come."""

from __future__ import annotations

import copy
import csv
import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

Book = dict[str, list[list[str]]]

SALON: Book = {
    "fair": [
        ["name", "place", "timezone", "language"],
        ["Salon de l'économie circulaire", "Halle aux Grains, Saint-Aubin", "Europe/Paris", "fr"],
    ],
    "participants": [
        ["id", "organisation", "name", "email", "family", "unavailable", "table", "max_meetings", "language"],
        ["P01", "Recyclerie du Port", "Zoé Lefèvre", "zoe@recyclerie.example", "", "", "T01", "", "fr"],
        ["P02", "Scierie Cœur", "Noël Ångström", "noel@bois.example", "", "2027-03-18T09:00", "", "3", "en"],
        ["P03", "Hôpital Sud", "Ines Müller", "ines@chu.example", "", "matin; 2027-03-18T14:25", "", "", ""],
        ["P04", "Mairie", "O'Brien, Pat", "pat@mairie.example", "", "2027-03-18T10:00-14:25", "", "", "fr"],
    ],
    "interests": [
        ["from", "to", "level", "block", "message"],
        ["P01", "P02", "must", "", "Du bois « de réemploi », 20 m³ par an ?"],
        ["P02", "P01", "would", "matin", ""],
        ["P03", "P04", "open", "", ""],
        ["P04", "P03", "must", "après-midi", ""],
        ["P02", "P04", "never", "", ""],
    ],
    "blocks": [
        ["name", "date", "start", "end", "meeting_minutes", "pause_minutes"],
        ["matin", "2027-03-18", "09:00", "12:00", "20", "5"],
        ["après-midi", "2027-03-18", "14:00", "16:00", "20", "5"],
    ],
    "tables": [
        ["id", "label", "seats", "tags"],
        ["T01", "Stand 1", "2", "accessible"],
        ["T02", "", "4", ""],
    ],
}  # fmt: skip


def salon(*changes: tuple[str, int, str, str]) -> Book:
    """The fair above with cells changed: sheet, line as people count it, column, new text."""
    book = copy.deepcopy(SALON)
    for sheet, line, column, text in changes:
        book[sheet][line - 1][SALON[sheet][0].index(column)] = text
    return book


def write_folder(
    folder: Path, book: Book, *, separator: str = ",", encoding: str = "utf-8", newline: str = "\r\n"
) -> Path:
    """One CSV file a sheet."""
    folder.mkdir(exist_ok=True)
    for name, rows in book.items():
        text = io.StringIO()
        csv.writer(text, delimiter=separator, lineterminator=newline).writerows(rows)
        (folder / f"{name}.csv").write_bytes(text.getvalue().encode(encoding))
    return folder


def write_workbook(path: Path, book: Book) -> Path:
    """One workbook with every sheet, all cells as text."""
    workbook = Workbook(write_only=True)
    for name, rows in book.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([_as_text(sheet, cell) if cell else None for cell in row])
    workbook.save(path)
    return path


def _as_text(sheet: Worksheet, text: str) -> WriteOnlyCell:
    """A cell that is text even where it begins with = as a formula does."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
