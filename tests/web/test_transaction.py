"""One transaction a request: committed once the view has returned, and only if it may change anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import abort
from sqlalchemy import select

from fairs import events
from fairs.errors import Refused
from fairs.extensions import csrf
from fairs.models import Delivery, DomainEvent, Fair
from fairs.outbox import record
from fairs.web import here, policy
from tests import factories

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session


def write(app: Flask, *, then: Exception | int | None = None) -> None:
    """Let `/write` add a fair, with either method, and end badly if told to."""

    def view() -> str:
        factories.fair(here.session(), slug="written")
        if isinstance(then, int):
            abort(then)
        if then is not None:
            raise then
        return "written"

    csrf.exempt(policy.public(view))
    app.add_url_rule("/write", "write", view, methods=["GET", "POST"])


def fairs(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Fair.slug)))


def test_what_a_view_wrote_is_committed_once_it_returned(app: Flask, session: Session) -> None:
    write(app)
    assert app.test_client().post("/write").status_code == 200
    assert fairs(session) == ["written"]


def test_what_a_page_wrote_by_mistake_is_not(app: Flask, session: Session) -> None:
    write(app)
    assert app.test_client().get("/write").status_code == 200
    assert fairs(session) == []


@pytest.mark.parametrize(
    ("fault", "status"), [(Refused("No."), 409), (404, 404), (RuntimeError("broken"), 500)]
)
def test_what_went_wrong_leaves_everything_as_it_was(
    app: Flask, session: Session, fault: Exception | int, status: int
) -> None:
    app.testing = False
    write(app, then=fault)
    assert app.test_client().post("/write").status_code == status
    assert fairs(session) == []


def test_an_event_becomes_deliveries_in_the_same_transaction(app: Flask, session: Session) -> None:
    edition = factories.edition(session)
    zoe = factories.participant(session, edition)
    asked = events.PersonalLinkAsked(edition.id, zoe.id)
    session.commit()

    def view() -> str:
        record(here.session(), asked, here.now())
        return ""

    csrf.exempt(policy.public(view))
    app.add_url_rule("/ask", "ask", view, methods=["POST"])
    app.test_client().post("/ask")
    found = session.execute(select(DomainEvent.kind, Delivery.handler).join(Delivery.event)).all()
    assert [tuple(row) for row in found] == [("PersonalLinkAsked", "mail.personal_link")]
