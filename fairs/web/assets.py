"""Addresses of files carry the hash of their content: kept for a year, and yet replaced at once."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import current_app

if TYPE_CHECKING:
    from flask import Flask


def install(app: Flask) -> None:
    """Add the hash to every address of a file."""
    app.url_defaults(_add_version)


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    blueprint, _, name = endpoint.rpartition(".")
    if name != "static" or "filename" not in values:
        return
    holder = current_app.blueprints[blueprint] if blueprint else current_app
    if holder.static_folder is not None:
        values["v"] = _version(Path(holder.static_folder) / values["filename"])


@cache
def _version(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else None
