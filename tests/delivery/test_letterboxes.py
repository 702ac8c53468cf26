"""Mails that came back are read where they arrive, once; other messages stay as they are."""

from __future__ import annotations

import mailbox
from dataclasses import dataclass, replace
from email import message_from_bytes, message_from_string
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import sessionmaker

from fairs.delivery import returns
from fairs.delivery.letterboxes import KEPT, ImapBox, MaildirBox, letterbox_of
from fairs.errors import Unavailable
from fairs.jobs.bounces import Bounces
from fairs.models import DeadAddress, DomainEvent, Mail
from tests.delivery.imap import PASSWORD, imap_server
from tests.delivery.reports import HOLIDAYS, OPENED, report
from tests.delivery.sinks import approve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fairs.delivery.letterboxes import Letterbox
    from fairs.delivery.returns import Report
    from tests.delivery.conftest import Town
    from tests.delivery.imap import ImapServer


def sent(town: Town, name: str = "Zoé") -> str:
    """Somebody is written to; the identity of the mail."""
    approve(town, name)
    town.run_all()
    address = f"{name.lower().replace('é', 'e')}@"
    return next(str(mail["Message-ID"]) for mail in town.mails() if address in mail["To"])


def look(town: Town, letterbox: Letterbox) -> int:
    return Bounces(letterbox).see_to(town.sessions, town.time())


def marked(town: Town) -> list[tuple[str, str, str]]:
    with town.sessions() as session:
        return [(row.email, row.how, row.said) for row in session.scalars(select(DeadAddress))]


def told(town: Town) -> list[dict[str, object]]:
    with town.sessions() as session:
        return [row.payload for row in session.scalars(select(DomainEvent).filter_by(kind="MailBounced"))]


@pytest.fixture(scope="module")
def server(certificate: Path) -> Iterator[ImapServer]:
    with imap_server(certificate) as server:
        yield server


@pytest.fixture
def box(server: ImapServer, request: pytest.FixtureRequest) -> Box:
    """A mailbox that nobody else uses."""
    user = "".join(filter(str.isalnum, request.node.name)).lower()
    return Box(server, user, server.mailbox_of(user))


@dataclass(frozen=True)
class Box:
    """One mailbox on the server."""

    server: ImapServer
    user: str
    folder: mailbox.Maildir

    def put(self, *messages: bytes) -> None:
        for raw in messages:
            self.server.deliver(self.folder, raw)

    def letterbox(self, **other: Any) -> ImapBox:
        return replace(ImapBox("127.0.0.1", self.server.port, "imap", self.user, PASSWORD), **other)

    def subjects_seen(self) -> list[str]:
        return [message["Subject"] for message in self.folder if "S" in message.get_flags()]


def test_a_report_in_a_folder_marks_the_address_and_is_read_once(town: Town, tmp_path: Path) -> None:
    folder = mailbox.Maildir(tmp_path / "back")
    message_id = sent(town)
    for raw in (report(message_id), HOLIDAYS.encode(), OPENED.encode()):
        folder.add(raw)
    letterbox = MaildirBox(tmp_path / "back")
    assert (look(town, letterbox), look(town, letterbox)) == (1, 0)
    assert [message.get_subdir() for message in folder].count("cur") == 1
    assert marked(town) == [("zoe@org.example", "bounced", "550 5.1.1 <zoe@org.example>: User unknown")]
    with town.sessions() as session:
        mail = session.scalars(select(Mail)).one()
    assert mail.bounced_at == town.time()
    assert told(town) == [
        {
            "mail_id": str(mail.id),
            "participant_id": str(town.people["Zoé"]),
            "said": "550 5.1.1 <zoe@org.example>: User unknown",
        }
    ]


def test_the_same_report_twice_is_one_return(town: Town, tmp_path: Path) -> None:
    folder = mailbox.Maildir(tmp_path / "back")
    raw = report(sent(town))
    folder.add(raw)
    folder.add(raw)
    assert look(town, MaildirBox(tmp_path / "back")) == 2
    assert (len(told(town)), len(marked(town))) == (1, 1)


def test_a_folder_that_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="no mailbox"):
        MaildirBox(tmp_path).each(lambda _raw: True)


@pytest.mark.parametrize("security", ["imap", "imap+starttls", "imaps"])
def test_a_report_on_a_server_is_flagged_and_the_rest_is_left_to_people(
    town: Town, box: Box, certificate: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    box.put(report(sent(town)), HOLIDAYS.encode(), OPENED.encode())
    port = box.server.secure_port if security == "imaps" else box.server.port
    letterbox = box.letterbox(security=security, port=port)
    assert (look(town, letterbox), look(town, letterbox)) == (1, 0)
    assert box.subjects_seen() == ["Undelivered Mail Returned to Sender"]
    assert [email for email, _, _ in marked(town)] == ["zoe@org.example"]


def test_what_is_no_report_is_not_even_fetched_nor_anything_twice(box: Box) -> None:
    box.put(HOLIDAYS.encode(), OPENED.encode())
    letterbox, shown = box.letterbox(), list[bytes]()
    for _ in range(2):
        assert letterbox.each(lambda raw: bool(shown.append(raw))) == 0
    assert [message_from_bytes(raw)["Subject"] for raw in shown] == [message_from_string(OPENED)["Subject"]]
    assert box.subjects_seen() == []


def test_of_a_long_message_the_beginning_is_read(box: Box) -> None:
    box.put(report("<someone@fairs.example>") + b"and so on\n" * 100_000)
    shown: list[bytes] = []
    box.letterbox().each(lambda raw: bool(shown.append(raw)))
    assert [len(raw) for raw in shown] == [KEPT]


@pytest.mark.parametrize("security", ["imap+starttls", "imaps"])
def test_a_server_whose_certificate_nobody_vouches_for_is_told_no_password(box: Box, security: str) -> None:
    port = box.server.secure_port if security == "imaps" else box.server.port
    with pytest.raises(Unavailable, match="CERTIFICATE_VERIFY_FAILED"):
        box.letterbox(security=security, port=port).reach()


def test_reports_that_anybody_could_write_mark_nobody(town: Town, box: Box) -> None:
    box.put(report("<made-up@fairs.example>", "mia@org.example"))
    box.put(report(sent(town), "mia@org.example"))  # the mail went to Zoé
    look(town, box.letterbox())
    assert marked(town) == []


def test_who_forwards_to_a_dead_address_is_not_dead(town: Town, box: Box) -> None:
    """That the mail came back is told. Zoé may read it elsewhere all the same: she may forward to several.

    An earlier form marked whoever the mail had gone to, whichever address the report called dead: one address
    that Zoé has left behind would have kept all mails from her.
    """
    box.put(report(sent(town), final="zoe@left-behind.example"))
    look(town, box.letterbox())
    assert marked(town) == []
    assert [payload["participant_id"] for payload in told(town)] == [str(town.people["Zoé"])]


@pytest.mark.parametrize("final", ["ZOE@Org.Example", "zoe@xn--bcher-kva.example"])
def test_an_address_may_be_written_otherwise(town: Town, box: Box, final: str) -> None:
    if "xn--" in final:
        with town.sessions.begin() as session:
            town.person_in(session, "Zoé").email = "zoe@bücher.example"
    box.put(report(sent(town), final=final))
    look(town, box.letterbox())
    assert len(marked(town)) == 1


def test_a_mail_that_was_tried_in_vain_is_told_and_its_address_stays(town: Town, box: Box) -> None:
    box.put(report(sent(town), status="4.4.1", said="Connection timed out"))
    assert look(town, box.letterbox()) == 1
    assert marked(town) == []
    assert [payload["said"] for payload in told(town)] == ["Connection timed out"]


def test_reports_on_mails_of_others_stay_unread_for_them(town: Town, box: Box) -> None:
    box.put(report("<a-letter@org.example>"), report(sent(town), action="delayed", status="4.4.1"))
    assert look(town, box.letterbox()) == 1
    assert [message["Subject"] for message in box.folder if "S" not in message.get_flags()] == [
        "Undelivered Mail Returned to Sender"
    ]
    assert (marked(town), told(town)) == ([], [])


NASTY = report("<a\0b@fairs.example>", said="550 5.1.1 no\0body")


def test_a_report_with_signs_that_no_database_takes_keeps_no_other_from_being_read(
    town: Town, tmp_path: Path
) -> None:
    folder = mailbox.Maildir(tmp_path / "back")
    message_id = sent(town)
    (tmp_path / "back/new/0.nasty").write_bytes(NASTY)
    (tmp_path / "back/new/1.nasty").write_bytes(report(message_id, said="550 5.1.1 no\0body"))
    folder.add(report(sent(town, "Mia"), "mia@org.example"))
    letterbox = MaildirBox(tmp_path / "back")
    assert (look(town, letterbox), look(town, letterbox)) == (2, 0)
    assert sorted(marked(town)) == [
        ("mia@org.example", "bounced", "550 5.1.1 <zoe@org.example>: User unknown"),
        ("zoe@org.example", "bounced", "550 5.1.1 nobody"),
    ]


def test_what_cannot_be_read_in_a_folder_is_left(town: Town, tmp_path: Path) -> None:
    folder = mailbox.Maildir(tmp_path / "back")
    (tmp_path / "back/new/0.folder").mkdir()
    (tmp_path / "back/new/0.nowhere").symlink_to(tmp_path / "back/new/0.nowhere")
    folder.add(report(sent(town)))
    letterbox = MaildirBox(tmp_path / "back")
    assert (look(town, letterbox), look(town, letterbox)) == (1, 0)
    assert letterbox.left == {"0.folder", "0.nowhere"}


def test_a_report_that_makes_reading_fail_is_left(town: Town, box: Box) -> None:
    """Whatever a mail system, or somebody who plays one, may think of next."""

    def stumble(raw: bytes) -> Report | None:
        if b"stumble" in raw:
            raise ValueError
        return returns.read(raw)

    box.put(report("<stumble@fairs.example>"), report(sent(town)))
    letterbox = box.letterbox()
    bounces = Bounces(letterbox, read=stumble)
    assert [bounces.see_to(town.sessions, town.time()) for _ in range(2)] == [1, 0]
    assert len(letterbox.left) == 1


def test_while_the_database_is_away_no_report_counts_as_looked_at(town: Town, box: Box) -> None:
    box.put(report(sent(town)))
    letterbox = box.letterbox()
    nowhere = sessionmaker(create_engine("sqlite:////nowhere/at/all"))
    with pytest.raises(OperationalError):
        Bounces(letterbox).see_to(nowhere, town.time())
    assert look(town, letterbox) == 1


def test_a_mail_refused_for_its_sender_is_told_and_its_address_stays(town: Town, box: Box) -> None:
    box.put(report(sent(town), status="5.7.1", said="550 5.7.1 blocked"))
    look(town, box.letterbox())
    assert marked(town) == []
    assert [payload["said"] for payload in told(town)] == ["550 5.7.1 blocked"]


@pytest.mark.parametrize(
    "wrong", [{"password": "x"}, {"mailbox": "Elsewhere"}, {"port": 9}], ids=["password", "mailbox", "port"]
)
def test_a_mailbox_that_cannot_be_read_says_so(box: Box, wrong: dict[str, Any]) -> None:
    with pytest.raises(Unavailable, match="cannot be read"):
        box.letterbox(**wrong).each(lambda _raw: True)


def test_settings_name_the_mailbox(town: Town) -> None:
    def named(url: str | None) -> Letterbox | None:
        return letterbox_of(replace(town.tools.settings, bounces=url))

    assert named(None) is None
    assert named("maildir:/var/mail/back%20home") == MaildirBox(Path("/var/mail/back home"))
    assert named("imaps://me%40x:p%2Fw@mail.example/Back%20home") == ImapBox(
        "mail.example", 993, "imaps", "me@x", "p/w", "Back home"
    )
    assert named("imap+starttls://me:pw@mail.example:1143") == ImapBox(
        "mail.example", 1143, "imap+starttls", "me", "pw"
    )
