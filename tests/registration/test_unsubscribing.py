"""Mails that can be done without are stopped by the link that stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import tokens
from fairs.models import DomainEvent
from tests import factories
from tests.visiting import SECRET, words

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Participant
    from tests.visiting import Visitor

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def person(session: Session) -> Participant:
    return factories.participant(session, factories.edition(session))


@pytest.fixture
def address(session: Session, person: Participant) -> str:
    return f"/u/{tokens.issue(session, 'unsubscribe', person.id, SECRET, factories.NOW)}"


def happened(session: Session) -> list[str]:
    return list(session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)))


@pytest.mark.abuse(10)
def test_whoever_only_opens_the_link_stops_nothing(
    visitor: Visitor, person: Participant, address: str
) -> None:
    answer = visitor.get(address)
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert "No more reminders?" in words(answer)
    assert "What you need in order to take part still comes" in words(answer)
    visitor.session.refresh(person)
    assert person.reminders_stopped_at is None


def test_the_button_stops_them_and_another_takes_it_back(
    visitor: Visitor, person: Participant, address: str
) -> None:
    assert visitor.post(address).location == address
    visitor.session.refresh(person)
    assert person.reminders_stopped_at == factories.NOW
    assert "You get no more reminders" in words(visitor.get(address))
    assert visitor.post(f"{address}/again").location == address
    visitor.session.refresh(person)
    assert person.reminders_stopped_at is None
    assert happened(visitor.session) == ["RemindersStopped", "RemindersResumed"]


def test_a_mail_program_stops_them_by_one_click_without_a_form(
    app: Flask, session: Session, person: Participant, address: str
) -> None:
    session.commit()
    for _ in range(2):
        answer = app.test_client().post(address, data=ONE_CLICK)
        assert (answer.status_code, answer.data) == (200, b"")
    session.refresh(person)
    assert person.reminders_stopped_at is not None
    assert happened(session) == ["RemindersStopped"]


@pytest.mark.abuse(18)
def test_another_site_cannot_let_them_come_again(
    app: Flask, session: Session, person: Participant, address: str
) -> None:
    person.reminders_stopped_at = factories.NOW
    session.commit()
    assert app.test_client().post(f"{address}/again").status_code == 400
    session.refresh(person)
    assert person.reminders_stopped_at == factories.NOW


@pytest.mark.abuse(9)
def test_the_link_opens_nothing_else_and_no_other_link_opens_it(visitor: Visitor, address: str) -> None:
    secret = address.removeprefix("/u/")
    assert visitor.get(f"/p/{secret}").status_code == 404
    assert visitor.get(f"/cal/{secret}.ics").status_code == 404
    assert visitor.get("/u/unknown").status_code == 404
    assert visitor.post("/u/unknown", **ONE_CLICK).status_code == 404
