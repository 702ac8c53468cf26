"""Mails that came back are read where they arrive, once; other messages stay as they are."""

from __future__ import annotations

import mailbox
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.delivery.letterboxes import ImapBox, MaildirBox, letterbox_of
from fairs.errors import Unavailable
from fairs.jobs.bounces import Bounces
from fairs.models import DeadAddress, DomainEvent, Mail
from tests.delivery.imap import ImapServer, Post
from tests.delivery.reports import HOLIDAYS, OPENED, report
from tests.delivery.sinks import approve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fairs.delivery.letterboxes import Letterbox
    from tests.delivery.conftest import Town


def sent(town: Town, name: str = "Zoé") -> str:
    """Somebody is written to; the identity of the mail."""
    approve(town, name)
    town.run_all()
    return str(town.mails()[-1]["Message-ID"])


def look(town: Town, letterbox: Letterbox) -> int:
    return Bounces(letterbox).see_to(town.sessions, town.time())


def marked(town: Town) -> list[tuple[str, str, str]]:
    with town.sessions() as session:
        return [(row.email, row.how, row.said) for row in session.scalars(select(DeadAddress))]


def told(town: Town) -> list[dict[str, object]]:
    with town.sessions() as session:
        return [row.payload for row in session.scalars(select(DomainEvent).filter_by(kind="MailBounced"))]


@contextmanager
def serving(post: Post) -> Iterator[ImapServer]:
    with ImapServer(post, ("post", 'p"w')) as server:
        yield server
        server.shutdown()


def box_on(server: ImapServer, **more: str) -> ImapBox:
    return replace(ImapBox("127.0.0.1", server.port, "imap", "post", 'p"w'), **more)  # type: ignore[arg-type] # a test names what it wants


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


def test_a_report_on_a_server_is_flagged_and_the_rest_is_left_to_people(town: Town) -> None:
    post = Post()
    ours, holidays, opened = (
        post.put(raw) for raw in (report(sent(town)), HOLIDAYS.encode(), OPENED.encode())
    )
    with serving(post) as server:
        letterbox = box_on(server)
        assert (look(town, letterbox), look(town, letterbox)) == (1, 0)
    assert post.seen == {ours}
    assert post.fetched == [ours, opened]  # what is no report is not even fetched, nor anything twice
    assert holidays not in post.seen
    assert [email for email, _, _ in marked(town)] == ["zoe@org.example"]


def test_reports_that_anybody_could_write_mark_nobody(town: Town) -> None:
    post = Post()
    post.put(report("<made-up@fairs.example>", "mia@org.example"))
    post.put(report(sent(town), "mia@org.example"))  # names another recipient: the mail went to Zoé
    with serving(post) as server:
        look(town, box_on(server))
    assert [email for email, _, _ in marked(town)] == ["zoe@org.example"]


def test_a_mail_refused_for_its_sender_is_told_and_its_address_stays(town: Town) -> None:
    post = Post()
    post.put(report(sent(town), status="5.7.1", said="550 5.7.1 blocked"))
    with serving(post) as server:
        look(town, box_on(server))
    assert marked(town) == []
    assert [payload["said"] for payload in told(town)] == ["550 5.7.1 blocked"]


@pytest.mark.parametrize("wrong", [{"password": "x"}, {"mailbox": "Elsewhere"}, {"host": "localhost"}])
def test_a_mailbox_that_cannot_be_read_says_so(wrong: dict[str, str]) -> None:
    with serving(Post()) as server:
        letterbox = box_on(server, **wrong)
    with serving(Post()) as server:
        if "host" not in wrong:
            letterbox = box_on(server, **wrong)
        with pytest.raises(Unavailable, match="cannot be read"):
            letterbox.each(lambda _raw: True)


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
