"""A personal link in wrong hands: its owner replaces it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import tokens
from fairs.models import DomainEvent
from tests import factories
from tests.factories import NOW
from tests.visiting import SECRET, Visitor, me, personal_link, words

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.abuse(9)
@pytest.mark.abuse(15)
def test_abuse_09_the_old_link_dies_at_once_on_every_device(app: Flask, visitor: Visitor) -> None:
    session = visitor.session
    edition = factories.edition(session)
    zoe = factories.participant(session, edition, name="Zoé")
    old = personal_link(session, zoe)
    feed = tokens.issue(session, "feed", zoe.id, SECRET, NOW)
    stolen = Visitor(app.test_client(), session).enter(zoe)
    visitor.enter(zoe)
    assert "the old one opens nothing any more" in words(visitor.get(me(edition, "/link")))
    assert stolen.get(me(edition)).status_code == 200, "looking at the page changes nothing"

    assert visitor.post(me(edition, "/link")).location == f"/e/{edition.slug}/link/sent"
    assert zoe.email in words(visitor.get(f"/e/{edition.slug}/link/sent"))
    for one in (visitor, stolen):
        assert one.get(me(edition)).status_code == 303
        assert one.get(f"/p/{old}").status_code == 404
        assert one.post(f"/p/{old}").status_code == 404
        assert one.get(f"/cal/{feed}.ics").status_code == 404
    assert session.scalars(select(DomainEvent.kind)).all() == ["PersonalLinkReplaced"]

    new = personal_link(session, zoe)
    assert new != old
    assert visitor.post(f"/p/{new}").location == me(edition)
