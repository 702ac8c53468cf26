"""Long work of an edition: what was asked for, and what is finished of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.errors import NotFound
from fairs.models import Job, Piece
from fairs.models.job import UNDERWAY
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.job import JobKind


def latest(session: Session, edition: Edition, kind: JobKind) -> Job | None:
    """What was asked for last."""
    found = recent(session, edition, kind, 1)
    return found[0] if found else None


def recent(session: Session, edition: Edition, kind: JobKind, at_most: int) -> Sequence[Job]:
    """What was asked for last, the newest first."""
    statement = select(Job).filter_by(edition_id=edition.id, kind=kind).order_by(Job.asked_at.desc(), Job.id)
    return session.scalars(statement.limit(at_most)).all()


def underway(session: Session, edition: Edition, kind: JobKind) -> Sequence[Job]:
    """What is still to be done, or being done; the oldest first."""
    statement = select(Job).filter_by(edition_id=edition.id, kind=kind).where(Job.state.in_(UNDERWAY))
    return session.scalars(statement.order_by(Job.asked_at, Job.id)).all()


def by_id(session: Session, edition: Edition, written: str) -> Job:
    """A job of an edition by what stands in an address. Raises NotFound."""
    job = session.scalar(select(Job).filter_by(id=written_id(written), edition_id=edition.id))
    if job is None:
        raise NotFound("This work is not known here.")
    return job


def names_of_pieces(session: Session, job_id: uuid.UUID) -> frozenset[str]:
    """What is finished of a job."""
    return frozenset(session.scalars(select(Piece.name).filter_by(job_id=job_id)))


def piece(session: Session, job_id: uuid.UUID, name: str) -> bytes | None:
    """A finished piece, if it is there."""
    return session.scalar(select(Piece.content).filter_by(job_id=job_id, name=name))
