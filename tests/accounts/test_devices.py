"""Where somebody is signed in, and ending it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import sign_ins
from fairs.models import SignIn
from fairs.web.signed_in import device_in_words
from tests import factories
from tests.factories import NOW
from tests.visiting import counted, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Account
    from tests.jobs.works import Time
    from tests.visiting import Visitor

TELEPHONE = "Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0"
LAPTOP = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)


def signed_in(visitor: Visitor) -> bool:
    return visitor.get("/in/devices").status_code == 200


def test_each_device_is_listed_and_can_be_signed_out(
    browser: Callable[[], Visitor], account: Account, session: Session
) -> None:
    telephone, laptop = browser(), browser()
    for one, name in ((telephone, TELEPHONE), (laptop, LAPTOP)):
        one.client.environ_base["HTTP_USER_AGENT"] = name
        one.sign_in(account)
    page = words(laptop.get("/in/devices"))
    assert "Firefox · Android" in page
    assert "Chrome · Linux this device" in page
    assert "Last used" in page
    rows = {row.device: row.id for row in session.scalars(select(SignIn))}
    assert laptop.post(f"/in/devices/{rows['Firefox · Android']}/end").location == "/in/devices"
    assert not signed_in(telephone)
    assert signed_in(laptop)
    assert laptop.post(f"/in/devices/{rows['Chrome · Linux']}/end").location == "/"
    assert not signed_in(laptop)


def test_signing_out_everywhere_ends_all(browser: Callable[[], Visitor], account: Account) -> None:
    three = [browser().sign_in(account) for _ in range(3)]
    assert three[0].post("/in/devices/end").location == "/"
    assert [signed_in(one) for one in three] == [False, False, False]


@pytest.mark.abuse(3)
def test_abuse_03_the_sign_in_of_somebody_else_cannot_be_ended(
    browser: Callable[[], Visitor], account: Account, session: Session
) -> None:
    other = factories.organiser(session, factories.fair(session))
    victim, attacker = browser().sign_in(account), browser().sign_in(other)
    of_victim = session.scalars(select(SignIn).filter_by(email=account.email)).one()
    attacker.post(f"/in/devices/{of_victim.id}/end")
    assert signed_in(victim)
    assert account.email not in attacker.get("/in/devices").text


def test_when_a_device_was_last_used_is_kept_to_the_hour(
    visitor: Visitor, account: Account, session: Session, time: Time
) -> None:
    visitor.sign_in(account)
    row = session.scalars(select(SignIn)).one()
    assert row.seen_at == NOW.replace(minute=0, second=0, microsecond=0)
    time.pass_by(hours=2, minutes=25)
    visitor.get("/in/devices")
    session.expire_all()
    assert row.seen_at == sign_ins.hour_of(time())


def test_a_longer_list_asks_the_database_nothing_more(
    app: Flask, browser: Callable[[], Visitor], account: Account, session: Session
) -> None:
    visitor = browser().sign_in(account)
    session.commit()
    one = counted(app, lambda: visitor.client.get("/in/devices"))
    for _ in range(3):
        browser().sign_in(account)
    session.commit()
    assert counted(app, lambda: visitor.client.get("/in/devices")) == one


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (TELEPHONE, "Firefox · Android"),
        (LAPTOP, "Chrome · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge · Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_called_as_its_owner_would(user_agent: str, said: str) -> None:
    assert device_in_words(user_agent) == said
