"""The whole set-up looked over: a real mail server, a real name server, a real mailbox."""

from __future__ import annotations

import mailbox
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fairs.config import Settings
from fairs.delivery.checkup import look_over, told_openly
from fairs.delivery.letterboxes import letterbox_of
from tests.delivery.name_server import NameServer
from tests.delivery.sinks import Sink
from tests.mailing import a_mail_server
from tests.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = Settings(home=Path("/nowhere"), database_url="", secret_key="")
RECORDS = {
    ("network.eu", "MX"): ["10 mail.network.eu."],
    ("network.eu", "TXT"): ['"v=spf1 mx -all"'],
}


@pytest.fixture
def server() -> Iterator[NameServer]:
    with NameServer(RECORDS) as server:
        yield server
        server.shutdown()


def found(settings: Settings, patience: float = 8.0) -> list[tuple[str, str]]:
    return [(finding.verdict, finding.sentence(str)) for finding in look_over(settings, patience)]


def test_an_installation_that_was_not_set_up_is_told_what_to_set() -> None:
    assert [verdict for verdict, _ in found(SETTINGS)] == ["bad", "bad", "lacking"]
    sentences = " ".join(sentence for _, sentence in found(SETTINGS))
    assert all(name in sentences for name in ("MAILLAGE_SMTP_URL", "MAILLAGE_MAIL_FROM", "MAILLAGE_BOUNCES"))


@pytest.mark.pains(51)
def test_each_part_has_its_sentence(server: NameServer, tmp_path: Path) -> None:
    mailbox.Maildir(tmp_path / "back")
    sink = Sink()
    settings = replace(
        SETTINGS,
        smtp_url=f"smtp://127.0.0.1:{sink.port}",
        mail_from="post@network.eu",
        name_server=server.address,
        bounces=f"maildir:{tmp_path}/back",
    )
    with a_mail_server(sink, sink.port):
        findings = found(settings)
    assert [verdict for verdict, _ in findings] == [
        "good",  # the server answers
        "good",  # on this machine
        "good",  # MX
        "good",  # SPF
        "unknown",  # DKIM: no selector
        "bad",  # DMARC
        "good",  # returns
    ]
    assert findings[0][1] == f"The mail server 127.0.0.1 (port {sink.port}) answers."
    assert sink.attempts == []  # nothing was sent


def test_what_cannot_be_reached_says_why(server: NameServer, tmp_path: Path) -> None:
    port = free_port()
    settings = replace(
        SETTINGS,
        smtp_url=f"smtps://127.0.0.1:{port}",
        mail_from="post@network.eu",
        name_server=server.address,
        bounces=f"maildir:{tmp_path}",
    )
    first, *_, last = found(settings)
    assert first == (
        "bad",
        f"The mail server 127.0.0.1 (port {port}) cannot be used: [Errno 111] Connection refused",
    )
    assert last == ("bad", f"{tmp_path} is no mailbox (Maildir): it lacks the folders “new” and “cur”.")


@pytest.mark.parametrize(
    ("bounces", "verdicts"),
    [
        ("imap://me:pw@mail.network.eu", ["bad"]),
        ("imap+starttls://me:pw@mail.network.eu", []),
        ("imaps://me:pw@mail.network.eu", []),
        ("imap://me:pw@127.0.0.1", []),
        ("maildir:/var/mail/back", []),
    ],
)
def test_a_password_that_everybody_on_the_way_could_read_is_told(bounces: str, verdicts: list[str]) -> None:
    letterbox = letterbox_of(replace(SETTINGS, bounces=bounces))
    assert letterbox is not None
    assert [finding.verdict for finding in told_openly(letterbox)] == verdicts


def test_a_name_server_that_says_nothing_holds_nobody_up(server: NameServer) -> None:
    settings = replace(SETTINGS, mail_from="post@silent.network.eu", name_server=server.address)
    findings = found(settings, patience=0.2)
    assert ("unknown", "Something did not answer within a few seconds. Try again later.") in findings


def test_a_name_server_that_keeps_silent_is_told_once_with_what_it_was_asked(server: NameServer) -> None:
    settings = replace(SETTINGS, mail_from="post@silent.network.eu", name_server=server.address)
    (told,) = [sentence for verdict, sentence in found(settings) if verdict == "unknown"]
    assert told.startswith("The name server does not answer: it was asked for MX of silent.network.eu,")
