"""What all of the participant's pages have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fairs.models import Listing
from tests import grids
from tests.visiting import me

if TYPE_CHECKING:
    from tests.visiting import Visitor

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
PAGES = ("", "/find", "/wishes", "/when", "/agenda", "/profile", "/withdraw")


@pytest.mark.abuse(22)
def test_names_are_shown_and_never_obeyed(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    for person in (room.zoe, room.ali, room.mia):
        person.name = person.role = person.organisation.name = EVIL
        person.organisation.town = person.organisation.pitch = person.organisation.website = EVIL
        person.organisation.listings = [Listing(side="need", cooperation="flow", text=EVIL)]
    room.edition.venue = room.edition.fair.name = EVIL
    room.tables[0].label = EVIL
    visitor.enter(room.ali)
    for page in PAGES:
        answer = visitor.get(me(room.edition, page))
        assert answer.status_code == 200
        assert "<script>" not in answer.text
        assert "<img" not in answer.text


@pytest.mark.abuse(10)
@pytest.mark.parametrize("page", PAGES)
def test_reading_changes_nothing(visitor: Visitor, page: str) -> None:
    room = grids.published(visitor.session)
    visitor.enter(room.ali)
    visitor.session.commit()
    connection = visitor.session.connection()
    tables = type(room.edition).metadata.sorted_tables
    before = [connection.execute(table.select()).all() for table in tables]
    visitor.session.commit()
    assert visitor.get(me(room.edition, page)).status_code == 200
    connection = visitor.session.connection()
    assert [connection.execute(table.select()).all() for table in tables] == before
