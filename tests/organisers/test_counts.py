"""Lists ask the database as often for three rows as for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from fairs import events
from fairs.domain.publishing import publish
from fairs.extensions import db
from fairs.models import Delivery
from fairs.outbox import record
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import draft

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.organisers.conftest import Desk, Room


def asked(app: Flask, desk: Desk, address: str) -> int:
    """How many statements a page takes."""
    statements: list[str] = []

    def note(*details: object) -> None:
        statements.append(str(details[2]))

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        assert desk.get(address).status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


def happens(session: Session, room: Room) -> None:
    """Somebody more comes, is approved and written to, at one table more, in one more edition of the fair."""
    person = factories.participant(session, room.edition)
    factories.participant(session, room.edition, state="confirmed")
    factories.mutual(session, person, room.people[0])
    happened = record(session, events.RegistrationApproved(room.edition.id, person.id), NOW)
    work = Delivery(event=happened, edition_id=room.edition.id, handler="mail.approved", queue="mail")
    work.state, work.not_before = "dead", NOW
    session.add(work)
    factories.edition(session, of=room.edition.fair)


@pytest.mark.parametrize(
    "page", ["", "/people", "/venue", "/wishes", "/plan", "/publish", "/messages", "/journal", "/settings"]
)
def test_an_edition_s_lists(app: Flask, desk: Desk, session: Session, room: Room, page: str) -> None:
    publish(session, draft(session, room, (0, 1, 0, 0)), NOW)
    happens(session, room)
    address = f"/o/{room.edition.slug}{page}"
    desk.get(address)
    before = asked(app, desk, address)

    happens(session, room)
    happens(session, room)

    assert asked(app, desk, address) == before


def test_the_list_of_editions(app: Flask, desk: Desk, session: Session, room: Room) -> None:
    before = asked(app, desk, "/o")
    happens(session, room)
    happens(session, room)

    assert asked(app, desk, "/o") == before


def test_the_grid(app: Flask, desk: Desk, session: Session, room: Room) -> None:
    address = f"/o/{room.edition.slug}/grid"
    draft(session, room, (0, 1, 0, 0))
    before = asked(app, desk, address)

    draft(session, room, (0, 1, 0, 0), (0, 2, 1, 1), (1, 2, 2, 0))

    assert asked(app, desk, address) == before
