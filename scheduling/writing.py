"""Writes files so that people can read and compare them, and so that they are there whole or not at all."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any


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
    """Write a file so that it is there whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
