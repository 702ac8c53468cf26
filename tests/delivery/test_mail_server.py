"""Mails by a real server that speaks SMTP."""

from __future__ import annotations

from dataclasses import replace
from email import policy
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.delivery.transports import MailServer, transport
from fairs.models import Mail
from tests.delivery.conftest import words
from tests.delivery.sinks import ask_for_the_link, post
from tests.serving import free_port

if TYPE_CHECKING:
    from tests.delivery.conftest import Town
    from tests.delivery.sinks import Sink


def test_a_mail_arrives_whole(town: Town, sink: Sink) -> None:
    ask_for_the_link(town, "Zoé")
    assert sink.attempts == []  # nothing is sent from where it happens
    town.run_all()
    (mail,) = sink.taken
    assert sink.recipients == ["zoe@org.example"]
    assert mail["From"].addresses[0].addr_spec == "post@fairs.example"
    assert "https://fairs.example/p/" in words(mail)
    with town.sessions() as session:
        row = session.scalars(select(Mail)).one()
        assert (row.message_id, row.raw) == (mail["Message-ID"], None)


def test_an_agenda_arrives_with_the_bytes_of_its_calendar(town: Town, sink: Sink) -> None:
    town.publish(("Zoé", "Mia", 0))
    town.run_all()
    mia = next(mail for mail in sink.taken if mail["To"].addresses[0].display_name == "Mia")
    calendar = next(part for part in mia.walk() if part.get_content_type() == "text/calendar")
    enclosed = next(part for part in mia.iter_attachments() if part.get_filename() == "agenda.ics")
    assert calendar["Content-Type"].params == {"method": "REQUEST", "charset": "UTF-8"}
    assert calendar.get_payload(decode=True) == enclosed.get_payload(decode=True)
    assert b"\r\nMETHOD:REQUEST\r\n" in calendar.get_payload(decode=True)
    assert len(mia.as_bytes(policy=policy.SMTP)) < 200_000


def test_a_mail_that_was_refused_is_tried_again_under_the_same_identity(town: Town, sink: Sink) -> None:
    sink.answers = ["451 come back later"]
    ask_for_the_link(town, "Zoé")
    town.run_all()
    (delivery,) = town.deliveries()
    assert delivery.state == "todo"
    assert delivery.error == "The mail server 127.0.0.1 did not take the mail: 451 come back later"
    town.time.pass_by(minutes=1)
    town.run_all()
    first, second = sink.attempts
    assert first["Message-ID"] == second["Message-ID"] == f"<{delivery.id}@fairs.example>"
    assert words(first) == words(second)
    assert len(sink.taken) == 1


def test_a_server_that_is_away_holds_nobody_else_up(town: Town) -> None:
    post(town, f"smtp://127.0.0.1:{free_port()}")
    ask_for_the_link(town, "Zoé")
    town.publish(("Zoé", "Ali", 0))
    town.run_all()
    assert {delivery.state for delivery in town.deliveries()} == {"todo"}
    assert {delivery.error for delivery in town.deliveries()} == {
        "The mail server 127.0.0.1 did not take the mail: [Errno 111] Connection refused"
    }


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://post.example", MailServer("post.example", 25, "smtp", "", "", "fairs.example")),
        (
            "smtps://me%40x:p%2Fw@post.example",
            MailServer("post.example", 465, "smtps", "me@x", "p/w", "fairs.example"),
        ),
        (
            "smtp+starttls://u:p@post.example:2525",
            MailServer("post.example", 2525, "smtp+starttls", "u", "p", "fairs.example"),
        ),
    ],
)
def test_an_address_names_server_security_and_who_signs_in(town: Town, url: str, server: MailServer) -> None:
    assert transport(replace(town.tools.settings, smtp_url=url)) == server


def test_a_minute_takes_so_many_mails_and_no_more(town: Town, sink: Sink) -> None:
    post(town, f"smtp://127.0.0.1:{sink.port}", mails_per_minute=2)
    for name in ("Zoé", "Ali", "Mia", "Zoé", "Ali"):
        ask_for_the_link(town, name)
    sent = [0]
    while sent[-1] < 5:
        town.run_all()
        sent.append(len(sink.taken))
        town.time.pass_by(seconds=10)
    assert max(later - earlier for earlier, later in zip(sent, sent[6:], strict=False)) == 2
    assert len(sent) < 5 * 6
    assert {delivery.attempts for delivery in town.deliveries()} == {1}
    town.tools.post.close()
