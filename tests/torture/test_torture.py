"""Real processes, killed at random: nothing is lost, and nothing happens twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.torture.run import Torture, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.abuse(40)
def test_abuse_40_whatever_dies_every_fact_has_its_effect_once(tmp_path: Path, database_url: str) -> None:
    reckoning, kills = run(Torture(people=24, leaving=4, every=2.0, at_least=16.0), tmp_path, database_url)
    assert reckoning.faults == ()
    assert kills >= 6
    assert reckoning.mails >= 24 * 3  # to confirm, that one is in, and an agenda
