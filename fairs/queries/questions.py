"""What those who register are asked, and how many answered what."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, func, select

from fairs.errors import NotFound
from fairs.models import Answer, Participant, Question
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.question import QuestionKind

COUNTED: tuple[QuestionKind, ...] = ("choice", "choices", "yes_no", "consent", "number")
LEFT = ("declined", "withdrawn")


@dataclass
class Tally:
    """How a question was answered, by those who did not leave again."""

    people: int = 0  # who answered
    taking_part: Counter[str] = field(default_factory=Counter)  # by key of a choice, "yes", "no", "consent"
    waiting: Counter[str] = field(default_factory=Counter)  # of those who do not take part yet
    total: float = 0.0  # of numbers, by those who take part

    def add(self, value: dict[str, Any], people: int, *, takes_part: bool) -> None:
        """So many people answered this."""
        self.people += people
        if "number" in value:
            self.total += value["number"] * people * takes_part
        (self.taking_part if takes_part else self.waiting).update(dict.fromkeys(keys(value), people))


def keys(value: dict[str, Any]) -> tuple[str, ...]:
    """What of an answer can be counted, and what conditions ask for."""
    if "yes" in value:
        return ("yes" if value["yes"] else "no",)
    return ("consent",) if "consent" in value else tuple(value.get("keys", ()))


def of_edition(session: Session, edition: Edition) -> Sequence[Question]:
    """Those that are asked, in their order."""
    ordered = select(Question).filter_by(edition_id=edition.id, removed_at=None)
    return session.scalars(ordered.order_by(Question.position, Question.id)).all()


def removed(session: Session, edition: Edition) -> Sequence[Question]:
    """Those that are not asked any more, the latest first."""
    gone = select(Question).where(Question.edition_id == edition.id, Question.removed_at.is_not(None))
    return session.scalars(gone.order_by(Question.removed_at.desc(), Question.position)).all()


def by_id(session: Session, edition: Edition, written: str) -> Question:
    """A question of an edition by what stands in an address. Raises NotFound."""
    question = session.scalar(select(Question).filter_by(id=written_id(written), edition_id=edition.id))
    if question is None:
        raise NotFound("This question is not known here.")
    return question


def answered(session: Session, question: Question) -> int:
    """How many people answered it, whatever became of them."""
    return session.scalar(select(func.count()).where(Answer.question_id == question.id)) or 0


def answered_keys(session: Session, question: Question) -> frozenset[str]:
    """The choices that somebody took."""
    values = session.scalars(
        select(cast(Answer.value, Text)).where(Answer.question_id == question.id).distinct()
    )
    return frozenset(key for value in values for key in keys(json.loads(value)))


def tallies(session: Session, edition: Edition) -> dict[uuid.UUID, Tally]:
    """All questions that somebody answered, counted by the database where answers can be alike."""
    alike = cast(Answer.value, Text)
    counted = (
        select(Answer.question_id, alike, Participant.state, func.count())
        .join(Question, Question.id == Answer.question_id)
        .join(Participant, Participant.id == Answer.participant_id)
        .where(Question.edition_id == edition.id, Participant.state.not_in(LEFT))
    )
    found: dict[uuid.UUID, Tally] = {}
    for question_id, value, state, people in session.execute(
        counted.where(Question.kind.in_(COUNTED)).group_by(Answer.question_id, alike, Participant.state)
    ):
        found.setdefault(question_id, Tally()).add(json.loads(value), people, takes_part=state == "approved")
    others = counted.where(Question.kind.not_in(COUNTED)).with_only_columns(Answer.question_id, func.count())
    for question_id, people in session.execute(others.group_by(Answer.question_id)):
        found[question_id] = Tally(people=people)
    return found
