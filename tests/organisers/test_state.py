from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.models import Delivery, DomainEvent, Job
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import draft

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk, Room


def test_an_organiser_finds_the_editions_of_her_fairs(desk: Desk, session: Session, edition: Edition) -> None:
    factories.participant(session, edition)
    factories.participant(session, edition, state="confirmed")

    page = desk.words("/o")

    assert "March fair Halle aux Grains Thursday 18 March 2027 Registration 1" in page


def test_an_organiser_of_nothing_yet_reads_what_will_be_here(visitor: Desk, session: Session) -> None:
    account = factories.organiser(session, factories.fair(session), language="en")

    assert "The fairs you run will be listed here." in visitor.sign_in(account).words("/o")


def test_the_state_shows_figures_and_what_is_missing(desk: Desk, session: Session, room: Room) -> None:
    event = DomainEvent(kind="EditionChanged", edition_id=room.edition.id, payload={}, at=NOW)
    session.add(
        Delivery(event=event, edition_id=room.edition.id, handler="mail.agenda", state="dead", not_before=NOW)
    )
    factories.participant(session, room.edition, state="received")
    factories.participant(session, room.edition, state="confirmed")
    factories.participant(session, room.edition)

    page = desk.words(f"/o/{room.edition.slug}")

    for words in (
        "take part 4",
        "registered in all 6",
        "wishes 6",
        "of them mutual pairs 3",
        "slots × tables 4 × 2",
        "meetings wished, and the most that can be held 3 / 3",
        "1 message was given up.",
        "1 registration waits for you.",
        "1 person has not confirmed the address yet.",
        "1 person who takes part has wished nothing yet.",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("act", "button"),
    [
        ("draft", "Open to the public"),
        ("nobody", "Look at the public page"),
        ("waiting", "Look at who waits"),
        ("no_venue", "Lay out the venue"),
        ("wishing", "Close the wishes"),
        ("ready", "Make the grid"),
        ("running", "See how far it is"),
        ("planned", "Look at the grid"),
        ("over", "Read the journal"),
    ],
)
def test_the_next_act_is_the_one_primary_button(
    desk: Desk, session: Session, room: Room, act: str, button: str
) -> None:
    edition = room.edition
    match act:
        case "draft":
            edition.opened_at = None
        case "nobody":
            for person in room.people:
                person.state = "withdrawn"
        case "waiting":
            room.people[0].state = "confirmed"
        case "no_venue":
            edition = factories.edition(session, of=edition.fair)
            factories.participant(session, edition)
        case "wishing":
            edition.wishes_closed_at = None
        case "running":
            session.add(
                Job(edition_id=edition.id, kind="plan", options={"seconds": 9}, asked_at=NOW, state="running")
            )
        case "planned":
            draft(session, room, (0, 1, 0, 0))
        case "over":
            edition.ends_at = NOW - timedelta(days=1)
            edition.starts_at = NOW - timedelta(days=2)

    page = desk.get(f"/o/{edition.slug}").text

    assert page.count("btn-primary") == 1
    assert button in page.partition("btn-primary")[2][:120]


def test_gates_close_and_open_again(desk: Desk, session: Session, edition: Edition) -> None:
    edition.registration_closes_at = NOW + timedelta(days=1)
    here = f"/o/{edition.slug}"
    assert "Registration is open until Tuesday 2 March 2027, 10:00." in desk.words(here)

    for deed in ("registration/close", "registration/reopen", "wishes/close", "wishes/reopen"):
        assert desk.post(f"{here}/{deed}").location == here

    assert "Registration is open until" in desk.words(here)
    kinds = session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)).all()
    assert kinds == ["RegistrationClosed", "EditionChanged", "WishesClosed", "EditionChanged"]


def test_opening_an_edition_puts_it_before_the_public(desk: Desk, edition: Edition) -> None:
    edition.opened_at = None

    assert desk.post(f"/o/{edition.slug}/open").status_code == 303

    assert edition.opened_at == NOW


def test_a_repair_that_waits_for_the_organiser_is_named(desk: Desk, session: Session, room: Room) -> None:
    draft(session, room, (0, 1, 0, 0)).cause = "repair"

    assert "The repair waits for you to publish it." in desk.words(f"/o/{room.edition.slug}")


def test_once_it_is_over_nothing_is_missing_any_more(desk: Desk, session: Session, edition: Edition) -> None:
    factories.participant(session, edition, state="received")
    assert "There is no table yet." in desk.words(f"/o/{edition.slug}")
    edition.starts_at, edition.ends_at = NOW - timedelta(days=2), NOW - timedelta(days=1)
    assert "Nothing. Things that need you will be named here." in desk.words(f"/o/{edition.slug}")


def test_who_waits_has_registered_too(desk: Desk, session: Session, edition: Edition) -> None:
    for state in ("approved", "waitlisted", "offered", "withdrawn"):
        factories.participant(session, edition, state=state, waitlisted_at=NOW)
    assert "registered in all 3" in desk.words(f"/o/{edition.slug}")


def test_an_evening_without_meetings_has_no_phases_of_them(visitor: Desk, session: Session) -> None:
    evening = factories.edition(
        session, of=factories.fair(session, kind="meetup"), registration_closed_at=NOW
    )
    host = visitor.sign_in(factories.organiser(session, evening.fair, language="en"))
    assert "Draft Registration Under way Afterwards What now?" in host.words(f"/o/{evening.slug}")
