"""How figures are told, and where they go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from benchmarks.__main__ import main
from benchmarks.engine.targets import reached
from benchmarks.measure import Measure, as_json, from_json, shown
from benchmarks.page import NoMarkers, replaced, summary, table

if TYPE_CHECKING:
    from pathlib import Path

HALVED = Measure("made_s", 1.5, "s", 3.0, "on one core")
ALONE = Measure("closed", 20, "files")
SILENT = Measure("rival_s", None, "s", note="not installed")


def test_json_holds_what_is_promised() -> None:
    first, second = json.loads(as_json([HALVED, SILENT]))
    assert first == {
        "measure": "made_s", "value": 1.5, "unit": "s", "baseline": 3.0, "ratio": 0.5, "note": "on one core",
    }  # fmt: skip
    assert [second[key] for key in ("value", "baseline", "ratio")] == [None, None, None]
    assert from_json(as_json([HALVED, ALONE, SILENT])) == [HALVED, ALONE, SILENT]


def test_nothing_is_compared_with_nothing() -> None:
    assert Measure("gap", 0, "breaks", 0).ratio is None
    assert Measure("gap", 0, "breaks", 4).ratio == 0


def test_the_table_of_the_page_is_replaced_and_nothing_else() -> None:
    page = "Before.\n<!-- engine -->\nold\n<!-- /engine -->\nAfter \\1.\n"
    once = replaced(page, "engine", table([HALVED, ALONE, SILENT]))
    assert once == replaced(once, "engine", table([HALVED, ALONE, SILENT]))
    assert once.startswith("Before.\n<!-- engine -->\n\n| measure |")
    assert "| `made_s` | 1.50 | s | 3 | 0.50 | on one core |\n" in once
    assert "| `closed` | 20 | files |  |  |  |\n" in once
    assert "| `rival_s` | – | s |  |  | not installed |\n" in once
    assert once.endswith("\n\n<!-- /engine -->\nAfter \\1.\n")
    with pytest.raises(NoMarkers, match="put them in"):
        replaced("no place", "engine", "")


def test_the_command_lists_its_benchmarks_and_refuses_others() -> None:
    listed = CliRunner().invoke(main, [])
    assert (listed.exit_code, listed.output.split()[0]) == (0, "engine")
    refused = CliRunner().invoke(main, ["nothing"])
    assert refused.exit_code == 2
    assert "there are: engine" in refused.output


def test_a_smoke_test_is_no_result() -> None:
    refused = CliRunner().invoke(main, ["engine", "--quick", "--page", __file__])
    assert refused.exit_code == 2
    assert "no result" in refused.output


@pytest.mark.parametrize(
    ("value", "told"),
    [(None, "–"), (0, "0"), (0.0, "0"), (0.004, "0.004"), (1.5, "1.50"), (4808, "4,808"), (1234.5, "1,234")],
)
def test_a_number_has_the_digits_that_matter(value: float | None, told: str) -> None:
    assert shown(value) == told


def test_a_file_that_is_no_list_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# A page\n", encoding="utf-8")
    refused = CliRunner().invoke(main, ["engine", "--read", str(tmp_path / "page.md")])
    assert refused.exit_code == 2
    assert "page.md is no list that --json wrote." in " ".join(refused.output.split())


def test_lists_of_several_runs_make_one_page(tmp_path: Path) -> None:
    lists = []
    for number, measures in enumerate(([SILENT, HALVED], [Measure("rival_s", 2, "s")])):
        lists += ["--read", str(tmp_path / f"{number}.json")]
        (tmp_path / f"{number}.json").write_text(as_json(measures), encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text("<!-- engine -->\n<!-- /engine -->\n", encoding="utf-8")
    run = CliRunner().invoke(main, ["engine", *lists, "--page", str(page)])
    assert run.exit_code == 0, run.output
    assert page.read_text(encoding="utf-8").splitlines()[4:6] == [
        "| `rival_s` | 2 | s |  |  |  |", "| `made_s` | 1.50 | s | 3 | 0.50 | on one core |",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "verdict"),
    [
        (Measure("people_1000_breaks", 130, "breaks", 186), "yes"),
        (Measure("people_1000_breaks", 131, "breaks", 186), "**no**"),
        (Measure("all_closed", 280, "files", note="of 280: 70 files"), "yes"),
        (Measure("all_closed", 279, "files", note="of 280: 70 files; open: one"), "**no**"),
        (Measure("originals_total_s", 21, "s", 42), "yes"),
        (Measure("originals_total_s", 22, "s", 42), "**no**"),
        (Measure("originals_total_s", 1, "s"), "**no**"),
        (Measure("choose_1000_breaks", 325, "breaks", 326), "yes"),
        (Measure("choose_1000_percent_of_bound", 99.96, "%"), "**no**"),
        (Measure("repair_1000_moved", 0, "people", 0), "yes"),
        (Measure("repair_small_disturbed", 2, "people", 1), "**no**"),
        (Measure("people_1000_complete_s", None, "s"), "**no**"),
    ],
)
def test_a_target_is_reached_or_not(measure: Measure, verdict: str) -> None:
    assert reached([measure, ALONE]).splitlines()[2].endswith(f"| {verdict} |")
    assert len(reached([measure, ALONE]).splitlines()) == 3


def test_the_summary_tells_sizes_from_small_to_large() -> None:
    told = summary([
        Measure("people_1000_breaks", 120, "breaks"), Measure("people_200_complete_s", 0.04, "s"),
        Measure("people_200_breaks", 43, "breaks"), ALONE,
    ]).splitlines()  # fmt: skip
    assert told[2:] == ["| 200 | 0.04 | 43 |  |  |", "| 1,000 |  | 120 |  |  |"]
    assert {line.count("|") for line in told} == {6}
