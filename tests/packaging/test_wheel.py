"""What is published works where there is no checkout: built, installed in a fresh environment, started."""

from __future__ import annotations

import site
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.serving import serving, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
MINUTE = 60  # seconds


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist, and the wheel that was built out of it."""
    out = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, home=out)
    return out


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `maillage` command of an environment that sees our dependencies, but not the checkout."""
    environment = tmp_path_factory.mktemp("environment")
    _run(sys.executable, "-m", "venv", "--without-pip", environment, home=environment)
    python = environment / "bin" / "python"
    wheel = next(built.glob("*.whl"))
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    _run(*pip, "install", "--no-deps", "--no-index", wheel, home=environment)
    _installed_packages(environment).joinpath("borrowed.pth").write_text("\n".join(site.getsitepackages()))
    return python.with_name("maillage")


def _installed_packages(environment: Path) -> Path:
    return next(environment.glob("lib/python*/site-packages"))


def _run(*command: str | Path, home: Path) -> str:
    done = subprocess.run(
        command,
        cwd=home,
        env=surroundings(home),
        capture_output=True,
        text=True,
        timeout=2 * MINUTE,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def _tracked(*folders: str) -> Iterator[str]:
    """The files that a checkout has, without what running it leaves behind."""
    for folder in folders:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix not in {".pyc", ".nbi", ".nbc"}:
                yield path.relative_to(ROOT).as_posix()


def test_the_wheel_carries_everything_the_program_reads(built: Path) -> None:
    with ZipFile(next(built.glob("*.whl"))) as wheel:
        inside = set(wheel.namelist())
    expected = {
        f"fairs/{name}" if name.startswith(("templates/", "migrations/")) else name
        for name in _tracked("fairs", "scheduling", "templates", "migrations")
    }
    assert expected - inside == set()
    assert "fairs/translations/fr/LC_MESSAGES/messages.mo" in inside
    assert {name for name in inside if name.startswith(("tests/", "benchmarks/"))} == set()


def test_the_sdist_can_be_built_from(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "CHANGELOG.md"} - inside == set()


def test_the_command_introduces_itself(installed: Path, tmp_path: Path) -> None:
    assert "serve" in _run(installed, "--help", home=tmp_path)


def test_the_program_is_the_installed_one(installed: Path, tmp_path: Path) -> None:
    code = "import fairs, scheduling; print(fairs.__file__, scheduling.__file__)"
    places = _run(installed.with_name("python"), "-c", code, home=tmp_path).split()
    packages = _installed_packages(installed.parents[1])
    assert places == [str(packages / "fairs" / "__init__.py"), str(packages / "scheduling" / "__init__.py")]


def test_an_empty_database_is_brought_up_to_date(installed: Path, tmp_path: Path) -> None:
    _run(installed, "db", "upgrade", home=tmp_path)
    assert (tmp_path / "maillage.sqlite3").stat().st_size > 0


def test_the_site_comes_up(installed: Path, tmp_path: Path) -> None:
    with serving("serve", home=tmp_path, command=installed) as site:
        assert site.process.poll() is None
