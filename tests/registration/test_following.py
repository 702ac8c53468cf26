"""Following a fair or meetup: asked on its page, proven by a button, ended by one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import following, tokens
from fairs.models import Follower
from tests import factories
from tests.visiting import SECRET, words

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Fair
    from tests.visiting import Visitor

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
EMAIL = "lea@org.example"


@pytest.fixture
def fair(session: Session) -> Fair:
    return factories.fair(session, kind="meetup", name="Apéro")


def follower(session: Session, fair: Fair) -> Follower:
    following.follow(session, fair, EMAIL, "en", factories.NOW)
    return session.scalars(select(Follower)).one()


def link(session: Session, of: Follower, purpose: tokens.Purpose) -> str:
    return f"/{purpose}/{tokens.issue(session, purpose, of.id, SECRET, factories.NOW)}"


def test_the_form_says_the_same_to_everybody(visitor: Visitor, fair: Fair) -> None:
    for _ in range(2):
        answer = visitor.post(f"/g/{fair.slug}/follow", email=f" {EMAIL.upper()}")
        assert (answer.status_code, answer.location) == (303, f"/g/{fair.slug}/follow")
    assert "We have written to LEA@ORG.EXAMPLE." in words(visitor.get(f"/g/{fair.slug}/follow"))
    (row,) = visitor.session.scalars(select(Follower))
    assert (row.email, row.confirmed_at, row.language) == (EMAIL, None, "en")


def test_what_is_no_address_is_said_at_the_field_and_kept(visitor: Visitor, fair: Fair) -> None:
    answer = visitor.post(f"/g/{fair.slug}/follow", email="lea(at)org")
    assert answer.status_code == 422
    assert "This does not look like an e-mail address" in words(answer)
    assert 'value="lea(at)org"' in answer.text


@pytest.mark.abuse(10)
def test_abuse_10_whoever_only_opens_the_link_follows_nothing(visitor: Visitor, fair: Fair) -> None:
    row = follower(visitor.session, fair)
    address = link(visitor.session, row, "follow")
    answer = visitor.get(address)
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert "Hear of new dates?" in words(answer)
    visitor.session.refresh(row)
    assert row.confirmed_at is None
    assert visitor.post(address).location == address
    visitor.session.refresh(row)
    assert row.confirmed_at == factories.NOW
    assert "You follow “Apéro”" in words(visitor.get(address))


def test_the_button_ends_it_and_the_address_is_forgotten(visitor: Visitor, fair: Fair) -> None:
    row = follower(visitor.session, fair)
    following.confirm(visitor.session, row, factories.NOW)
    address = link(visitor.session, row, "unfollow")
    assert "No more mails about new dates?" in words(visitor.get(address))
    assert visitor.post(address).location == address
    assert visitor.session.scalars(select(Follower)).all() == []
    assert "You do not follow any more" in words(visitor.get(address))


def test_a_mail_program_ends_it_by_one_click_also_twice(app: Flask, session: Session, fair: Fair) -> None:
    row = follower(session, fair)
    following.confirm(session, row, factories.NOW)
    address = link(session, row, "unfollow")
    session.commit()
    for _ in range(2):
        answer = app.test_client().post(address, data=ONE_CLICK)
        assert (answer.status_code, answer.data) == (200, b"")
    assert session.scalars(select(Follower)).all() == []


@pytest.mark.abuse(9)
def test_abuse_9_each_link_opens_one_thing(visitor: Visitor, fair: Fair) -> None:
    row = follower(visitor.session, fair)
    follow, unfollow = (link(visitor.session, row, purpose) for purpose in ("follow", "unfollow"))
    crossed = (
        follow.replace("/follow/", "/unfollow/"),
        unfollow.replace("/unfollow/", "/follow/"),
        follow.replace("/follow/", "/p/"),
        unfollow.replace("/unfollow/", "/u/"),
        "/follow/unknown",
        "/unfollow/unknown",
    )
    assert {visitor.get(address).status_code for address in crossed} == {404}


@pytest.mark.abuse(18)
def test_abuse_18_another_site_makes_nobody_follow(app: Flask, session: Session, fair: Fair) -> None:
    session.commit()
    assert app.test_client().post(f"/g/{fair.slug}/follow", data={"email": EMAIL}).status_code == 400
    assert session.scalars(select(Follower)).all() == []
