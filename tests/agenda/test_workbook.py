"""The grid as a spreadsheet, opened again."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime, time
from io import BytesIO

import pytest
from openpyxl import load_workbook

from fairs.agenda.workbook import grid_xlsx
from tests.agenda.samples import agenda, grid, grid_meeting, occasion


def test_it_holds_a_sheet_a_day_the_meetings_the_unplaced_and_the_people() -> None:
    whole = grid(6, 4, language="en")
    book = load_workbook(BytesIO(grid_xlsx(whole, [agenda(0, person="Zed")])))
    day, meetings, unplaced, people = book.worksheets
    assert day.title == "Thursday 18 March 2027"
    assert [cell.value for cell in day[3]] == ["Time", "Table 1", "Table 2", "Table 3", "Table 4"]
    assert meetings.max_row - 1 == len(whole.meetings)
    first = [cell.value for cell in meetings[2]]
    assert first[:5] == [datetime(2027, 3, 18), time(9), time(9, 20), "Matin", "Table 2"]  # noqa: DTZ001
    assert unplaced["A2"].value == 8
    assert [cell.value for cell in unplaced[2]][3:] == [
        "Ils ne sont jamais libres en même temps.",
        "no_common_slot",
    ]
    counted = {row[0]: row[2] for row in people.iter_rows(min_row=2, values_only=True)}
    assert counted["Zed"] == 0
    assert sum(counted.values()) == 2 * len(whole.meetings)


def test_every_meeting_stands_in_its_cell() -> None:
    whole = grid(6, 4, language="en")
    day = load_workbook(BytesIO(grid_xlsx(whole))).worksheets[0]
    rows = {str(row[0].value)[:5]: row for row in day.iter_rows(min_row=4)}
    for meeting in whole.meetings:
        start = whole.slots[meeting.slot].start_at.astimezone(whole.occasion.zone)
        cell = str(rows[f"{start:%H:%M}"][meeting.table + 1].value)
        assert all(person in cell for person in meeting.people)


def test_heads_stay_in_sight_and_pages_print_wide() -> None:
    for sheet in load_workbook(BytesIO(grid_xlsx(grid(4, 4)))).worksheets:
        assert sheet.freeze_panes in {"A2", "B4"}
        assert sheet.print_title_rows
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
        assert sheet.page_setup.fitToHeight == 0


@pytest.mark.abuse(24)
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "#N/A", "\x00="])
def test_what_looks_like_a_formula_stays_text(start: str) -> None:
    bad = f"{start}HYPERLINK(A1)"
    meeting = replace(grid_meeting(0, 0), people=(bad, bad), organisations=(bad, ""))
    whole = grid(2, 2, meetings=(meeting,), occasion=occasion(title=bad))
    whole = replace(
        whole,
        tables=(bad, "2"),
        unplaced=tuple(replace(wish, because=bad, people=(bad, bad)) for wish in whole.unplaced),
    )
    data = grid_xlsx(whole, [agenda(0, person=bad)])
    for sheet in load_workbook(BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n", "d"}
                if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                    assert cell.quotePrefix
    with zipfile.ZipFile(BytesIO(data)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_a_table_with_a_name_that_no_sheet_may_have_does_no_harm() -> None:
    load_workbook(BytesIO(grid_xlsx(grid(2, 2, occasion=occasion(title="[a]/b:*?")))))
