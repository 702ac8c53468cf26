"""What an edition asks of those who register. Questions change while people answer; no answer is lost."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fairs import events
from fairs.domain.conditions import object_to
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import Question
from fairs.outbox import record
from fairs.queries import questions as reads

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.question import QuestionKind

KINDS: tuple[QuestionKind, ...] = (
    "text", "long_text", "choice", "choices", "number", "date", "yes_no", "file", "consent",
)  # fmt: skip
WITH_CHOICES: tuple[QuestionKind, ...] = ("choice", "choices")
AT_MOST = 40  # of one edition
FILES_AT_MOST = 3  # that one form may have to carry
CHOICES_AT_MOST = 30
KEY_BYTES = 4


@dataclass(frozen=True)
class ChoicePlan:
    """One thing to choose. Without words it goes; or it is retired, if somebody took it."""

    labels: Mapping[str, str]  # by language
    key: str = ""  # of one that is there already
    retired: bool = False  # offered no more; who took it keeps it


@dataclass(frozen=True)
class QuestionPlan:
    """A question as the organiser has it."""

    kind: QuestionKind
    labels: Mapping[str, str]  # by language; one at least
    hints: Mapping[str, str] = field(default_factory=dict)
    choices: Sequence[ChoicePlan] = ()
    families: Sequence[str] = ()  # slugs; none: for everybody
    required: bool = False
    depends_on: uuid.UUID | None = None  # an earlier question ...
    depends_value: str = ""  # ... and the answer to it: the key of a choice, "yes" or "no"


def add(session: Session, edition: Edition, plan: QuestionPlan, now: datetime) -> Question:
    """One more question, at the end."""
    take_up(session, edition)
    others = reads.of_edition(session, edition)
    if len(others) >= AT_MOST:
        raise Refused("An edition asks %(most)d questions at most: remove one first.", most=AT_MOST)
    question = Question(edition_id=edition.id, position=len(others) + 1)
    _write(question, plan, frozenset())
    session.add(question)
    return _settle(session, edition, question, now)


def change(session: Session, edition: Edition, question: Question, plan: QuestionPlan, now: datetime) -> None:
    """Ask it otherwise. What people answered stays: its kind, and the choices that were taken."""
    take_up(session, edition)
    if plan.kind != question.kind and (people := reads.answered(session, question)):
        raise Refused(
            "This question was answered (%(people)d times so far), so its kind cannot change any more. "
            "Remove it, which keeps the answers, and add another.",
            field="kind",
            people=people,
        )
    _write(question, plan, reads.answered_keys(session, question))
    _settle(session, edition, question, now)


def remove(session: Session, edition: Edition, question: Question, now: datetime) -> None:
    """Ask it no more. Its answers stay, and stand in exports."""
    take_up(session, edition)
    if question.removed_at is not None:
        return
    question.removed_at = now
    _settle(session, edition, question, now)


def restore(session: Session, edition: Edition, question: Question, now: datetime) -> None:
    """Ask it again, at the end; those who had answered it have answered."""
    take_up(session, edition)
    others = reads.of_edition(session, edition)
    if question in others:
        return
    if len(others) >= AT_MOST:
        raise Refused("An edition asks %(most)d questions at most: remove one first.", most=AT_MOST)
    question.removed_at, question.position = None, len(others) + 1
    _settle(session, edition, question, now)


def move(session: Session, edition: Edition, question: Question, steps: int, now: datetime) -> None:
    """Up (-1) or down (+1) in the order in which they are asked, or further."""
    take_up(session, edition)
    order = list(reads.of_edition(session, edition))
    if question not in order:
        raise Refused("This question is not asked any more.")
    place = order.index(question)
    order.insert(max(0, min(len(order) - 1, place + steps)), order.pop(place))
    _number(order)
    _settle(session, edition, question, now)


def allow_disposables(session: Session, edition: Edition, *, allowed: bool, now: datetime) -> None:
    """Whether addresses that live for minutes are taken."""
    take_up(session, edition)
    if edition.disposables_allowed != allowed:
        edition.disposables_allowed = allowed
        record(session, events.QuestionsChanged(edition.id), now)


def _settle(session: Session, edition: Edition, question: Question, now: datetime) -> Question:
    """Look at all of them together: what one may be hangs on the others."""
    session.flush()
    order = reads.of_edition(session, edition)
    for asked in order:
        object_to(asked, order)
    carried = [asked for asked in order if asked.kind == "file"]
    if question in carried and len(carried) > FILES_AT_MOST:
        raise Refused("A form asks for %(most)d files at most.", field="kind", most=FILES_AT_MOST)
    _number(order)
    record(session, events.QuestionsChanged(edition.id), now)
    return question


def _number(order: Sequence[Question]) -> None:
    for position, one in enumerate(order, start=1):
        one.position = position


def _write(question: Question, plan: QuestionPlan, taken: frozenset[str]) -> None:
    labels = worded(plan.labels)
    if plan.kind not in KINDS:
        raise Refused("Choose what kind of answer you want.", field="kind")
    if not labels:
        raise Refused("Say what is asked, in one language at least.", field="labels")
    question.kind, question.labels, question.hints = plan.kind, labels, worded(plan.hints)
    question.choices = _choices(question, plan.choices, taken) if plan.kind in WITH_CHOICES else []
    question.families = list(dict.fromkeys(plan.families))
    question.required = plan.required
    question.depends_on_id = plan.depends_on
    question.depends_value = plan.depends_value if plan.depends_on else ""


def _choices(question: Question, plans: Iterable[ChoicePlan], taken: frozenset[str]) -> list[dict[str, Any]]:
    """Each with the key that answers bear. One that somebody took stays, although it is not offered."""
    known = {choice["key"]: choice for choice in question.choices or ()}
    kept: dict[str, dict[str, Any]] = {}
    for plan in plans:
        labels, former = worded(plan.labels), known.get(plan.key)
        if labels:
            key = plan.key if former else secrets.token_hex(KEY_BYTES)
            kept[key] = {"key": key, "labels": labels, "retired": plan.retired}
    for key, choice in known.items():
        if key in taken and key not in kept:
            kept[key] = choice | {"retired": True}
    if sum(not choice["retired"] for choice in kept.values()) < 2:  # noqa: PLR2004 - one is no choice
        raise Refused("Name two things at least to choose from.", field="choices")
    if len(kept) > CHOICES_AT_MOST:
        raise Refused("Name at most %(most)d things to choose from.", field="choices", most=CHOICES_AT_MOST)
    return list(kept.values())


def worded(words: Mapping[str, str]) -> dict[str, str]:
    """Words by language, where there are any."""
    return {language: said.strip() for language, said in words.items() if said.strip()}
