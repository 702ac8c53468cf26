"""What deliveries did agrees with what they say: mails that were noted, long work that ended."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from fairs.domain import long_jobs
from fairs.domain.invariants.findings import Check, Finding, Said
from fairs.domain.invariants.readers import known
from fairs.models import Delivery, DomainEvent, Job, Mail, Participant
from fairs.models.job import UNDERWAY
from fairs.queries import agenda_mails
from fairs.queries.addresses import dead_among
from fairs.queries.long_jobs import OF_WORK

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from fairs.domain.invariants.findings import Examination

    Held = frozenset[tuple[uuid.UUID, int]]  # meetings that take place, and their sequence

ENDED = frozenset({"done", "dead"})
NAMES_OF_JOBS = ("run_id", "job_id")
STOPPED = "It was given up. Ask for it again."


def mails_are_done(found: Examination) -> Iterator[Finding]:
    """Look for mails that were sent, and whose deliveries nevertheless wait to send them."""
    rows = select(Delivery, Mail).join(Mail, Mail.delivery_id == Delivery.id).where(Delivery.state != "done")
    for delivery, mail in found.session.execute(rows):
        yield Finding(
            Said(
                "%(handler)s of event %(event_seq)s is %(state)s, but its mail left at %(sent_at)s UTC.",
                handler=delivery.handler,
                event_seq=delivery.event_seq,
                state=delivery.state,
                sent_at=f"{mail.sent_at:%Y-%m-%d %H:%M}",
            ),
            Said("Mark it done."),
            partial(_mark_done, delivery, mail.sent_at),
        )


def _mark_done(delivery: Delivery, at: datetime) -> None:
    delivery.state, delivery.done_at, delivery.error = "done", at, ""
    delivery.owner = delivery.lease_until = None


def agendas_left(found: Examination) -> Iterator[Finding]:
    """Look for mails about agendas that are marked done, had something to say, and were never noted.

    Of each person the last one counts: it tells what changed since whichever mail left before it.
    """

    @cache
    def held(schedule_id: uuid.UUID) -> dict[uuid.UUID, Held]:
        return {
            person: frozenset((uid, sequence) for uid, sequence, cancelled in meetings if not cancelled)
            for person, meetings in known(found.session, schedule_id).items()
        }

    for *earlier, last in agenda_mails.by_person(found.session):
        if last.state != "done" or last.noted:
            continue
        person = found.session.get(Participant, last.participant_id)
        if person is None or dead_among(found.session, [person.email]):
            continue
        before = agenda_mails.last_told(earlier)
        if _had_something_to_say(person, before, last.schedule_id, held):
            yield Finding(
                Said(
                    "The mail to %(name)s <%(email)s> about the agenda (event %(seq)s) is marked done, but "
                    "was never noted.",
                    name=person.name,
                    email=person.email,
                    seq=last.seq,
                ),
                Said("Send it, under the same identity: who has it already gets it once."),
                partial(_begin_anew, found.session.get_one(Delivery, last.delivery_id), found.now),
            )


def _had_something_to_say(
    person: Participant,
    before: uuid.UUID | None,
    after: uuid.UUID,
    held: Callable[[uuid.UUID], dict[uuid.UUID, Held]],
) -> bool:
    nothing: Held = frozenset()
    if before is None and person.state != "withdrawn":
        return True
    knows = held(before).get(person.id, nothing) if before else nothing
    return knows != held(after).get(person.id, nothing)


def _begin_anew(delivery: Delivery, now: datetime) -> None:
    delivery.state, delivery.not_before, delivery.attempts, delivery.done_at = "todo", now, 0, None


def long_work_ends(found: Examination) -> Iterator[Finding]:
    """Look for long work that a page shows as underway, though nobody will go on with it."""
    for job in found.session.scalars(select(Job).where(Job.state.in_(UNDERWAY))):
        states = _states(found, job)
        if all(state in ENDED for state in states):
            yield Finding(
                Said(
                    "The %(kind)s asked for at %(asked_at)s UTC is shown as underway, but nobody works on "
                    "it or will.",
                    kind=job.kind,
                    asked_at=f"{job.asked_at:%Y-%m-%d %H:%M}",
                ),
                Said("Show it as failed, so that it can be asked for again."),
                partial(long_jobs.fail, job, STOPPED, found.now),
            )


def _states(found: Examination, job: Job) -> list[str]:
    """Of the deliveries of all events that name the job."""
    rows = found.session.execute(
        select(DomainEvent.payload, Delivery.state)
        .join(Delivery, Delivery.event_seq == DomainEvent.seq)
        .where(
            and_(
                DomainEvent.edition_id == job.edition_id,
                DomainEvent.at >= job.asked_at,
                DomainEvent.kind.in_(
                    [kind for kinds in OF_WORK.values() for kind in kinds],
                ),
            )
        )
    )
    return [state for payload, state in rows if str(job.id) in map(payload.get, NAMES_OF_JOBS)]


CHECKS: tuple[Check, ...] = (
    Check("mails", "What has been sent is marked done.", mails_are_done),
    Check("agendas", "What is marked done has been sent.", agendas_left),
    Check("long_work", "Long work that is shown as underway is.", long_work_ends),
)
