"""`maillage backup`: an installation in one file, taken while the site goes on."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from fairs import config
from fairs.commands import archives, copies
from fairs.errors import Refused, Unavailable

if TYPE_CHECKING:
    from fairs.config import Settings

SOMEWHERE = "-"  # standard output


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
def backup(file: Path) -> None:
    """Write the database and the secret of its links into FILE, while the site goes on.

    FILE is written whole or not at all; a backup that stands there is replaced, anything else is not.
    With - it goes to standard output.
    """
    settings = config.from_environment(os.environ, begins=False)
    try:
        size = _to_output(settings) if str(file) == SOMEWHERE else _into(settings, file)
    except OSError as fault:
        raise Unavailable(
            "%(file)s cannot be written: %(reason)s. No backup was made.",
            file=file,
            reason=fault.strerror or fault,
        ) from fault
    click.echo(
        f"{file}: {size} bytes. Whoever has this file can act for everybody: keep it safe.",
        err=str(file) == SOMEWHERE,
    )


def _into(settings: Settings, file: Path) -> int:
    place = Path(os.path.realpath(file))
    _object_to_replacing(place)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".backup.") as folder:
        whole = Path(folder) / "whole"
        whole.touch(mode=0o600)
        with whole.open("wb") as into:
            _write(settings, Path(folder), into)
        whole.replace(place)
    return place.stat().st_size


def _to_output(settings: Settings) -> int:
    output = sys.stdout.buffer
    if output.isatty():
        raise Refused("A backup cannot be read on a screen: name a file, or let another program take it.")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        with whole.open("wb") as into:
            _write(settings, Path(folder), into)
        with whole.open("rb") as content:
            while piece := content.read(archives.PIECE):
                output.write(piece)
        output.flush()
        return whole.stat().st_size


def _write(settings: Settings, folder: Path, into: BinaryIO) -> None:
    copy = folder / "database"
    copies.take(settings, copy)
    if not settings.secret_key:
        raise Unavailable(
            "There is no secret at %(place)s, so the links in mails would not go on. Nothing was written: "
            "set MAILLAGE_HOME or MAILLAGE_SECRET_KEY as the site has it.",
            place=settings.home / archives.SECRET,
        )
    archives.pack(copy, settings, into)


def _object_to_replacing(place: Path) -> None:
    if not place.exists():
        return
    if not place.is_file():
        raise Refused("%(file)s is no ordinary file. Nothing was written: name another one.", file=place)
    if place.stat().st_size and not archives.is_one(place):
        raise Refused(
            "%(file)s holds something else than a backup. Nothing was written: name another file.", file=place
        )
