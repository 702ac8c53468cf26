from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fairs.config import Settings
from fairs.delivery.mail import Enclosure, Invitation, Letter, compose
from fairs.delivery.transports import Mailbox
from tests.delivery.conftest import parsed, words

if TYPE_CHECKING:
    from email.message import EmailMessage

SETTINGS = Settings(
    home=Path("/nowhere"),
    database_url="",
    secret_key="",
    base_url="https://fairs.example",
    mail_from="post@fairs.example",
)
LINK = "https://fairs.example/in/secret"
DELIVERY = uuid.UUID("6f6c2f0a-3d0b-4c0e-9f7e-6d61696c6c61")
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Zoé · Table 3\r\nEND:VCALENDAR\r\n".encode()


def letter(**values: object) -> Letter:
    return Letter(
        **{
            "template": "sign_in",
            "language": "en",
            "to_name": "Zoé Lefèvre",
            "to_email": "zoe@recyclerie.example",
            "from_name": "Salon de mars",
            "written_at": datetime(2027, 3, 1, 9, tzinfo=UTC),
            "reply_to": ("Réseau des Boucles", "bonjour@boucles.example"),
            "values": {"person": "Zoé", "fair": None, "link": LINK, "code": "123 456"},
        }
        | values  # type: ignore[arg-type] # a test names what it wants
    )


def delivered(written: Letter) -> EmailMessage:
    """The message as it arrives."""
    raw = Mailbox().send(compose(written, DELIVERY, SETTINGS))
    assert raw is not None
    return parsed(raw)


def test_headers_say_who_writes_to_whom_and_who_answers() -> None:
    mail = delivered(letter())
    assert {
        name: mail[name] for name in ("Message-ID", "From", "To", "Reply-To", "Date", "Auto-Submitted")
    } == {
        "Message-ID": "<6f6c2f0a-3d0b-4c0e-9f7e-6d61696c6c61@fairs.example>",
        "From": "Salon de mars <post@fairs.example>",
        "To": "Zoé Lefèvre <zoe@recyclerie.example>",
        "Reply-To": "Réseau des Boucles <bonjour@boucles.example>",
        "Date": "Mon, 01 Mar 2027 09:00:00 +0000",
        "Auto-Submitted": "auto-generated",
    }


@pytest.mark.abuse(26)
@pytest.mark.parametrize(
    "nasty", ["\r\nBcc: everyone@example.org", "\nSubject: won", "\x0b\x0c\x85\u2028x", "\0"]
)
def test_abuse_26_no_name_makes_a_header(nasty: str) -> None:
    mail = delivered(
        letter(
            to_name=f"Zoé{nasty}",
            from_name=f"Salon{nasty}",
            reply_to=(f"Réseau{nasty}", "bonjour@boucles.example"),
            enclosures=(Enclosure(f"agenda{nasty}.pdf", "application/pdf", b"%PDF"),),
        )
    )
    assert mail["Bcc"] is None
    assert len(mail.get_all("Subject")) == 1
    assert [address.addr_spec for address in mail["To"].addresses] == ["zoe@recyclerie.example"]


def test_a_domain_of_another_script_is_written_as_mail_knows_it() -> None:
    assert (
        delivered(letter(to_email="zoe@bücher.example"))["To"].addresses[0].domain == "xn--bcher-kva.example"
    )


@pytest.mark.pains(23)
@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_the_calendar_is_offered_and_enclosed_and_its_method_is_named(method: str) -> None:
    content = CALENDAR.replace(b"REQUEST", method.encode())
    mail = delivered(
        letter(
            invitations=(Invitation(method, content),),
            enclosures=(Enclosure("agenda.pdf", "application/pdf", b"%PDF"),),
        )
    )
    assert structure(mail) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
        "application/pdf",
    ]
    offered = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert offered["Content-Type"].params == {"method": method, "charset": "UTF-8"}
    assert offered["Content-Transfer-Encoding"] == "base64"
    assert offered.get_payload(decode=True) == content
    enclosed = next(part for part in mail.iter_attachments() if part.get_content_type() == "application/ics")
    assert enclosed.get_payload(decode=True) == content
    assert enclosed.get_filename() == {"REQUEST": "agenda.ics", "CANCEL": "cancelled.ics"}[method]


def test_what_is_called_off_goes_beside_what_is_offered_and_says_what_it_is() -> None:
    cancelling = Invitation("CANCEL", CALENDAR.replace(b"REQUEST", b"CANCEL"))
    mail = delivered(letter(invitations=(Invitation("REQUEST", CALENDAR), cancelling)))
    calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert [part["Content-Type"].params["method"] for part in calendars] == ["REQUEST", "CANCEL"]
    assert [part.is_attachment() for part in calendars] == [False, True]


def test_without_a_calendar_there_is_text_and_html() -> None:
    mail = delivered(letter())
    assert structure(mail) == ["multipart/alternative", "text/plain", "text/html"]
    assert LINK in words(mail)
    assert f'href="{LINK}"' in words(mail, "html")


def test_the_same_letter_makes_the_same_words_each_time() -> None:
    assert words(delivered(letter())) == words(delivered(letter()))


def structure(mail: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in mail.walk()]
