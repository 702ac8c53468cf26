"""After the play: what was recorded, what followed from it, and whether the two agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.models import Delivery, DomainEvent, Job, Mail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from tests.torture.sink import Sink

ONE_FOR_MANY = {subscription.name for subscription in SUBSCRIPTIONS if subscription.dedup}


@dataclass(frozen=True)
class Reckoning:
    """What went wrong, as sentences; and what may happen, as numbers."""

    faults: tuple[str, ...]
    events: int
    deliveries: int
    mails: int
    sent_twice: int  # the same Message-ID again, after a kill between sending and noting
    taken_over: int  # deliveries that somebody else had begun
    given_up: int  # plans killed as often as they may be tried; their page said so


def unsettled(session: Session) -> int:
    """How many deliveries are still to be done, or in somebody's hands."""
    undone = Delivery.state.in_(["todo", "doing"])
    return session.scalar(select(func.count()).select_from(Delivery).where(undone)) or 0


def reckon(session: Session, sink: Sink) -> Reckoning:
    """Compare facts with effects."""
    happened = session.execute(select(DomainEvent.seq, DomainEvent.kind)).all()
    rows = session.scalars(select(Delivery)).all()
    mails = session.scalars(select(Mail)).all()
    wanted = {
        (seq, one.name) for seq, kind in happened for one in SUBSCRIPTIONS if one.event.__name__ == kind
    }
    given_up = _plans_given_up(session, rows)
    found = {(row.event_seq, row.handler) for row in rows}
    faults = [
        *(
            f"event {seq} has no delivery for {name}"
            for seq, name in sorted(wanted - found)
            if name not in ONE_FOR_MANY
        ),
        *(
            f"{row.handler} of event {row.event_seq} is {row.state}: {row.error}"
            for row in rows
            if row.state != "done" and row not in given_up
        ),
        *(
            f"{row.handler} of event {row.event_seq} holds a lease"
            for row in rows
            if row.lease_until or row.owner
        ),
        *_mail_faults(mails, {str(row.id): row.attempts for row in rows}, sink),
    ]
    return Reckoning(
        faults=tuple(faults),
        events=len(happened),
        deliveries=len(rows),
        mails=len(mails),
        sent_twice=sum(sink.taken.values()) - len(sink.taken),
        taken_over=sum(row.attempts > 1 for row in rows),
        given_up=len(given_up),
    )


def _plans_given_up(session: Session, rows: Sequence[Delivery]) -> list[Delivery]:
    failed = {str(job) for job in session.scalars(select(Job.id).filter_by(kind="plan", state="failed"))}
    plans = [row for row in rows if row.handler == "schedule.plan" and row.state == "dead"]
    return [row for row in plans if row.event.payload["run_id"] in failed]


def _mail_faults(mails: Sequence[Mail], tries: Mapping[str, int], sink: Sink) -> list[str]:
    """What was noted and what the mail server took must agree.

    A mail whose delivery was killed between sending and noting, and had nothing left to say when it was taken
    over (the link in it had been pressed already), is noted by nobody.
    """
    noted = {mail.message_id for mail in mails}
    unnoted = [one for one in sorted(sink.taken.keys() - noted) if tries.get(_delivery_of(one), 0) < 2]
    return [
        *(f"{identity} was noted and never sent" for identity in sorted(noted - sink.taken.keys())),
        *(f"{identity} was sent and never noted" for identity in unnoted),
        *(
            f"{identity} was sent {times} times, and tried {tries.get(_delivery_of(identity), 0)} times"
            for identity, times in sink.taken.items()
            if times > tries.get(_delivery_of(identity), 0)
        ),
    ]


def _delivery_of(identity: str) -> str:
    return identity.removeprefix("<").partition("@")[0]
