"""What happened to an edition, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import or_, select

from fairs.events import catalogue
from fairs.models import DomainEvent, Webhook
from fairs.outbox import VISITOR
from fairs.queries import persons
from fairs.queries.ids import written_id
from fairs.queries.paging import PER_PAGE
from fairs.queries.persons import ACCOUNT, PARTICIPANT
from fairs.queries.stretches import Order, Place, filled

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from fairs.models import Account, Edition, Participant
    from fairs.queries.stretches import Stretch

ORDER = Order((DomainEvent.at, DomainEvent.seq))

OF_WEBHOOKS = tuple(kind for kind in catalogue() if kind.startswith("Webhook"))
NAMED = "webhook_id"  # how they say which

Side = Literal["participants", "program"]


@dataclass(frozen=True)
class Wanted:
    """Which events: what is empty does not matter."""

    kinds: tuple[str, ...] = ()
    people: tuple[uuid.UUID, ...] | None = None  # whom they are about, or who did them
    webhooks: tuple[uuid.UUID, ...] = ()  # which they are about, beside the people
    side: Side | None = None
    account: uuid.UUID | None = None  # who did them
    since: datetime | None = None
    until: datetime | None = None  # not included


@dataclass(frozen=True)
class Happening:
    """An event, whom it is about and who did it, as far as they are still known."""

    event: DomainEvent
    person: Participant | None
    doer: Account | Participant | None = None
    webhook: Webhook | None = None  # that it is about

    @property
    def keys(self) -> tuple[Any, ...]:
        """Where it stands in the journal."""
        return self.event.at, self.event.seq


def of_edition(
    session: Session,
    edition: Edition,
    wanted: Wanted | None = None,
    place: Place | None = None,
    size: int = PER_PAGE,
) -> Stretch[Happening]:
    """A stretch of the journal."""
    found = ORDER.stretch(session, _parts(edition, wanted or Wanted()), place, size)
    return filled(found, told(session, found.rows))


def keys(
    session: Session, edition: Edition, wanted: Wanted, place: Place | None, size: int
) -> list[tuple[Any, ...]]:
    """Where the next events stand, in the direction of the place."""
    return ORDER.walk(session, _parts(edition, wanted), place, size)


def place(session: Session, edition: Edition, seq: int, *, newer: bool) -> Place | None:
    """Where an event stands in the journal of its edition."""
    at = session.scalar(select(DomainEvent.at).filter_by(seq=seq, edition_id=edition.id))
    return None if at is None else Place((at, seq), newer)


def _parts(edition: Edition, wanted: Wanted) -> list[Select[Any]]:
    every = select(DomainEvent).where(DomainEvent.edition_id == edition.id, *_conditions(wanted))
    if wanted.people is not None:
        actors = [f"{PARTICIPANT}:{person}" for person in wanted.people]
        of_kinds = every.where(DomainEvent.kind.in_(wanted.kinds)) if wanted.kinds else every
        named = [str(webhook) for webhook in wanted.webhooks]
        return [
            of_kinds.where(DomainEvent.subject_id.in_(wanted.people)),
            of_kinds.where(DomainEvent.actor.in_(actors)),
            *(
                every.where(DomainEvent.kind == kind, DomainEvent.payload[NAMED].as_string().in_(named))
                for kind in OF_WEBHOOKS
                if named and (not wanted.kinds or kind in wanted.kinds)
            ),
        ]
    if wanted.kinds:
        return [every.where(DomainEvent.kind == kind) for kind in wanted.kinds]
    return [every]


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.account is not None:
        yield DomainEvent.actor == f"{ACCOUNT}:{wanted.account}"
    if wanted.side == "participants":
        yield or_(DomainEvent.actor.startswith(f"{PARTICIPANT}:"), DomainEvent.actor == VISITOR)
    if wanted.side == "program":
        yield DomainEvent.actor == ""
    if wanted.since is not None:
        yield DomainEvent.at >= wanted.since
    if wanted.until is not None:
        yield DomainEvent.at < wanted.until


def told(session: Session, keys: Sequence[tuple[Any, ...]]) -> list[Happening]:
    """What stands behind keys, in as many queries for one as for many."""
    happened = {
        event.seq: event
        for event in session.scalars(select(DomainEvent).where(DomainEvent.seq.in_([seq for _, seq in keys])))
    }
    events = [happened[seq] for _, seq in keys]
    acting = {event.actor: persons.id_of(event.actor, PARTICIPANT) for event in events}
    people = persons.by_id(session, {*acting.values(), *(event.subject_id for event in events)})
    webhooks = _webhooks(session, events)
    accounts = persons.accounts_by_id(session, {persons.id_of(event.actor, ACCOUNT) for event in events})
    return [
        Happening(
            event,
            people.get(event.subject_id),
            people.get(acting[event.actor]) or accounts.get(persons.id_of(event.actor, ACCOUNT)),
            webhooks.get(event.payload.get(NAMED, "")),
        )
        for event in events
    ]


def _webhooks(session: Session, events: Sequence[DomainEvent]) -> dict[str, Webhook]:
    wanted = {written_id(event.payload[NAMED]) for event in events if NAMED in event.payload}
    found = session.scalars(select(Webhook).where(Webhook.id.in_(wanted))) if wanted else ()
    return {str(webhook.id): webhook for webhook in found}
