"""Files that organisers send: whatever program saved them, and whatever is no sheet at all."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from fairs.errors import Refused
from fairs.sheets import people, workbook
from fairs.sheets.sent import form_of, read_text, read_workbook

if TYPE_CHECKING:
    from fairs.sheets.sent import Sent

LINES = "Prénom;Nom;Adresse e-mail\r\nMaïwenn;D’Œuvre;maïwenn@org.example\r\nZoé;Lefèvre;zoe@org.example\r\n"
READ = (
    ("Prénom", "Nom", "Adresse e-mail"),
    ((2, ("Maïwenn", "D’Œuvre", "maïwenn@org.example")), (3, ("Zoé", "Lefèvre", "zoe@org.example"))),
)


def read(content: bytes, **how: str) -> Sent:
    return read_text(content, people.is_known, **how)


@pytest.mark.pains(41)
@pytest.mark.parametrize(
    ("written_in", "known_as"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("cp1252", "cp1252"),
        ("mac-roman", "mac-roman"),
    ],
)
def test_accents_survive_whichever_program_saved_the_file(written_in: str, known_as: str) -> None:
    sent = read(LINES.encode(written_in))
    assert (sent.headers, sent.rows) == READ
    assert (sent.encoding, sent.separator) == (known_as, ";")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_recognised_by_the_columns_they_make(separator: str) -> None:
    sent = read(LINES.replace(";", separator).encode())
    assert (sent.headers, sent.separator) == (READ[0], separator)


def test_the_first_line_of_excel_that_names_the_separator_is_heeded_and_counted_for_nothing() -> None:
    assert read(b"sep=|\r\nNom|Mail\r\nA, B|a@b.example\r\n").rows == ((2, ("A, B", "a@b.example")),)


def test_another_encoding_can_be_asked_for() -> None:
    content = LINES.replace("’", "-").encode("iso8859-15")
    assert read(content, encoding="iso8859-15").rows[1] == READ[1][1]


def test_lines_that_say_nothing_are_skipped_and_still_counted() -> None:
    assert read(b"Nom;Mail\r\n;;\r\n\r\nZ;z@b.example\r\n").rows == ((4, ("Z", "z@b.example")),)


def test_a_workbook_is_read_with_its_numbers_and_dates() -> None:
    book = Workbook()
    book.active.title = "vide"
    sheet = book.create_sheet("Liste")
    sheet.append(["Nom", "SIRET", "Venus"])
    sheet.append(["Zoé", 80000000000013, 3.0])
    written = io.BytesIO()
    book.save(written)
    sent = read_workbook(written.getvalue())
    assert (sent.form, sent.headers) == ("xlsx", ("Nom", "SIRET", "Venus"))
    assert sent.rows == ((2, ("Zoé", "80000000000013", "3")),)


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        read_workbook(content) if form_of(content) == "xlsx" else read(content)
    return str(refusal.value)


def archive(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return written.getvalue()


@pytest.mark.abuse(36)
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b" \r\n ", "This file is empty."),
        (b";;;\r\n;;\r\n", "This file is empty."),
        (
            b"Nom;Mail\r\n",
            "There is one line in this sheet, and it names the columns: nobody stands below it.",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This is a workbook of the old kind (.xls)"),
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3", "This file cannot be read as a sheet"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This file cannot be read as a sheet"),
        (b"<html><table><tr><td>Nom</td></tr></table>", "This file cannot be read as a sheet"),
        (archive(hello=b"world"), "This file is not a workbook that can be read."),
        (b"PK\x03\x04broken", "This file is not a workbook that can be read."),
        (
            b'Nom;Mail\r\n"Zo\xe9;z@b.example\r\nAli;a@b.example\r\n',
            "From line 2 on this file cannot be read",
        ),
    ],
)
def test_abuse_36_what_is_no_sheet_is_refused_with_its_sentence(content: bytes, sentence: str) -> None:
    assert refused(content).startswith(sentence)


@pytest.mark.abuse(36)
def test_abuse_36_a_workbook_that_would_unpack_to_gigabytes_is_not_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 10_000_000)
    bomb = archive(xl__workbook=b"", **{"xl__worksheets__sheet1.xml": bytes(20_000_000)})
    assert len(bomb) < 50_000
    assert refused(bomb) == (
        "This workbook would unpack to more than 10 MB, so it was not opened. Copy the lines into a new "
        "workbook, as values only."
    )


@pytest.mark.abuse(36)
def test_abuse_36_a_sheet_has_an_end() -> None:
    assert refused(b"Nom;Mail\r\n" + 20_001 * b"Z;z@b.example\r\n") == (
        "This sheet has more than 20000 lines or 100 columns: send it in parts."
    )
    assert refused(b"Nom;Mail" + 100 * b";x" + b"\r\nZ;z@b.example\r\n").startswith(
        "This sheet has more than"
    )


def test_columns_are_guessed_in_both_languages_and_the_edition_s_own_questions_first() -> None:
    headers = ["Structure", "N° SIRET", "Prénom", "NOM", "Courriel", "Repas ?", "Mail", "notes"]
    assert people.guessed(headers, {"question:1": ("Meal?", "Repas ?")}) == [
        *("organisation", "siret", "first_name", "last_name", "email", "question:1", "", ""),
    ]
    assert people.guessed(["Full name", "E-mail", "Company"], {}) == ["name", "email", "organisation"]
