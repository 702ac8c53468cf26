"""From what was typed to answers."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from fairs.domain import answers
from fairs.domain.uploads import File
from fairs.errors import Refused
from fairs.models import Answer, DomainEvent, Question, Upload
from fairs.queries import answers as reads
from tests import factories, files
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models.question import QuestionKind

MILK = [{"key": "milk", "labels": {"en": "Milk", "fr": "Lait"}}, {"key": "eggs", "labels": {"en": "Eggs"}}]


def one(kind: QuestionKind, **values: Any) -> Question:
    plain: dict[str, Any] = {"labels": {"en": "I agree."}, "families": [], "choices": [], "required": False}
    return Question(id=uuid.uuid4(), kind=kind, **plain | values)


def read(question: Question, raw: Any) -> Any:
    settled = answers.settle([question], "ess", {question.id: raw}, "en")
    return settled.faults.get(question.id) or settled.given.get(question.id)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  Ðorđe \t O'Brien 😀 ", {"text": "Ðorđe   O'Brien 😀"}),
        ("text", " \r\n ", None),
        ("long_text", "One\r\n\x00two", {"text": "One\ntwo"}),
        ("number", "3,5", {"number": 3.5}),
        ("number", "1 250", {"number": 1250}),
        ("number", "-0.0", {"number": 0}),
        ("date", "2027-03-18", {"date": "2027-03-18"}),
        ("date", "18/3/2027", {"date": "2027-03-18"}),
        ("yes_no", "yes", {"yes": True}),
        ("yes_no", "perhaps", None),
        ("choice", "milk", {"keys": ["milk"]}),
        ("choice", "", None),
        ("choices", ["eggs", "milk"], {"keys": ["milk", "eggs"]}),
        ("choices", [], None),
        ("consent", True, {"consent": "I agree."}),
        ("consent", False, None),
    ],
)
def test_what_is_typed_becomes_an_answer(kind: QuestionKind, typed: Any, kept: Any) -> None:
    assert read(one(kind, choices=MILK), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("text", "x" * 501, "At most 500 signs, please."),
        ("long_text", "x" * 5001, "At most 5000 signs, please."),
        ("number", "a dozen", "This is no number"),
        ("number", "nan", "This is no number"),
        ("number", "1e400", "This is no number"),
        ("date", "the 18th", "This is no date"),
        ("date", "2027-02-30", "This is no date"),
        ("date", "0001-01-01", "This is no date"),
        ("choice", "gold", "One of these cannot be chosen any more"),
        ("choices", ["milk", "'; DROP TABLE answer"], "One of these cannot be chosen any more"),
        ("file", Refused("This file is empty."), "This file is empty."),
    ],
)
def test_what_is_none_has_its_sentence(kind: QuestionKind, typed: Any, sentence: str) -> None:
    assert sentence in str(read(one(kind, choices=MILK), typed))


def test_what_is_needed_is_asked_for_where_it_applies() -> None:
    lunch = one("yes_no", required=True)
    diet = one("text", required=True, depends_on_id=lunch.id, depends_value="yes")
    after = one("text", required=True, depends_on_id=diet.id, depends_value="x")
    photos = one("consent", required=True)
    others = one("text", required=True, families=["classic"])
    asked = [lunch, diet, after, photos, others]
    assert set(answers.settle(asked, "ess", {}, "en").faults) == {lunch.id, photos.id}
    both = answers.settle(asked, "ess", {lunch.id: "yes", photos.id: True}, "en")
    assert set(both.faults) == {diet.id}
    without = answers.settle(
        asked, "ess", {lunch.id: "no", diet.id: "no nuts", others.id: "x", photos.id: True}, "en"
    )
    assert (set(without.given), without.faults) == ({lunch.id, photos.id}, {})


def test_a_retired_choice_stays_with_who_took_it() -> None:
    retired = [MILK[0] | {"retired": True}, MILK[1]]
    question = one("choice", choices=retired)
    assert "cannot be chosen any more" in str(read(question, "milk"))
    known = {question.id: {"keys": ["milk"]}}
    settled = answers.settle([question], "ess", {question.id: "milk"}, "en", known)
    assert settled.given == known


def test_an_agreement_keeps_the_words_that_were_agreed_to() -> None:
    question = one("consent", labels={"en": "Newer words."})
    known = {question.id: {"consent": "J'accepte."}}
    assert answers.settle([question], "", {question.id: True}, "en", known).given == known
    assert answers.settle([question], "", {question.id: False}, "en", known).given == {}


def test_answers_are_kept_in_place_of_the_former_ones(session: Session) -> None:
    edition = factories.edition(session)
    zoe = factories.participant(session, edition)
    lunch, diet = factories.question(session, edition, "yes_no"), factories.question(session, edition)
    gone = factories.question(session, edition, removed_at=NOW)
    factories.answer(session, zoe, gone, text="kept")
    asked, later = [lunch, diet], NOW + timedelta(days=1)
    answers.write(session, zoe, asked, {lunch.id: {"yes": True}, diet.id: {"text": "Milk"}}, NOW)
    answers.correct(session, zoe, asked, {lunch.id: {"yes": True}, diet.id: {"text": "Eggs"}}, later)
    assert [(one.value, one.answered_at) for one in reads.of(session, zoe)] == [
        ({"yes": True}, NOW),
        ({"text": "Eggs"}, later),
        ({"text": "kept"}, NOW),
    ]
    answers.correct(session, zoe, asked, {lunch.id: {"yes": True}, diet.id: {"text": "Eggs"}}, later)
    assert session.scalars(select(DomainEvent.kind)).all() == ["AnswersChanged"]  # nothing new, nothing told
    answers.correct(session, zoe, asked, {}, later)
    assert session.scalars(select(Answer.value)).all() == [{"text": "kept"}]


def test_a_file_becomes_somebody_s_own_until_another_takes_its_place(session: Session) -> None:
    edition = factories.edition(session)
    zoe, deck = factories.participant(session, edition), factories.question(session, edition, "file")
    for name in ("first.pdf", "second.pdf"):
        answers.write(session, zoe, [deck], {deck.id: File(name, "pdf", files.PDF)}, NOW)
    (answer,) = reads.of(session, zoe)
    (upload,) = session.scalars(select(Upload))
    assert answer.value == {"upload": str(upload.id), "name": "second.pdf"}
    assert (upload.participant_id, upload.media_type, upload.content) == (zoe.id, "pdf", files.PDF)
    answers.write(session, zoe, [deck], {deck.id: answer.value}, NOW)  # kept as it is
    assert session.scalars(select(Upload.name)).all() == ["second.pdf"]
    answers.write(session, zoe, [deck], {}, NOW)
    assert session.scalars(select(Upload)).all() == []


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ({"yes": True}, "Oui", "Yes"),
        ({"keys": ["milk", "eggs"]}, "Lait, Eggs", "Milk, Eggs"),
        ({"number": 1250.5}, "1\N{NARROW NO-BREAK SPACE}250,5", "1,250.5"),
        ({"date": "2027-03-18"}, "jeudi 18 mars 2027", "Thursday 18 March 2027"),
        ({"upload": "…", "name": "deck.pdf"}, "deck.pdf", "deck.pdf"),
        ({"text": "Ça va"}, "Ça va", "Ça va"),
        ({"consent": "D'accord."}, "D'accord.", "D'accord."),
    ],
)
def test_an_answer_in_words(value: dict[str, Any], french: str, english: str) -> None:
    question = one("choices", choices=MILK)
    assert reads.in_words(question, value, "fr") == french
    assert reads.in_words(question, value, "en") == english
