from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.domain.publishing import publish
from fairs.models import DeadAddress, DomainEvent
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import draft, words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk, Room


def kinds(session: Session) -> list[str]:
    return list(session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)))


def test_registrations_are_found_by_words_and_by_state(
    desk: Desk, session: Session, edition: Edition
) -> None:
    factories.participant(session, edition, name="Zoé Lefèvre", organisation="Recyclerie du Lavoir")
    factories.participant(session, edition, name="Ali", organisation="Scierie", state="confirmed")
    factories.participant(session, edition, name="Mia", organisation="Mairie", state="withdrawn")
    here = f"/o/{edition.slug}/people"

    def shown(address: str) -> set[str]:
        page = desk.words(address)
        return {name for name in ("Recyclerie", "Scierie", "Mairie") if name in page}

    assert shown(here) == {"Recyclerie", "Scierie", "Mairie"}
    assert shown(f"{here}?search=LEFEVRE") == {"Recyclerie"}
    assert shown(f"{here}?state=confirmed") == {"Scierie"}
    assert shown(f"{here}?state=confirmed&search=zoe") == set()
    assert "Nobody here answers to that." in desk.words(f"{here}?search=nobody")
    assert "all 3 waits for you 1 approved 1 withdrawn 1" in desk.words(here)


def test_an_edition_without_people_says_how_they_come(desk: Desk, edition: Edition) -> None:
    assert "Registrations will be listed here." in desk.words(f"/o/{edition.slug}/people")


def test_one_is_approved_and_then_all_who_wait(desk: Desk, session: Session, edition: Edition) -> None:
    waiting = [factories.participant(session, edition, state="confirmed") for _ in range(3)]
    unproven = factories.participant(session, edition, state="received")
    here = f"/o/{edition.slug}/people"
    assert "Approve all 3 who wait" in desk.words(here)

    desk.post(f"{here}/{waiting[0].id}/approve")
    assert [person.state for person in waiting] == ["approved", "confirmed", "confirmed"]
    assert "Approve all 2 who wait" in desk.words(here)

    desk.post(f"{here}/approve")
    assert [person.state for person in waiting] == ["approved"] * 3
    assert unproven.state == "received"
    assert kinds(session) == ["RegistrationApproved"] * 3


def test_an_unproven_address_is_not_approved(desk: Desk, session: Session, edition: Edition) -> None:
    person = factories.participant(session, edition, state="received", name="Zoé")

    answer = desk.post(f"/o/{edition.slug}/people/{person.id}/approve")

    assert answer.status_code == 409
    assert "Zoé cannot be approved yet: the address is not confirmed." in words(answer)
    assert person.state == "received"


def test_who_is_declined_reads_the_organiser_s_words(desk: Desk, session: Session, edition: Edition) -> None:
    person = factories.participant(session, edition, state="confirmed")
    here = f"/o/{edition.slug}/people/{person.id}"
    assert "Decline" in desk.words(here)

    desk.post(f"{here}/decline", words=" The hall is full. ")

    assert person.state == "declined"
    event = session.scalars(select(DomainEvent)).one()
    assert event.payload["words"] == "The hall is full."
    assert "Approve" in desk.words(here)


def test_words_that_are_too_long_are_kept_in_the_form(desk: Desk, session: Session, edition: Edition) -> None:
    person = factories.participant(session, edition, state="confirmed")

    answer = desk.post(f"/o/{edition.slug}/people/{person.id}/decline", words="no " * 1000)

    assert answer.status_code == 422
    assert answer.text.count("no no no") > 10
    assert person.state == "confirmed"


def test_a_withdrawal_names_what_it_cancels(desk: Desk, session: Session, room: Room) -> None:
    schedule = draft(session, room, (0, 1, 0, 0), (0, 2, 1, 0))
    publish(session, schedule, NOW)
    zoe = room.people[0]
    here = f"/o/{room.edition.slug}/people/{zoe.id}"
    assert "Zoé leaves this edition. 2 published meetings are cancelled" in desk.words(here)

    assert desk.post(f"{here}/withdraw").location == f"/o/{room.edition.slug}/people"

    assert zoe.state == "withdrawn"
    assert kinds(session)[-1] == "ParticipantWithdrew"


def test_whom_no_mail_reaches_is_seen_everywhere_and_the_address_can_be_corrected(
    desk: Desk, session: Session, edition: Edition
) -> None:
    zoe = factories.participant(session, edition, name="Zoé Lefèvre", email="zoe@wrong.example")
    session.add(DeadAddress(email=zoe.email, how="bounced", said="550 unknown", since=NOW))
    here = f"/o/{edition.slug}"
    assert "No mail reaches 1 person." in desk.words(here)
    assert "no mail arrives" in desk.words(f"{here}/people")
    page = desk.words(f"{here}/people/{zoe.id}")
    assert "Mails to zoe@wrong.example have not arrived since" in page
    assert "What was said: 550 unknown" in page

    refused = desk.post(f"{here}/people/{zoe.id}/address", email="zoe at home")
    assert refused.status_code == 422
    assert 'value="zoe at home"' in refused.text
    assert "This does not look like an e-mail address" in words(refused)

    desk.post(f"{here}/people/{zoe.id}/address", email="zoe@right.example")

    session.expire_all()
    assert (zoe.email, kinds(session)) == ("zoe@right.example", ["AddressCorrected"])
    page = desk.words(f"{here}/people/{zoe.id}")
    assert "The personal link is on its way to zoe@right.example." in page
    assert "No mail reaches" not in page + desk.words(here)
    assert "corrected the address of Zoé Lefèvre" in desk.words(f"{here}/journal")


def test_strangers_correct_no_address(other_desk: Desk, session: Session, edition: Edition) -> None:
    zoe = factories.participant(session, edition, email="zoe@org.example")

    answer = other_desk.post(f"/o/{edition.slug}/people/{zoe.id}/address", email="me@evil.example")

    assert (answer.status_code, zoe.email) == (404, "zoe@org.example")
