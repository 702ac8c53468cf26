"""`maillage restore`: what `maillage backup` wrote stands up again, wholly or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy.orm import sessionmaker

from fairs import clock, config
from fairs.commands import archives, copies
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.domain.erased_again import FILE, erase_again
from fairs.errors import Unavailable
from fairs.jobs.afresh import begin_afresh
from fairs.jobs.fanout import attach
from fairs.models import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from fairs.config import Settings

INPUT = "-"  # standard input


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--erased",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Who was erased since, as “maillage erased” lists it; beside the list in the home folder.",
)
def restore(file: Path, erased: tuple[Path, ...]) -> None:
    """Put what “maillage backup” wrote into an empty database, and its secret beside it.

    When that is not possible, nothing is changed. With - it is read from standard input. Who was erased since
    is erased again.
    """
    settings = config.from_environment(os.environ, begins=False)
    try:
        settle = partial(_settle, erased=_lines(settings, erased))
        copies.object_to_overwriting(settings)
        with tempfile.TemporaryDirectory(dir=copies.workspace(settings), prefix=".restore.") as folder:
            given = _from_input(Path(folder)) if str(file) == INPUT else file
            found = archives.unpack(given, settings, Path(folder))
            with _secret_put(settings, found.secret):
                copies.put_back(settings, found.database, settle)
        if settings.distributed:  # what stands in a server stays there, and its secret with it
            with copies.opened(settings.database_url) as engine:
                settle(engine)
    except OSError as fault:
        raise Unavailable(
            "%(file)s cannot be put back: %(reason)s. Nothing was changed.", file=file, reason=fault
        ) from fault
    click.echo("Everything is back. “maillage doctor” looks it over.")


def _from_input(folder: Path) -> Path:
    whole = folder / "whole"
    with whole.open("wb") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
    return whole


def _lines(settings: Settings, files: tuple[Path, ...]) -> list[str]:
    kept = settings.home / FILE
    lists = (*files, kept) if kept.exists() else files
    return [line for one in lists for line in one.read_text(encoding="utf-8").splitlines()]


def _settle(engine: Engine, erased: list[str]) -> None:
    """Bring the tables up to date; whoever held something where they come from holds nothing here.

    Nobody comes back who was erased since.
    """
    schema.upgrade(engine)
    with sessionmaker(engine).begin() as session:
        begin_afresh(session, clock.now())
    if erased:
        sessions = sessionmaker(engine)
        attach(sessions, SUBSCRIPTIONS)  # what follows from it is done once the site runs
        for line in dict.fromkeys(erased):
            with sessions.begin() as session:
                erase_again(session, [line], clock.now())


@contextmanager
def _secret_put(settings: Settings, secret: str) -> Iterator[None]:
    """Keep the secret here, before the database comes: without it a start would make another one for it."""
    if settings.secret_key:
        _object_to_another(settings, secret)
        yield
        return
    settings.home.mkdir(parents=True, exist_ok=True)
    kept = settings.home / archives.SECRET
    found = settings.home / f"{archives.SECRET}.restored"
    found.touch(mode=0o600)
    found.write_text(secret, encoding="utf-8")
    found.replace(kept)
    try:
        yield
    except BaseException:
        kept.unlink()
        raise


def _object_to_another(settings: Settings, secret: str) -> None:
    if settings.secret_key == secret:
        return
    if os.environ.get("MAILLAGE_SECRET_KEY", "").strip():
        raise Unavailable(
            "MAILLAGE_SECRET_KEY is another secret than the backup's: every link in a mail would end. "
            "Nothing was changed: unset it, or set it to the one in the backup."
        )
    raise Unavailable(
        "%(kept)s holds another secret than the backup. Nothing was changed: move it away first.",
        kept=settings.home / archives.SECRET,
    )
