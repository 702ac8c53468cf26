"""Everything that is held about somebody, read by the register: for a page and a paper, and for programs."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from fairs import texts
from fairs.agenda.held import Section
from fairs.models import Answer, Attendance, Meeting, Participant
from fairs.models.traces import HOLDINGS
from fairs.queries import answers
from fairs.queries.held_words import spoken
from fairs.queries.visible import to_participants, to_those_met

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from fairs.models import Base
    from fairs.models.holdings import Holding, Whose

SHOWN = 100  # rows of one kind on a page or a paper; the export for programs has all
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Reading:
    """In which language and by which clock something is told."""

    session: Session
    language: str
    zone: ZoneInfo

    def words(self, marked: str) -> str:
        """Words of the program."""
        return texts.translator(self.language).gettext(marked)


def sections(session: Session, whose: Whose, language: str, timezone: str) -> tuple[Section, ...]:
    """What is held, in words; kinds of which there is nothing are left out."""
    reading = Reading(session, language, ZoneInfo(timezone))
    told = (_section(holding, whose, reading) for holding in HOLDINGS if holding.tells)
    return tuple(section for section in told if section.count)


def exported(session: Session, whose: Whose, now: datetime) -> dict[str, Any]:
    """The same for programs: every row with its columns as they are kept, and what is not told, and why."""
    reading = Reading(session, "en", ZoneInfo("UTC"))
    return {
        "format": "maillage.held/1",
        "made_at": now.isoformat(),
        "held": {
            holding.table.__tablename__: [
                _exported(holding, row, reading) for row in _rows(holding, whose, session)
            ]
            for holding in HOLDINGS
            if holding.tells
        },
        "not_told": {
            f"{holding.table.__tablename__}.{column}": why
            for holding in HOLDINGS
            for column, why in holding.withheld.items()
        },
    }


def _section(holding: Holding, whose: Whose, reading: Reading) -> Section:
    title = reading.words(holding.title)
    count = reading.session.scalar(
        select(func.count()).select_from(holding.table).where(_which(holding, whose))
    )
    if holding.summed or not count:
        return Section(title, (), count or 0)
    rows = (_told(holding, row, reading) for row in _rows(holding, whose, reading.session, SHOWN))
    return Section(title, tuple(row for row in rows if row), count)


def _which(holding: Holding, whose: Whose) -> ColumnElement[bool]:
    return holding.of(whose) if holding.told is None else holding.of(whose) & holding.told


def _rows(holding: Holding, whose: Whose, session: Session, most: int | None = None) -> Iterator[Base]:
    """In the order in which they came to be."""
    instants = [name for name, column in holding.table.__table__.columns.items() if name in ORDER]
    in_order = [getattr(holding.table, name) for name in instants[:1]]
    found = select(holding.table).where(_which(holding, whose)).order_by(*in_order).limit(most)
    yield from session.scalars(found)


ORDER = ("position", "at", "sent_at", "starts_at", "registered_at", "given_at", "answered_at", "declared_at")


def _told(holding: Holding, row: Base, reading: Reading) -> Pairs:
    """The columns of a row that say something."""
    pairs = [*_hangs_on(holding, row, reading)]
    for column, label in holding.tells.items():
        if words := _in_words(column, getattr(row, column), row, reading):
            pairs.append((reading.words(label), words))
    return tuple(pairs)


def _exported(holding: Holding, row: Base, reading: Reading) -> dict[str, Any]:
    hangs_on = {name.lower().replace(" ", "_"): words for name, words in _hangs_on(holding, row, reading)}
    return hangs_on | {column: _plain(getattr(row, column)) for column in holding.tells}


def _hangs_on(holding: Holding, row: Base, reading: Reading) -> Iterator[tuple[str, str]]:
    if isinstance(row, Meeting):
        yield reading.words("With"), _partners(row, reading)
    if not holding.with_it:
        return
    label, column, table = holding.with_it
    other: Any = reading.session.get(table, getattr(row, column.key))
    if isinstance(other, Participant):
        face = to_participants(other, reading.language, briefly=True)
        yield reading.words(label), f"{face.organisation.name}" + (f" ({face.name})" if face.name else "")
    elif other is not None:
        said = other.label(reading.language) if callable(getattr(other, "label", None)) else ""
        yield reading.words(label), said or getattr(other, "label", "") or other.name


def _partners(meeting: Meeting, reading: Reading) -> str:
    """Everybody at the table: whoever reads it was one of them."""
    people = reading.session.scalars(
        select(Participant)
        .join(Attendance, Attendance.participant_id == Participant.id)
        .where(Attendance.meeting_id == meeting.id)
        .order_by(Attendance.position)
    )
    met = (to_those_met(person, reading.language) for person in people)
    return texts.listed([partner.organisation or partner.name for partner in met], reading.language)


def _in_words(column: str, value: Any, row: Base, reading: Reading) -> str:
    if isinstance(row, Answer) and column == "value":
        return answers.in_words(row.question, value, reading.language)
    if isinstance(value, bool):
        return reading.words(answers.YES if value else answers.NO)
    if isinstance(value, datetime):
        clock = texts.time(value, reading.zone, reading.language)
        return f"{texts.local_day(value, reading.zone, reading.language)}, {clock}"
    if isinstance(value, bytes):
        return f"{max(1, len(value) // 1000)} kB"
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values())
    marked = spoken(column, value)
    return reading.words(marked) if marked else "" if value is None else str(value)


def _plain(value: Any) -> Any:
    """As JSON can hold it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode("ascii")}
    return value
