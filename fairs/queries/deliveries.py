"""What was to be done because of what happened, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from sqlalchemy import and_, func, not_, select

from fairs.errors import NotFound
from fairs.models import Delivery, DomainEvent, Mail
from fairs.models.outbox import DeliveryState, Queue
from fairs.queries import despatches
from fairs.queries.despatches import WEBHOOK
from fairs.queries.long_jobs import events_of
from fairs.queries.stretches import Order, Place, filled

if TYPE_CHECKING:
    import uuid
    from typing import Any

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Job
    from fairs.queries.despatches import Despatch
    from fairs.queries.stretches import Stretch

Sort = Literal["mail", "webhook", "other"]

ORDER = Order((Delivery.event_seq, Delivery.handler))
STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)
QUEUES: tuple[Queue, ...] = get_args(Queue)
TEST = "WebhookTestAsked"
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
    webhooks: tuple[uuid.UUID, ...] = ()  # that were told, beside the people
    letter: Job | None = None  # of which they are the mails


def of_edition(
    session: Session, edition: Edition, wanted: Wanted | None = None, place: Place | None = None
) -> Stretch[Despatch]:
    """A stretch of the deliveries of an edition, those of the newest events first."""
    found = ORDER.stretch(session, _parts(edition, wanted or Wanted()), place)
    return filled(found, despatches.told(session, found.rows))


def given_up(session: Session, edition: Edition, wanted: Wanted, at_most: int) -> list[Despatch]:
    """The newest of those that nobody tries any more."""
    dead = _parts(edition, replace(wanted, state="dead"))
    return despatches.told(session, ORDER.stretch(session, dead, None, at_most).rows)


def place(session: Session, edition: Edition, delivery_id: uuid.UUID, *, newer: bool) -> Place | None:
    """Where a delivery stands among those of its edition."""
    keys = session.execute(select(*ORDER.columns).filter_by(id=delivery_id, edition_id=edition.id)).first()
    return None if keys is None else Place(tuple(keys), newer)


def by_state(
    session: Session, edition: Edition, sort: Sort | None = None, letter: Job | None = None
) -> dict[str, int]:
    """How many deliveries of a sort, or of a letter, stand in which state; above COUNTED nobody counts on."""
    of_it = [] if letter is None else [Delivery.event_seq.in_(_of_letter(letter))]
    counts = {
        state: select(func.count()).select_from(
            select(Delivery.queue)
            .where(Delivery.edition_id == edition.id, Delivery.state == state, *_of_sort(sort), *of_it)
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
    if wanted.letter is not None:
        return [every.where(Delivery.event_seq.in_(_of_letter(wanted.letter)), *_conditions(wanted))]
    if wanted.people is not None:
        return _about(every, wanted) + _told(every, edition, wanted)
    if wanted.state is None and wanted.sort is None:
        return [every]
    return [
        every.where(Delivery.state == state, Delivery.queue == queue, *_among(wanted.sort))
        for state in ([wanted.state] if wanted.state else STATES)
        for queue in _queues(wanted.sort)
    ]


def _of_letter(letter: Job) -> Select[Any]:
    """The events whose deliveries are the mails of a letter."""
    return events_of(letter, ("LetterAddressed",)).with_only_columns(DomainEvent.seq)


def _about(every: Select[Any], wanted: Wanted) -> list[Select[Any]]:
    """What was to be done for people, and what went to an address."""
    conditions = _conditions(wanted)
    about = every.join(Delivery.event).where(DomainEvent.subject_id.in_(wanted.people or ()), *conditions)
    sent = every.join(Mail, Mail.delivery_id == Delivery.id).where(
        Mail.recipient == wanted.address, *conditions
    )
    return [about, sent] if wanted.address else [about]


def _told(every: Select[Any], edition: Edition, wanted: Wanted) -> list[Select[Any]]:
    """What programs were told, and their tests."""
    if not wanted.webhooks:
        return []
    names = [f"{WEBHOOK}{webhook}" for webhook in wanted.webhooks]
    tests = select(DomainEvent.seq).where(
        DomainEvent.edition_id == edition.id,
        DomainEvent.kind == TEST,
        DomainEvent.payload["webhook_id"].as_string().in_([str(webhook) for webhook in wanted.webhooks]),
    )
    (queue,) = WAITING_IN["webhook"]
    return [
        every.where(Delivery.event_seq.in_(tests), *_conditions(wanted)),
        *(
            every.where(Delivery.state == state, Delivery.queue == queue, Delivery.handler.in_(names))
            for state in ([wanted.state] if wanted.state else STATES)
            if wanted.sort in {None, "webhook"}
        ),
    ]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    state = [Delivery.state == wanted.state] if wanted.state else []
    return [*_of_sort(wanted.sort), *state]


def _queues(sort: Sort | None) -> tuple[Queue, ...]:
    """Where deliveries of a sort wait."""
    if sort is None:
        return QUEUES
    return WAITING_IN[sort]


def _among(sort: Sort | None) -> list[ColumnElement[bool]]:
    """What tells the deliveries of a sort from others in the same queues."""
    told = Delivery.handler.startswith(despatches.TOLD)  # their tests as well
    return {"webhook": [told], "other": [not_(told)]}.get(sort or "", [])


def _of_sort(sort: Sort | None) -> list[ColumnElement[bool]]:
    return [] if sort is None else [and_(Delivery.queue.in_(_queues(sort)), *_among(sort))]
