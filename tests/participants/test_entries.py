"""The devices that a personal link has let in: seen, ended, and for as long as was chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import entries
from fairs.domain.sign_ins import ON_OWN_DEVICE, ON_SHARED_DEVICE
from fairs.jobs.due_forgetting import Forgetting
from fairs.models import Entry
from fairs.web import here
from tests import factories
from tests.factories import NOW
from tests.jobs.works import Time
from tests.visiting import counted, me, personal_link, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant
    from tests.visiting import Visitor

TELEPHONE = "Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0"


@pytest.fixture
def time(app: Flask) -> Time:
    app.extensions[here.CLOCK] = moved = Time()
    return moved


@pytest.fixture
def edition(session: Session) -> Edition:
    return factories.edition(session)


@pytest.fixture
def zoe(session: Session, edition: Edition) -> Participant:
    return factories.participant(session, edition, name="Zoé", language="en")


def is_in(visitor: Visitor, edition: Edition) -> bool:
    return visitor.get(me(edition)).status_code == 200


def test_each_device_is_listed_and_can_be_ended(
    browser: Callable[[], Visitor], session: Session, edition: Edition, zoe: Participant
) -> None:
    telephone, laptop = browser(), browser()
    telephone.client.environ_base["HTTP_USER_AGENT"] = TELEPHONE
    telephone.enter(zoe)
    laptop.enter(zoe)
    page = words(laptop.get(me(edition, "/link")))
    assert "Where it has let you in" in page
    assert "Firefox · Android" in page
    assert page.count("this device") == 1
    rows = {row.device: row.id for row in session.scalars(select(Entry))}
    end = me(edition, "/link/devices/{}/end")
    assert laptop.post(end.format(rows["Firefox · Android"])).location == me(edition, "/link")
    assert (is_in(telephone, edition), is_in(laptop, edition)) == (False, True)
    assert laptop.post(end.format(rows[""])).location == f"/e/{edition.slug}"
    assert not is_in(laptop, edition)
    assert is_in(laptop.enter(zoe), edition), "the link itself goes on working"


def test_signing_out_everywhere_ends_all_of_them(
    browser: Callable[[], Visitor], edition: Edition, zoe: Participant
) -> None:
    three = [browser().enter(zoe) for _ in range(3)]
    assert three[0].post(me(edition, "/link/devices/end")).location == f"/e/{edition.slug}"
    assert [is_in(one, edition) for one in three] == [False] * 3


def test_with_the_address_signed_in_all_editions_are_listed_and_ended(
    browser: Callable[[], Visitor], session: Session, edition: Edition, zoe: Participant
) -> None:
    other = factories.edition(session)
    again = factories.participant(session, other, email=zoe.email)
    telephone, tablet = browser().enter(zoe), browser().enter(again)
    signed_in = browser()
    account = factories.organiser(session, factories.fair(session), email=zoe.email)
    signed_in.sign_in(account)
    assert words(signed_in.get("/in/devices")).count("March fair") >= 2
    row = session.scalars(select(Entry).filter_by(participant_id=again.id)).one()
    assert signed_in.post(f"/in/devices/links/{row.id}/end").location == "/in/devices"
    assert (is_in(telephone, edition), is_in(tablet, other)) == (True, False)
    signed_in.post("/in/devices/end")
    assert not is_in(telephone, edition)


@pytest.mark.abuse(3)
def test_abuse_03_nobody_ends_the_devices_of_others(
    browser: Callable[[], Visitor], session: Session, edition: Edition, zoe: Participant
) -> None:
    victim = browser().enter(zoe)
    thief = browser().enter(factories.participant(session, edition))
    row = session.scalars(select(Entry).filter_by(participant_id=zoe.id)).one()
    thief.post(me(edition, f"/link/devices/{row.id}/end"))
    thief.post(me(edition, "/link/devices/end"))
    assert is_in(victim, edition)


@pytest.mark.parametrize(("shared", "lasts"), [("", ON_OWN_DEVICE), ("y", ON_SHARED_DEVICE)])
def test_the_time_is_the_one_that_was_chosen(
    visitor: Visitor, session: Session, edition: Edition, zoe: Participant,
    shared: str, lasts: timedelta, time: Time,
) -> None:  # fmt: skip
    address = f"/p/{personal_link(session, zoe)}"
    assert "Others use this device too" in words(visitor.get(address))
    answer = visitor.post(address, **({"shared": shared} if shared else {}))
    assert ("Expires=" in answer.headers["Set-Cookie"]) is not bool(shared)
    time.at = NOW + lasts - timedelta(seconds=1)
    assert is_in(visitor, edition)
    time.at = NOW + lasts
    assert not is_in(visitor, edition)
    assert entries.holds_old(session, time.at)
    assert entries.forget_old(session, time.at) == 1
    assert Forgetting().job == "forgetting"


def test_when_a_device_was_last_used_is_kept_to_the_hour(
    visitor: Visitor, session: Session, edition: Edition, zoe: Participant, time: Time
) -> None:
    visitor.enter(zoe)
    time.pass_by(hours=2, minutes=25)
    assert is_in(visitor, edition)
    session.expire_all()
    row = session.scalars(select(Entry)).one()
    assert (row.entered_at, row.seen_at) == (NOW, NOW.replace(minute=0) + timedelta(hours=2))


def test_a_copied_cookie_is_out_once_this_device_is_forgotten(
    browser: Callable[[], Visitor], edition: Edition, zoe: Participant
) -> None:
    own, thief = browser().enter(zoe), browser()
    copied = own.client.get_cookie("maillage")
    assert copied
    thief.client.set_cookie("maillage", copied.value)
    assert is_in(thief, edition)
    own.post(me(edition, "/leave"))
    assert not is_in(thief, edition)


def test_a_longer_list_asks_the_database_nothing_more(
    app: Flask, browser: Callable[[], Visitor], session: Session, edition: Edition, zoe: Participant
) -> None:
    visitor = browser().enter(zoe)
    session.commit()
    with_one = counted(app, lambda: visitor.client.get(me(edition, "/link")))
    for _ in range(3):
        browser().enter(zoe)
    session.commit()
    assert counted(app, lambda: visitor.client.get(me(edition, "/link"))) == with_one
