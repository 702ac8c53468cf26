"""What the first command does on a machine that lacks something."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.architecture.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = ("sh", "id", "find", "grep", "ldconfig", "apt-get")
NOBODY = 65534


@pytest.fixture
def without_rights(tmp_path: Path) -> dict[str, object]:
    """A person who may install nothing, on a machine that has all but Chromium."""
    for name in NEEDED:
        there = shutil.which(name, path="/usr/bin:/bin:/usr/sbin:/sbin")
        assert there, name
        (tmp_path / name).symlink_to(there)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o055)
    return {
        "env": {"PATH": str(tmp_path), "HOME": str(tmp_path)},
        "user": NOBODY if os.getuid() == 0 else None,
        "cwd": "/",
    }


def test_without_rights_the_exact_line_to_type_is_printed(without_rights: dict[str, object]) -> None:
    script = (ROOT / "scripts" / "system-packages").read_text(encoding="utf-8")
    run = subprocess.run(
        ["sh", "-c", script, "system-packages", sys.executable, "dev"],
        capture_output=True,
        text=True,
        check=False,
        **without_rights,  # type: ignore[call-overload]
    )
    assert run.returncode == 1
    assert "Type this line, then run make again:" in run.stderr
    line = run.stderr.strip().splitlines()[-1].strip()
    assert line.startswith("sudo sh -c 'apt-get update && apt-get install --yes --no-install-recommends")
    assert "chromium" in line
    assert run.stdout == ""


def test_where_nothing_is_missing_nothing_is_asked_for() -> None:
    script = ROOT / "scripts" / "system-packages"
    run = subprocess.run([script, sys.executable, "dev"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
