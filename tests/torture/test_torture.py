"""Real processes, killed at random: nothing is lost, and nothing happens twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.torture.run import Torture, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.abuse(40)
def test_abuse_40_whatever_dies_every_fact_has_its_effect_once(tmp_path: Path, database_url: str) -> None:
    every = 3.0 if database_url.startswith("postgresql") else 5.0  # all in one is away for longer
    torture = Torture(people=10, leaving=2, every=every, at_least=8.0)
    reckoning, kills = run(torture, tmp_path, database_url)
    assert reckoning.faults == ()
    assert kills >= 2
    assert reckoning.mails >= 10 * 3  # to confirm, that one is in, and an agenda
