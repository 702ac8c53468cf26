"""Of whom a question is asked: of a family or of all, and where an earlier answer calls for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.errors import Refused
from fairs.queries.questions import keys

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from typing import Any

    from fairs.models import Question

CONDITIONAL = ("choice", "choices", "yes_no")  # kinds whose answers others can depend on


def of_family(questions: Sequence[Question], family: str) -> list[Question]:
    """Those that somebody of a family may be asked."""
    return [question for question in questions if not question.families or family in question.families]


def applies(question: Question, given: Mapping[uuid.UUID, Mapping[str, Any]]) -> bool:
    """Whether it is asked of somebody who gave these answers to the questions before it."""
    if question.depends_on_id is None:
        return True
    return question.depends_value in keys(dict(given.get(question.depends_on_id, {})))


def answers_of(question: Question) -> list[str]:
    """What a question after this one may depend on."""
    if question.kind == "yes_no":
        return ["yes", "no"]
    return [choice["key"] for choice in question.choices if not choice.get("retired")]


def object_to(question: Question, order: Sequence[Question]) -> None:
    """Raises Refused where a question depends on what will never be answered before it."""
    if question.depends_on_id is None:
        return
    before = {one.id: one for one in order[: order.index(question)]}
    asked_before = before.get(question.depends_on_id)
    if asked_before is None:
        raise Refused(
            "“%(label)s” depends on another question, which must be there and come before it: "
            "change that condition first.",
            field="condition",
            label=_told(question),
        )
    if asked_before.kind not in CONDITIONAL or question.depends_value not in answers_of(asked_before):
        raise Refused(
            "“%(label)s” is asked because of an answer that is not offered: change that condition first.",
            field="condition",
            label=_told(question),
        )
    if asked_before.families and not set(question.families or ("",)) <= set(asked_before.families):
        raise Refused(
            "“%(label)s” depends on a question that not all of these families are asked.",
            field="condition",
            label=_told(question),
        )


def _told(question: Question) -> str:
    return str(next(iter(question.labels.values()), ""))
