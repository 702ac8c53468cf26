"""The benchmark of deliveries with a handful of mails: real processes, and each figure is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.deliveries import deliveries
from benchmarks.setting import Setting

if TYPE_CHECKING:
    from pathlib import Path


def test_ways_are_measured_beside_the_first(tmp_path: Path) -> None:
    told: list[str] = []
    only = ("rush_per_s_embedded_sqlite", "rush_per_s_workers_1")
    measures, _ = deliveries(Setting(quick=True), tmp_path, only, lambda one: told.append(one.measure), len)
    names = [
        f"{what}_{way}" for way in ("embedded_sqlite", "workers_1") for what in ("rush_per_s", "calm_ms")
    ]
    assert [one.measure for one in measures] == told == names
    assert all(one.value and one.value > 0 for one in measures)
    assert [one.baseline for one in measures] == [one.value for one in measures[:2]] * 2
