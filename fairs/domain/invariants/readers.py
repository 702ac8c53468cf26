"""Those for whom a publication changed something were told, and every calendar says what is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairs import events, outbox
from fairs.agenda import ics
from fairs.agenda.characters import one_line
from fairs.domain.invariants.findings import Check, Finding, Said
from fairs.models import Attendance, DomainEvent, Edition, Meeting, Participant, Schedule, Table
from fairs.outbox import record
from fairs.queries import agendas
from fairs.queries.agendas import Links

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.agenda.values import Agenda
    from fairs.domain.invariants.findings import Examination

    Known = frozenset[tuple[uuid.UUID, int, bool]]  # identity, sequence, cancelled

NOTHING: Known = frozenset()


@dataclass(frozen=True)
class Entry:
    """A meeting as a calendar has to hold it."""

    uid: str
    sequence: int
    cancelled: bool
    starts_at: datetime
    ends_at: datetime
    table: str


def told(found: Examination) -> Iterator[Finding]:
    """Compare what each publication changed, and for whom, with the events that say so."""
    for edition in found.session.scalars(select(Edition).where(Edition.published_at.is_not(None))):
        schedules = found.session.scalars(
            select(Schedule)
            .where(Schedule.edition_id == edition.id, Schedule.revision.is_not(None))
            .order_by(Schedule.revision)
        ).all()
        yield from _untold(found, edition, schedules)


def _untold(found: Examination, edition: Edition, schedules: Sequence[Schedule]) -> Iterator[Finding]:
    spans = _spans(found.session, edition, schedules)
    names = _names(found.session, edition)
    for before, after in pairwise([None, *schedules]):
        if after is None:
            continue
        old = known(found.session, before.id) if before else {}
        new = known(found.session, after.id)
        revision = after.revision or 0
        for person in sorted(old.keys() | new.keys()):
            if old.get(person, NOTHING) == new.get(person, NOTHING):
                continue
            if any(since < revision <= until for since, until in spans.get(person, ())):
                continue
            previous, latest = before.id if before else None, schedules[-1].id
            event = events.AgendaPublished(edition.id, person, latest, previous)
            yield Finding(
                Said(
                    "%(edition)s: revision %(revision)s changed the agenda of %(name)s, and no event says "
                    "so.",
                    edition=edition.slug,
                    revision=revision,
                    name=names[person],
                ),
                Said("Record it, so that this person is written to."),
                partial(record, found.session, event, found.now),
            )


def _spans(
    session: Session, edition: Edition, schedules: Sequence[Schedule]
) -> dict[uuid.UUID, list[tuple[int, int]]]:
    """From which revision to which each person was told, as often as that was."""
    revisions = {schedule.id: schedule.revision or 0 for schedule in schedules}
    spans: dict[uuid.UUID, list[tuple[int, int]]] = {}
    rows = session.execute(
        select(DomainEvent.kind, DomainEvent.payload).filter_by(
            edition_id=edition.id, kind=events.AgendaPublished.__name__
        )
    )
    for kind, payload in rows:
        event = outbox.restore(kind, edition.id, payload)
        if isinstance(event, events.AgendaPublished) and event.schedule_id in revisions:
            since = revisions.get(event.previous_id, 0) if event.previous_id else 0
            spans.setdefault(event.participant_id, []).append((since, revisions[event.schedule_id]))
    return spans


def known(session: Session, schedule_id: uuid.UUID) -> dict[uuid.UUID, Known]:
    """What each person knows of a schedule, read from its rows alone."""
    rows = session.execute(
        select(Attendance.participant_id, Meeting.uid, Meeting.sequence, Meeting.cancelled)
        .join(Attendance.meeting)
        .where(Meeting.schedule_id == schedule_id)
    )
    found: dict[uuid.UUID, set[tuple[uuid.UUID, int, bool]]] = {}
    for person, uid, sequence, cancelled in rows:
        found.setdefault(person, set()).add((uid, sequence, cancelled))
    return {person: frozenset(meetings) for person, meetings in found.items()}


def feeds(found: Examination) -> Iterator[Finding]:
    """Build everyone's calendar as it is served, read it as a calendar program does, and compare."""
    links = Links(page=_unsaid, feed=_unsaid, calendar_domain=found.calendar_domain)
    for schedule in found.session.scalars(select(Schedule).filter_by(state="published")):
        people = found.session.scalars(
            select(Participant)
            .filter_by(edition_id=schedule.edition_id)
            .where(Participant.state.in_(("approved", "withdrawn")))
            .options(joinedload(Participant.organisation))
        ).all()
        expected = _to_be_read(found, schedule)
        for person, agenda in zip(
            people, agendas.agendas_for(found.session, people, schedule, links), strict=True
        ):
            fault = _fault(person, agenda, expected.get(person.id, frozenset()))
            if fault:
                yield Finding(
                    fault,
                    Said("This is a fault of the program: tell its makers what this line says."),
                )


def _to_be_read(found: Examination, schedule: Schedule) -> dict[uuid.UUID, frozenset[Entry]]:
    """What each person's calendar has to hold, from the rows alone."""
    rows = found.session.execute(
        select(Attendance.participant_id, Meeting, Table.label)
        .join(Attendance.meeting)
        .join(Meeting.table)
        .where(Meeting.schedule_id == schedule.id)
    )
    entries: dict[uuid.UUID, set[Entry]] = {}
    for person, meeting, table in rows:
        uid = f"{meeting.uid}@{found.calendar_domain}"
        entries.setdefault(person, set()).add(
            Entry(uid, meeting.sequence, meeting.cancelled, meeting.starts_at, meeting.ends_at, table)
        )
    return {person: frozenset(one) for person, one in entries.items()}


def _fault(person: Participant, agenda: Agenda, wanted: frozenset[Entry]) -> Said | None:
    whose = {"name": person.name, "email": person.email}
    try:
        served = Calendar.from_ical(ics.feed(agenda))
    except Exception as error:  # noqa: BLE001 - whatever it is, this one person sees no calendar
        return Said(
            "The calendar of %(name)s <%(email)s> cannot be made (%(error)s).",
            **whose,
            error=f"{type(error).__name__}: {error}",
        )
    tables = {entry.uid: one_line(entry.table) for entry in wanted}
    read = [_read(event, tables) for event in served.walk("VEVENT")]
    if len(read) != len(set(read)) or set(read) != wanted:
        return Said(
            "The calendar of %(name)s <%(email)s> does not hold exactly the meetings of the published "
            "schedule.",
            **whose,
        )
    return None


def _read(event: Any, tables: Mapping[str, str]) -> Entry:
    """What a calendar program understands; the table is what its place begins with."""
    uid = str(event["UID"])
    table = tables.get(uid, "")
    return Entry(
        uid=uid,
        sequence=int(str(event["SEQUENCE"])),
        cancelled=event["STATUS"] == "CANCELLED",
        starts_at=event["DTSTART"].dt.astimezone(UTC),
        ends_at=event["DTEND"].dt.astimezone(UTC),
        table=table if str(event["LOCATION"]).startswith(table) else str(event["LOCATION"]),
    )


def _names(session: Session, edition: Edition) -> dict[uuid.UUID, str]:
    rows = select(Participant.id, Participant.name, Participant.email).filter_by(edition_id=edition.id)
    return {person: f"{name} <{email}>" for person, name, email in session.execute(rows)}


def _unsaid(_person: Participant) -> str:
    """Addresses hold secrets, and an examination makes none."""
    return ""


CHECKS: tuple[Check, ...] = (
    Check("told", "Everyone whose agenda a publication changed was to be told.", told),
    Check(
        "feeds", "Every calendar holds exactly the meetings of the published schedule.", feeds, mends=False
    ),
)
