"""Long work that somebody asked for: how far it is, what is finished of it, and how it ended."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from fairs.models.base import KEY, Base

JobKind = Literal["plan", "pack", "letter", "import", "export"]
JobState = Literal["asked", "running", "done", "failed", "cancelled"]
UNDERWAY: tuple[JobState, ...] = ("asked", "running")


class Job(Base):
    """One piece of long work. The delivery of its event carries it out."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_latest", "edition_id", "kind", "asked_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    kind: Mapped[JobKind] = mapped_column(KEY)
    state: Mapped[JobState] = mapped_column(KEY, default="asked")
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what was asked for, by kind
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    fraction: Mapped[float] = mapped_column(default=0.0)  # from 0.0 to 1.0
    step: Mapped[str] = mapped_column(default="")  # a word of which pages make a sentence; numbers may follow
    error: Mapped[str] = mapped_column(default="")
    schedule_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("schedule.id", ondelete="SET NULL"))

    @property
    def underway(self) -> bool:
        """Whether it is still to be done, or being done."""
        return self.state in UNDERWAY


class Piece(Base):
    """A part of a job that is finished: whoever goes on after a breakdown begins with the missing ones."""

    __tablename__ = "piece"
    __table_args__ = (UniqueConstraint("job_id", "name"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    job_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(KEY)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
