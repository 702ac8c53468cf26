"""Mails when a colleague comes along, or instead: one identity of each meeting in every calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icalendar import Calendar

from fairs.domain import proving
from fairs.domain.colleagues import Colleague, bring
from fairs.domain.handing_over import hand_over
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
        hand_over(session, town.person_in(session, "Zoé"), INES, town.time())
    town.run_all()

    mails = town.mails_by_reader()
    assert set(mails) == {"Zoé", "Inês", "Mia", "Ali"}
    assert calendar(mails["Zoé"]) == ("CANCEL", [(uid, 1), (other, 1)], "zoe@org.example")
    assert calendar(mails["Mia"]) == ("REQUEST", [(uid, 1)], "mia@org.example")
    assert mails["Mia"]["Subject"] == "Somebody else comes to your meeting: March fair"
    assert "Inês" in words(mails["Mia"])
    assert "Confirm your address, and your agenda follows by mail." in " ".join(words(mails["Inês"]).split())
    town.forget_mails()

    with town.sessions.begin() as session:
        proving.prove(session, town.person_in(session, "Zoé"), town.time())
    town.run_all()

    (agenda,) = town.mails()
    assert agenda["To"].addresses[0].addr_spec == "ines@org.example"
    assert calendar(agenda) == ("REQUEST", [(uid, 1), (other, 1)], "ines@org.example")
    assert agenda["Subject"] == "Your agenda, 2 meetings: March fair"
