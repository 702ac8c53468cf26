"""Questions change while people answer, and no answer is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from fairs.domain import questions
from fairs.domain.questions import ChoicePlan, QuestionPlan
from fairs.errors import Refused
from fairs.models import Answer, DomainEvent
from fairs.queries import questions as reads
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Question

LUNCH = QuestionPlan("yes_no", {"fr": " Déjeunez-vous ? ", "en": "Will you have lunch?"}, required=True)
DIET = QuestionPlan(
    "choices",
    {"en": "What do you not eat?"},
    choices=[ChoicePlan({"en": "Milk"}), ChoicePlan({"fr": "Œufs", "en": ""}), ChoicePlan({"fr": " "})],
)


def asked(session: Session, edition: Edition) -> list[str]:
    return [question.label("en") for question in reads.of_edition(session, edition)]


def add(session: Session, edition: Edition, plan: QuestionPlan = LUNCH, **values: Any) -> Question:
    return questions.add(session, edition, replace(plan, **values), NOW)


def test_a_question_is_kept_as_it_is_worded_and_recorded(session: Session) -> None:
    edition = factories.edition(session)
    lunch, diet = add(session, edition), add(session, edition, DIET)
    assert lunch.labels == {"fr": "Déjeunez-vous ?", "en": "Will you have lunch?"}
    assert (lunch.kind, lunch.required, lunch.position, diet.position) == ("yes_no", True, 1, 2)
    assert [choice["labels"] for choice in diet.choices] == [{"en": "Milk"}, {"fr": "Œufs"}]
    assert len({choice["key"] for choice in diet.choices}) == 2
    assert diet.label("fr") == "What do you not eat?"  # the only language there is
    assert session.scalars(select(DomainEvent.kind)).all() == ["QuestionsChanged"] * 2


@pytest.mark.parametrize(
    ("plan", "field", "sentence"),
    [
        (replace(LUNCH, labels={"fr": "  "}), "labels", "in one language at least"),
        (replace(LUNCH, kind="riddle"), "kind", "what kind of answer"),  # type: ignore[arg-type] # on purpose
        (replace(DIET, choices=[ChoicePlan({"en": "One"})]), "choices", "two things at least"),
    ],
)
def test_what_is_no_question_is_refused_at_its_field(
    session: Session, plan: QuestionPlan, field: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        questions.add(session, factories.edition(session), plan, NOW)
    assert refused.value.field == field


def test_the_kind_of_what_was_answered_stays(session: Session) -> None:
    edition = factories.edition(session)
    lunch = add(session, edition)
    questions.change(session, edition, lunch, replace(LUNCH, kind="text"), NOW)
    factories.answer(session, factories.participant(session, edition), lunch, text="Oui")
    with pytest.raises(Refused, match=r"answered \(1 times so far\), so its kind cannot change"):
        questions.change(session, edition, lunch, LUNCH, NOW)
    questions.change(session, edition, lunch, replace(LUNCH, kind="text", required=False), NOW)
    assert (lunch.kind, lunch.required) == ("text", False)


def test_a_choice_that_was_taken_is_retired_and_one_that_was_not_is_gone(session: Session) -> None:
    edition = factories.edition(session)
    diet = add(
        session, edition, DIET, choices=[ChoicePlan({"en": word}) for word in ("Milk", "Eggs", "Nuts")]
    )
    milk, eggs, nuts = (choice["key"] for choice in diet.choices)
    factories.answer(session, factories.participant(session, edition), diet, keys=[milk])
    kept = [ChoicePlan({"en": ""}, milk), ChoicePlan({"en": ""}, eggs), ChoicePlan({"en": "Walnuts"}, nuts)]
    questions.change(
        session, edition, diet, replace(DIET, choices=[*kept, ChoicePlan({"en": "Gluten"})]), NOW
    )
    assert [(choice["labels"]["en"], choice["retired"]) for choice in diet.choices] == [
        ("Walnuts", False),
        ("Gluten", False),
        ("Milk", True),
    ]
    assert diet.choices[0]["key"] == nuts  # who chose it, chose it still


def test_a_removed_question_keeps_its_answers_and_can_come_back(session: Session) -> None:
    edition = factories.edition(session)
    lunch, diet = add(session, edition), add(session, edition, DIET)
    factories.answer(session, factories.participant(session, edition), lunch, yes=True)
    questions.remove(session, edition, lunch, NOW)
    questions.remove(session, edition, lunch, NOW)
    assert asked(session, edition) == ["What do you not eat?"]
    assert (diet.position, session.scalars(select(Answer.value)).all()) == (1, [{"yes": True}])
    assert [one.id for one in reads.removed(session, edition)] == [lunch.id]
    questions.restore(session, edition, lunch, NOW)
    assert asked(session, edition) == ["What do you not eat?", "Will you have lunch?"]


def test_the_order_is_changed_a_step_or_many_at_once(session: Session) -> None:
    edition = factories.edition(session)
    for word in "abcd":
        add(session, edition, labels={"en": word})
    first = reads.of_edition(session, edition)[0]
    for steps, order in ((1, "bacd"), (-1, "abcd"), (-5, "abcd"), (2, "bcad"), (9, "bcda")):
        questions.move(session, edition, first, steps, NOW)
        assert "".join(asked(session, edition)) == order


def test_a_condition_hangs_on_an_answer_that_was_asked_for_before(session: Session) -> None:
    edition = factories.edition(session)
    lunch = add(session, edition)
    diet = add(session, edition, DIET, depends_on=lunch.id, depends_value="yes")
    refused: list[tuple[str, Any]] = [
        ("must be there and come before", lambda: questions.move(session, edition, diet, -1, NOW)),
        ("must be there and come before", lambda: questions.remove(session, edition, lunch, NOW)),
        (
            "an answer that is not offered",
            lambda: questions.change(session, edition, lunch, replace(LUNCH, kind="text"), NOW),
        ),
        (
            "not all of these families",
            lambda: questions.change(session, edition, lunch, replace(LUNCH, families=["ess"]), NOW),
        ),
        (
            "an answer that is not offered",
            lambda: add(session, edition, depends_on=lunch.id, depends_value="x"),
        ),
    ]
    session.commit()
    for sentence, act in refused:
        with pytest.raises(Refused, match=sentence) as told:
            act()
        assert told.value.field == "condition"
        session.rollback()


def test_a_choice_on_which_others_hang_cannot_be_retired(session: Session) -> None:
    edition = factories.edition(session)
    diet = add(session, edition, DIET)
    key = diet.choices[0]["key"]
    add(session, edition, depends_on=diet.id, depends_value=key)
    former = [ChoicePlan(one["labels"], one["key"], retired=one["key"] == key) for one in diet.choices]
    with pytest.raises(Refused, match="because of an answer that is not offered"):
        questions.change(
            session, edition, diet, replace(DIET, choices=[*former, ChoicePlan({"en": "Fish"})]), NOW
        )


def test_a_form_carries_few_files(session: Session) -> None:
    edition = factories.edition(session)
    for _ in range(questions.FILES_AT_MOST):
        add(session, edition, kind="file")
    with pytest.raises(Refused, match="3 files at most"):
        add(session, edition, kind="file")


def test_answers_are_counted_by_who_gave_them(session: Session) -> None:
    edition = factories.edition(session)
    lunch, diet = add(session, edition), add(session, edition, DIET)
    staff, words = add(session, edition, kind="number"), add(session, edition, kind="text")
    milk, eggs = (choice["key"] for choice in diet.choices)
    for state, yes, keys, number in (
        ("approved", True, [milk, eggs], 3),
        ("approved", True, [milk], 4.5),
        ("confirmed", False, [eggs], 100),
        ("withdrawn", True, [milk], 1000),
    ):
        person = factories.participant(session, edition, state=state)
        factories.answer(session, person, lunch, yes=yes)
        factories.answer(session, person, diet, keys=keys)
        factories.answer(session, person, staff, number=number)
        factories.answer(session, person, words, text=f"{number}")
    found = reads.tallies(session, edition)
    assert (found[lunch.id].people, dict(found[lunch.id].taking_part), dict(found[lunch.id].waiting)) == (
        3,
        {"yes": 2},
        {"no": 1},
    )
    assert dict(found[diet.id].taking_part) == {milk: 2, eggs: 1}
    assert (found[staff.id].people, found[staff.id].total, found[words.id].people) == (3, 7.5, 3)
