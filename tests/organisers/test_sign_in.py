from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import tokens
from fairs.models import DomainEvent, Token
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Account, Edition
    from tests.organisers.conftest import Desk


@pytest.fixture
def account(session: Session, edition: Edition) -> Account:
    return factories.organiser(session, edition.fair, email="mai@boucles.example", language="en")


def link(session: Session, account: Account) -> str:
    return "/in/" + tokens.issue(session, "sign_in", account.id, "of the tests", NOW)


def signed_in(desk: Desk) -> bool:
    return desk.get("/o").status_code == 200


@pytest.mark.abuse(11)
def test_the_answer_is_the_same_whether_the_address_is_known_or_not(
    visitor: Desk, session: Session, account: Account
) -> None:
    answers = [visitor.post("/in", email=email) for email in (" MAI@boucles.example ", "no@body.example")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].text == answers[1].text
    asked = session.scalars(select(DomainEvent)).all()
    assert [(event.kind, event.payload) for event in asked] == [
        ("SignInAsked", {"account_id": str(account.id)})
    ]


def test_without_an_address_nothing_is_asked_and_the_page_says_so(visitor: Desk, session: Session) -> None:
    answer = visitor.post("/in", email="")

    assert answer.status_code == 422
    assert "This is needed." in answer.text
    assert session.scalar(select(DomainEvent)) is None


@pytest.mark.abuse(10)
@pytest.mark.pains(50)
def test_opening_the_link_signs_nobody_in_and_pressing_its_button_does_once(
    visitor: Desk, session: Session, account: Account
) -> None:
    address = link(session, account)

    for _ in range(3):
        assert visitor.get(address).status_code == 200
    assert not signed_in(visitor)

    assert visitor.post(address).location == "/o"
    assert signed_in(visitor)
    assert visitor.post(address).status_code == 404


@pytest.mark.abuse(9)
@pytest.mark.abuse(16)
def test_a_link_to_sign_in_is_kept_by_nobody_and_named_to_nobody(
    visitor: Desk, session: Session, account: Account
) -> None:
    answer = visitor.get(link(session, account))

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.abuse(9)
def test_an_old_link_opens_nothing(visitor: Desk, session: Session, account: Account) -> None:
    address = link(session, account)
    session.scalars(select(Token)).one().expires_at = NOW - timedelta(seconds=1)

    assert visitor.get(address).status_code == 404
    assert visitor.post(address).status_code == 404
    assert not signed_in(visitor)


@pytest.mark.abuse(9)
def test_a_participant_s_link_signs_no_organiser_in(
    visitor: Desk, session: Session, edition: Edition
) -> None:
    participant = factories.participant(session, edition)
    raw = tokens.issue(session, "personal", participant.id, "of the tests", NOW)

    assert visitor.get(f"/in/{raw}").status_code == 404
    assert visitor.post(f"/in/{raw}").status_code == 404


@pytest.mark.abuse(14)
@pytest.mark.abuse(18)
def test_signing_in_renews_the_secrets_of_the_session(
    visitor: Desk, session: Session, account: Account
) -> None:
    address = link(session, account)
    visitor.get("/in")
    with visitor.client.session_transaction() as before:
        old = before["csrf_token"]

    assert visitor.client.post(address).status_code == 400
    visitor.post(address)

    visitor.get("/in")
    with visitor.client.session_transaction() as after:
        assert after["csrf_token"] != old


def test_signing_out_ends_it(desk: Desk) -> None:
    assert signed_in(desk)
    assert desk.post("/in/out").location == "/"
    assert not signed_in(desk)
