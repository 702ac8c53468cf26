from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from fairs.domain import registrations
from fairs.domain.deliveries import send_again
from fairs.models import Delivery
from tests.delivery.conftest import BASE_URL, span, words

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.delivery.conftest import Town
    from tests.delivery.sinks import Sink

Entry = tuple[str, str, int, str]


def calendars(mail: EmailMessage) -> dict[str, list[Entry]]:
    """By method: what a calendar program reads in a mail: summary, start, sequence, status."""
    found = {}
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            calendar = Calendar.from_ical(part.get_payload(decode=True))
            assert part["Content-Type"].params["method"] == calendar["METHOD"]
            found[str(calendar["METHOD"])] = [
                (
                    str(event["SUMMARY"]),
                    event["DTSTART"].dt.strftime("%H:%M"),
                    int(event["SEQUENCE"]),
                    str(event["STATUS"]),
                )
                for event in calendar.walk("VEVENT")
            ]
    return found


def enclosed(mail: EmailMessage) -> list[str]:
    return [str(part.get_filename()) for part in mail.iter_attachments()]


def published(town: Town, *meetings: tuple[str, str, int]) -> dict[str, EmailMessage]:
    """Publish, carry out what follows, and give the new mails by their reader."""
    town.forget_mails()
    town.publish(*meetings)
    town.run_all()
    return town.mails_by_reader()


def test_the_first_publication_brings_everyone_their_agenda(town: Town) -> None:
    mails = published(town, ("Zoé", "Ali", 0), ("Zoé", "Mia", 1))
    assert set(mails) == {"Zoé", "Ali", "Mia"}
    mia = mails["Mia"]
    assert mia["Subject"] == "Your agenda, 1 meeting: March fair"
    assert calendars(mia) == {"REQUEST": [("Atelier Zoé (Zoé) · Table 1", "09:25", 0, "CONFIRMED")]}
    assert enclosed(mia) == ["agenda.ics", "agenda.pdf"]
    for wanted in (
        span("09:25", "09:45"),
        "Table 1",
        "Atelier Zoé",
        f"{BASE_URL}/p/",
        "webcal://fairs.example/cal/",
    ):
        assert wanted in words(mia)
    for wanted in (
        span("09:25", "09:45"),
        "Table 1",
        "Atelier Zoé",
        f'href="{BASE_URL}/p/',
        'href="webcal://',
    ):
        assert wanted in words(mia, "html")
    assert len(calendars(mails["Zoé"])["REQUEST"]) == 2


def test_the_sheet_is_a_pdf(town: Town) -> None:
    mails = published(town, ("Zoé", "Ali", 0))
    sheet = next(part for part in mails["Ali"].iter_attachments() if part.get_filename() == "agenda.pdf")
    content = sheet.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert content.startswith(b"%PDF-")


def test_who_has_no_meeting_is_told_so_kindly_and_gets_no_calendar(town: Town) -> None:
    mia = published(town, ("Zoé", "Ali", 0))["Mia"]
    assert mia["Subject"] == "Your agenda: March fair"
    assert (calendars(mia), enclosed(mia)) == ({}, [])
    assert "no meeting could be found" in words(mia)
    assert f"{BASE_URL}/p/" in words(mia)


def test_a_change_reaches_exactly_those_whom_it_concerns(town: Town) -> None:
    published(town, ("Zoé", "Ali", 0), ("Zoé", "Mia", 1))
    mails = published(town, ("Zoé", "Ali", 0), ("Zoé", "Mia", 2))
    assert set(mails) == {"Zoé", "Mia"}
    assert mails["Mia"]["Subject"] == "Your agenda has changed: March fair"
    moved = ("Atelier Zoé (Zoé) · Table 1", "09:50", 1, "CONFIRMED")
    assert calendars(mails["Mia"]) == {"REQUEST": [moved]}
    assert [entry[2] for entry in calendars(mails["Zoé"])["REQUEST"]] == [1]
    assert enclosed(mails["Zoé"]) == ["agenda.ics", "agenda.pdf"]
    assert span("09:25", "09:45") in words(mails["Mia"])  # where it was before


@pytest.mark.pains(22)
def test_new_and_cancelled_meetings_go_in_one_mail(town: Town) -> None:
    published(town, ("Zoé", "Ali", 0))
    mails = published(town, ("Zoé", "Mia", 0))
    assert {name: set(calendars(mail)) for name, mail in mails.items()} == {
        "Zoé": {"REQUEST", "CANCEL"},
        "Ali": {"CANCEL"},
        "Mia": {"REQUEST"},
    }
    assert mails["Mia"]["Subject"] == "Your agenda, 1 meeting: March fair"
    assert [(sequence, status) for *_, sequence, status in calendars(mails["Ali"])["CANCEL"]] == [
        (1, "CANCELLED")
    ]
    assert enclosed(mails["Ali"]) == ["cancelled.ics"]
    assert enclosed(mails["Zoé"]) == ["agenda.ics", "cancelled.ics", "agenda.pdf"]


def test_a_plan_that_changes_nothing_is_not_mailed(town: Town) -> None:
    published(town, ("Zoé", "Ali", 0))
    assert published(town, ("Zoé", "Ali", 0)) == {}


def test_who_withdrew_gets_the_cancellation_and_no_way_in(town: Town) -> None:
    published(town, ("Zoé", "Mia", 0))
    town.forget_mails()
    with town.sessions.begin() as session:
        registrations.withdraw(session, town.person_in(session, "Mia"), town.time())
    mails = published(town)
    mia = mails["Mia"]
    assert set(calendars(mia)) == {"CANCEL"}
    assert "As you have withdrawn" in words(mia)
    assert "/p/" not in words(mia)
    assert set(mails) == {"Zoé", "Mia"}


@pytest.mark.abuse(17)
def test_abuse_17_no_mail_tells_an_address_that_its_owner_keeps(town: Town) -> None:
    mails = published(town, ("Zoé", "Mia", 0))
    assert "zoe@org.example" not in mails["Mia"].as_string()
    everything = "".join(
        str(part.get_payload(decode=True)) for part in mails["Mia"].walk() if not part.is_multipart()
    )
    assert "zoe@org.example" not in everything


def told(mails: list[EmailMessage]) -> list[tuple[str, dict[str, list[Entry]]]]:
    """What Zoé was sent, in that order."""
    hers = [mail for mail in mails if mail["To"].addresses[0].display_name == "Zoé"]
    return [(mail["Subject"], calendars(mail)) for mail in hers]


ALI = "Atelier Ali (Ali) · Table 1"
OFF = f"Annulé\N{NO-BREAK SPACE}: {ALI}"
MIA = "Atelier Mia (Mia) · Table 1"
FIRST = "Votre agenda, 1 rendez-vous\N{NO-BREAK SPACE}: Salon de mars"
CHANGED = "Votre agenda a changé\N{NO-BREAK SPACE}: Salon de mars"


def run_until_nothing_waits(town: Town) -> None:
    while [one for one in town.deliveries() if one.state in {"todo", "doing"}]:
        town.run_all()
        town.time.pass_by(seconds=10)


def test_a_mail_that_was_put_off_is_not_overtaken_by_a_newer_one(town: Town, sink: Sink) -> None:
    sink.refusals = ["451 4.7.1 greylisted"] * 3
    town.publish(("Zoé", "Ali", 0))
    town.run_all()
    town.publish(("Zoé", "Mia", 0))
    run_until_nothing_waits(town)
    assert told(sink.taken) == [
        (FIRST, {"REQUEST": [(ALI, "09:00", 0, "CONFIRMED")]}),
        (
            CHANGED,
            {
                "REQUEST": [(MIA, "09:00", 0, "CONFIRMED")],
                "CANCEL": [(OFF, "09:00", 1, "CANCELLED")],
            },
        ),
    ]


def test_of_publications_that_nobody_was_told_of_yet_the_newest_is_told(town: Town, sink: Sink) -> None:
    town.publish(("Zoé", "Ali", 0))
    town.publish(("Zoé", "Mia", 0))
    town.run_all()
    assert told(sink.taken) == [(FIRST, {"REQUEST": [(MIA, "09:00", 0, "CONFIRMED")]})]
    assert sorted(mail["To"].addresses[0].display_name for mail in sink.taken) == ["Ali", "Mia", "Zoé"]
    assert {delivery.state for delivery in town.deliveries()} == {"done"}


def test_what_a_lost_mail_would_have_called_off_the_next_one_calls_off(town: Town, sink: Sink) -> None:
    published(town, ("Zoé", "Ali", 0))
    sink.taken.clear()
    sink.answers = ["554 5.6.0 not these words"] * 3
    town.publish(("Zoé", "Mia", 0))
    town.run_all()
    assert {delivery.state for delivery in town.deliveries()} == {"done", "dead"}
    town.publish(("Ali", "Mia", 1))
    town.run_all()
    assert told(sink.taken) == [(CHANGED, {"CANCEL": [(OFF, "09:00", 1, "CANCELLED")]})]
    for lost in town.deliveries():
        if lost.state == "dead":
            with town.sessions.begin() as session:
                send_again(session, session.get_one(Delivery, lost.id), town.time())
    town.run_all()
    assert len(told(sink.taken)) == 1  # what was lost is old by now, and the newer mail told everything
    assert {delivery.state for delivery in town.deliveries()} == {"done"}


def test_a_mail_whose_sender_died_goes_once_more_before_the_next_one(town: Town, sink: Sink) -> None:
    town.publish(("Zoé", "Ali", 0))
    while (taken := town.claim()) is not None:
        assert taken.handler == "mail.agenda"  # and then the process dies: it may have sent the mail
    town.publish(("Zoé", "Mia", 0))
    run_until_nothing_waits(town)
    assert [subject for subject, _ in told(sink.taken)] == [FIRST, CHANGED]
    assert set(told(sink.taken)[1][1]) == {"REQUEST", "CANCEL"}


def test_who_withdrew_before_anything_was_told_is_told_nothing(town: Town) -> None:
    town.publish(("Zoé", "Mia", 0))
    with town.sessions.begin() as session:
        registrations.withdraw(session, town.person_in(session, "Mia"), town.time())
    town.publish()
    town.run_all()
    assert [mail["Subject"] for mail in town.mails() if mail["To"].addresses[0].display_name == "Mia"] == [
        "You have withdrawn: March fair"
    ]
