"""The ledger names tests that exist."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import ROOT

LEDGER = (ROOT / "docs" / "features.md").read_text(encoding="utf-8")
ROWS = [line for line in LEDGER.splitlines() if line.startswith("| ") and not line.startswith("| what")]
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2:50])
def test_each_row_is_shown_by_tests_that_exist(row: str) -> None:
    shown = TEST.findall(row.rsplit("|", 2)[1])
    assert shown
    for file, name in shown:
        source = (ROOT / file).read_text(encoding="utf-8")
        assert not name or f"def {name}(" in source
