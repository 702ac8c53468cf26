"""Duplicate organisations that were made one, with what is needed to part them again."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from fairs.models.base import Base


class Merger(Base):
    """One organisation went into another. For a day it can be undone; then what was kept for that goes."""

    __tablename__ = "merger"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    kept_id: Mapped[uuid.UUID]  # no foreign key: it may go into a third, and come back
    gone_name: Mapped[str]
    before: Mapped[dict[str, Any]]  # both as they were, and who belonged to the one that is gone
    merged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
