"""The benchmark of sheets with a handful of people: each figure is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.importing import FIGURES, importing
from benchmarks.setting import Setting

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sheet_is_measured(tmp_path: Path) -> None:
    told: list[str] = []
    measures, _ = importing(Setting(quick=True), tmp_path, (), lambda one: told.append(one.measure), len)
    assert [one.measure for one in measures] == told == list(FIGURES)
    assert all(one.value is not None and one.value >= 0 for one in measures)
