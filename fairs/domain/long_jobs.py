"""Long work: asked for, begun, told how far it is, cancelled, ended. The same for grids, papers and letters.

It is carried out by the delivery of its event. Whatever is finished of it is kept as a piece, in a
transaction of its own: whoever goes on after a breakdown begins with what is missing.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from fairs import events
from fairs.domain.turns import hold
from fairs.models import Delivery, DomainEvent, Job, Piece
from fairs.models.job import UNDERWAY
from fairs.outbox import record
from fairs.queries import long_jobs

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.job import JobKind


def ask(
    session: Session,
    edition: Edition,
    kind: JobKind,
    options: dict[str, Any],
    now: datetime,
    *,
    alike: tuple[str, ...] = (),
    key: uuid.UUID | None = None,
) -> tuple[Job, bool]:
    """Ask for work, unless some of its kind with the same values of `alike` is underway: then for that.

    Also says whether it is new. Of two who ask at once one waits here and finds the other's. With a `key`,
    asking once more is answered by the same work even after its end.
    """
    hold(session, edition.id)
    known = session.scalars(select(Job).filter_by(id=key, edition_id=edition.id)) if key else ()
    for job in (*known, *long_jobs.underway(session, edition, kind)):
        if job.id == key or all(job.options.get(name) == options[name] for name in alike):
            return job, False
    job = Job(id=key or uuid.uuid4(), edition_id=edition.id, kind=kind, options=options, asked_at=now)
    session.add(job)
    session.flush()
    return job, True


def begin(session: Session, job_id: uuid.UUID) -> Job | None:
    """Take work up, or up again; None when nobody waits for it. What had failed was asked for once more."""
    job = _hold(session, job_id)
    if job is None or job.state in {"done", "cancelled"}:
        return None
    job.state, job.error, job.ended_at = "running", "", None
    return job


def advance(session: Session, job_id: uuid.UUID, fraction: float, step: str) -> bool:
    """Say how far work is; whether anybody still waits for it."""
    told = session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == "running")
        .values(fraction=fraction, step=step)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return told.one_or_none() is not None


def keep(session: Session, job_id: uuid.UUID, name: str, content: bytes, now: datetime) -> bool:
    """Keep a finished piece of a job that is held by this transaction. False where it was there already."""
    if long_jobs.piece(session, job_id, name) is not None:
        return False
    session.add(Piece(job_id=job_id, name=name, content=content, made_at=now))
    session.flush()
    return True


def in_hand(session: Session, job_id: uuid.UUID) -> Job | None:
    """The job to write a result to, held until this transaction ends; None if it was cancelled meanwhile."""
    job = _hold(session, job_id)
    return job if job is not None and job.underway else None


def cancel(session: Session, job: Job, now: datetime) -> bool:
    """Stop work. False where it had ended before."""
    stopped = session.execute(
        update(Job)
        .where(Job.id == job.id, Job.state.in_(UNDERWAY))
        .values(state="cancelled", ended_at=now)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if stopped is None:
        return False
    session.refresh(job)
    _call_off(session, job, now)
    record(session, events.JobCancelled(job.edition_id, job.id, job.kind), now)
    return True


def _call_off(session: Session, job: Job, now: datetime) -> None:
    """What waits to be done for it will not be done; what is in hand finds out by itself."""
    session.flush()
    of_it = long_jobs.events_of(job).with_only_columns(DomainEvent.seq)
    session.execute(
        update(Delivery)
        .where(Delivery.event_seq.in_(of_it), Delivery.state == "todo")
        .values(state="cancelled", done_at=now, error="", dedup_key=None)
    )


def end(job: Job, now: datetime) -> None:
    """It is done."""
    job.state, job.fraction, job.ended_at = "done", 1.0, now


def fail(job: Job, sentence: str, now: datetime) -> None:
    """Say why there is no result."""
    job.state, job.ended_at, job.error = "failed", now, sentence


def forget_pieces(session: Session, *jobs: Job, but: str = "") -> None:
    """Throw away what was kept of work, but for the piece of this name."""
    session.execute(delete(Piece).where(Piece.job_id.in_([job.id for job in jobs]), Piece.name != but))


def _hold(session: Session, job_id: uuid.UUID) -> Job | None:
    return session.scalar(
        select(Job)
        .where(Job.id == job_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
