"""Mails that can be done without say how to stop them; what is essential does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fairs import events
from fairs.outbox import record
from tests.delivery.conftest import words
from tests.delivery.sinks import approve, ask_for_the_link

if TYPE_CHECKING:
    from tests.delivery.conftest import Town
    from tests.delivery.sinks import Sink


def remind(town: Town, name: str, reminder: str) -> None:
    with town.sessions.begin() as session:
        person = town.person_in(session, name)
        town.time.at = person.edition.starts_at.replace(day=17)
        record(session, events.ReminderFellDue(person.edition_id, person.id, reminder), town.time())


def test_a_reminder_bears_the_address_of_one_click_in_one_line(town: Town, sink: Sink) -> None:
    long = f"https://fairs.{'network-of-the-valley.' * 4}example"
    town.tools = replace(town.tools, settings=replace(town.tools.settings, base_url=long))
    remind(town, "Zoé", "two_days_before")
    town.run_all()
    (mail,) = sink.taken
    (line,) = [line for line in sink.raw[0].split(b"\r\n") if line.startswith(b"List-Unsubscribe:")]
    assert line.startswith(f"List-Unsubscribe: <{long}/u/".encode())
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip("<>") in words(mail)
    assert mail["List-Unsubscribe"].strip("<>") in words(mail, "html")


def test_without_tls_the_link_is_for_people_alone(town: Town, sink: Sink) -> None:
    """Mail programs follow only https (RFC 8058)."""
    town.tools = replace(town.tools, settings=replace(town.tools.settings, base_url="http://fairs.example"))
    remind(town, "Zoé", "two_days_before")
    town.run_all()
    (mail,) = sink.taken
    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (None, None)
    assert "http://fairs.example/u/" in words(mail)
    assert "http://fairs.example/u/" in words(mail, "html")


def test_essential_mails_cannot_be_stopped(town: Town, sink: Sink) -> None:
    approve(town, "Zoé")
    ask_for_the_link(town, "Ali")
    town.run_all()
    assert [mail["List-Unsubscribe"] for mail in sink.taken] == [None, None]
    assert not any("/u/" in words(mail) for mail in sink.taken)


def test_whoever_stopped_them_gets_none(town: Town, sink: Sink) -> None:
    with town.sessions.begin() as session:
        town.person_in(session, "Zoé").reminders_stopped_at = town.time()
    remind(town, "Zoé", "two_days_before")
    town.run_all()
    assert sink.attempts == []
