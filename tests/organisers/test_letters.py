from __future__ import annotations

from email.message import EmailMessage

import pytest

from fairs.errors import NotFound
from fairs.organisers.letters import Piece, read

OWN = "https://fairs.example"


def letter(text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Salon <salon@fairs.example>"
    message["To"] = "zoe@org.example"
    message["Subject"] = "Bonjour"
    message.set_content(text)
    return message


def test_links_into_this_site_can_be_followed_and_no_others() -> None:
    text = f"Open {OWN}/p/abc-_1. Not https://evil.example/p or {OWN}.evil.example/x or {OWN}//evil.example"

    assert read(letter(text).as_bytes(), OWN).pieces == (
        Piece("Open "),
        Piece(f"{OWN}/p/abc-_1", "/p/abc-_1"),
        Piece(f". Not https://evil.example/p or {OWN}.evil.example/x or {OWN}//evil.example"),
    )


def test_files_and_the_invitation_can_be_taken_out() -> None:
    message = letter("Your agenda.")
    message.add_alternative("<p>Your agenda.</p>", subtype="html")
    message.add_alternative(b"BEGIN:VCALENDAR", "text", "calendar")
    message.add_attachment(b"%PDF-1.7", "application", "pdf", filename="../ordre du jour.pdf")

    found = read(message.as_bytes(), OWN)

    assert [(each.name, each.kind, each.content) for each in found.attachments] == [
        ("invitation-4.ics", "text/calendar", b"BEGIN:VCALENDAR"),
        ("ordre-du-jour.pdf", "application/pdf", b"%PDF-1.7"),
    ]
    assert found.attachment(found.attachments[1].number) is found.attachments[1]
    with pytest.raises(NotFound):
        found.attachment(99)


def test_a_mail_without_text_is_no_fault() -> None:
    message = EmailMessage()
    message.set_content("<p>Only this</p>", subtype="html")

    assert read(message.as_bytes(), OWN).pieces == (Piece(""),)
