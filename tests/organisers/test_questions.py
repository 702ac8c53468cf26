"""The organiser's page of questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from fairs.models import DomainEvent, Question, Upload
from fairs.queries import questions as reads
from tests import factories, files
from tests.organisers.test_counts import asked

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
DIET: dict[str, Any] = {
    "kind": "choices",
    "labels": "Que ne mangez-vous pas ?",
    "label_en": "What do you not eat?",
    "hint_en": "We cook for you.",
    "choices-0-fr": "Lait",
    "choices-0-en": "Milk",
    "choices-1-en": "Nuts",
    "families": ["ess", "classic"],
    "condition": "",
}


def order(session: Session, edition: Edition) -> list[str]:
    return [question.label("en") for question in reads.of_edition(session, edition)]


def test_a_question_is_added_changed_and_told_in_the_journal(desk: Desk, edition: Edition) -> None:
    page = f"/o/{edition.slug}/questions"
    assert "Ask here for whatever else you need to know" in desk.words(page)
    assert desk.get(f"{page}/new?kind=choices").text.count('name="choices-') == 2 * 3  # two empty rows
    assert desk.post(f"{page}/new", **DIET).status_code == 303
    diet = desk.session.scalars(select(Question)).one()
    assert (diet.kind, diet.families, diet.hints, diet.required) == (
        "choices",
        ["ess", "classic"],
        {"en": "We cook for you."},
        False,
    )
    assert [choice["labels"] for choice in diet.choices] == [{"fr": "Lait", "en": "Milk"}, {"en": "Nuts"}]
    said = desk.words(page)
    assert "What do you not eat? Any of several choices · if people like · S Social and solidarity" in said
    changed = DIET | {f"choices-{row}-key": choice["key"] for row, choice in enumerate(diet.choices)}
    assert desk.post(f"{page}/{diet.id}", **changed | {"required": "y", "families": []}).status_code == 303
    desk.session.refresh(diet)
    assert (diet.required, diet.families, len(diet.choices)) == (True, [], 2)
    journal = desk.words(f"/o/{edition.slug}/journal")
    assert journal.count("Maïwenn Organise changed the questions.") == 2


def test_faults_are_told_and_nothing_is_cleared(desk: Desk, edition: Edition) -> None:
    page = f"/o/{edition.slug}/questions/new"
    answer = desk.post(page, **DIET | {"labels": "x" * 301, "choices-1-en": ""})
    assert answer.status_code == 422
    assert "At most 300 signs, please." in answer.text
    assert 'value="Milk"' in answer.text
    answer = desk.post(page, **DIET | {"choices-1-en": ""})
    assert "Choices</a> – Name two things at least to choose from." in answer.text
    assert desk.post(page, **DIET | {"kind": "choice", "condition": "made:up"}).status_code == 422
    more = desk.post(page, **DIET | {"more": "1"})
    assert (more.status_code, more.text.count('name="choices-')) == (200, 3 * (2 + 5))
    assert 'value="Nuts"' in more.text
    assert desk.session.scalars(select(Question)).all() == []


def test_a_kind_that_needs_choices_asks_for_them(desk: Desk, edition: Edition) -> None:
    words = factories.question(desk.session, edition, "text", labels={"en": "Which one?"})
    typed = {"kind": "choice", "labels": "", "label_en": "Which one?", "condition": ""}
    answer = desk.post(f"/o/{edition.slug}/questions/{words.id}", **typed)
    assert answer.status_code == 422
    assert 'name="choices-0-fr"' in answer.text


def test_order_by_buttons_and_a_refusal_in_words(desk: Desk, edition: Edition) -> None:
    lunch = factories.question(desk.session, edition, "yes_no", labels={"en": "Lunch?"})
    diet = factories.question(
        desk.session, edition, labels={"en": "Diet?"}, depends_on_id=lunch.id, depends_value="yes"
    )
    factories.question(desk.session, edition, labels={"en": "Staff?"})
    page = f"/o/{edition.slug}/questions"
    assert desk.post(f"{page}/{diet.id}/move", steps="1").location == f"{page}#question-{diet.id}"
    assert order(desk.session, edition) == ["Lunch?", "Staff?", "Diet?"]
    desk.post(f"{page}/{lunch.id}/move", steps="2")
    assert "“Diet?” depends on another question" in desk.words(page)
    desk.session.expire_all()
    assert order(desk.session, edition) == ["Lunch?", "Staff?", "Diet?"]
    assert "Only if you answer “Yes” to “Lunch?”." in desk.words(page)


def test_removing_says_what_is_kept_and_can_be_undone(desk: Desk, edition: Edition) -> None:
    lunch = factories.question(desk.session, edition, "yes_no", labels={"en": "Lunch?"})
    zoe = factories.participant(desk.session, edition)
    factories.answer(desk.session, zoe, lunch, yes=True)
    page = f"/o/{edition.slug}/questions"
    assert "The answer of 1 person is kept" in desk.words(f"{page}/{lunch.id}/remove")
    assert "The kind of answer stays: Yes or no." in desk.words(f"{page}/{lunch.id}")
    desk.post(f"{page}/{lunch.id}/remove")
    assert "Asked no more Lunch? Yes or no · 1 answer kept" in desk.words(page)
    assert "Lunch? (asked no more) Yes" in desk.words(f"/o/{edition.slug}/people/{zoe.id}")
    desk.post(f"{page}/{lunch.id}/restore")
    assert order(desk.session, edition) == ["Lunch?"]


def test_what_was_answered_is_counted_and_stands_on_the_page_of_each(desk: Desk, edition: Edition) -> None:
    session = desk.session
    lunch = factories.question(session, edition, "yes_no", labels={"en": "Lunch?"})
    words = factories.question(session, edition, "long_text", labels={"en": "What do you need?"})
    photos = factories.question(session, edition, "consent", labels={"en": "Photos."})
    zoe = factories.participant(session, edition)
    for person, yes in ((zoe, True), (factories.participant(session, edition, state="confirmed"), True)):
        factories.answer(session, person, lunch, yes=yes)
    factories.answer(session, zoe, words, text=f"One\n\ntwo {EVIL}")
    factories.answer(session, zoe, photos, consent="J'accepte.")
    assert "Yes 1 + 1 No 0" in desk.words(f"/o/{edition.slug}/questions")
    page = desk.get(f"/o/{edition.slug}/people/{zoe.id}").text
    assert "<p>One</p>" in page
    assert "<img" not in page
    assert "agreed on Monday 1 March 2027" in page
    assert "“J&#39;accepte.”" in page


def test_the_preview_shows_what_a_family_is_asked(desk: Desk, edition: Edition) -> None:
    factories.question(desk.session, edition, labels={"en": "Staff?"}, families=["classic"])
    page = f"/o/{edition.slug}/questions/preview"
    assert "This family is asked nothing beyond" in desk.words(page)
    preview = desk.get(f"{page}?family=classic").text
    assert "Staff?" in preview
    assert "<form" not in preview


def test_addresses_that_are_thrown_away_may_be_allowed(desk: Desk, edition: Edition) -> None:
    desk.post(f"/o/{edition.slug}/questions/addresses", disposables_allowed="y")
    desk.session.refresh(edition)
    assert edition.disposables_allowed is True
    desk.post(f"/o/{edition.slug}/questions/addresses")
    desk.session.refresh(edition)
    assert edition.disposables_allowed is False
    assert desk.session.scalars(select(DomainEvent.kind)).all() == ["QuestionsChanged"] * 2


@pytest.mark.abuse(5)
def test_abuse_05_a_file_is_for_the_organisers_of_its_edition_alone(
    desk: Desk, other_desk: Desk, edition: Edition, session: Session
) -> None:
    zoe = factories.participant(session, edition)
    upload = Upload(
        participant_id=zoe.id, name="Été <b>.docx", media_type="docx", content=files.DOCX,
        uploaded_at=factories.NOW,
    )  # fmt: skip
    session.add(upload)
    session.flush()
    answer = desk.get(f"/o/{edition.slug}/files/{upload.id}")
    assert (answer.status_code, answer.data) == (200, files.DOCX)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.mimetype.endswith("wordprocessingml.document")
    own = factories.edition(session, of=edition.fair)
    for stranger, address in (
        (other_desk, f"/o/{edition.slug}/files/{upload.id}"),
        (desk, f"/o/{own.slug}/files/{upload.id}"),
        (desk, f"/o/{edition.slug}/files/nonsense"),
    ):
        assert stranger.get(address).status_code == 404


@pytest.mark.abuse(3)
def test_abuse_03_questions_of_others_are_not_there(desk: Desk, other_desk: Desk, edition: Edition) -> None:
    lunch = factories.question(desk.session, edition)
    page = f"/o/{edition.slug}/questions"
    own = factories.edition(desk.session, of=edition.fair)
    assert desk.get(f"/o/{own.slug}/questions/{lunch.id}").status_code == 404
    assert other_desk.get(page).status_code == 404
    assert other_desk.post(f"{page}/{lunch.id}/remove").status_code == 404
    desk.session.refresh(lunch)
    assert lunch.removed_at is None


def test_names_are_shown_and_never_obeyed(desk: Desk, edition: Edition) -> None:
    factories.question(
        desk.session,
        edition,
        "choice",
        labels={"en": EVIL},
        hints={"en": EVIL},
        choices={"a": EVIL, "b": EVIL},
    )
    for page in ("", "/preview"):
        shown = desk.get(f"/o/{edition.slug}/questions{page}").text
        assert "<script>alert" not in shown
        assert "<img" not in shown


def test_a_longer_list_asks_no_more_of_the_database(app: Flask, desk: Desk, edition: Edition) -> None:
    address = f"/o/{edition.slug}/questions"
    zoe = factories.participant(desk.session, edition)
    factories.answer(desk.session, zoe, factories.question(desk.session, edition), text="a")
    desk.get(address)
    before = asked(app, desk, address)
    for _ in range(3):
        factories.answer(desk.session, zoe, factories.question(desk.session, edition, "yes_no"), yes=True)
    assert asked(app, desk, address) == before
