"""Whatever stands in a spreadsheet, the answer is a fair or a list of faults."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairs.domain.planning import problem_of
from fairs.sheets.faults import SheetFaults
from fairs.sheets.reading import read
from tests.sheets.writing import SALON, salon, write_folder, write_workbook

if TYPE_CHECKING:
    from fairs.sheets.values import Sheets

relaxed = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100
)

CELLS = st.sampled_from(
    [
        (sheet, line, column)
        for sheet, rows in SALON.items()
        for line in range(1, len(rows) + 1)
        for column in rows[0]
    ]
)
WORDS = st.sampled_from(
    [
        *Path(__file__).with_name("naughty_words.txt").read_text(encoding="utf-8").splitlines(),
        *("", "\x00", "\x1f", "é" * 300, "x" * 5000, "\n", "\r", "\ud800"),
    ]
)
TEXTS = WORDS | st.text(max_size=30)


def answer(path: Path) -> Sheets | None:
    with suppress(SheetFaults):
        sheets = read(path)
        problem_of(sheets)
        return sheets
    return None


@relaxed
@given(st.lists(st.tuples(CELLS, TEXTS), max_size=4))
def test_any_text_in_any_cell(tmp_path: Path, changes: list[tuple[tuple[str, int, str], str]]) -> None:
    book = salon(*((sheet, line, column, text) for (sheet, line, column), text in changes))
    folder = tmp_path / "salon"
    write_folder(
        folder, {name: [[_writable(cell) for cell in row] for row in rows] for name, rows in book.items()}
    )
    answer(folder)


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


@relaxed
@given(st.sampled_from(list(SALON)), st.binary(max_size=200), st.integers(0, 400))
def test_any_bytes_in_any_file(tmp_path: Path, sheet: str, content: bytes, at: int) -> None:
    folder = write_folder(tmp_path / "salon", SALON)
    path = folder / f"{sheet}.csv"
    before = path.read_bytes()
    path.write_bytes(before[:at] + content + before[at:])
    answer(folder)


@relaxed
@given(st.data())
def test_any_bytes_in_any_part_of_a_workbook(tmp_path: Path, data: st.DataObject) -> None:
    whole = write_workbook(tmp_path / "whole.xlsx", SALON)
    with zipfile.ZipFile(whole) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[name])))
    cut = data.draw(st.integers(0, 40))
    parts[name] = parts[name][:at] + data.draw(st.binary(max_size=20)) + parts[name][at + cut :]
    damaged = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(damaged, "w") as target:
        for part, content in parts.items():
            target.writestr(part, content)
    answer(damaged)
