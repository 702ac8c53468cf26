"""Schedules and their meetings. A schedule is never rewritten: each plan or repair makes a new one."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base
from fairs.models.grid import Table
from fairs.models.participant import Participant

ScheduleState = Literal["draft", "published", "superseded"]
Cause = Literal["plan", "repair"]


class Schedule(Base):
    """All meetings of an edition at one revision. At most one is published."""

    __tablename__ = "schedule"
    __table_args__ = (
        UniqueConstraint("edition_id", "revision"),
        Index(
            "uq_schedule_published",
            "edition_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    revision: Mapped[int | None]  # counted when it goes out; a draft has none
    state: Mapped[ScheduleState] = mapped_column(KEY, default="draft")
    cause: Mapped[Cause] = mapped_column(KEY, default="plan")
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    figures: Mapped[dict[str, Any]]  # as in maillage.solution/1
    bounds: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(KEY)  # of the solution: optimal, feasible...
    meetings: Mapped[list[Meeting]] = relationship(back_populates="schedule", cascade="all, delete-orphan")
    unplaced: Mapped[list[Unplaced]] = relationship(back_populates="schedule", cascade="all, delete-orphan")


class Meeting(Base):
    """Two or more participants, one slot, one table, in a schedule. A cancelled one stays as a tombstone."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("schedule_id", "uid"),
        Index("ix_meeting_in_time", "schedule_id", "starts_at"),
        Index(
            "uq_meeting_table_in_slot",
            "schedule_id",
            "table_id",
            "starts_at",
            unique=True,
            sqlite_where=text("NOT cancelled"),
            postgresql_where=text("NOT cancelled"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    schedule_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("schedule.id", ondelete="CASCADE"), index=True)
    uid: Mapped[uuid.UUID]  # for life: the same pair keeps it through all revisions of an edition
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    table_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("venue_table.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    weight: Mapped[int] = mapped_column(default=1)
    why: Mapped[str] = mapped_column(default="")
    cancelled: Mapped[bool] = mapped_column(default=False)
    schedule: Mapped[Schedule] = relationship(back_populates="meetings")
    table: Mapped[Table] = relationship()
    attendances: Mapped[list[Attendance]] = relationship(
        back_populates="meeting", order_by="Attendance.position", cascade="all, delete-orphan"
    )


class Attendance(Base):
    """One participant in one meeting. The database itself refuses to seat a person twice in one slot."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "participant_id"),
        Index(
            "uq_attendance_person_in_slot",
            "schedule_id",
            "participant_id",
            "starts_at",
            unique=True,
            sqlite_where=text("NOT cancelled"),
            postgresql_where=text("NOT cancelled"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    schedule_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("schedule.id", ondelete="CASCADE"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    starts_at: Mapped[datetime]  # the meeting's, repeated for the index that forbids two at once
    cancelled: Mapped[bool] = mapped_column(default=False)  # the meeting's, for the same reason
    position: Mapped[int] = mapped_column(default=0)
    meeting: Mapped[Meeting] = relationship(back_populates="attendances")
    participant: Mapped[Participant] = relationship()


class Unplaced(Base):
    """A wished meeting that found no place in a schedule, and why."""

    __tablename__ = "unplaced"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    schedule_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("schedule.id", ondelete="CASCADE"), index=True)
    first_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"))
    second_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"))
    weight: Mapped[int]
    reason: Mapped[str] = mapped_column(KEY)
    because: Mapped[str]  # the solver's own sentence
    details: Mapped[dict[str, Any]]  # what the sentence of `reason` names, for other languages
    schedule: Mapped[Schedule] = relationship(back_populates="unplaced")
    first: Mapped[Participant] = relationship(foreign_keys=[first_id])
    second: Mapped[Participant] = relationship(foreign_keys=[second_id])
