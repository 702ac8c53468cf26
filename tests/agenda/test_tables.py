"""Tables to take home: text stays text, numbers stay numbers, and French spreadsheets open them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from fairs.agenda.tables import Table, as_csv, as_workbook, written

EVIL = ("=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0", "＝1", '=HYPERLINK("x")')  # noqa: RUF001 - wide signs
AT = datetime(2027, 3, 18, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))
TABLE = Table(
    "people", "Personnes", ("Nom", "Nombre", "Jour", "À"), (("Zoé, « l’Été »", 3.5, date(2027, 3, 18), AT),)
)


def rows(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


@pytest.mark.pains(41)
def test_a_csv_for_french_excel_has_semicolons_commas_in_numbers_and_a_mark() -> None:
    content = as_csv(TABLE, "csv_excel")
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows(content, ";") == [
        list(TABLE.heads),
        ["Zoé, « l’Été »", "3,5", "2027-03-18", "2027-03-18 09:00"],
    ]


def test_a_csv_for_programs_has_commas_and_no_mark() -> None:
    content = as_csv(TABLE, "csv")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert rows(content)[1][:2] == ["Zoé, « l’Été »", "3.5"]


@pytest.mark.abuse(24)
@pytest.mark.parametrize("cell", EVIL)
def test_abuse_24_what_begins_like_a_formula_is_text(cell: str) -> None:
    table = Table("t", "T", (cell,), ((cell,),))
    for form in ("csv", "csv_excel"):
        assert {row[0][0] for row in rows(as_csv(table, form), ";")} == {"'"}  # type: ignore[arg-type] # both are forms
    sheet = load_workbook(io.BytesIO(as_workbook([table]))).worksheets[0]
    assert [(found.data_type, found.quotePrefix) for (found,) in sheet.rows] == 2 * [
        ("s", not cell.startswith((" ", "＝")))  # noqa: RUF001 - a wide sign
    ]


def test_a_workbook_has_a_sheet_for_each_table_and_an_archive_a_file() -> None:
    other = Table("wishes", "Vœux [1/2]", ("De",), ())
    book = load_workbook(io.BytesIO(written([TABLE, other], "xlsx")))
    assert book.sheetnames == ["Personnes", "Vœux  1 2 "]
    assert [found.value for found in book.worksheets[0][2]] == [
        *("Zoé, « l’Été »", 3.5, datetime(2027, 3, 18), datetime(2027, 3, 18, 9, 0))  # noqa: DTZ001 - cells have no zone
    ]
    archive = zipfile.ZipFile(io.BytesIO(written([TABLE, other], "csv")))
    assert archive.namelist() == ["people.csv", "wishes.csv"]
    assert written([TABLE], "csv") == written([TABLE], "csv")
