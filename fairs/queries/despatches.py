"""What a list says of deliveries: for whom they were, what was in them, and what became of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from fairs.models import Attempt, Delivery, Job, Mail, Webhook
from fairs.queries import persons
from fairs.queries.addresses import dead_among
from fairs.queries.long_jobs import NAMED_BY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from fairs.models import DeadAddress, Participant

TOLD = "webhook"  # how the names of all begin that tell programs of others
WEBHOOK = f"{TOLD}:"  # before the id of one, as the name of a handler

Became = Literal["todo", "doing", "done", "dead", "cancelled", "bounced", "unsent"]
"""The states of deliveries, and beyond them: a mail that came back, and one that was not needed any more."""


@dataclass(frozen=True)
class Despatch:
    """A delivery, and for whom it was."""

    delivery: Delivery
    person: Participant | None  # whom the event was about
    recipient: str  # the address a mail went to, or will go to; "" for work that writes to nobody
    became: Became
    subject: str = ""  # of a mail that left, or of the letter that it is
    bounced_at: datetime | None = None  # that mail
    webhook: Webhook | None = None  # that is told
    tried_at: datetime | None = None  # when it was told last
    dead: DeadAddress | None = None  # what is known against the recipient


def told(session: Session, keys: Sequence[tuple[Any, ...]]) -> list[Despatch]:
    """What stands behind keys, with all that a list says of it, in as many queries for one as for many."""
    found = session.scalars(
        select(Delivery)
        .where(Delivery.event_seq.in_({seq for seq, _ in keys}))
        .options(joinedload(Delivery.event))
    )
    by_keys = {(row.event_seq, row.handler): row for row in found}
    rows = [by_keys[(seq, handler)] for seq, handler in keys]
    people = persons.by_id(session, {row.event.subject_id for row in rows})
    mails, jobs = _mails(session, rows), _jobs(session, rows)
    webhooks, tried = _webhooks(session, rows), _tried(session, rows)
    recipients = {row.id: _recipient(row, mails.get(row.id), people) for row in rows}
    dead = dead_among(session, recipients.values())
    return [
        Despatch(
            row,
            people.get(row.event.subject_id),
            recipients[row.id],
            _became(row, mails.get(row.id), jobs.get(_job_of(row))),
            _subject(mails.get(row.id), jobs.get(_job_of(row))),
            mails[row.id].bounced_at if row.id in mails else None,
            webhook=webhooks.get(_webhook_of(row)),
            tried_at=tried.get(row.id),
            dead=dead.get(recipients[row.id]),
        )
        for row in rows
    ]


def _became(row: Delivery, mail: Any, job: Job | None) -> Became:
    """A delivery is done once nothing is left to do; that does not mean that anything was sent."""
    stopped_at = job.ended_at if job is not None and job.state == "cancelled" else None
    if row.state == "todo" and stopped_at is not None:
        return "cancelled"
    if row.state != "done":
        return row.state
    if mail is not None:
        return "bounced" if mail.bounced_at else "done"
    if stopped_at is not None and row.done_at is not None and row.done_at >= stopped_at:
        return "cancelled"
    return "unsent" if row.queue == "mail" else "done"


def _subject(mail: Any, job: Job | None) -> str:
    if mail is not None:
        return str(mail.subject)
    return str(job.options.get("subject", "")) if job is not None else ""


def _recipient(row: Delivery, mail: Any, people: dict[uuid.UUID | None, Participant]) -> str:
    if mail is not None:
        return str(mail.recipient)
    person = people.get(row.event.subject_id)
    return person.email if person and row.queue == "mail" else ""


def _mails(session: Session, rows: Iterable[Delivery]) -> dict[uuid.UUID, Any]:
    """What left, without its contents."""
    sent = session.execute(
        select(Mail.delivery_id, Mail.recipient, Mail.subject, Mail.bounced_at).where(
            Mail.delivery_id.in_([row.id for row in rows])
        )
    )
    return {mail.delivery_id: mail for mail in sent}


def _job_of(row: Delivery) -> uuid.UUID | None:
    """The long work for which it was."""
    written = (row.event.payload.get(name) for name in sorted(set(NAMED_BY.values())))
    return next((uuid.UUID(id_) for id_ in written if id_), None)


def _jobs(session: Session, rows: Iterable[Delivery]) -> dict[uuid.UUID | None, Job]:
    wanted = {id_ for row in rows if (id_ := _job_of(row))}
    return {job.id: job for job in session.scalars(select(Job).where(Job.id.in_(wanted)))}


def _webhook_of(row: Delivery) -> uuid.UUID | None:
    """The webhook that is told, or tested."""
    written = row.event.payload.get("webhook_id")
    if written and row.handler.startswith(TOLD):
        return uuid.UUID(written)
    return persons.id_of(row.handler, TOLD)


def _webhooks(session: Session, rows: Iterable[Delivery]) -> dict[uuid.UUID | None, Webhook]:
    wanted = {id_ for row in rows if (id_ := _webhook_of(row))}
    return {found.id: found for found in session.scalars(select(Webhook).where(Webhook.id.in_(wanted)))}


def _tried(session: Session, rows: Iterable[Delivery]) -> dict[uuid.UUID, datetime]:
    """When programs were told last of what they have not heard yet."""
    unheard = [row for row in rows if row.handler.startswith(TOLD) and row.attempts and row.state != "done"]
    if not unheard:
        return {}
    latest = select(Attempt.delivery_id, func.max(Attempt.at)).where(
        Attempt.webhook_id.in_({_webhook_of(row) for row in unheard}),
        Attempt.at >= min(row.event.at for row in unheard),
        Attempt.delivery_id.in_([row.id for row in unheard]),
    )
    return {id_: at for id_, at in session.execute(latest.group_by(Attempt.delivery_id)) if id_}
