"""A sheet says something of somebody who is registered already."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fairs import events
from fairs.models import Answer, ImportedLine, Participant
from fairs.outbox import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.domain.answers import Value
    from fairs.domain.importing.lines import Person
    from fairs.models import Organisation, PeopleImport

OF_PERSON = {
    "role": ("role",),
    "language": ("language",),
    "name": ("name", "first_name", "last_name"),
}
"""What is written over, and the columns in one of which it must stand."""
OF_ORGANISATION = ("legal_form", "siret", "town", "website", "pitch")
"""What is filled in where it is empty: it is shared with others."""


def update(
    session: Session, sheet: PeopleImport, there: Participant, person: Person, now: datetime
) -> ImportedLine:
    """Write down what is new of somebody, if that was chosen; what the sheet leaves empty stays as it is.

    Who left stays away: only they themselves, or an organiser by hand, change that.
    """
    line = ImportedLine(import_id=sheet.id, number=person.line, outcome="known", participant_id=there.id)
    if there.state in {"withdrawn", "declined"}:
        line.outcome = "left"
        return line
    if sheet.choices.get("known") != "update":
        return line
    line.outcome = "updated"
    line.undo = {
        "person": _write_over(there, person),
        "organisation": _fill_in(there.organisation, person),
        "answers": _answer(session, there, person.answers, now),
    }
    if any(line.undo.values()):
        record(session, events.PersonUpdated(there.edition_id, there.id, sheet.id), now)
    return line


def restore(session: Session, line: ImportedLine, now: datetime) -> None:
    """What was said before, wherever nobody has said anything else since."""
    there = session.get(Participant, line.participant_id) if line.participant_id else None
    if there is None:
        return
    for subject, name in ((there, "person"), (there.organisation, "organisation")):
        for key, (before, after) in line.undo.get(name, {}).items():
            if getattr(subject, key) == after:
                setattr(subject, key, before)
    for written, (before, after) in line.undo.get("answers", {}).items():
        question_id = uuid.UUID(written)
        answer = session.scalar(select(Answer).filter_by(participant_id=there.id, question_id=question_id))
        if answer is None or answer.value != after:
            continue
        if before is None:
            session.delete(answer)
        else:
            answer.value, answer.answered_at = before, now


def _write_over(there: Participant, person: Person) -> dict[str, list[str]]:
    changed = {}
    for name, columns in OF_PERSON.items():
        before, after = getattr(there, name), getattr(person, name)
        if person.said.intersection(columns) and before != after:
            setattr(there, name, after)
            changed[name] = [before, after]
    return changed


def _fill_in(organisation: Organisation, person: Person) -> dict[str, list[str]]:
    changed = {}
    for name in OF_ORGANISATION:
        after = getattr(person, name)
        if after and not getattr(organisation, name):
            setattr(organisation, name, after)
            changed[name] = ["", after]
    return changed


def _answer(
    session: Session, there: Participant, given: Mapping[uuid.UUID, Value], now: datetime
) -> dict[str, list[Any]]:
    known = {
        one.question_id: one for one in session.scalars(select(Answer).filter_by(participant_id=there.id))
    }
    changed: dict[str, list[Any]] = {}
    for question_id, value in given.items():
        answer = known.get(question_id)
        if answer is not None and answer.value == value:
            continue
        changed[str(question_id)] = [answer.value if answer else None, value]
        if answer is None:
            answer = Answer(participant_id=there.id, question_id=question_id)
            session.add(answer)
        answer.value, answer.answered_at = value, now
    return changed
