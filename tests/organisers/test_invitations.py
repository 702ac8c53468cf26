"""The page of invitations, the link's own page, and the way back into a closed edition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.models import DomainEvent, Invitation, Participant
from tests import factories
from tests.organisers.conftest import Desk, words

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Edition

TYPED = {
    "organisation": "Scierie",
    "family": "ess",
    "name": "Ana Bon",
    "email": "ana@scierie.example",
    "language": "en",
}


def only(session: Session) -> Invitation:
    session.expire_all()
    return session.scalars(select(Invitation)).one()


def test_people_are_invited_by_their_addresses(desk: Desk, session: Session, edition: Edition) -> None:
    here = f"/o/{edition.slug}/invitations"
    factories.participant(session, edition, email="zoe@org.example")
    people = "Ana Bon <ana@scierie.example>\n\nali@org.example;\nzoe@org.example"
    desk.post(f"{here}/people", people=people, family="funder", language="en", approves="y", words="Come!")
    page = desk.words(here)
    assert "2 people are invited. 1 person is registered or invited already and was left out." in page
    assert "Ana Bon ana@scierie.example Funder 0 of 1" in page
    kinds = session.scalars(select(DomainEvent.kind)).all()
    assert kinds.count("PersonInvited") == 2


def test_lines_that_are_no_address_are_all_told_at_once_and_nobody_is_written_to(
    desk: Desk, session: Session, edition: Edition
) -> None:
    people = "ana@scierie.example\nnobody\nali@org.example\n<>"
    answer = desk.post(f"/o/{edition.slug}/invitations/people", people=people, family="", language="en")
    assert answer.status_code == 422
    assert "Lines 2, 4 are no e-mail addresses." in words(answer)
    assert "ali@org.example" in answer.text
    assert session.scalars(select(Invitation)).all() == []


def test_a_group_gets_a_link_that_registers_so_many(
    app: Flask, desk: Desk, session: Session, edition: Edition
) -> None:
    here = f"/o/{edition.slug}/invitations"
    edition.invitation_only = True
    desk.post(f"{here}/group", label="Les scieries", seats="1", family="ess", approves="y")
    link = re.search(r"/i/[\w-]+", desk.get(here).text)
    assert link

    visitor = Desk(app.test_client(), session)
    assert "Only those who are invited can register" in visitor.words(f"/e/{edition.slug}/register")
    door = visitor.get(link[0])
    assert "This link is for Les scieries: one seat is left." in words(door)
    assert door.headers["Referrer-Policy"] == "no-referrer"
    token = link[0].rpartition("/")[2]
    form = visitor.get(f"/e/{edition.slug}/register?by={token}")
    assert f'name="by" value="{token}"' in form.text
    assert visitor.post(f"/e/{edition.slug}/register", **TYPED, by=token).status_code == 303
    assert "This invitation has been used" in visitor.words(link[0])
    assert only(session).used == 1

    again = visitor.post(f"/e/{edition.slug}/register", **TYPED | {"email": "ali@org.example"}, by=token)
    assert again.status_code == 422
    assert 'value="ali@org.example"' in again.text


def test_an_invitation_is_taken_back(app: Flask, desk: Desk, session: Session, edition: Edition) -> None:
    here = f"/o/{edition.slug}/invitations"
    desk.post(f"{here}/group", label="Les scieries", seats="5", family="", approves="y")
    link = re.search(r"/i/[\w-]+", desk.get(here).text)
    assert link
    desk.post(f"{here}/{only(session).id}/revoke")
    assert "taken back" in desk.words(here)
    assert "This invitation has been used" in Desk(app.test_client(), session).words(link[0])


def test_after_the_end_what_is_typed_is_kept_and_the_organiser_opens_again_for_one(
    app: Flask, desk: Desk, session: Session, edition: Edition
) -> None:
    edition.registration_closed_at = factories.NOW
    visitor = Desk(app.test_client(), session)
    refused = visitor.post(f"/e/{edition.slug}/register", **TYPED)
    assert refused.status_code == 422
    assert "Registration for this edition is closed. What you typed is kept on this page." in words(refused)
    assert f'formaction="/e/{edition.slug}/late"' in refused.text

    asked = visitor.post(f"/e/{edition.slug}/late", **TYPED, words="The train was late.")
    assert asked.location == f"/e/{edition.slug}/late/asked"
    assert "The answer comes by mail to ana@scierie.example." in visitor.words(asked.location)

    assert "1 person asks to register after the end." in desk.words(f"/o/{edition.slug}")
    here = f"/o/{edition.slug}/invitations"
    assert "Scierie, Ana Bon" in desk.words(here)
    desk.post(f"{here}/{only(session).id}/grant")
    granted = desk.get(here)
    assert "Scierie, Ana Bon" in words(granted)

    from fairs.domain import tokens  # noqa: PLC0415 - for this one link, which is mailed

    raw = tokens.issue(session, "invitation", only(session).id, "of the tests", factories.NOW)
    form = visitor.get(f"/e/{edition.slug}/register?by={raw}")
    assert 'value="Scierie"' in form.text
    assert visitor.post(f"/e/{edition.slug}/register", **TYPED, by=raw).status_code == 303
    session.expire_all()
    assert session.scalars(select(Participant.state)).all() == ["approved"]
