"""Answering a meetup: one short form, confirmed by mail, changed by the personal link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from fairs.domain import tokens
from fairs.models import Intention, Participant
from tests import factories
from tests.visiting import SECRET, me, words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from fairs.models import Edition
    from tests.visiting import Visitor

TYPED = {"says": "yes", "guests": "1", "name": "Léa Roux", "organisation": "", "email": "lea@org.example"}


@pytest.fixture
def edition(session: Session) -> Edition:
    fair = factories.fair(session, kind="meetup")
    return factories.edition(session, of=fair, capacity=3, approves_itself=True)


def answer(visitor: Visitor, edition: Edition, **typed: Any) -> TestResponse:
    return visitor.post(f"/e/{edition.slug}/register", **TYPED | typed)


def the_person(session: Session) -> Participant:
    return session.scalars(select(Participant)).one()


def confirm(visitor: Visitor, person: Participant) -> None:
    raw = tokens.issue(visitor.session, "confirm", person.id, SECRET, factories.NOW)
    assert visitor.post(f"/p/{raw}").status_code == 303


def test_the_form_asks_for_an_answer_a_name_and_an_address(visitor: Visitor, edition: Edition) -> None:
    page = visitor.get(f"/e/{edition.slug}/register")
    said = words(page)
    assert "Do you come? Yes, I come Maybe No Guests whom you bring" in said
    assert "What kind of organisation is it?" not in said


def test_an_answer_counts_once_it_is_confirmed(visitor: Visitor, session: Session, edition: Edition) -> None:
    assert answer(visitor, edition).location == f"/e/{edition.slug}/registered"
    person = the_person(session)
    assert (person.state, person.organisation.name, person.organisation.family) == (
        "received",
        "Léa Roux",
        "citizen",
    )
    session.refresh(edition)
    assert edition.taken == 0
    confirm(visitor, person)
    session.refresh(edition)
    assert edition.taken == 2
    page = words(visitor.get(me(edition)))
    assert "See you there You come, with one guest." in page
    assert "2 people, guests included" in page
    assert "Find" not in page


def test_it_is_changed_on_ones_own_page(visitor: Visitor, session: Session, edition: Edition) -> None:
    answer(visitor, edition)
    confirm(visitor, the_person(session))
    assert visitor.post(me(edition, "/answer"), says="no", guests="4").status_code == 303
    session.refresh(edition)
    assert edition.taken == 0
    assert "You do not come" in words(visitor.get(me(edition)))  # and yet the page is still there
    assert visitor.post(me(edition, "/answer"), says="yes", guests="2").status_code == 303
    session.refresh(edition)
    assert edition.taken == 3


def test_when_it_is_full_it_says_that_a_place_may_become_free(
    visitor: Visitor, session: Session, edition: Edition
) -> None:
    for _ in range(2):
        factories.participant(session, edition)
    answer(visitor, edition)
    person = session.scalars(select(Participant).filter_by(email="lea@org.example")).one()
    confirm(visitor, person)
    session.refresh(edition)
    assert edition.taken == 2
    assert "You are number 1 on the waiting list" in words(visitor.get(me(edition)))
    visitor.post(me(edition, "/answer"), says="yes", guests="0")
    session.refresh(edition)
    assert edition.taken == 3
    refused = visitor.post(me(edition, "/answer"), says="yes", guests="1")
    assert refused.status_code == 422
    assert "A place may become free: look again later." in words(refused)
    assert session.get_one(Intention, person.id).guests == 0
    page = words(visitor.get(f"/e/{edition.slug}/register"))
    assert "All places are taken. You can still answer" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"says": ""}, "Say yes, maybe or no."),
        ({"says": "perhaps"}, "Choose one of what stands here."),
        ({"guests": "10"}, "Between no guest and 9, please."),
        ({"guests": "many"}, "Write a whole number, in figures."),
        ({"name": ""}, "This is needed."),
        ({"email": "lea(at)org"}, "This does not look like an e-mail address"),
    ],
)
def test_what_cannot_be_taken_in_is_said_and_the_rest_is_kept(
    visitor: Visitor, session: Session, edition: Edition, typed: dict[str, str], said: str
) -> None:
    refused = answer(visitor, edition, organisation="Atelier du Lin", **typed)
    assert (refused.status_code, said in words(refused)) == (422, True)
    assert 'value="Atelier du Lin"' in refused.text
    assert session.scalars(select(Participant)).all() == []


@pytest.mark.abuse(8)
def test_abuse_8_only_who_said_no_keeps_a_page_after_leaving(visitor: Visitor, session: Session) -> None:
    edition = factories.edition(session, of=factories.fair(session, kind="meetup"))
    person = factories.participant(session, edition)
    visitor.enter(person)
    person.state = "withdrawn"
    answer = visitor.get(me(edition))
    assert (answer.status_code, answer.location) == (303, f"/e/{edition.slug}/link")


def test_what_is_posted_after_the_end_is_kept_with_the_way_to_ask_for_an_exception(
    visitor: Visitor, session: Session, edition: Edition
) -> None:
    edition.registration_closed_at = factories.NOW
    late = answer(visitor, edition, name="Ðorđe O'Brien-Łukasiewicz")
    assert late.status_code == 422
    assert "Registration for this edition is closed. What you typed is kept on this page." in words(late)
    assert 'value="Ðorđe O&#39;Brien-Łukasiewicz"' in late.text
    assert f'formaction="/e/{edition.slug}/late"' in late.text
    asked = visitor.post(f"/e/{edition.slug}/late", **TYPED)
    assert asked.status_code == 422
    assert 'value="lea@org.example"' in asked.text
    typed = TYPED | {
        "organisation": "Les Roux",
        "family": "ess",
        "language": "en",
        "words": "The train was late.",
    }
    assert visitor.post(f"/e/{edition.slug}/late", **typed).location == f"/e/{edition.slug}/late/asked"
    assert session.scalars(select(Participant)).all() == []


@pytest.mark.parametrize(
    ("email", "told"),
    [
        ("lea@yopmail.com", "thrown away"),
        ("lea@org", "does not look like an e-mail address"),
        ("lea roux@org.example", "does not look like an e-mail address"),
    ],
)
def test_an_address_that_reaches_nobody_has_its_sentence_and_costs_nothing_typed(
    visitor: Visitor, edition: Edition, email: str, told: str
) -> None:
    refused = answer(visitor, edition, email=email, guests="2")
    assert refused.status_code == 422
    assert told in words(refused)
    assert f'value="{email}"' in refused.text
    assert 'value="Léa Roux"' in refused.text
