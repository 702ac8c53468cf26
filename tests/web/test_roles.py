"""What rôles read on the pages they may see. Every rôle at every address: tests/abuse/test_access.py."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import TYPE_CHECKING

import pytest

from fairs.models import Upload
from fairs.web import language
from tests import factories
from tests.visiting import Visitor, words

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Edition

FORBIDDEN, NOT_FOUND = 403, 404


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


def test_no_link_leads_the_reception_where_it_finds_nothing(
    app: Flask, session: Session, edition: Edition
) -> None:
    zoe = factories.participant(session, edition)
    paper = factories.question(session, edition, "file")
    upload = Upload(
        participant_id=zoe.id, name="statuts.pdf", media_type="pdf", content=b"", uploaded_at=factories.NOW
    )
    session.add(upload)
    session.flush()
    factories.answer(session, zoe, paper, upload=str(upload.id), name="statuts.pdf")
    desk = browser(app, session).sign_in(factories.member(session, edition.fair, "desk"))
    waiting, answered = [f"/o/{edition.slug}/people"], dict[str, int]()
    while waiting:
        address = waiting.pop()
        page = desk.get(address)
        answered[address] = page.status_code
        links = rf'href="(/[oe]/{edition.slug}[^"#]*)"'
        found = re.findall(links, page.text) if page.mimetype == "text/html" else []
        waiting += {unescape(link) for link in found} - answered.keys() - set(waiting)
    assert sorted(address for address, code in answered.items() if code >= NOT_FOUND) == []
    assert any(address.endswith(str(zoe.id)) for address in answered)
    assert "statuts.pdf" in words(desk.get(f"/o/{edition.slug}/people/{zoe.id}"))


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
