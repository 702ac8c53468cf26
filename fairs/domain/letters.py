"""Letters of the organiser to many participants: addressed some at a time, each of them mailed once."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs import events
from fairs.domain import long_jobs
from fairs.errors import Refused
from fairs.outbox import record
from fairs.queries import long_jobs as reads
from fairs.queries import recipients

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Job
    from fairs.queries.recipients import Audience

AT_ONCE = 50  # letters that are addressed in one transaction
PEOPLE, ADDRESSED, DEALT_WITH = "people", "addressed ", "dealt with "  # names of pieces
SUBJECT_AT_MOST = 200  # letters
TEXT_AT_MOST = 10_000


@dataclass(frozen=True)
class Words:
    """What a letter says, and to whom."""

    audience: Audience
    subject: str
    text: str


@dataclass(frozen=True)
class Bundle:
    """Some of those to whom a letter is still to be addressed."""

    name: str  # of the piece that says they were
    people: tuple[uuid.UUID, ...]


def ask_letter(
    session: Session, edition: Edition, words: Words, expected: int, now: datetime, key: uuid.UUID
) -> Job:
    """Let a letter go to as many people as were read about. However often a key comes, it goes once."""
    job, new = long_jobs.ask(
        session,
        edition,
        "letter",
        {"audience": words.audience, "subject": words.subject, "text": words.text},
        now,
        alike=("audience", "subject", "text"),
        key=key,
    )
    if not new:
        return job
    people = recipients.of_edition(session, edition, words.audience)
    if not people:
        raise Refused("Nobody would get this letter: choose to whom you write.", field="audience")
    if len(people) != expected:
        raise Refused("Meanwhile the letter would reach other people. Nothing was sent: look at it again.")
    job.step = f"address 0 {len(people)}"
    long_jobs.keep(session, job.id, PEOPLE, json.dumps([person.hex for person in people]).encode(), now)
    record(session, events.LetterAsked(edition.id, job.id), now)
    return job


def to_address(session: Session, job_id: uuid.UUID) -> tuple[Bundle, ...]:
    """Those to whom a letter is not addressed yet, also after a breakdown."""
    people, kept = _people(session, job_id), reads.names_of_pieces(session, job_id)
    bundles = (
        Bundle(f"{ADDRESSED}{first:05}", tuple(people[first : first + AT_ONCE]))
        for first in range(0, len(people), AT_ONCE)
    )
    return tuple(bundle for bundle in bundles if bundle.name not in kept)


def address(session: Session, job_id: uuid.UUID, bundle: Bundle, now: datetime) -> bool:
    """Address a letter to some people: a mail for each follows. False once it was cancelled."""
    job = long_jobs.in_hand(session, job_id)
    if job is None:
        return False
    if long_jobs.keep(session, job.id, bundle.name, b"", now):
        for person_id in bundle.people:
            record(session, events.LetterAddressed(job.edition_id, person_id, job.id), now)
    return True


def deal_with(session: Session, job_id: uuid.UUID, person_id: uuid.UUID, now: datetime) -> None:
    """One letter has left, or will not: the last of them ends the work."""
    job = long_jobs.in_hand(session, job_id)
    if job is None or not long_jobs.keep(session, job.id, f"{DEALT_WITH}{person_id.hex}", b"", now):
        return
    word, before, everyone = _so_far(job)
    done = before + 1 if word == "send" else 1
    job.step, job.fraction = f"send {done} {everyone}", done / everyone
    if done == everyone:
        long_jobs.end(job, now)
        long_jobs.forget_pieces(session, job)


def _so_far(job: Job) -> tuple[str, int, int]:
    """How far the work is by its own step: nobody counts a thousand people a thousand times."""
    word, done, everyone = job.step.split()
    return word, int(done), int(everyone)


def _people(session: Session, job_id: uuid.UUID) -> list[uuid.UUID]:
    return [uuid.UUID(hex=written) for written in json.loads(reads.piece(session, job_id, PEOPLE) or b"[]")]
