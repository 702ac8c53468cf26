"""Where and when meetings can be held: blocks of time, and tables."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fairs.models.base import Base


class Block(Base):
    """A contiguous time of meetings. Its slots follow from it (`fairs.sheets.slots`)."""

    __tablename__ = "block"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="in_order"),
        CheckConstraint("meeting_minutes > 0 AND pause_minutes >= 0", name="minutes"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    meeting_minutes: Mapped[int]
    pause_minutes: Mapped[int]


class Table(Base):
    """A place where one meeting can be held."""

    __tablename__ = "venue_table"
    __table_args__ = (
        UniqueConstraint("edition_id", "label"),
        CheckConstraint("seats >= 2", name="seats"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    label: Mapped[str]
    seats: Mapped[int] = mapped_column(default=2)
    tags: Mapped[str] = mapped_column(default="")  # semicolon-separated, as in the sheets
    retired: Mapped[bool] = mapped_column(default=False)  # no longer offered, but past meetings stood there
