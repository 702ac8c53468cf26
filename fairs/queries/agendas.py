"""Agendas as values: one participant's view of a schedule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from fairs.agenda.characters import alphabetical
from fairs.agenda.values import Agenda, Entry, Occasion
from fairs.models import Attendance, Edition, Meeting, Organisation, Participant
from fairs.queries.visible import to_those_met

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Collection, Iterable

    from sqlalchemy.orm import Session

    from fairs.models import Schedule


@dataclass(frozen=True)
class Links:
    """How to find a participant's page and feed, and under whose name identifiers are made."""

    page: Callable[[Participant], str]
    feed: Callable[[Participant], str]
    calendar_domain: str


def agenda_of(session: Session, participant: Participant, schedule: Schedule | None, links: Links) -> Agenda:
    """What a participant has in a schedule; without one, an agenda with nothing in it yet."""
    edition = session.get_one(Edition, participant.edition_id)
    meetings = _meetings(session, schedule.id, {participant.id}) if schedule else ()
    return _agenda(edition, schedule, participant, meetings, links)


def all_agendas(session: Session, schedule: Schedule, links: Links) -> tuple[Agenda, ...]:
    """The agendas of everyone who has a meeting that holds, in a number of queries that does not grow."""
    edition = session.get_one(Edition, schedule.edition_id)
    by_person = _by_person(_meetings(session, schedule.id, None))
    return tuple(
        _agenda(edition, schedule, person, meetings, links)
        for person, meetings in sorted(by_person.items(), key=lambda item: (item[0].name, item[0].id))
        if any(not meeting.cancelled for meeting in meetings)
    )


def some_agendas(
    session: Session, schedule: Schedule, wanted: Collection[uuid.UUID], links: Links
) -> tuple[Agenda, ...]:
    """The agendas of these participants, as far as they have meetings, in this order."""
    edition = session.get_one(Edition, schedule.edition_id)
    by_person = {
        person.id: (person, meetings)
        for person, meetings in _by_person(_meetings(session, schedule.id, wanted)).items()
    }
    return tuple(
        _agenda(edition, schedule, *by_person[person_id], links)
        for person_id in wanted
        if person_id in by_person
    )


def people_with_meetings(session: Session, schedule_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """Everyone who has a meeting that holds, as in a list of names on paper."""
    statement = (
        select(Participant.id, Participant.name, Organisation.name)
        .join(Participant.organisation)
        .where(
            exists().where(
                Attendance.participant_id == Participant.id,
                Attendance.schedule_id == schedule_id,
                ~Attendance.cancelled,
            )
        )
    )
    rows = session.execute(statement).all()
    return tuple(row[0] for row in sorted(rows, key=lambda row: (alphabetical(row[1]), row[2], row[0])))


def agendas_for(
    session: Session, people: Iterable[Participant], schedule: Schedule, links: Links
) -> tuple[Agenda, ...]:
    """The agendas of these people, with meetings or without, in a number of queries that does not grow."""
    edition = session.get_one(Edition, schedule.edition_id)
    by_person: dict[uuid.UUID, list[Meeting]] = {}
    for meeting in _meetings(session, schedule.id, None):
        for attendance in meeting.attendances:
            by_person.setdefault(attendance.participant_id, []).append(meeting)
    return tuple(_agenda(edition, schedule, person, by_person.get(person.id, ()), links) for person in people)


def occasion(edition: Edition, schedule: Schedule | None, language: str, calendar_domain: str) -> Occasion:
    """What all agendas of an edition have in common."""
    return Occasion(
        title=edition.text(language).title,
        place=edition.venue,
        address=edition.address,
        timezone=edition.timezone,
        organiser_name=edition.contact_name,
        organiser_email=edition.contact_email,
        revision=(schedule.revision or 0) if schedule else 0,
        published_at=schedule.published_at if schedule else None,
        accent=edition.fair.accent,
        calendar_domain=calendar_domain,
    )


def _meetings(
    session: Session, schedule_id: uuid.UUID, people: Collection[uuid.UUID] | None
) -> Iterable[Meeting]:
    statement = (
        select(Meeting)
        .where(Meeting.schedule_id == schedule_id)
        .order_by(Meeting.starts_at, Meeting.id)
        .options(
            joinedload(Meeting.table),
            selectinload(Meeting.attendances)
            .joinedload(Attendance.participant)
            .joinedload(Participant.organisation),
        )
    )
    if people is not None:
        theirs = Meeting.attendances.any(Attendance.participant_id.in_(people))
        statement = statement.where(theirs)
    return session.scalars(statement).all()


def _by_person(meetings: Iterable[Meeting]) -> dict[Participant, list[Meeting]]:
    theirs: dict[Participant, list[Meeting]] = {}
    for meeting in meetings:
        for attendance in meeting.attendances:
            theirs.setdefault(attendance.participant, []).append(meeting)
    return theirs


def _agenda(
    edition: Edition,
    schedule: Schedule | None,
    person: Participant,
    meetings: Iterable[Meeting],
    links: Links,
) -> Agenda:
    return Agenda(
        occasion=occasion(edition, schedule, person.language, links.calendar_domain),
        person=person.name,
        organisation=person.organisation.name,
        email=person.email,
        language=person.language,
        entries=tuple(_as_held(_entry(meeting, person, links), edition) for meeting in meetings),
        page_url=links.page(person),
        feed_url=links.feed(person),
    )


def _entry(meeting: Meeting, reader: Participant, links: Links) -> Entry:
    others = (attendance.participant for attendance in meeting.attendances)
    return Entry(
        uid=f"{meeting.uid}@{links.calendar_domain}",
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        start_at=meeting.starts_at,
        end_at=meeting.ends_at,
        table=meeting.table.label,
        partners=tuple(to_those_met(other, reader.language) for other in others if other.id != reader.id),
        why=meeting.why,
        cancelled=meeting.cancelled,
    )


def _as_held(entry: Entry, edition: Edition) -> Entry:
    """With the edition all its meetings are off, whatever the schedule says."""
    if edition.cancelled_at is None or entry.cancelled:
        return entry
    off_at = max(entry.changed_at, edition.cancelled_at)
    return replace(entry, cancelled=True, sequence=entry.sequence + 1, changed_at=off_at)
