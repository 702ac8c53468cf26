from __future__ import annotations

from typing import TYPE_CHECKING

from tests import factories

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk, Room


def test_demand_stands_against_supply(desk: Desk, session: Session, room: Room) -> None:
    silent = factories.participant(session, room.edition, organisation="Maison Muette")
    factories.interest(session, room.people[0], silent)

    page = desk.words(f"/o/{room.edition.slug}/wishes")

    for said in (
        "meetings wished 4",
        "of the wished ones can be held at most 4",
        "1 person has wished nothing Maison Muette",
        "Maison Zoé Zoé 2 3 2",
    ):
        assert said in page
    assert "3 meetings for 4 slots" in desk.get(f"/o/{room.edition.slug}/wishes").text


def test_open_wishes_can_be_closed_here(desk: Desk, room: Room) -> None:
    room.edition.wishes_closed_at = None

    assert "Close the wishes" in desk.words(f"/o/{room.edition.slug}/wishes")


def test_an_edition_without_people_says_what_will_be_here(desk: Desk, edition: Edition) -> None:
    assert "Once people are approved" in desk.words(f"/o/{edition.slug}/wishes")
