"""Asking for everything in one file, and keeping it for a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from fairs import events
from fairs.domain import long_jobs
from fairs.domain.exporting import meetings, people
from fairs.domain.exporting.words import Words
from fairs.models import Job, Piece
from fairs.outbox import record
from fairs.queries import long_jobs as reads

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.agenda.tables import Form, Table
    from fairs.models import Edition

    Gather = Callable[[Session, Words, datetime], Table]

WHOLE = "whole"  # the name of the piece
KEPT_FOR = timedelta(days=1)
TABLES: dict[str, Gather] = {
    "people": people.people,
    "organisations": people.organisations,
    "waiting-list": people.waiting_list,
    "answers": people.replies,
    "wishes": meetings.wishes,
    "meetings": meetings.meetings,
    "agendas": meetings.agendas,
    "without-a-place": meetings.unplaced,
    "programme": meetings.activities,
    "programme-people": meetings.sign_ups,
}
"""All tables by the names of their files."""
OF_MEETUPS = ("answers",)
OF_MEETINGS = ("wishes", "meetings", "agendas", "without-a-place")


def tables_of(edition: Edition) -> tuple[str, ...]:
    """Those that make sense for an edition."""
    return tuple(
        key
        for key in TABLES
        if (key not in OF_MEETUPS or edition.fair.kind == "meetup")
        and (key not in OF_MEETINGS or edition.has_meetings)
    )


def table(session: Session, edition: Edition, key: str, language: str, now: datetime) -> Table:
    """One of them."""
    return TABLES[key](session, Words(edition, language), now)


def ask_export(session: Session, edition: Edition, form: Form, language: str, now: datetime) -> Job:
    """Ask for everything in one file. While it is being made, that is the answer."""
    options = {"form": form, "language": language}
    job, new = long_jobs.ask(session, edition, "export", options, now, alike=("form", "language"))
    if new:
        record(session, events.ExportAsked(edition.id, job.id), now)
    return job


def finish(session: Session, job: Job, whole: bytes, now: datetime) -> None:
    """Keep the file; earlier ones of the edition are let go."""
    others = session.scalars(select(Job).filter_by(edition_id=job.edition_id, kind="export")).all()
    long_jobs.forget_pieces(session, *(one for one in others if one.id != job.id and not one.underway))
    long_jobs.keep(session, job.id, WHOLE, whole, now)
    long_jobs.end(job, now)


def content(session: Session, job: Job, now: datetime) -> bytes | None:
    """The file, as long as it is kept."""
    return reads.piece(session, job.id, WHOLE) if is_there(job, now) else None


def is_there(job: Job, now: datetime) -> bool:
    """Whether the file can be taken home."""
    done = job.kind == "export" and job.state == "done" and job.ended_at is not None
    return bool(done and job.ended_at and now < job.ended_at + KEPT_FOR)


def forget_old(session: Session, now: datetime) -> int:
    """Files with everybody's data lie about for a day, and no longer."""
    exports = select(Job.id).filter_by(kind="export")
    gone = delete(Piece).where(Piece.job_id.in_(exports), Piece.made_at < now - KEPT_FOR)
    return int(session.connection().execute(gone).rowcount)
