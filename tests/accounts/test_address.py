"""Another address: asked for by its owner alone, proven at the new one, told at the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import tokens
from fairs.models import AddressChange, DomainEvent
from tests import factories
from tests.factories import NOW
from tests.visiting import SECRET, me, personal_link, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from fairs.models import Account, Edition, Participant
    from tests.jobs.works import Time
    from tests.visiting import Visitor

OLD, NEW = "zoe@former.example", "zoe@new.example"


@pytest.fixture
def zoe(session: Session, edition: Edition) -> Participant:
    return factories.participant(session, edition, email=OLD, name="Zoé")


def sign_in(visitor: Visitor, somebody: Participant | Account) -> Visitor:
    raw = tokens.issue(visitor.session, "sign_in", somebody.id, SECRET, NOW)
    assert visitor.post(f"/in/{raw}").status_code == 303
    return visitor


def proof(session: Session) -> str:
    change = session.scalars(select(AddressChange)).one()
    return "/in/address/" + tokens.issue(session, "address", change.id, SECRET, NOW)


@pytest.mark.abuse(9)
def test_abuse_09_a_personal_link_does_not_reach_the_address(
    visitor: Visitor, zoe: Participant, edition: Edition
) -> None:
    visitor.enter(zoe)
    assert visitor.get(me(edition, "/address")).location == "/in"
    page = words(visitor.get("/in"))
    assert "sign in once more" in page
    assert f'value="{OLD}"' in visitor.get("/in").text, "one need not type it in"


def test_after_signing_in_one_is_where_one_was(visitor: Visitor, zoe: Participant, edition: Edition) -> None:
    visitor.enter(zoe)
    visitor.get(me(edition, "/address"))
    raw = tokens.issue(visitor.session, "sign_in", zoe.id, SECRET, NOW)
    assert visitor.post(f"/in/{raw}").location == me(edition, "/address")
    assert visitor.get(me(edition, "/address")).location == "/in/address"
    assert OLD in words(visitor.get("/in/address"))


def test_the_new_address_is_proven_before_it_replaces_the_old_one(
    visitor: Visitor, browser: Callable[[], Visitor], session: Session, zoe: Participant, edition: Edition
) -> None:
    old_link = f"/p/{personal_link(session, zoe)}"
    sign_in(visitor, zoe)
    assert visitor.post("/in/address", email=NEW).location == "/in/devices"
    session.expire_all()
    assert zoe.email == OLD

    elsewhere = browser()
    for _ in range(2):
        page = elsewhere.get(proof(session))
        assert page.headers["Cache-Control"] == "private, no-store"
        assert OLD in words(page)
    session.expire_all()
    assert zoe.email == OLD, "whoever only opens links changes nothing"

    way = proof(session)
    assert elsewhere.post(way).location == me(edition)
    session.expire_all()
    assert zoe.email == NEW
    assert elsewhere.get(me(edition)).status_code == 200
    assert visitor.get(me(edition)).status_code == 303, "signed in with the former one: out"
    assert browser().get(old_link).status_code == 404, "it lies in a mailbox that may be another's now"
    assert browser().post(way).status_code == 404
    kinds = session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)).all()
    assert kinds == ["AddressChangeAsked", "ProfileChanged", "AddressChanged"]


def test_organiser_and_participant_of_one_address_move_together(
    visitor: Visitor, session: Session, account: Account
) -> None:
    elsewhere = factories.edition(session)
    as_guest = factories.participant(session, elsewhere, email=account.email)
    sign_in(visitor, account).post("/in/address", email=NEW)
    visitor.post(proof(session))
    session.expire_all()
    assert (account.email, as_guest.email) == (NEW, NEW)
    assert visitor.get("/o").status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("zoe@", "This does not look like an e-mail address"),
        (OLD.upper(), "This is the address that you have already."),
        ("", "This is needed."),
    ],
)
def test_what_cannot_be_is_said_at_the_field(
    visitor: Visitor, zoe: Participant, typed: str, said: str
) -> None:
    answer = sign_in(visitor, zoe).post("/in/address", email=typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{typed}"' in answer.text


def test_two_registrations_do_not_become_one(
    visitor: Visitor, session: Session, zoe: Participant, edition: Edition
) -> None:
    factories.participant(session, edition, email=NEW)
    sign_in(visitor, zoe).post("/in/address", email=NEW)
    answer = visitor.post(proof(session))
    assert answer.status_code == 409
    assert "the two cannot become one" in words(answer)
    session.expire_all()
    assert zoe.email == OLD


@pytest.mark.abuse(9)
def test_abuse_09_an_old_sign_in_is_not_enough(visitor: Visitor, zoe: Participant, time: Time) -> None:
    sign_in(visitor, zoe)
    time.pass_by(minutes=15)
    assert visitor.get("/in/address").status_code == 200
    time.pass_by(seconds=1)
    assert visitor.get("/in/address").location == "/in"
    assert visitor.post("/in/address", email=NEW).status_code == 303, "the form had been open"
    time.pass_by(minutes=15)
    assert visitor.post("/in/address", email=NEW).location == "/in"
    assert visitor.session.scalar(select(AddressChange.wanted)) == NEW


@pytest.mark.abuse(9)
def test_abuse_09_somebody_else_s_sign_in_does_not_reach_it(
    visitor: Visitor, session: Session, zoe: Participant, edition: Edition
) -> None:
    other = factories.participant(session, edition, email="ali@other.example")
    sign_in(visitor, other)
    visitor.enter(zoe)
    assert visitor.get(me(edition, "/address")).location == "/in"
