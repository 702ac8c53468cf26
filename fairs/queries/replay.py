"""What agendas said at an instant, from the events that had been recorded by then.

A schedule that went out is never rewritten, so the one that an event names still stands as it was. Names of
people, tables and places are those of today: that they were corrected since is not known in detail.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairs import events, outbox
from fairs.models import DomainEvent, Participant, Schedule
from fairs.queries import agendas
from fairs.queries.agendas import Links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.agenda.values import Agenda
    from fairs.events import Event
    from fairs.models import Edition
    from fairs.models.participant import State

LED_TO: dict[type[Event], State] = {
    events.RegistrationReceived: "received",
    events.RegistrationConfirmed: "confirmed",
    events.WaitingBegan: "waitlisted",
    events.PlaceOffered: "offered",
    events.OfferEnded: "withdrawn",
    events.RegistrationApproved: "approved",
    events.RegistrationDeclined: "declined",
    events.ParticipantWithdrew: "withdrawn",
}
HAD_A_CALENDAR: frozenset[State] = frozenset({"approved", "withdrawn"})


@dataclass(frozen=True)
class Told:
    """The last mail about an agenda that had been caused by then."""

    revision: int
    at: datetime


@dataclass(frozen=True)
class Page:
    """One participant's agenda, as the page and the calendar gave it."""

    state: State  # at that instant
    agenda: Agenda
    told: Told | None


@dataclass(frozen=True)
class Replay:
    """What was out at an instant: nothing yet where there is no revision."""

    at: datetime
    revision: int | None
    published_at: datetime | None
    pages: tuple[Page, ...]


def known_until(session: Session, edition: Edition, now: datetime) -> datetime:
    """How far one can look: what is recorded has happened, whatever the clock of this machine says."""
    last = session.scalar(
        select(DomainEvent.at)
        .where(DomainEvent.edition_id == edition.id)
        .order_by(DomainEvent.at.desc())
        .limit(1)
    )
    return max(now, last) if last else now


def replay(session: Session, edition: Edition, at: datetime, calendar_domain: str) -> Replay:
    """Everyone's agenda at an instant, in a number of queries that does not grow."""
    happened = [
        (row, outbox.restore(row.kind, row.edition_id, row.payload)) for row in _until(session, edition, at)
    ]
    published = [(row, event) for row, event in happened if isinstance(event, events.SchedulePublished)]
    if not published:
        return Replay(at, None, None, ())
    row, event = published[-1]
    schedule = session.get_one(Schedule, event.schedule_id)
    links = Links(page=_unsaid, feed=_unsaid, calendar_domain=calendar_domain)
    told = _told(happened, {event.schedule_id: event.revision for _, event in published})
    states = _states(event for _, event in happened)
    standing = [
        (person, state)
        for person in _people(session, edition)
        if (state := states.get(person.id) or _by_instants(person, at)) in HAD_A_CALENDAR
    ]
    read = agendas.agendas_for(session, [person for person, _ in standing], schedule, links)
    pages = (
        Page(state, agenda, told.get(person.id))
        for (person, state), agenda in zip(standing, read, strict=True)
    )
    seen = tuple(page for page in pages if page.state == "approved" or page.agenda.entries)
    return Replay(at, event.revision, row.at, seen)


def _until(session: Session, edition: Edition, at: datetime) -> Iterable[DomainEvent]:
    kinds = [kind.__name__ for kind in (events.SchedulePublished, events.AgendaPublished, *LED_TO)]
    return session.scalars(
        select(DomainEvent)
        .where(DomainEvent.edition_id == edition.id, DomainEvent.kind.in_(kinds), DomainEvent.at <= at)
        .order_by(DomainEvent.at, DomainEvent.seq)
    ).all()


def _told(
    happened: Iterable[tuple[DomainEvent, Event]], revisions: dict[uuid.UUID, int]
) -> dict[uuid.UUID, Told]:
    return {
        event.participant_id: Told(revisions[event.schedule_id], row.at)
        for row, event in happened
        if isinstance(event, events.AgendaPublished) and event.schedule_id in revisions
    }


def _states(happened: Iterable[Event]) -> dict[uuid.UUID, State]:
    return dict(_steps(happened))


def _steps(happened: Iterable[Event]) -> Iterator[tuple[uuid.UUID, State]]:
    for event in happened:
        person = getattr(event, "participant_id", None)
        if type(event) in LED_TO and isinstance(person, uuid.UUID):
            yield person, LED_TO[type(event)]


def _by_instants(person: Participant, at: datetime) -> State:
    """For people who were not registered on pages: demonstrations, imports."""
    if person.left_at is not None and person.left_at <= at:
        return person.state
    if person.approved_at is not None and person.approved_at <= at:
        return "approved"
    return "received"


def _people(session: Session, edition: Edition) -> Iterable[Participant]:
    return session.scalars(
        select(Participant)
        .filter_by(edition_id=edition.id)
        .order_by(Participant.name, Participant.id)
        .options(joinedload(Participant.organisation))
    ).all()


def _unsaid(_person: Participant) -> str:
    """Addresses hold secrets, and looking back makes none."""
    return ""
