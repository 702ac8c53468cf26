"""The shape of a domain event."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """Something that happened to an edition (or, without one, to the site)."""

    edition_id: uuid.UUID | None

    @property
    def payload(self) -> dict[str, Any]:
        """Everything but the edition, as JSON can hold it."""
        values = {name: value for name, value in vars(self).items() if name != "edition_id"}
        return {name: str(value) if isinstance(value, uuid.UUID) else value for name, value in values.items()}
