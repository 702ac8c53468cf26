"""What rôles read on the pages they may see. Every rôle at every address: tests/abuse/test_access.py."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from fairs.web import language
from tests import factories
from tests.visiting import Visitor, words

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Edition

FORBIDDEN = 403


@pytest.fixture
def edition(session: Session) -> Edition:
    """With an owner, so that others may be changed."""
    made = factories.edition(session)
    factories.organiser(session, made.fair)
    return made


def browser(app: Flask, session: Session) -> Visitor:
    client = app.test_client()
    client.set_cookie(language.COOKIE, "en")
    return Visitor(client, session)


def test_who_reads_along_is_told_so_and_finds_the_rooms_of_the_role(
    app: Flask, session: Session, edition: Edition
) -> None:
    viewer = browser(app, session).sign_in(factories.member(session, edition.fair, "viewer"))
    page = words(viewer.get(f"/o/{edition.slug}/people"))
    assert "You read along: your rôle changes nothing here." in page
    answer = viewer.post(f"/o/{edition.slug}/people/approve")
    assert answer.status_code == FORBIDDEN
    assert "your rôle does not let you change it: nothing was changed" in words(answer)

    desk = browser(app, session).sign_in(factories.member(session, edition.fair, "desk"))
    assert f'href="/o/{edition.slug}/people"' in desk.get("/o").text
    rooms = desk.get(f"/o/{edition.slug}/people").text
    assert f'href="/o/{edition.slug}/people"' in rooms
    assert f'href="/o/{edition.slug}/plan"' not in rooms


@pytest.mark.abuse(6)
def test_abuse_06_nobody_makes_themselves_more_than_they_are(
    app: Flask, session: Session, edition: Edition
) -> None:
    account = factories.member(session, edition.fair, "organiser")
    visitor = browser(app, session).sign_in(account)
    own = account.memberships[0]
    here = f"/o/{edition.slug}/team"
    for address in (f"{here}/{own.id}", here, f"{here}/second-factor", f"{here}/{own.id}/remove"):
        typed = {"role": "owner", "email": "me@evil.example", "demanded": "y"}
        assert visitor.post(address, **typed).status_code == FORBIDDEN, address
    visitor.post(
        f"/o/{edition.slug}/settings", role="owner", fair_id=str(uuid.uuid4()), needs_second_factor="y"
    )
    session.expire_all()
    assert own.role == "organiser"
    assert edition.fair.needs_second_factor is False
