"""The file of a backup: the database and the secret of its links. What it must be to be taken for one."""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from fairs.errors import Unavailable

if TYPE_CHECKING:
    from pathlib import Path

    from fairs.config import Settings

SECRET = "secret"  # noqa: S105 - the name of a file
DATABASES = {False: "database.sqlite3", True: "database.pgdump"}  # by whether it is distributed
PIECE = 1 << 20
DAMAGED = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError)


@dataclass(frozen=True)
class Unpacked:
    """What was in it."""

    database: Path
    secret: str


def name_of(settings: Settings) -> str:
    """What the database is called in a backup: one kind does not go back into the other."""
    return DATABASES[settings.distributed]


def pack(database: Path, settings: Settings, into: BinaryIO) -> None:
    """Write a backup, from its beginning to its end: where it goes there may be no way back."""
    secret = settings.secret_key.encode()
    with tarfile.open(fileobj=into, mode="w|gz") as archive:
        archive.add(database, name_of(settings))
        entry = tarfile.TarInfo(SECRET)
        entry.size, entry.mode = len(secret), 0o600
        archive.addfile(entry, io.BytesIO(secret))


def unpack(file: Path, settings: Settings, folder: Path) -> Unpacked:
    """Lay what is in a backup into a folder, and read it to its end: there stands whether it is whole."""
    wanted = {name_of(settings), SECRET}
    try:
        with gzip.open(file) as whole:
            with tarfile.open(fileobj=whole, mode="r|") as archive:
                for entry in archive:
                    content = archive.extractfile(entry) if entry.name in wanted else None
                    if content is not None:
                        with (folder / entry.name).open("wb") as copy:
                            shutil.copyfileobj(content, copy)
            while whole.read(PIECE):
                pass
    except DAMAGED as fault:
        raise Unavailable(
            "%(file)s is no backup, or it is damaged. Nothing was changed.", file=file
        ) from fault
    for name in wanted:
        if not (folder / name).exists():
            raise Unavailable(
                "%(file)s is no backup that fits this database: there is no %(name)s in it. A backup goes "
                "back into the kind of database it comes from. Nothing was changed.",
                file=file,
                name=name,
            )
    return Unpacked(folder / name_of(settings), (folder / SECRET).read_text(encoding="utf-8").strip())


def is_one(file: Path) -> bool:
    """Whether a file begins like a backup."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            first = archive.next()
    except (*DAMAGED, OSError):
        return False
    return first is not None and first.name in DATABASES.values()
