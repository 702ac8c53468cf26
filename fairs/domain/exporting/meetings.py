"""Whom people wish to meet, whom they meet, what found no place; the programme, and who goes to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from fairs.agenda.tables import Table
from fairs.domain.exporting.words import KINDS, LEVELS, WHO, who
from fairs.domain.refusals import refusal
from fairs.models import Activity, Attendance, Interest, Meeting, Participant, SignUp, Unplaced
from fairs.queries import activities as programme
from fairs.queries import schedules
from fairs.texts import N_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.agenda.tables import Cell
    from fairs.domain.exporting.words import Words
    from fairs.models import Schedule

OTHER = (N_("Organisation of the partner"), N_("Name of the partner"), N_("Address of the partner"))


def wishes(session: Session, words: Words, _now: datetime) -> Table:
    """Each wish of one side."""
    rows = session.scalars(
        select(Interest)
        .filter_by(edition_id=words.edition.id)
        .options(
            joinedload(Interest.wisher).joinedload(Participant.organisation),
            joinedload(Interest.wished).joinedload(Participant.organisation),
        )
    ).all()
    both = {(one.wisher_id, one.wished_id) for one in rows if one.level != "never"}
    return Table(
        "wishes",
        words.say(N_("Wishes")),
        words.heads(*WHO, *OTHER, N_("Wish"), N_("Message"), N_("Mutual"), N_("When")),
        tuple(
            (
                *who(one.wisher),
                *who(one.wished),
                words.of(LEVELS, one.level),
                one.message,
                words.yes(one.level != "never" and (one.wished_id, one.wisher_id) in both),
                words.at(one.declared_at),
            )
            for one in sorted(rows, key=lambda one: (who(one.wisher), who(one.wished)))
        ),
    )


def meetings(session: Session, words: Words, _now: datetime) -> Table:
    """The published grid, or the draft where none is out; struck meetings are marked."""
    schedule = _schedule(session, words)
    heads = (N_("Grid"), N_("From"), N_("Until"), N_("Table"), *WHO, *OTHER, N_("Struck"))
    return Table(
        "meetings",
        words.say(N_("Meetings")),
        words.heads(*heads),
        tuple(_meeting(one, schedule, words) for one in _meetings(session, schedule)),
    )


def agendas(session: Session, words: Words, _now: datetime) -> Table:
    """The same by person: each line is somebody's meeting."""
    schedule = _schedule(session, words)
    rows: list[tuple[Cell, ...]] = []
    for meeting in _meetings(session, schedule):
        people = [attendance.participant for attendance in meeting.attendances]
        for person in () if meeting.cancelled else people:
            others = ", ".join(f"{one.organisation.name} ({one.name})" for one in people if one is not person)
            span = words.at(meeting.starts_at), words.at(meeting.ends_at)
            rows.append((*who(person), *span, meeting.table.label, others))
    rows.sort(key=lambda row: (str(row[0]).casefold(), str(row[1]), str(row[3])))
    return Table(
        "agendas",
        words.say(N_("Agendas")),
        words.heads(*WHO, N_("From"), N_("Until"), N_("Table"), N_("With whom")),
        tuple(rows),
    )


def unplaced(session: Session, words: Words, _now: datetime) -> Table:
    """Wishes without a place in that grid, and why."""
    schedule = _schedule(session, words)
    rows = session.scalars(
        select(Unplaced)
        .filter_by(schedule_id=schedule.id if schedule else None)
        .options(
            joinedload(Unplaced.first).joinedload(Participant.organisation),
            joinedload(Unplaced.second).joinedload(Participant.organisation),
        )
        .order_by(Unplaced.weight.desc(), Unplaced.id)
    )
    return Table(
        "without-a-place",
        words.say(N_("Without a place")),
        words.heads(*WHO, *OTHER, N_("Weight"), N_("Why")),
        tuple(
            (
                *who(one.first),
                *who(one.second),
                one.weight,
                refusal(one.reason, one.details, one.because, words.say),
            )
            for one in rows
        ),
    )


def activities(session: Session, words: Words, _now: datetime) -> Table:
    """The programme."""
    heads = (
        *(N_("Title"), N_("Kind"), N_("From"), N_("Until"), N_("Room"), N_("Facilitator")),
        *(N_("Places"), N_("Taken"), N_("Description"), N_("Minutes")),
    )
    return Table(
        "programme",
        words.say(N_("Programme")),
        words.heads(*heads),
        tuple(_activity(one, words) for one in programme.of_edition(session, words.edition)),
    )


def sign_ups(session: Session, words: Words, _now: datetime) -> Table:
    """Who goes to what."""
    rows = session.execute(
        select(SignUp, Activity, Participant)
        .join(Activity, Activity.id == SignUp.activity_id)
        .join(Participant, Participant.id == SignUp.participant_id)
        .where(Activity.edition_id == words.edition.id)
        .options(joinedload(Participant.organisation), selectinload(Activity.texts))
        .order_by(Activity.starts_at, Activity.id, Participant.name, Participant.id)
    )
    return Table(
        "programme-people",
        words.say(N_("Who goes to what")),
        words.heads(N_("Title"), N_("From"), *WHO),
        tuple(
            (activity.text(words.language).title, words.at(activity.starts_at), *who(person))
            for _, activity, person in rows
        ),
    )


def _schedule(session: Session, words: Words) -> Schedule | None:
    return schedules.published(session, words.edition) or schedules.draft(session, words.edition)


def _meetings(session: Session, schedule: Schedule | None) -> Iterator[Meeting]:
    attending = selectinload(Meeting.attendances).joinedload(Attendance.participant)
    yield from session.scalars(
        select(Meeting)
        .filter_by(schedule_id=schedule.id if schedule else None)
        .options(joinedload(Meeting.table), attending.joinedload(Participant.organisation))
        .order_by(Meeting.starts_at, Meeting.table_id, Meeting.id)
    )


def _meeting(meeting: Meeting, schedule: Schedule | None, words: Words) -> tuple[Cell, ...]:
    people = [who(attendance.participant) for attendance in meeting.attendances]
    first, others = people[0] if people else ("", "", ""), people[1:]
    partners = [", ".join(parts) for parts in zip(*others, strict=True)] or ["", "", ""]
    grid = N_("published") if schedule and schedule.published_at else N_("draft")
    return (
        words.say(grid), words.at(meeting.starts_at), words.at(meeting.ends_at), meeting.table.label,
        *first, *partners, words.yes(meeting.cancelled),
    )  # fmt: skip


def _activity(activity: Activity, words: Words) -> tuple[Cell, ...]:
    said = activity.text(words.language)
    return (
        said.title, words.of(KINDS, activity.kind), words.at(activity.starts_at), words.at(activity.ends_at),
        activity.room, activity.facilitator, activity.places, activity.taken, said.words, activity.minutes,
    )  # fmt: skip
