"""From what was typed to answers: those that apply, each whole or with the reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from fairs import events
from fairs.agenda.characters import clean, one_line
from fairs.domain import conditions, consents, uploads
from fairs.domain.uploads import File
from fairs.errors import Refused
from fairs.models import Answer, Upload
from fairs.outbox import record

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Participant, Question
    from fairs.models.question import QuestionKind

SHORT, LONG = 500, 5_000  # signs of a text, and of a long one
NUMBER_AT_MOST = 10**12
YEARS = (1900, 2200)

Value = dict[str, Any]  # as fairs.models.Answer keeps it
Given = Value | File
Raw = str | list[str] | bool | Given | Refused | None
"""As a form has it: words, keys, ticks; a file that was sent or is there already, or why it is none."""


@dataclass(frozen=True)
class Settled:
    """What was answered, and what is to be mended."""

    given: dict[uuid.UUID, Given] = field(default_factory=dict)
    faults: dict[uuid.UUID, Refused] = field(default_factory=dict)


def settle(
    questions: Sequence[Question],
    family: str,
    raw: Mapping[uuid.UUID, Raw],
    language: str,
    known: Mapping[uuid.UUID, Value] | None = None,
) -> Settled:
    """Look at all answers at once. What does not apply to this person is left out, whatever was sent.

    `known`: what was answered before. Who took what is offered no more may keep it, and an agreement keeps
    the words that were agreed to.
    """
    settled = Settled()
    so_far: dict[uuid.UUID, Value] = {}
    for question in conditions.of_family(questions, family):
        if not conditions.applies(question, so_far):
            continue
        try:
            given = _read(question, raw.get(question.id), language)
            before = (known or {}).get(question.id, {})
            _object_to_retired(question, given, before)
        except Refused as refusal:
            settled.faults[question.id] = refusal
            continue
        if given is not None:
            settled.given[question.id] = given = before if "consent" in before else given
            so_far[question.id] = given if isinstance(given, dict) else {}
        elif question.required:
            settled.faults[question.id] = _lacking(question)
    return settled


def write(
    session: Session,
    participant: Participant,
    among: Sequence[Question],
    given: Mapping[uuid.UUID, Given],
    now: datetime,
) -> bool:
    """Keep somebody's answers to these questions in place of the former ones; whether anything changed.

    Answers to other questions stay, such as those that are not asked any more. What is said again keeps its
    date.
    """
    known = {
        one.question_id: one
        for one in session.scalars(select(Answer).filter_by(participant_id=participant.id))
    }
    asked = {question.id for question in among}
    changed = False
    for question_id in asked & (known.keys() | given.keys()):
        answer, value = known.get(question_id), given.get(question_id)
        if value is None and answer is not None:
            session.delete(answer)
        elif isinstance(value, File):
            _put(session, participant, question_id, answer, _adopted(session, participant, value, now), now)
        elif value is not None and (answer is None or answer.value != value):
            _put(session, participant, question_id, answer, value, now)
        else:
            continue
        changed = True
    if changed:
        session.flush()
        _let_go_of_files(session, participant)
    return changed


def correct(
    session: Session,
    participant: Participant,
    among: Sequence[Question],
    given: Mapping[uuid.UUID, Given],
    now: datetime,
) -> None:
    """Somebody says it otherwise."""
    if write(session, participant, among, given, now):
        consents.note(session, participant, now)
        record(session, events.AnswersChanged(participant.edition_id, participant.id), now)


def _put(
    session: Session,
    participant: Participant,
    question_id: uuid.UUID,
    answer: Answer | None,
    value: Value,
    now: datetime,
) -> None:
    if answer is None:
        answer = Answer(participant_id=participant.id, question_id=question_id)
        session.add(answer)
    answer.value, answer.answered_at = value, now


def _adopted(session: Session, participant: Participant, file: File, now: datetime) -> Value:
    upload = uploads.adopt(session, participant, file, now)
    return {"upload": str(upload.id), "name": upload.name}


def _let_go_of_files(session: Session, participant: Participant) -> None:
    """Files that no answer speaks of any more."""
    values = session.scalars(select(Answer.value).filter_by(participant_id=participant.id))
    spoken_of = {value["upload"] for value in values if "upload" in value}
    for upload_id in session.scalars(select(Upload.id).filter_by(participant_id=participant.id)).all():
        if str(upload_id) not in spoken_of:
            session.execute(delete(Upload).filter_by(id=upload_id))


def _lacking(question: Question) -> Refused:
    if question.kind == "consent":
        return Refused("Without this agreement you cannot take part.")
    return Refused("This is needed.")


def _read(question: Question, raw: Raw, language: str) -> Given | None:
    """One answer; None where nothing was said. Raises Refused."""
    if isinstance(raw, Refused):
        raise raw
    if isinstance(raw, File | dict):
        return raw
    if question.kind == "consent":
        return {"consent": question.label(language)} if raw else None
    if isinstance(raw, list):
        return _chosen(question, [key for key in raw if key])
    written = str(raw).strip() if raw else ""
    return READ[question.kind](question, written) if written else None


def _text(question: Question, written: str) -> Value | None:
    most = LONG if question.kind == "long_text" else SHORT
    if len(written) > most:
        raise Refused("At most %(max)d signs, please.", max=most)
    text = clean(written) if question.kind == "long_text" else one_line(written)
    return {"text": text} if text else None


def _number(_question: Question, written: str) -> Value:
    plain = "".join(written.replace(",", ".").split())
    try:
        number = float(plain)
    except ValueError:
        number = float("nan")
    if not abs(number) < NUMBER_AT_MOST:  # nor is "nan"
        raise Refused("This is no number: write it in figures, such as 12 or 3.5.")
    return {"number": int(number) if number.is_integer() else number}


def _date(_question: Question, written: str) -> Value:
    day, _, rest = written.partition("/")
    iso = (
        written
        if not rest
        else "-".join(reversed([day.zfill(2), *(part.zfill(2) for part in rest.split("/"))]))
    )
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        found = date.min
    if not YEARS[0] <= found.year < YEARS[1]:
        raise Refused("This is no date: write day, month and year, such as 18/03/2027.")
    return {"date": found.isoformat()}


def _yes_or_no(_question: Question, written: str) -> Value | None:
    return {"yes": written == "yes"} if written in {"yes", "no"} else None


def _object_to_retired(question: Question, given: Given | None, known: Value) -> None:
    taken = set(given.get("keys", ())) if isinstance(given, dict) else set()
    offered = {choice["key"] for choice in question.choices if not choice.get("retired")}
    if taken - offered - set(known.get("keys", ())):
        raise Refused("One of these cannot be chosen any more: choose again.")


def _chosen(question: Question, keys: Sequence[str]) -> Value | None:
    there = [choice["key"] for choice in question.choices]
    if not set(keys) <= set(there):
        raise Refused("One of these cannot be chosen any more: choose again.")
    kept = [key for key in there if key in keys]
    return {"keys": kept} if kept else None


READ: dict[QuestionKind, Callable[[Question, str], Value | None]] = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "date": _date,
    "yes_no": _yes_or_no,
    "choice": lambda question, written: _chosen(question, [written]),
    "choices": lambda question, written: _chosen(question, [written]),
    "file": lambda _question, _written: None,
}
