"""The benchmark of events with a handful of mails: real processes, and each figure is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.events import events
from benchmarks.setting import Setting

if TYPE_CHECKING:
    from pathlib import Path


def test_ways_are_measured_beside_the_first(tmp_path: Path) -> None:
    told: list[str] = []
    only = ("deliveries_per_s_embedded", "deliveries_per_s_workers_1")
    measures, _ = events(Setting(quick=True), tmp_path, only, lambda one: told.append(one.measure), len)
    names = [
        "deliveries_per_s_embedded",
        "commit_to_effect_ms",
        "deliveries_per_s_embedded_postgresql",
        "commit_to_effect_ms_embedded_postgresql",
        "deliveries_per_s_workers_1",
        "commit_to_effect_ms_workers_1",
    ]
    assert [one.measure for one in measures] == told == names
    assert all(one.value and one.value > 0 for one in measures)
    assert [one.baseline for one in measures] == [one.value for one in measures[:2]] * 3
