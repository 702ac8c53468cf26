"""Ids as people and programs send them."""

from __future__ import annotations

import uuid


def written_id(written: str) -> uuid.UUID | None:
    """The id that is written, if it is one."""
    try:
        return uuid.UUID(written)
    except ValueError:
        return None
