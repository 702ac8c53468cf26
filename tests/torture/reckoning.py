"""After the play: what was recorded, what followed from it, and whether the two agree."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.models import Delivery, DomainEvent, Job, Mail, Webhook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from tests.torture.ear import Ear
    from tests.torture.sink import Sink

DELIVERED, OVERTAKEN = "delivered", "somebody else took the delivery over"  # lines of the log
ONE_FOR_MANY = {subscription.name for subscription in SUBSCRIPTIONS if subscription.dedup}


@dataclass(frozen=True)
class Reckoning:
    """What went wrong, as sentences; and what may happen, as numbers."""

    lost: tuple[str, ...]  # effects that are missing, or that nobody sees to
    doubled: tuple[str, ...]  # effects that came more often than they may
    events: int
    deliveries: int
    mails: int
    sent_twice: int  # the same Message-ID again, after a kill between sending and noting
    taken_over: int  # deliveries that somebody else had begun
    given_up: int  # plans killed as often as they may be tried; their page said so

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that went wrong."""
        return self.lost + self.doubled


def unsettled(session: Session) -> int:
    """How many deliveries are still to be done, or in somebody's hands."""
    undone = Delivery.state.in_(["todo", "doing"])
    return session.scalar(select(func.count()).select_from(Delivery).where(undone)) or 0


def reckon(session: Session, sink: Sink, ear: Ear, log: str) -> Reckoning:
    """Compare facts with effects: those that other programs saw, and those that the log tells of."""
    happened = session.execute(select(DomainEvent.seq, DomainEvent.kind)).all()
    rows = session.scalars(select(Delivery)).all()
    mails = session.scalars(select(Mail)).all()
    wanted = {
        (seq, one.name) for seq, kind in happened for one in SUBSCRIPTIONS if one.event.__name__ == kind
    }
    given_up = _plans_given_up(session, rows)
    found = {(row.event_seq, row.handler) for row in rows}
    tries = {str(row.id): row.attempts for row in rows}
    lost = [
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
        *_lost_mails(mails, tries, sink),
        *_lost_on_webhooks(session, rows, ear),
    ]
    doubled = [
        *_too_often(
            "mail", sink.taken, {identity: tries.get(_delivery_of(identity), 0) for identity in sink.taken}
        ),
        *_too_often("message", ear.heard, {f"msg_{row.id.hex}": row.attempts for row in rows}),
        *_done_by_the_living(log),
    ]
    return Reckoning(
        lost=tuple(lost),
        doubled=tuple(doubled),
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


def _lost_mails(mails: Sequence[Mail], tries: Mapping[str, int], sink: Sink) -> list[str]:
    """What was noted and what the mail server took must agree.

    A mail whose delivery was killed between sending and noting, and had nothing left to say when it was taken
    over (the link in it had been pressed already), is noted by nobody.
    """
    noted = {mail.message_id for mail in mails}
    unnoted = [one for one in sorted(sink.taken.keys() - noted) if tries.get(_delivery_of(one), 0) < 2]
    return [
        *(f"{identity} was noted and never sent" for identity in sorted(noted - sink.taken.keys())),
        *(f"{identity} was sent and never noted" for identity in unnoted),
    ]


def _lost_on_webhooks(session: Session, rows: Sequence[Delivery], ear: Ear) -> list[str]:
    """Each event that a webhook wanted to hear of was told to it."""
    wanted = {
        (seq, f"webhook:{webhook.id}")
        for webhook in session.scalars(select(Webhook))
        for seq in session.scalars(select(DomainEvent.seq).where(DomainEvent.kind.in_(webhook.kinds)))
    }
    told = {(row.event_seq, row.handler): row for row in rows if row.handler.startswith("webhook:")}
    unheard = {f"msg_{row.id.hex}" for row in told.values()} - ear.heard.keys()
    return [
        *(f"event {seq} has no delivery for {name}" for seq, name in sorted(wanted - told.keys())),
        *(f"{identity} was told and never heard" for identity in sorted(unheard)),
    ]


def _too_often(what: str, came: Mapping[str, int], tries: Mapping[str, int]) -> list[str]:
    """Where death fell between doing and marking, an effect comes again; never more often than tried."""
    return [
        f"{what} {identity} came {times} times, and was tried {tries.get(identity, 0)} times"
        for identity, times in came.items()
        if times > tries.get(identity, 0)
    ]


def _done_by_the_living(log: str) -> list[str]:
    """No process that lives on is ever taken for dead, and none marks what another has marked.

    So where an effect came twice, whoever had it first did not live to mark it.
    """
    lines = [line for line in map(_read, log.splitlines()) if "delivery" in line]
    done = Counter(line["delivery"] for line in lines if line["event"] == DELIVERED)
    return [
        *(f"{line['delivery']} was taken from the living" for line in lines if line["event"] == OVERTAKEN),
        *(f"{delivery} was done {times} times" for delivery, times in done.items() if times > 1),
    ]


def _read(line: str) -> dict[str, Any]:
    """A line of the log; nothing where it was cut off by death, or is no line of the program."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _delivery_of(identity: str) -> str:
    return identity.removeprefix("<").partition("@")[0]
