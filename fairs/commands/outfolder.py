"""A folder of results that is complete or not there at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from fairs.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

PROBLEM = "problem.json"
AGENDAS = "agendas"
PAPERS = (PROBLEM, "solution.json", "grid.xlsx", "grid.pdf", "agendas.pdf", "summary.txt", AGENDAS)
AGENDA_SUFFIXES = (".pdf", ".ics")
FORMAT = "maillage.problem/1"


def refuse_foreign(out: Path) -> None:
    """Raise Refused unless the folder is missing, empty, or all of it was written by an earlier run."""
    if not out.exists() and not out.is_symlink():
        return
    if not out.is_dir():
        raise Refused("%(out)s is no folder. Nothing was written: name another one with --out.", out=str(out))
    stranger = _stranger(out)
    if stranger:
        raise Refused(
            "%(out)s holds something else (%(name)s). Nothing was written: name another folder with --out.",
            out=str(out),
            name=stranger,
        )


@contextmanager
def complete_or_absent(out: Path) -> Iterator[Path]:
    """A folder to write into, beside `out`, which takes its place when everything went well."""
    out = Path(os.path.realpath(out))
    fresh = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        yield fresh
        fresh.chmod(0o777 & ~_umask())
        _take_place(fresh, out)
    except OSError as error:
        raise Refused(
            "%(out)s cannot be written (%(reason)s). Nothing was written: name another folder with --out.",
            out=str(out),
            reason=error.strerror or error,
        ) from error
    finally:
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)


def _take_place(fresh: Path, out: Path) -> None:
    """Exchange the folders by renaming; what stands there is looked at once more before it goes."""
    refuse_foreign(out)
    if not out.exists():
        fresh.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        out.rename(old / out.name)
        fresh.rename(out)
    except OSError:
        if (old / out.name).exists():
            (old / out.name).rename(out)
        old.rmdir()
        raise
    shutil.rmtree(old, ignore_errors=True)


def _stranger(out: Path) -> str | None:
    """The name of something in the folder that no earlier run has written."""
    names = sorted(path.name for path in out.iterdir())
    stranger = next((name for name in names if name not in PAPERS), None)
    if stranger or not names:
        return stranger
    people = _people(out / PROBLEM)
    if people is None:
        return names[0]
    ours = {f"{person}{suffix}" for person in people for suffix in AGENDA_SUFFIXES}
    agendas = sorted(path.name for path in (out / AGENDAS).iterdir()) if (out / AGENDAS).is_dir() else []
    return next((f"{AGENDAS}/{name}" for name in agendas if name not in ours), None)


def _people(problem: Path) -> frozenset[str] | None:
    """Whose agendas an earlier run may have written; None where there was none."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        content = json.loads(problem.read_bytes())
        if content["format"] == FORMAT:
            return frozenset(party["id"] for party in content["parties"])
    return None


def _umask() -> int:
    """The mask of this process, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
