"""Mails when a colleague comes along, or instead: one identity of each meeting in every calendar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from fairs.domain import handing_over, substitutes
from fairs.domain.colleagues import Colleague, bring
from fairs.errors import Refused
from fairs.jobs.due_substitutes import SubstitutesAnswer
from fairs.models import Substitute
from tests.delivery.conftest import words

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.delivery.conftest import Town

INES = Colleague("Inês", "ines@org.example", language="en")


def calendar(mail: EmailMessage) -> tuple[str, list[tuple[str, int]], str]:
    """The method, the identities with their sequences, and who is invited."""
    part = next(
        part for part in mail.walk() if part.get_content_type() in {"text/calendar", "application/ics"}
    )
    content = Calendar.from_ical(part.get_payload(decode=True))
    events = content.walk("VEVENT")
    return (
        str(content["METHOD"]),
        [(str(event["UID"]), int(event["SEQUENCE"])) for event in events],
        str(events[0]["ATTENDEE"]).removeprefix("mailto:"),
    )


def test_a_colleague_is_asked_to_confirm(town: Town) -> None:
    with town.sessions.begin() as session:
        bring(session, town.person_in(session, "Zoé"), INES, town.time())
    town.run_all()
    (mail,) = town.mails()
    assert mail["To"].addresses[0].addr_spec == "ines@org.example"
    assert "Zoé has registered you for March fair, for Atelier Zoé." in " ".join(words(mail).split())
    assert "https://fairs.example/p/" in words(mail)


def test_whoever_is_concerned_learns_who_comes_and_calendars_keep_their_meetings(town: Town) -> None:
    town.publish(("Zoé", "Mia", 0), ("Zoé", "Ali", 1))
    town.run_all()
    first = {name: calendar(mail) for name, mail in town.mails_by_reader().items()}
    (uid, _), (other, _) = first["Zoé"][1]
    town.forget_mails()

    with town.sessions.begin() as session:
        asked = substitutes.name(session, town.person_in(session, "Zoé"), INES, town.time()).id
    town.run_all()
    (mail,) = town.mails()
    assert mail["To"].addresses[0].addr_spec == "ines@org.example"
    assert "Take the place, and your agenda follows by mail." in " ".join(words(mail).split())
    town.forget_mails()

    with town.sessions.begin() as session:
        substitutes.take(session, session.get_one(Substitute, asked), town.time())
    town.run_all()

    mails = town.mails_by_reader()
    assert set(mails) == {"Zoé", "Inês", "Mia", "Ali"}
    assert calendar(mails["Zoé"]) == ("CANCEL", [(uid, 1), (other, 1)], "zoe@org.example")
    assert calendar(mails["Mia"]) == ("REQUEST", [(uid, 1)], "mia@org.example")
    assert mails["Mia"]["Subject"] == "Somebody else comes to your meeting: March fair"
    assert "Inês" in words(mails["Mia"])
    agenda = mails["Inês"]
    assert agenda["To"].addresses[0].addr_spec == "ines@org.example"
    assert calendar(agenda) == ("REQUEST", [(uid, 1), (other, 1)], "ines@org.example")
    assert agenda["Subject"] == "Your agenda, 2 meetings: March fair"


def test_whoever_does_not_answer_is_reminded_once_and_then_the_place_is_free(town: Town) -> None:
    with town.sessions.begin() as session:
        substitutes.name(session, town.person_in(session, "Zoé"), INES, town.time())
    duty = SubstitutesAnswer()
    assert duty.see_to(town.sessions, town.time()) == 0
    town.run_all()
    town.forget_mails()

    town.time.pass_by(days=2, minutes=1)
    assert [duty.see_to(town.sessions, town.time()) for _ in range(2)] == [1, 0]
    town.run_all()
    (mail,) = town.mails()
    assert mail["To"].addresses[0].addr_spec == "ines@org.example"
    assert mail["Subject"] == "Still free for you: the place of Zoé, March fair"
    town.forget_mails()

    town.time.pass_by(days=1)
    assert [duty.see_to(town.sessions, town.time()) for _ in range(2)] == [1, 0]
    town.run_all()
    (mail,) = town.mails()
    assert mail["To"].addresses[0].addr_spec == "zoe@org.example"
    with town.sessions() as session:
        assert town.person_in(session, "Zoé").state == "withdrawn"


@pytest.mark.abuse(11)
def test_abuse_11_who_stands_there_already_learns_by_mail_that_nothing_changes(town: Town) -> None:
    with town.sessions.begin() as session:
        known = replace(INES, email="mia@org.example")
        asked = substitutes.name(session, town.person_in(session, "Zoé"), known, town.time()).id
    town.run_all()
    (mail,) = town.mails()
    assert mail["To"].addresses[0].addr_spec == "mia@org.example"
    assert mail["Subject"] == "You stand in this edition already: March fair"
    assert "/p/" not in words(mail)
    town.time.pass_by(days=2, minutes=1)
    SubstitutesAnswer().see_to(town.sessions, town.time())
    town.run_all()
    assert len(town.mails()) == 1, "no reminder"
    with town.sessions.begin() as session, pytest.raises(Refused, match="stands in this edition already"):
        substitutes.take(session, session.get_one(Substitute, asked), town.time())


def test_a_colleague_who_inherits_wishes_is_told(town: Town) -> None:
    with town.sessions.begin() as session:
        zoe, ali = town.person_in(session, "Zoé"), town.person_in(session, "Ali")
        ali.organisation = zoe.organisation
        handing_over.pass_to(session, zoe, ali, town.time())
    town.run_all()
    mails = town.mails_by_reader()
    assert set(mails) == {"Zoé", "Ali"}
    assert mails["Ali"]["Subject"] == "Vous avez les souhaits de Zoé\N{NO-BREAK SPACE}: Salon de mars"
    assert "https://fairs.example/p/" in words(mails["Ali"])
