"""People whom an organiser brings in by a sheet: the sheet for a while, and what became of each line."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.account import Account
from fairs.models.base import KEY, Base
from fairs.models.fair import Edition
from fairs.models.job import Job

ImportState = Literal["read", "underway", "stopped", "done", "undone"]
Outcome = Literal["place", "waiting", "asks", "updated", "known", "left", "double", "full", "faulty"]
CAME_IN: tuple[Outcome, ...] = ("place", "waiting", "asks")
"""What becomes of people who were not there: a place, the waiting list, or the organiser's approval."""


class PeopleImport(Base):
    """One sheet of people. Its content is forgotten once it is carried out; its lines tell the rest."""

    __tablename__ = "people_import"
    __table_args__ = (Index("ix_people_import_latest", "edition_id", "uploaded_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    name: Mapped[str]  # of the file, without a path
    form: Mapped[str] = mapped_column(KEY)  # csv or xlsx
    encoding: Mapped[str] = mapped_column(KEY, default="")  # of a CSV, as it is read
    separator: Mapped[str] = mapped_column(KEY, default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary)  # packed, until it is carried out
    headers: Mapped[list[str]] = mapped_column(JSON, default=list)
    lines: Mapped[int] = mapped_column(default=0)  # under the names of the columns
    columns: Mapped[list[str]] = mapped_column(JSON, default=list)  # what each holds; "": not taken over
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what was decided before it began
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    carried_out_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    edition: Mapped[Edition] = relationship()
    account: Mapped[Account | None] = relationship()
    job: Mapped[Job | None] = relationship()

    @property
    def state(self) -> ImportState:
        """How far it is. `stopped`: some lines were carried out before it was cancelled, or failed."""
        if self.job is not None and self.job.underway:
            return "underway"
        if self.undone_at is not None:
            return "undone"
        if self.carried_out_at is not None:
            return "done"
        return "read" if self.job is None else "stopped"


class ImportedLine(Base):
    """What became of one line. What stood in it is kept only of lines that are to be mended, for a while."""

    __tablename__ = "imported_line"
    __table_args__ = (UniqueConstraint("import_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people_import.id", ondelete="CASCADE"))
    number: Mapped[int]  # as a spreadsheet program counts
    outcome: Mapped[Outcome] = mapped_column(KEY)
    participant_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("participant.id", ondelete="SET NULL"), index=True
    )
    cells: Mapped[list[str]] = mapped_column(JSON, default=list)
    complaints: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    undo: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what it takes to undo it
    told_at: Mapped[datetime | None]  # when a mail was asked for
    stays: Mapped[str] = mapped_column(KEY, default="")  # why it was not undone
