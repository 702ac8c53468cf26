from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from fairs.cli import COMMANDS, main


def test_help_lists_every_command_without_loading_any() -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "from fairs.cli import main; main()", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    assert all(f"  {name} " in shown.stdout for name in COMMANDS)
    assert not any(module in shown.stderr for module in ("numpy", "sqlalchemy", "flask", "weasyprint"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_where_the_table_says_and_has_help(name: str) -> None:
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help


def test_an_unknown_command_is_a_matter_of_usage() -> None:
    assert CliRunner().invoke(main, ["dance"]).exit_code == 2


@pytest.mark.parametrize("language", ["en_GB.UTF-8", "fr_FR.UTF-8", "C"])
def test_what_can_be_mended_is_told_in_a_line_without_a_traceback(language: str, tmp_path: Path) -> None:
    settings = {"MAILLAGE_HOME": str(tmp_path), "MAILLAGE_DATABASE_URL": "dbase://", "LC_ALL": language}
    told = CliRunner().invoke(main, ["db", "upgrade"], env=settings)
    assert (told.exit_code, told.stdout) == (1, "")
    assert len(told.stderr.splitlines()) == 1
    assert "MAILLAGE_DATABASE_URL" in told.stderr
