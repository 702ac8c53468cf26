"""Signing up for activities on one's own page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fairs.domain import activities as verbs
from fairs.domain.activities import Plan, Words
from tests import factories
from tests.visiting import counted, me, words

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Activity, Edition
    from tests.visiting import Visitor

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def edition(session: Session) -> Edition:
    return factories.edition(session)


def activity(
    session: Session, edition: Edition, title: str, hour: float, places: int | None = None
) -> Activity:
    starts_at = edition.starts_at + hour * AN_HOUR
    texts = {
        "fr": Words(f"{title} en français", "De quoi il s'agit."),
        "en": Words(title, "What it is about."),
    }
    plan = Plan("talk", texts, starts_at, starts_at + AN_HOUR, "Hall", "Zoé", places)
    return verbs.add(session, edition, plan, factories.NOW)


def act(edition: Edition, on: Activity, way: str) -> str:
    return me(edition, f"/programme/{on.id}/{way}")


def test_everyone_reads_the_programme(visitor: Visitor, session: Session, edition: Edition) -> None:
    assert "programme" not in visitor.get(f"/e/{edition.slug}").text.partition("Take it along")[0]
    activity(session, edition, "Mending", 1, places=3)
    assert f'href="/e/{edition.slug}/programme"' in visitor.get(f"/e/{edition.slug}").text
    page = words(visitor.get(f"/e/{edition.slug}/programme"))
    assert "10:00 until 11:00 Talk · Hall Mending What it is about. With Zoé · 3 places left" in page
    assert "Mending en français" in words(visitor.get(f"/e/{edition.slug}/programme?lang=fr"))


def test_signing_up_and_out_and_what_clashes(visitor: Visitor, session: Session, edition: Edition) -> None:
    first, second = activity(session, edition, "Mending", 1), activity(session, edition, "Sawing", 1.5)
    visitor.enter(factories.participant(session, edition, language="en"))
    visitor.post(act(edition, first, "in"))
    assert "You are signed up for “Mending”." in words(visitor.get(me(edition, "/programme")))
    visitor.post(act(edition, second, "in"))
    page = words(visitor.get(me(edition, "/programme")))
    assert "It is held while “Mending” is: you cannot be at both. Give one place back." in page
    assert "At the same time as “Sawing”, which you signed up for" in page
    visitor.post(act(edition, first, "out"))
    page = words(visitor.get(me(edition, "/programme")))
    assert "Your place is free for somebody else." in page
    assert page.count("You are signed up") == 1
    assert "What you signed up for 10:30 Sawing · Talk · Hall" in words(visitor.get(me(edition, "/agenda")))


def test_the_last_place_is_given_once(visitor: Visitor, session: Session, edition: Edition) -> None:
    workshop = activity(session, edition, "Mending", 1, places=1)
    verbs.sign_up(session, factories.participant(session, edition), workshop, factories.NOW)
    visitor.enter(factories.participant(session, edition))
    assert act(edition, workshop, "in") not in visitor.get(me(edition, "/programme")).text
    visitor.post(act(edition, workshop, "in"))
    assert "All places of this activity are taken." in words(visitor.get(me(edition, "/programme")))
    session.refresh(workshop)
    assert workshop.taken == 1


def test_minutes_are_for_those_who_were_there(visitor: Visitor, session: Session, edition: Edition) -> None:
    edition.starts_at, edition.ends_at = factories.NOW - 3 * AN_HOUR, factories.NOW + AN_HOUR
    talk = activity(session, edition, "Mending", 0)
    talk.minutes = "We start again in May."
    there, elsewhere = (factories.participant(session, edition) for _ in range(2))
    verbs.sign_up(session, there, talk, edition.starts_at)
    visitor.enter(elsewhere)
    assert "We start again in May." not in words(visitor.get(me(edition, "/programme")))
    visitor.enter(there)
    assert "We start again in May." in words(visitor.get(me(edition, "/programme")))
    assert "We start again in May." not in words(visitor.get(f"/e/{edition.slug}/programme"))


@pytest.mark.abuse(7)
def test_abuse_7_nobody_signs_up_for_an_activity_of_another_edition(
    visitor: Visitor, session: Session, edition: Edition
) -> None:
    elsewhere = activity(session, factories.edition(session), "Mending", 1)
    visitor.enter(factories.participant(session, edition))
    assert visitor.post(act(edition, elsewhere, "in")).status_code == 404
    session.refresh(elsewhere)
    assert elsewhere.taken == 0


def test_a_longer_programme_asks_no_more_of_the_database(
    app: Flask, visitor: Visitor, session: Session, edition: Edition
) -> None:
    activity(session, edition, "Mending", 1)
    visitor.enter(factories.participant(session, edition))
    address = me(edition, "/programme")
    visitor.get(address)
    with_one = counted(app, lambda: visitor.client.get(address))
    for hour in (2, 3):
        activity(session, edition, "Sawing", hour)
    session.commit()
    assert counted(app, lambda: visitor.client.get(address)) == with_one
