"""Links in mails: a button behind each, which only its reader presses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from fairs.domain import registrations, tokens
from fairs.models import Base, DomainEvent, Token
from tests import factories
from tests.visiting import SECRET, Visitor, me, personal_link, words

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Participant


def confirm_link(session: Session, participant: Participant) -> str:
    return tokens.issue(session, "confirm", participant.id, SECRET, factories.NOW)


def everything(session: Session) -> dict[str, int]:
    """How many rows each table has, and what the tokens look like."""
    tables = {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }
    used = session.scalar(select(func.count()).select_from(Token).where(Token.used_at.is_not(None)))
    return tables | {"used": used or 0}


def test_the_button_confirms_and_lets_in(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    zoe = factories.participant(
        visitor.session, edition, state="received", confirmed_at=None, approved_at=None
    )
    raw = confirm_link(visitor.session, zoe)
    page = words(visitor.get(f"/p/{raw}"))
    assert zoe.name in page
    assert "Confirm my registration" in page
    answer = visitor.post(f"/p/{raw}")
    assert (answer.status_code, answer.location) == (303, me(edition))
    visitor.session.refresh(zoe)
    assert zoe.state == "confirmed"
    assert "Your registration waits for the organiser" in words(visitor.get(me(edition)))


def test_an_edition_that_approves_by_itself_lets_in_at_once(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session, approves_itself=True)
    zoe = factories.participant(
        visitor.session, edition, state="received", confirmed_at=None, approved_at=None
    )
    visitor.post(f"/p/{confirm_link(visitor.session, zoe)}")
    visitor.session.refresh(zoe)
    assert zoe.state == "approved"


@pytest.mark.abuse(10)
@pytest.mark.pains(50)
@pytest.mark.parametrize("purpose", ["confirm", "personal"])
def test_whoever_only_opens_the_link_changes_nothing(visitor: Visitor, purpose: str) -> None:
    edition = factories.edition(visitor.session)
    zoe = factories.participant(
        visitor.session, edition, state="received" if purpose == "confirm" else "approved"
    )
    link = confirm_link if purpose == "confirm" else personal_link
    raw = link(visitor.session, zoe)
    visitor.session.commit()
    before = everything(visitor.session)
    for _ in range(3):
        assert visitor.get(f"/p/{raw}").status_code == 200
        assert visitor.client.head(f"/p/{raw}").status_code == 200
    visitor.session.expire_all()
    assert everything(visitor.session) == before
    assert visitor.get(me(edition)).status_code == 303


def test_the_confirming_button_may_be_pressed_again(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    zoe = factories.participant(
        visitor.session, edition, state="received", confirmed_at=None, approved_at=None
    )
    raw = confirm_link(visitor.session, zoe)
    for _ in range(2):
        assert visitor.post(f"/p/{raw}").status_code == 303
    kinds = visitor.session.scalars(select(DomainEvent.kind)).all()
    assert kinds == ["RegistrationConfirmed"]


def test_the_personal_link_works_again_and_again(app: Flask, visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    raw = personal_link(visitor.session, factories.participant(visitor.session, edition))
    for browser in (app.test_client(), app.test_client()):
        assert Visitor(browser, visitor.session).post(f"/p/{raw}").location == me(edition)


def test_who_has_entered_is_led_on(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    zoe = factories.participant(visitor.session, edition)
    raw = personal_link(visitor.session, zoe)
    visitor.enter(zoe)
    assert visitor.get(f"/p/{raw}").location == me(edition)


@pytest.mark.abuse(9)
def test_a_link_opens_nothing_but_what_it_is_for(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    zoe = factories.participant(visitor.session, edition)
    feed = tokens.issue(visitor.session, "feed", zoe.id, SECRET, factories.NOW)
    personal = personal_link(visitor.session, zoe)
    assert visitor.get(f"/p/{feed}").status_code == 404
    assert visitor.get(f"/in/{personal}").status_code == 404
    assert visitor.get(f"/cal/{personal}.ics").status_code == 404


@pytest.mark.abuse(9)
def test_a_revoked_link_is_dead_and_so_is_who_entered_by_it(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    zoe = factories.participant(visitor.session, edition)
    raw = personal_link(visitor.session, zoe)
    visitor.enter(zoe)
    tokens.revoke(visitor.session, "personal", zoe.id, factories.NOW)
    assert visitor.get(me(edition)).status_code == 303
    assert visitor.get(f"/p/{raw}").status_code == 404
    assert visitor.post(f"/p/{raw}").status_code == 404


@pytest.mark.abuse(8)
@pytest.mark.parametrize("state", ["withdrawn", "declined"])
def test_who_left_is_out_at_once_and_the_links_are_dead(visitor: Visitor, state: str) -> None:
    edition = factories.edition(visitor.session)
    zoe = factories.participant(visitor.session, edition)
    raw = personal_link(visitor.session, zoe)
    visitor.enter(zoe)
    if state == "withdrawn":
        registrations.withdraw(visitor.session, zoe, factories.NOW)
    else:
        zoe.state = "declined"
    assert visitor.get(me(edition)).status_code == 303
    answer = visitor.get(f"/p/{raw}")
    assert answer.status_code == 404
    assert "Ask for a new one on the page of the fair" in words(answer)


def test_a_confirming_link_dies_after_a_week(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    zoe = factories.participant(visitor.session, edition, state="received")
    raw = tokens.issue(visitor.session, "confirm", zoe.id, SECRET, factories.NOW - timedelta(days=8))
    assert visitor.get(f"/p/{raw}").status_code == 404


@pytest.mark.abuse(12)
def test_the_host_a_request_names_is_never_used(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    zoe = factories.participant(visitor.session, edition)
    raw = personal_link(visitor.session, zoe)
    for address in ("/", f"/e/{edition.slug}", f"/p/{raw}", "/me/none", f"/e/{edition.slug}/link"):
        answer = visitor.get(address, Host="evil.example")
        assert "evil.example" not in answer.text
        assert "evil.example" not in str(answer.headers)


@pytest.mark.abuse(14)
def test_a_cookie_that_was_made_up_lets_nobody_in(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    visitor.enter(factories.participant(visitor.session, edition))
    visitor.client.set_cookie("maillage", "eyJ3YXlzX2luIjp7fX0.forged.signature")
    assert visitor.get(me(edition)).status_code == 303
