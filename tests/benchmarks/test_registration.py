"""The benchmark of registration with a handful of people: real processes, and each figure is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.registration import registration
from benchmarks.setting import Setting

if TYPE_CHECKING:
    from pathlib import Path


def test_people_come_on_sqlite(tmp_path: Path) -> None:
    told: list[str] = []
    only = ("register_per_s_sqlite",)
    measures, _ = registration(Setting(quick=True), tmp_path, only, lambda one: told.append(one.measure), len)
    assert [one.measure for one in measures] == told
    assert told == [
        "form_per_s",
        "form_ms",
        "form_ms_95",
        "register_per_s_sqlite",
        "register_ms_sqlite",
        "register_ms_95_sqlite",
        "last_seat_oversold",
    ]
    assert all(one.value and one.value > 0 for one in measures[:-1])
    assert measures[-1].value == 0
