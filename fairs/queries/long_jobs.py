"""Long work of an edition: what was asked for, and what is finished of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs.errors import NotFound
from fairs.models import Delivery, DomainEvent, Job, Mail, Piece
from fairs.models.job import UNDERWAY
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence
    from typing import Any

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.job import JobKind

NAMED_BY: dict[JobKind, str] = {
    "plan": "run_id",
    "pack": "job_id",
    "letter": "job_id",
    "import": "job_id",
    "export": "job_id",
}
"""How events name the work that they bring about."""
OF_WORK: dict[JobKind, tuple[str, ...]] = {
    "plan": ("PlanAsked",),
    "pack": ("PackAsked",),
    "letter": ("LetterAsked", "LetterAddressed"),
    "import": ("ImportAsked",),
    "export": ("ExportAsked",),
}
"""The events that bring work about, and those it consists of."""
CLOCKS_DIFFER = timedelta(hours=1)  # at most, between machines


@dataclass(frozen=True)
class Outcome:
    """What has become of the mails of a letter."""

    sent: int = 0
    bounced: int = 0  # of those that were sent
    refused: int = 0  # given up
    retried: int = 0  # were not taken yet, and are tried again
    waiting: int = 0
    left_out: int = 0  # not needed any more: their readers left, or want no such mails
    called_off: int = 0  # the letter was cancelled before they left

    @property
    def addressed(self) -> int:
        """How many there are in all."""
        others = self.refused + self.retried + self.waiting + self.left_out + self.called_off
        return self.sent + others

    @property
    def open(self) -> int:
        """How many are still to leave."""
        return self.retried + self.waiting


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
    job = find(session, edition, written)
    if job is None:
        raise NotFound("This work is not known here.")
    return job


def find(session: Session, edition: Edition, written: str) -> Job | None:
    """The same, if it is there."""
    return session.scalar(select(Job).filter_by(id=written_id(written), edition_id=edition.id))


def names_of_pieces(session: Session, job_id: uuid.UUID) -> frozenset[str]:
    """What is finished of a job."""
    return frozenset(session.scalars(select(Piece.name).filter_by(job_id=job_id)))


def piece(session: Session, job_id: uuid.UUID, name: str) -> bytes | None:
    """A finished piece, if it is there."""
    return session.scalar(select(Piece.content).filter_by(job_id=job_id, name=name))


def events_of(job: Job, kinds: Sequence[str] = ()) -> Select[Any]:
    """The events of some work (or those of some kinds), found along their index."""
    return select(DomainEvent).where(
        DomainEvent.edition_id == job.edition_id,
        DomainEvent.kind.in_(kinds or OF_WORK[job.kind]),
        DomainEvent.at >= job.asked_at - CLOCKS_DIFFER,
        DomainEvent.payload[NAMED_BY[job.kind]].as_string() == str(job.id),
    )


def outcomes(session: Session, letters: Iterable[Job]) -> dict[uuid.UUID, Outcome]:
    """What has become of the mails of letters of one edition, counted in one query."""
    jobs = {str(job.id): job for job in letters}
    if not jobs:
        return {}
    named: ColumnElement[str] = DomainEvent.payload["job_id"].as_string()
    labels = (
        named.label("job"),
        Delivery.state.label("state"),
        (Delivery.attempts > 0).label("tried"),
        Mail.id.is_not(None).label("left"),
        Mail.bounced_at.is_not(None).label("back"),
    )
    counted = (
        select(*labels, func.count().label("number"))
        .select_from(DomainEvent)
        .join(Delivery, Delivery.event_seq == DomainEvent.seq)
        .outerjoin(Mail, Mail.delivery_id == Delivery.id)
        .where(
            DomainEvent.edition_id.in_({job.edition_id for job in jobs.values()}),
            DomainEvent.kind == "LetterAddressed",
            DomainEvent.at >= min(job.asked_at for job in jobs.values()) - CLOCKS_DIFFER,
            named.in_(jobs),
        )
        .group_by(*labels)
    )
    rows = session.execute(counted).all()
    return {job.id: _outcome(job, [row for row in rows if row.job == key]) for key, job in jobs.items()}


def _outcome(job: Job, rows: Iterable[Any]) -> Outcome:
    counts = dict.fromkeys(Outcome.__dataclass_fields__, 0)
    for row in rows:
        counts[_became(job, row)] += row.number
        counts["bounced"] += row.number if row.left and row.back else 0
    return Outcome(**counts)


def _became(job: Job, row: Any) -> str:
    if row.left:
        return "sent"
    if row.state == "dead":
        return "refused"
    if row.state == "cancelled" or job.state == "cancelled":
        return "called_off"
    if row.state == "done":
        return "left_out"
    return "retried" if row.tried and row.state == "todo" else "waiting"
