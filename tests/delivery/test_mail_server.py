"""Mails by a real server that speaks SMTP."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from email import policy
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from fairs import events
from fairs.delivery.transports import MailServer, transport
from fairs.models import Mail
from fairs.outbox import record
from tests.delivery.conftest import parsed, words
from tests.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from tests.delivery.conftest import Town

TAKEN = "250 OK"


@dataclass
class Sink:
    """Takes what it is sent, or answers as it is told to first."""

    answers: list[str] = field(default_factory=list)
    attempts: list[EmailMessage] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        mail = parsed(envelope.content)
        self.attempts.append(mail)
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer == TAKEN:
            self.taken.append(mail)
            self.recipients += envelope.rcpt_tos
        return answer


@pytest.fixture
def sink(town: Town) -> Iterator[Sink]:
    """A mail server on this machine, and the town uses it."""
    sink, port = Sink(), free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    settings = replace(town.tools.settings, smtp_url=f"smtp://127.0.0.1:{port}")
    town.tools = replace(town.tools, settings=settings, post=transport(settings))
    yield sink
    controller.stop()


def ask_for_the_link(town: Town, name: str) -> None:
    with town.sessions.begin() as session:
        person = town.person_in(session, name)
        record(session, events.PersonalLinkAsked(person.edition_id, person.id), town.time())


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
    post = MailServer("127.0.0.1", free_port(), "smtp", "", "")
    town.tools = replace(town.tools, post=post)
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
        ("smtp://post.example", MailServer("post.example", 25, "smtp", "", "")),
        ("smtps://me%40x:p%2Fw@post.example", MailServer("post.example", 465, "smtps", "me@x", "p/w")),
        (
            "smtp+starttls://u:p@post.example:2525",
            MailServer("post.example", 2525, "smtp+starttls", "u", "p"),
        ),
    ],
)
def test_an_address_names_server_security_and_who_signs_in(town: Town, url: str, server: MailServer) -> None:
    assert transport(replace(town.tools.settings, smtp_url=url)) == server
