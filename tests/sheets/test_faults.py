from __future__ import annotations

import pickle
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from fairs.sheets import raw, workbook
from fairs.sheets.faults import SheetFaults
from fairs.sheets.reading import read
from tests.sheets.writing import SALON, salon, write_folder, write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sheets.writing import Book


def faults(path: Path) -> list[str]:
    with pytest.raises(SheetFaults) as caught:
        read(path)
    return [fault.told(str) for fault in caught.value.faults]


CELLS = re.findall(
    r"^(\w+) (\d+) (\w+) = (.*)\n    (.+)$",
    Path(__file__).with_name("faulty_cells.txt").read_text(encoding="utf-8"),
    re.MULTILINE,
)
ALONG_WITH = {  # cells that must change too, for one fault to stand alone
    ("blocks", 2, "date", "2027-03-28"): [("blocks", 2, "start", "02:30")],
}
FOLLOWED_BY = {  # what else is wrong then, and rightly told
    ("participants", 3, "id", "P01"): "interests.csv",
    ("participants", 4, "id", "../P04"): "interests.csv",
    ("blocks", 3, "name", "Matin"): "interests.csv",
}


@pytest.mark.parametrize(("sheet", "line", "column", "text", "sentence"), CELLS)
def test_a_faulty_cell_is_told_where_what_and_what_to_do(
    tmp_path: Path, sheet: str, line: str, column: str, text: str, sentence: str
) -> None:
    cell = (sheet, int(line), column, text)
    found = faults(write_folder(tmp_path / "salon", salon(cell, *ALONG_WITH.get(cell, ()))))
    assert found[0] == sentence
    followers = FOLLOWED_BY.get(cell, "nothing")
    assert all(other.startswith(followers) for other in found[1:]), found


def without_column(book: Book, sheet: str, column: str) -> Book:
    index = book[sheet][0].index(column)
    return {**book, sheet: [[*row[:index], *row[index + 1 :]] for row in book[sheet]]}


def test_a_missing_column_is_told_once(tmp_path: Path) -> None:
    assert faults(write_folder(tmp_path / "salon", without_column(SALON, "participants", "email"))) == [
        (
            "participants.csv, line 1, column email: the column is missing. "
            "Add it to the first line; it may be called: "
            "email, e-mail, mail, courriel, adresse e-mail, adresse électronique."
        )
    ]


def test_a_missing_sheet_is_told_once(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "salon", {name: SALON[name] for name in SALON if name != "tables"})
    assert faults(folder) == [
        (
            "salon: the sheet “tables” is missing. Add it; it may be called: tables, table, stands, booths. "
            "Its columns: id, label, seats, tags."
        )
    ]


@pytest.mark.parametrize(
    ("book", "sentence"),
    [
        ({**SALON, "tables": SALON["tables"][:1]}, "tables.csv: there is no table. Write at least one line."),
        ({**SALON, "blocks": SALON["blocks"][:1]}, "blocks.csv: there is no block. Write at least one line."),
        (
            {**SALON, "fair": SALON["fair"][:1]},
            "fair.csv: there is no line about the fair. Write one line under the names of the columns.",
        ),
        (
            {**SALON, "fair": [*SALON["fair"], SALON["fair"][1]]},
            "fair.csv, line 3: there is more than one fair. Keep one line; plan each fair in its own folder.",
        ),
        (
            {**SALON, "interests": []},
            (
                "interests.csv: the sheet is empty. "
                "Its first line names the columns: from, to, level, block, message."
            ),
        ),
        (
            {**SALON, "tables": [[*row, "Places" if row[0] == "id" else "2"] for row in SALON["tables"]]},
            "tables.csv, line 1, column Places: the column “seats” stands here twice. Keep one of the two.",
        ),
        (
            {**SALON, "tables": [*SALON["tables"], ["T03", "Stand 3", "2", "", "window", ""]]},
            (
                "tables.csv, line 4: the line has more cells than there are columns. "
                "Put quotation marks around texts that contain the separator."
            ),
        ),
        (
            {**SALON, "tables": [*SALON["tables"], ["T03", "S" * 5000, "2", ""]]},
            "tables.csv, line 4: a cell has more than 4000 letters. Shorten it.",
        ),
    ],
)
def test_a_faulty_sheet_is_told(tmp_path: Path, book: Book, sentence: str) -> None:
    found = faults(write_folder(tmp_path / "salon", book))
    assert found[0] == sentence or (sentence in found and "there is no" in found[0])


TWELVE = (
    ("fair", 2, "timezone", "Paris"),
    ("participants", 2, "email", "zoe"),
    ("participants", 3, "name", ""),
    ("participants", 4, "table", "T77"),
    ("participants", 5, "max_meetings", "-2"),
    ("interests", 2, "level", "peut-être"),
    ("interests", 3, "to", "P02"),
    ("interests", 4, "to", "P99"),
    ("interests", 5, "block", "nuit"),
    ("blocks", 2, "end", "07:00"),
    ("blocks", 3, "meeting_minutes", "vingt"),
    ("tables", 3, "seats", "0"),
)


def test_twelve_faults_are_told_at_once(tmp_path: Path) -> None:
    found = faults(write_folder(tmp_path / "salon", salon(*TWELVE)))
    places = [fault.split(":")[0] for fault in found]
    meant = [f"{sheet}.csv, line {line}, column {column}" for sheet, line, column, _ in TWELVE]
    assert sorted(places) == sorted(meant)


def test_a_wrong_time_is_told_although_the_zone_and_a_block_are_wrong_too(tmp_path: Path) -> None:
    book = salon(
        ("fair", 2, "timezone", "Paris"),
        ("blocks", 3, "end", "13:00"),
        ("participants", 2, "unavailable", "2027-03-18T09:10; demain; 2027-03-18T15:15; après-midi"),
    )
    assert [fault.split(".")[0] for fault in faults(write_folder(tmp_path / "salon", book))] == [
        "fair",
        "blocks",
        "participants",  # 09:10 is in the morning, which could be read; 15:15 may be right
        "participants",
    ]


def test_somebody_missing_is_one_fault_however_often_they_are_named(tmp_path: Path) -> None:
    book = {**SALON, "participants": SALON["participants"][:-1]}
    assert faults(write_folder(tmp_path / "salon", book)) == [
        (
            "interests.csv, line 4, column to: there is no participant “P04” (named in lines 5, 6 too). "
            "Write the identifier of a line of the participants."
        )
    ]


def test_faults_are_told_in_the_reader_s_language(tmp_path: Path) -> None:
    with pytest.raises(SheetFaults) as caught:
        read(write_folder(tmp_path / "salon", salon(("blocks", 2, "end", "08:00"))))
    assert caught.value.language == "fr"
    assert "THE BLOCK ENDS BEFORE IT STARTS." in caught.value.sentence(_loud)


def _loud(sentence: str) -> str:
    return sentence if "%" in sentence else sentence.upper()


def test_faults_survive_the_way_between_processes(tmp_path: Path) -> None:
    with pytest.raises(SheetFaults) as caught:
        read(write_folder(tmp_path / "salon", salon(*TWELVE)))
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert (copy.faults, str(copy)) == (caught.value.faults, str(caught.value))


UNREADABLE = (
    "the file is not a text that can be read. Save it again as “CSV UTF-8” from your spreadsheet program."
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7\n1 0 obj", f"tables.csv: {UNREADABLE}"),
        (b"\x00\x01\x02\x03", f"tables.csv: {UNREADABLE}"),
        (b"id,label\nT01,Caf\x81\n", f"tables.csv: {UNREADABLE}"),
        (b"\xff\xfei", f"tables.csv: {UNREADABLE}"),
        (
            b'id,label\nT01,"Caf\nT02,x\n',
            (
                "tables.csv, line 2: a quotation mark opens or closes in the wrong place. "
                "Look from this line on: "
                'a text that begins with " must end with "; inside, write "".'
            ),
        ),
    ],
)
def test_a_file_that_is_no_table_is_told(tmp_path: Path, content: bytes, sentence: str) -> None:
    folder = write_folder(tmp_path / "salon", SALON)
    (folder / "tables.csv").write_bytes(content)
    assert faults(folder) == [sentence]


def test_two_files_for_one_sheet_are_told(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "salon", {**SALON, "Wishes": SALON["interests"]})
    assert faults(folder) == [
        "interests.csv: the same sheet is also in Wishes.csv. Keep one of the two files."
    ]


def test_what_is_no_folder_and_no_workbook_is_told(tmp_path: Path) -> None:
    (tmp_path / "salon.pdf").write_bytes(b"%PDF")
    (tmp_path / "salon.xlsx").write_bytes(b"PK\x03\x04 but nothing more")
    assert faults(tmp_path / "salon.pdf") == [
        (
            "salon.pdf: this is neither a folder of CSV files nor an XLSX workbook. "
            "Name the folder, or save the workbook as .xlsx."
        )
    ]
    assert faults(tmp_path / "nowhere") == [
        f"{tmp_path / 'nowhere'}: there is no such folder or file. Check the path."
    ]
    assert faults(tmp_path / "salon.xlsx") == [
        (
            "salon.xlsx: the file is not a workbook that can be read. "
            "Save it again as “Excel workbook (.xlsx)”, without a password."
        )
    ]


def test_a_workbook_with_a_damaged_part_is_told(tmp_path: Path) -> None:
    whole = write_workbook(tmp_path / "whole.xlsx", SALON)
    damages: list[Callable[[bytes], bytes]] = [
        lambda part: part[: len(part) // 2],
        lambda _: b"<nonsense/>",
        lambda part: part.replace(b"<c ", b"<c r='?' x='", 1),
    ]
    for number, damage in enumerate(damages):
        path = tmp_path / f"{number}.xlsx"
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
            for part in source.infolist():
                content = source.read(part)
                target.writestr(part.filename, damage(content) if "sheet2" in part.filename else content)
        assert faults(path)


@pytest.mark.abuse(36)
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    whole = write_workbook(tmp_path / "whole.xlsx", SALON)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part.filename, source.read(part))
        with target.open("xl/media/bomb.bin", "w") as entry:
            for _ in range(workbook.MAX_UNPACKED // 1_000_000 + 1):
                entry.write(bytes(1_000_000))
    assert bomb.stat().st_size < 1_000_000
    assert faults(bomb) == [
        (
            "bomb.xlsx: the workbook is too large (over 20 MB, or 100 MB once unpacked). "
            "Copy the sheets of this fair into a new workbook, as values only."
        )
    ]


@pytest.mark.abuse(36)
def test_fifty_megabytes_are_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "salon", SALON)
    with (folder / "tables.csv").open("wb") as file:
        file.truncate(50_000_000)
    assert faults(folder) == [
        "tables.csv: the file has more than 20 MB. Keep only the columns and lines of this fair."
    ]


@pytest.mark.abuse(36)
def test_a_cell_far_down_or_far_right_is_not_followed(tmp_path: Path) -> None:
    book = Workbook()
    for name, rows in SALON.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([cell or None for cell in row])
    book["tables"]["XFD9"] = "far right"
    book["tables"].cell(raw.MAX_LINES + 5, 1, "far down")
    book.save(tmp_path / "salon.xlsx")
    assert faults(tmp_path / "salon.xlsx") == [
        (
            "tables, line 100005: the sheet has more than 100000 lines or 100 columns. "
            "Keep only the columns and lines of this fair."
        )
    ]


def test_more_lines_than_any_fair_are_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "salon", SALON)
    (folder / "tables.csv").write_text("id\n" + "T\n" * raw.MAX_LINES, encoding="utf-8")
    assert any("line 100001: the sheet has more than" in fault for fault in faults(folder))
