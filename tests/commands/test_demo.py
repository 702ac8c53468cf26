"""The demonstration is as sound as a fair that people really came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from fairs.cli import main
from fairs.commands.demo import fill
from fairs.config import Settings

if TYPE_CHECKING:
    from pathlib import Path


def test_an_examination_finds_nothing_in_it(database_url: str, tmp_path: Path) -> None:
    fill(Settings(home=tmp_path, secret_key="s" * 32, database_url=database_url))
    place = {"MAILLAGE_HOME": str(tmp_path), "MAILLAGE_DATABASE_URL": database_url, "LC_ALL": "C"}
    examined = CliRunner().invoke(main, ["doctor"], env=place)
    assert (examined.exit_code, examined.stdout[-13:]) == (0, "All is well.\n"), examined.stdout
