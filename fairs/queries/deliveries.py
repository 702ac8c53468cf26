"""What was to be done because of what happened, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from sqlalchemy import and_, func, not_, select
from sqlalchemy.orm import joinedload

from fairs.errors import NotFound
from fairs.models import Delivery, DomainEvent, Mail, Webhook
from fairs.models.outbox import DeliveryState, Queue
from fairs.queries import persons
from fairs.queries.addresses import dead_among
from fairs.queries.stretches import Order, Place, filled

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from fairs.models import DeadAddress, Edition, Participant
    from fairs.queries.stretches import Stretch

Sort = Literal["mail", "webhook", "other"]

ORDER = Order((Delivery.event_seq, Delivery.handler))
STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)
QUEUES: tuple[Queue, ...] = get_args(Queue)
WEBHOOK = "webhook:"  # before the id of one, as the name of a handler
WAITING_IN: dict[Sort, tuple[Queue, ...]] = {
    "mail": ("mail",),
    "webhook": ("default",),
    "other": ("default", "solve", "render"),
}
COUNTED = 1_000  # more are not told apart


@dataclass(frozen=True)
class Wanted:
    """Which deliveries: None where it does not matter."""

    state: DeliveryState | None = None
    sort: Sort | None = None
    people: tuple[uuid.UUID, ...] | None = None  # whom they are about
    address: str = ""  # to which mails went, beside those to the people


@dataclass(frozen=True)
class Despatch:
    """A delivery, and for whom it was."""

    delivery: Delivery
    person: Participant | None  # whom the event was about
    recipient: str  # the address a mail went to, or will go to; "" for work that writes to nobody
    subject: str = ""  # of a mail that left
    bounced_at: datetime | None = None  # that mail
    webhook: str = ""  # the address that is told
    dead: DeadAddress | None = None  # what is known against the recipient


def of_edition(
    session: Session, edition: Edition, wanted: Wanted | None = None, place: Place | None = None
) -> Stretch[Despatch]:
    """A stretch of the deliveries of an edition, those of the newest events first."""
    found = ORDER.stretch(session, _parts(edition, wanted or Wanted()), place)
    return filled(found, _despatches(session, found.rows))


def given_up(session: Session, edition: Edition, wanted: Wanted, at_most: int) -> list[Despatch]:
    """The newest of those that nobody tries any more."""
    dead = Wanted("dead", wanted.sort, wanted.people, wanted.address)
    return _despatches(session, ORDER.stretch(session, _parts(edition, dead), None, at_most).rows)


def place(session: Session, edition: Edition, delivery_id: uuid.UUID, *, newer: bool) -> Place | None:
    """Where a delivery stands among those of its edition."""
    keys = session.execute(select(*ORDER.columns).filter_by(id=delivery_id, edition_id=edition.id)).first()
    return None if keys is None else Place(tuple(keys), newer)


def by_state(session: Session, edition: Edition, sort: Sort | None = None) -> dict[str, int]:
    """How many deliveries of a sort stand in which state; above COUNTED nobody counts on."""
    counts = {
        state: select(func.count()).select_from(
            select(Delivery.queue)
            .where(Delivery.edition_id == edition.id, Delivery.state == state, *_of_sort(sort))
            .order_by(Delivery.queue, Delivery.event_seq)  # along the index
            .limit(COUNTED + 1)
            .subquery()
        )
        for state in STATES
    }
    row = session.execute(
        select(*(count.scalar_subquery().label(state) for state, count in counts.items()))
    ).one()
    return {state: number for state, number in row._mapping.items() if number}  # noqa: SLF001 - a public name of SQLAlchemy


def by_id(session: Session, edition: Edition, written: uuid.UUID) -> Delivery:
    """A delivery of an edition. Raises NotFound."""
    delivery = session.scalar(select(Delivery).filter_by(id=written, edition_id=edition.id))
    if delivery is None:
        raise NotFound("There is no such message.")
    return delivery


def _parts(edition: Edition, wanted: Wanted) -> list[Select[Any]]:
    every = select(Delivery).where(Delivery.edition_id == edition.id)
    if wanted.people is not None:
        conditions = [*_of_sort(wanted.sort), *([Delivery.state == wanted.state] if wanted.state else [])]
        about = every.join(Delivery.event).where(DomainEvent.subject_id.in_(wanted.people), *conditions)
        sent = every.join(Mail, Mail.delivery_id == Delivery.id).where(
            Mail.recipient == wanted.address, *conditions
        )
        return [about, sent] if wanted.address else [about]
    if wanted.state is None and wanted.sort is None:
        return [every]
    return [
        every.where(Delivery.state == state, Delivery.queue == queue, *_among(wanted.sort))
        for state in ([wanted.state] if wanted.state else STATES)
        for queue in _queues(wanted.sort)
    ]


def _queues(sort: Sort | None) -> tuple[Queue, ...]:
    """Where deliveries of a sort wait."""
    if sort is None:
        return QUEUES
    return WAITING_IN[sort]


def _among(sort: Sort | None) -> list[ColumnElement[bool]]:
    """What tells the deliveries of a sort from others in the same queues."""
    told = Delivery.handler.startswith(WEBHOOK)
    return {"webhook": [told], "other": [not_(told)]}.get(sort or "", [])


def _of_sort(sort: Sort | None) -> list[ColumnElement[bool]]:
    return [] if sort is None else [and_(Delivery.queue.in_(_queues(sort)), *_among(sort))]


def _despatches(session: Session, keys: Sequence[tuple[Any, ...]]) -> list[Despatch]:
    """What stands behind keys, with all that a list says of it, in as many queries for one as for many."""
    wanted = {seq for seq, _ in keys}
    found = session.scalars(
        select(Delivery).where(Delivery.event_seq.in_(wanted)).options(joinedload(Delivery.event))
    )
    by_keys = {(row.event_seq, row.handler): row for row in found}
    rows = [by_keys[(seq, handler)] for seq, handler in keys]
    people = persons.by_id(session, {row.event.subject_id for row in rows})
    mails = _mails(session, rows)
    webhooks = _webhooks(session, rows)
    recipients = {row.id: _recipient(row, mails.get(row.id), people) for row in rows}
    dead = dead_among(session, recipients.values())
    return [
        Despatch(
            row,
            people.get(row.event.subject_id),
            recipients[row.id],
            *_sent(mails.get(row.id)),
            webhook=webhooks.get(row.handler, ""),
            dead=dead.get(recipients[row.id]),
        )
        for row in rows
    ]


def _sent(mail: Any) -> tuple[str, datetime | None]:
    return (mail.subject, mail.bounced_at) if mail else ("", None)


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


def _webhooks(session: Session, rows: Iterable[Delivery]) -> dict[str, str]:
    """The addresses that are told, by the name of the handler."""
    names = {row.handler for row in rows if row.handler.startswith(WEBHOOK)}
    ids = [id_ for name in names if (id_ := persons.id_of(name, "webhook"))]
    told = session.execute(select(Webhook.id, Webhook.address).where(Webhook.id.in_(ids)))
    return {f"{WEBHOOK}{id_}": address for id_, address in told}
