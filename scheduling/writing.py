"""Writes files so that people can read and compare them, and so that they are there whole or not at all."""

import json
import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

MOST_OF_NAME = 50
"""Characters of a file's name in that of the file beside, which must not become too long."""


def lines(value: dict[str, Any]) -> bytes:
    """One entry of a list on a line, so that files can be read and compared."""
    parts = []
    for key, entry in value.items():
        listed = isinstance(entry, list | tuple) and entry
        lines = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in entry) if listed else ""
        parts.append(
            f"{json.dumps(key)}: " + (f"[\n  {lines}]" if listed else json.dumps(entry, ensure_ascii=False))
        )
    return ("{" + ",\n ".join(parts) + "}\n").encode()


def write(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, whatever happens meanwhile.

    Symbolic links are followed; a device or a pipe is written to as it is. The bytes are on the disk before
    they get the name. A process that is killed leaves nothing behind where the system knows files without a
    name, but in the instant in which a name changes hands: then a whole hidden file beside; elsewhere perhaps
    part of one. Raises ``OSError``.
    """
    target = Path(os.path.realpath(path))  # unlike resolve, it bears links that lead in a circle
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        _put(folder, target.name, data)
        os.fsync(folder)
    finally:
        os.close(folder)


def _put(folder: int, name: str, data: bytes) -> None:
    """Write beside, then take the name; a file that is replaced leaves its permissions."""
    temporary = f".{name[:MOST_OF_NAME]}.{token_hex(8)}"
    handle, nameless = _begun(folder, temporary)
    try:
        with os.fdopen(handle, "wb") as file:
            with suppress(FileNotFoundError):
                os.fchmod(handle, os.stat(name, dir_fd=folder).st_mode & 0o777)
            file.write(data)
            file.flush()
            os.fsync(handle)
            if nameless:
                os.link(f"/proc/self/fd/{handle}", temporary, dst_dir_fd=folder, follow_symlinks=True)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=folder)
        raise


def _begun(folder: int, name: str, nameless_flag: int = getattr(os, "O_TMPFILE", 0)) -> tuple[int, bool]:
    """A new open file of the folder, and whether it has no name yet."""
    if nameless_flag:
        with suppress(OSError):  # not every file system knows these
            return os.open(".", nameless_flag | os.O_WRONLY, 0o666, dir_fd=folder), True
    return os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666, dir_fd=folder), False
