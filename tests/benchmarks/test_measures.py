"""How figures are told, and where they go."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from benchmarks.__main__ import main
from benchmarks.measure import Measure, as_json, from_json
from benchmarks.page import NoMarkers, replaced, summary, table

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


def test_the_summary_tells_sizes_from_small_to_large() -> None:
    told = summary([
        Measure("people_1000_breaks", 120, "breaks"), Measure("people_200_complete_s", 0.04, "s"),
        Measure("people_200_breaks", 43, "breaks"), ALONE,
    ]).splitlines()  # fmt: skip
    assert told[2:] == ["| 200 | 0.04 | 43 |  |  |", "| 1,000 |  | 120 |  |  |"]
    assert {line.count("|") for line in told} == {6}
