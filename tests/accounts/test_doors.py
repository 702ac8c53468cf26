"""Signing in: a link and a code prove an address, once, and for as long as its owner chose."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import func, select

from fairs.domain import sign_ins, tokens
from fairs.models import DomainEvent, Knock, SignIn, Token
from tests import factories
from tests.factories import NOW
from tests.visiting import SECRET, counted, me, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Account, Edition
    from tests.jobs.works import Time
    from tests.visiting import Visitor

ZOE = "zoe@recyclerie.example"


def link(session: Session, account: Account) -> str:
    return "/in/" + tokens.issue(session, "sign_in", account.id, SECRET, NOW)


def asked(visitor: Visitor, email: str) -> tuple[str, str]:
    """Ask for a way in; the code and the link as the mail bears them."""
    assert visitor.post("/in", email=email).location == "/in/code"
    with visitor.client.session_transaction() as cookie:
        knock = visitor.session.get_one(Knock, UUID(cookie["knock"]))
    raw = tokens.issue(visitor.session, "sign_in", knock.id, SECRET, NOW)
    return sign_ins.code_of(knock, SECRET), f"/in/{raw}"


def signed_in(visitor: Visitor) -> bool:
    return visitor.get("/in/devices").status_code == 200


@pytest.mark.abuse(11)
def test_abuse_11_known_and_unknown_addresses_are_answered_alike_and_cost_the_same(
    app: Flask, browser: Callable[[], Visitor], session: Session, account: Account
) -> None:
    told, statements = [], []
    for email in (" MAI@boucles.example ", "no@body.example"):
        one = browser()
        one.form_token()
        statements.append(counted(app, lambda one=one, email=email: one.post("/in", email=email)))
        page = words(one.get("/in/code")).replace(email.strip(), "…")
        told.append((page, words(one.post("/in/code", code="000000")).replace(email.strip(), "…")))
    assert told[0] == told[1]
    assert statements[0] == statements[1]
    subjects = session.scalars(select(Knock.subject_id)).all()
    assert set(subjects) == {account.id, None}
    assert session.scalars(select(DomainEvent.kind)).all() == ["SignInAsked", "SignInAsked"]


def test_without_an_address_nothing_is_asked_and_the_page_says_so(visitor: Visitor, session: Session) -> None:
    answer = visitor.post("/in", email="")
    assert answer.status_code == 422
    assert "This is needed." in answer.text
    assert session.scalar(select(DomainEvent)) is None


@pytest.mark.abuse(10)
@pytest.mark.pains(50)
def test_opening_the_link_signs_nobody_in_and_pressing_its_button_does_once(
    visitor: Visitor, browser: Callable[[], Visitor], session: Session, account: Account
) -> None:
    address = link(session, account)
    for _ in range(3):
        assert visitor.get(address).status_code == 200
    assert not signed_in(visitor)
    assert visitor.post(address).location == "/in/devices", "where somebody wanted to go"
    assert signed_in(visitor)
    assert browser().post(address).status_code == 404


@pytest.mark.pains(50)
def test_the_code_signs_in_where_the_link_was_asked_for(visitor: Visitor, account: Account) -> None:
    code, way = asked(visitor, account.email)
    assert visitor.post("/in/code", code=f" {code[:3]} {code[3:]} ").location == "/o"
    assert signed_in(visitor)
    assert visitor.get(way).status_code == 404, "the link dies with the code"


@pytest.mark.abuse(9)
def test_abuse_09_the_code_dies_with_the_link(
    visitor: Visitor, browser: Callable[[], Visitor], account: Account
) -> None:
    code, way = asked(visitor, account.email)
    assert browser().post(way).status_code == 303
    assert visitor.post("/in/code", code=code).status_code == 422
    assert not signed_in(visitor)


@pytest.mark.abuse(9)
def test_abuse_09_the_code_opens_nothing_in_another_browser(
    visitor: Visitor, browser: Callable[[], Visitor], account: Account
) -> None:
    code, _ = asked(visitor, account.email)
    other = browser()
    assert other.post("/in/code", code=code).location == "/in"
    asked(other, "no@body.example")
    assert other.post("/in/code", code=code).status_code == 422
    assert not signed_in(other)


@pytest.mark.abuse(9)
def test_abuse_09_five_codes_may_be_tried_and_no_sixth(visitor: Visitor, account: Account) -> None:
    code, way = asked(visitor, account.email)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(sign_ins.TRIES):
        answer = visitor.post("/in/code", code=wrong)
        assert answer.status_code == 422
    assert "no further one is taken here" in words(answer)
    assert visitor.post("/in/code", code=code).status_code == 422
    assert not signed_in(visitor)
    assert visitor.post(way).status_code == 303


@pytest.mark.abuse(9)
def test_abuse_09_codes_and_links_die_after_a_quarter_of_an_hour(
    visitor: Visitor, account: Account, time: Time
) -> None:
    code, way = asked(visitor, account.email)
    time.pass_by(minutes=15)
    assert visitor.post("/in/code", code=code).status_code == 422
    assert visitor.get(way).status_code == 404
    assert visitor.post(way).status_code == 404
    assert not signed_in(visitor)


@pytest.mark.abuse(9)
def test_abuse_09_neither_link_nor_code_nor_cookie_stands_in_the_database(
    visitor: Visitor, session: Session, account: Account
) -> None:
    code, way = asked(visitor, account.email)
    visitor.post(way)
    with visitor.client.session_transaction() as cookie:
        secret = cookie["_user_id"]
    rows = [
        *session.scalars(select(Token)),
        *session.scalars(select(Knock)),
        *session.scalars(select(SignIn)),
    ]
    written = " ".join(str(value) for row in rows for value in vars(row).values())
    assert not {code, way.rpartition("/")[2], secret} & set(written.split())
    assert len(secret) == 43  # 256 bits


@pytest.mark.abuse(9)
@pytest.mark.abuse(16)
def test_a_link_to_sign_in_is_kept_by_nobody_and_named_to_nobody(
    visitor: Visitor, session: Session, account: Account
) -> None:
    answer = visitor.get(link(session, account))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.abuse(9)
def test_a_participant_s_link_signs_no_organiser_in(
    visitor: Visitor, session: Session, edition: Edition
) -> None:
    participant = factories.participant(session, edition)
    raw = tokens.issue(session, "personal", participant.id, SECRET, NOW)
    assert visitor.get(f"/in/{raw}").status_code == 404
    assert visitor.post(f"/in/{raw}").status_code == 404


@pytest.mark.abuse(14)
@pytest.mark.abuse(18)
def test_abuse_14_signing_in_changes_all_secrets_of_the_session(
    visitor: Visitor, session: Session, account: Account
) -> None:
    addresses = [link(session, account)]
    old_form = visitor.form_token()
    session.commit()
    assert visitor.client.post(addresses[0]).status_code == 400
    visitor.post(addresses[0])
    with visitor.client.session_transaction() as cookie:
        first = cookie["_user_id"]
    assert visitor.client.post("/in/devices/end", data={"csrf_token": old_form}).status_code == 400
    session.commit()
    visitor.post(link(session, account))
    with visitor.client.session_transaction() as cookie:
        assert cookie["_user_id"] != first
    assert sign_ins.signed_in(session, first, NOW) is None, "the former secret is dead"


@pytest.mark.abuse(14)
def test_abuse_14_a_cookie_that_somebody_planted_is_not_signed_in(
    browser: Callable[[], Visitor], session: Session, account: Account
) -> None:
    victim, attacker = browser(), browser()
    attacker.form_token()
    planted = attacker.client.get_cookie("maillage")
    assert planted
    victim.client.set_cookie("maillage", planted.value)
    victim.post(link(session, account))
    assert signed_in(victim)
    assert not signed_in(attacker)


def test_somebody_who_takes_part_signs_in_and_finds_their_page(
    visitor: Visitor, session: Session, edition: Edition
) -> None:
    factories.participant(session, edition, email=ZOE, name="Zoé")
    code, _ = asked(visitor, f" {ZOE.upper()} ")
    assert visitor.post("/in/code", code=code).location == me(edition)
    assert visitor.get(me(edition)).status_code == 200
    assert visitor.get("/o").location == "/in"
    assert visitor.get(f"/o/{edition.slug}").location == "/in"


@pytest.mark.abuse(8)
@pytest.mark.parametrize("state", ["withdrawn", "declined"])
def test_abuse_08_who_left_is_out_also_when_signed_in(
    visitor: Visitor, session: Session, edition: Edition, state: str
) -> None:
    zoe = factories.participant(session, edition, email=ZOE)
    code, _ = asked(visitor, ZOE)
    visitor.post("/in/code", code=code)
    zoe.state = state
    session.flush()
    assert visitor.get(me(edition)).status_code == 303
    again, way = asked(visitor, ZOE)
    assert visitor.post("/in/code", code=again).status_code == 422
    assert visitor.post(way).status_code == 404


@pytest.mark.parametrize(("shared", "lasts"), [("", timedelta(days=60)), ("y", timedelta(hours=8))])
def test_the_time_is_the_one_that_was_chosen(
    visitor: Visitor, session: Session, account: Account, shared: str, lasts: timedelta, time: Time
) -> None:
    answer = visitor.post(link(session, account), **({"shared": shared} if shared else {}))
    cookie = answer.headers["Set-Cookie"]
    assert ("Expires=" in cookie) is not bool(shared), "of a shared device it ends with the browser"
    time.at = NOW + lasts - timedelta(seconds=1)
    assert signed_in(visitor)
    time.at = NOW + lasts
    assert not signed_in(visitor)


def test_signing_out_ends_it_for_a_copied_cookie_as_well(
    visitor: Visitor, browser: Callable[[], Visitor], session: Session, account: Account
) -> None:
    visitor.post(link(session, account))
    copied = visitor.client.get_cookie("maillage")
    assert copied
    thief = browser()
    thief.client.set_cookie("maillage", copied.value)
    assert signed_in(thief)
    assert visitor.post("/in/out").location == "/"
    assert not signed_in(visitor)
    assert not signed_in(thief)
    assert session.scalar(select(func.count()).select_from(SignIn)) == 0


@pytest.mark.abuse(13)
def test_abuse_13_signing_in_leads_back_to_pages_of_ours_alone(
    visitor: Visitor, account: Account, edition: Edition
) -> None:
    assert visitor.get(f"/o/{edition.slug}/people?search=a").location == "/in"
    code, _ = asked(visitor, account.email)
    assert visitor.post("/in/code", code=code).location == f"/o/{edition.slug}/people?search=a"
    for evil in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"):
        visitor.get(f"/in?next={evil}&back={evil}")
        code, _ = asked(visitor, account.email)
        with visitor.client.session_transaction() as cookie:
            cookie["back"] = evil
        assert visitor.post("/in/code?next=//evil.example", code=code).location == "/o"


@pytest.mark.abuse(12)
def test_abuse_12_no_way_in_is_built_from_the_host_of_a_request(
    visitor: Visitor, session: Session, account: Account
) -> None:
    visitor.session.commit()
    for address in ("/in", "/in/code", link(session, account), "/in/devices"):
        answer = visitor.get(address, Host="evil.example")
        assert "evil.example" not in answer.text + str(answer.headers)
    visitor.client.post(
        "/in",
        data={"csrf_token": visitor.form_token(), "email": account.email},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )
    events = session.scalars(select(DomainEvent)).all()
    assert "evil" not in str([event.payload for event in events])
