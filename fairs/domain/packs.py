"""Packs: the agendas of everyone in one file, drawn some at a time, so that nothing is drawn twice."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from fairs import events
from fairs.domain import long_jobs
from fairs.errors import Refused
from fairs.models import Edition, Job, Piece
from fairs.outbox import record
from fairs.queries import agendas, schedules
from fairs.queries import long_jobs as reads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

Form = Literal["pdf", "zip"]
FORMS: tuple[Form, ...] = ("pdf", "zip")
AT_ONCE = 20  # agendas that one call of the press draws: some seconds of work at stake
PEOPLE, SHEETS, WHOLE = "people", "sheets ", "whole"  # names of pieces


@dataclass(frozen=True)
class Bundle:
    """Some agendas that are drawn in one go."""

    name: str  # of the piece that they become
    first: int  # the number of the first of them, from 1
    people: tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class Order:
    """A pack, and what is missing of it."""

    job_id: uuid.UUID
    schedule_id: uuid.UUID
    form: Form
    title: str
    author: str
    language: str
    sheets: int
    missing: tuple[Bundle, ...]


def ask_pack(session: Session, edition: Edition, form: Form, now: datetime) -> Job:
    """Ask for all agendas of what is published. While they are being drawn, that pack is the answer."""
    published = schedules.published(session, edition)
    if published is None:
        raise Refused("Publish the grid first: agendas are printed from what is out.")
    people = agendas.people_with_meetings(session, published.id)
    if not people:
        raise Refused("Nobody has a meeting in what is published, so there is nothing to print.")
    options = {"form": form, "revision": published.revision}
    job, new = long_jobs.ask(session, edition, "pack", options, now, alike=("form", "revision"))
    if new:
        job.schedule_id = published.id
        long_jobs.forget_pieces(session, *_stopped(session, edition))
        long_jobs.keep(session, job.id, PEOPLE, json.dumps([person.hex for person in people]).encode(), now)
        record(session, events.PackAsked(edition.id, job.id), now)
    return job


def order_of(session: Session, job: Job, schedule_id: uuid.UUID) -> Order:
    """What is to be drawn: all of it, or what somebody else has left undone."""
    edition = session.get_one(Edition, job.edition_id)
    people = [uuid.UUID(hex=written) for written in json.loads(reads.piece(session, job.id, PEOPLE) or b"[]")]
    kept = reads.names_of_pieces(session, job.id)
    bundles = [
        Bundle(f"{SHEETS}{first:05}", first + 1, tuple(people[first : first + AT_ONCE]))
        for first in range(0, len(people), AT_ONCE)
    ]
    return Order(
        job_id=job.id,
        schedule_id=schedule_id,
        form=job.options["form"],
        title=edition.text(edition.fair.language).title,
        author=edition.contact_name,
        language=edition.fair.language,
        sheets=len(people),
        missing=tuple(bundle for bundle in bundles if bundle.name not in kept),
    )


def parts(session: Session, job_id: uuid.UUID) -> Sequence[bytes]:
    """What was drawn, in order."""
    drawn = select(Piece.content).filter_by(job_id=job_id).where(Piece.name.startswith(SHEETS))
    return session.scalars(drawn.order_by(Piece.name)).all()


def finish(session: Session, job: Job, whole: bytes, now: datetime) -> None:
    """Keep the pack. It takes the place of earlier ones of its form, and of what it was put together from."""
    long_jobs.keep(session, job.id, WHOLE, whole, now)
    long_jobs.end(job, now)
    long_jobs.forget_pieces(session, job, but=WHOLE)
    edition = session.get_one(Edition, job.edition_id)
    done = session.scalars(select(Job).filter_by(edition_id=edition.id, kind="pack", state="done"))
    earlier = [one for one in done if one.id != job.id and one.options["form"] == job.options["form"]]
    long_jobs.forget_pieces(session, *earlier)


def content(session: Session, job: Job) -> bytes | None:
    """The pack itself, once it is there and as long as none has taken its place."""
    return reads.piece(session, job.id, WHOLE) if job.state == "done" else None


def is_there(session: Session, job: Job) -> bool:
    """Whether the pack can be taken home."""
    return job.state == "done" and WHOLE in reads.names_of_pieces(session, job.id)


def _stopped(session: Session, edition: Edition) -> Sequence[Job]:
    """Packs that nobody will finish."""
    ended = Job.state.in_(("cancelled", "failed"))
    return session.scalars(select(Job).filter_by(edition_id=edition.id, kind="pack").where(ended)).all()
