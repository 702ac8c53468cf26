"""Acting for somebody: on their pages, in the open, recorded, and told to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.models import Account, DomainEvent, Membership
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import words
from tests.visiting import Visitor, me

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Participant
    from tests.organisers.conftest import Desk, Room


def act(desk: Desk, someone: Participant) -> None:
    address = f"/o/{someone.edition.slug}/people/{someone.id}/act"
    assert desk.post(address).location == me(someone.edition)


@pytest.fixture
def zoe(room: Room) -> Participant:
    room.edition.wishes_closed_at = None
    return room.people[0]


def test_what_is_done_is_the_organiser_s_doing_and_is_told_to_the_person(
    app: Flask, desk: Desk, session: Session, room: Room, zoe: Participant
) -> None:
    act(desk, zoe)
    page = desk.words(me(room.edition))
    assert "You act for Zoé. What you do is recorded, and shown to them." in page
    assert "Be myself again" in page
    desk.post(me(room.edition, f"/wish/{room.people[1].id}"), level="open")
    desk.post(me(room.edition, f"/wish/{room.people[2].id}"), level="open")

    account = session.scalars(select(Account)).one()
    done = session.execute(select(DomainEvent.kind, DomainEvent.actor, DomainEvent.subject_id)).all()
    by = f"account:{account.id}"
    assert done == [("ActedFor", by, zoe.id), ("WishesDeclared", by, zoe.id), ("WishesDeclared", by, zoe.id)]
    journal = desk.words(f"/o/{room.edition.slug}/journal")
    assert "Maïwenn Organise opened the pages of Zoé (Maison Zoé) to act for them." in journal
    assert "Maïwenn Organise changed a wish of Zoé (Maison Zoé) ." in journal

    own = Visitor(app.test_client(), session).enter(zoe)
    own.client.set_cookie("lang", "en")
    home = words(own.get(me(room.edition)))
    assert "Done for you" in home
    assert home.count("Maïwenn Organise changed your wishes for you.") == 1
    assert "You act for" not in home


def test_there_is_a_way_out(desk: Desk, room: Room, zoe: Participant) -> None:
    act(desk, zoe)
    assert desk.post(f"/o/{room.edition.slug}/people/act/stop").status_code == 303
    assert desk.get(me(room.edition)).status_code == 303


@pytest.mark.abuse(2)
def test_abuse_02_acting_ends_with_the_right_to_it(
    desk: Desk, session: Session, room: Room, zoe: Participant
) -> None:
    act(desk, zoe)
    assert desk.get(me(room.edition)).status_code == 200
    session.scalars(select(Membership)).one().role = "viewer"
    assert desk.get(me(room.edition)).status_code == 303
    assert desk.post(f"/o/{room.edition.slug}/people/{zoe.id}/act").status_code == 403


@pytest.mark.abuse(3)
def test_abuse_03_nobody_acts_for_people_of_another_fair(
    other_desk: Desk, desk: Desk, room: Room, zoe: Participant
) -> None:
    assert other_desk.post(f"/o/{room.edition.slug}/people/{zoe.id}/act").status_code == 404
    elsewhere = factories.participant(desk.session, factories.edition(desk.session))
    assert desk.post(f"/o/{room.edition.slug}/people/{elsewhere.id}/act").status_code == 404
    assert other_desk.get(me(room.edition)).status_code == 303


@pytest.mark.abuse(2)
def test_abuse_02_acting_reaches_one_person_in_one_edition_and_nothing_that_is_theirs_alone(
    desk: Desk, session: Session, room: Room, zoe: Participant
) -> None:
    elsewhere = factories.edition(session, of=room.edition.fair)
    factories.participant(session, elsewhere, email=zoe.email)
    act(desk, zoe)
    assert desk.get(me(elsewhere)).status_code == 303
    answer = desk.get(me(room.edition, "/address"))
    assert (answer.status_code, "nobody can do it on their behalf" in words(answer)) == (403, True)
    assert desk.post(me(room.edition, "/link")).status_code == 403


def test_who_does_not_take_part_cannot_be_acted_for(desk: Desk, room: Room, zoe: Participant) -> None:
    zoe.state = "withdrawn"
    answer = desk.post(f"/o/{room.edition.slug}/people/{zoe.id}/act")
    assert answer.status_code == 409
    assert "Zoé does not take part" in words(answer)


@pytest.mark.abuse(9)
def test_abuse_09_an_organiser_replaces_a_personal_link(
    app: Flask, desk: Desk, session: Session, room: Room, zoe: Participant
) -> None:
    own = Visitor(app.test_client(), session).enter(zoe)
    assert own.get(me(room.edition)).status_code == 200
    answer = desk.post(f"/o/{room.edition.slug}/people/{zoe.id}/new-link")
    assert answer.location == f"/o/{room.edition.slug}/people/{zoe.id}"
    assert own.get(me(room.edition)).status_code == 303
    event = session.scalars(select(DomainEvent)).one()
    assert (event.kind, event.subject_id, event.at) == ("PersonalLinkReplaced", zoe.id, NOW)
