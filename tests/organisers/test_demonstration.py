from __future__ import annotations

import uuid
from dataclasses import replace
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from fairs.models import Mail
from fairs.web import here
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk

OWN = "http://127.0.0.1:8000"


@pytest.fixture
def demo(app: Flask, visitor: Desk) -> Desk:
    app.extensions[here.SETTINGS] = replace(app.extensions[here.SETTINGS], demo=True)
    return visitor


def mail(session: Session, recipient: str, text: str = "Bonjour") -> Mail:
    message = EmailMessage()
    message["From"] = "Salon <salon@fairs.example>"
    message["To"] = recipient
    message["Subject"] = "Votre agenda"
    message.set_content(text)
    message.add_attachment(b"%PDF-1.7", "application", "pdf", filename="agenda.pdf")
    row = Mail(
        message_id=f"<{uuid.uuid4()}@fairs.example>",
        recipient=recipient,
        subject="Votre agenda <b>",
        raw=message.as_bytes(),
        sent_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def test_outside_a_demonstration_none_of_its_doors_exist(
    visitor: Desk, session: Session, edition: Edition
) -> None:
    person = factories.participant(session, edition)
    factories.organiser(session, edition.fair)
    kept = mail(session, person.email)

    for address in ("/demo/mailbox", f"/demo/mailbox/{kept.id}", f"/demo/mailbox/{kept.id}/2"):
        assert visitor.get(address).status_code == 404
    assert visitor.post(f"/demo/enter/organiser/{edition.slug}").status_code == 404
    assert visitor.post(f"/demo/enter/participant/{edition.slug}/{person.id}").status_code == 404
    assert visitor.get("/o").location == "/in"


def test_a_newcomer_enters_as_organiser(demo: Desk, session: Session, edition: Edition) -> None:
    factories.organiser(session, edition.fair)

    answer = demo.post(f"/demo/enter/organiser/{edition.slug}")

    assert answer.location == f"/o/{edition.slug}"
    assert demo.get(answer.location).status_code == 200


def test_a_newcomer_enters_as_somebody_who_takes_part(demo: Desk, session: Session, edition: Edition) -> None:
    person = factories.participant(session, edition)

    answer = demo.post(f"/demo/enter/participant/{edition.slug}/{person.id}")

    assert answer.location == f"/me/{edition.slug}"
    assert demo.get(answer.location).status_code == 200


def test_a_door_that_leads_nowhere_is_not_there(demo: Desk, edition: Edition) -> None:
    assert demo.post(f"/demo/enter/organiser/{edition.slug}").status_code == 404
    assert demo.post(f"/demo/enter/participant/{edition.slug}/{uuid.uuid4()}").status_code == 404


def test_the_mailbox_shows_what_people_would_have_got(demo: Desk, session: Session) -> None:
    assert "No mail yet." in demo.words("/demo/mailbox")
    mail(session, "zoe@org.example")
    mail(session, "ali@org.example")

    assert "zoe@org.example" in demo.words("/demo/mailbox")
    found = demo.words("/demo/mailbox?search=ALI")
    assert "ali@org.example" in found
    assert "zoe@org.example" not in found
    assert "No mail went to such an address." in demo.words("/demo/mailbox?search=nobody")


@pytest.mark.abuse(22)
def test_a_mail_is_read_as_text_with_links_into_this_site(demo: Desk, session: Session) -> None:
    kept = mail(
        session, "zoe@org.example", f"Ouvrez {OWN}/p/abc\n<script>alert(1)</script> http://evil.example/"
    )

    page = demo.get(f"/demo/mailbox/{kept.id}")

    assert f'<a href="/p/abc">{OWN}/p/abc</a>' in page.text
    assert 'href="http://evil' not in page.text
    assert "<script>alert" not in page.text
    assert "Votre agenda &lt;b&gt;" in page.text
    assert "From Salon <salon@fairs.example>" in words(page)
    assert "agenda.pdf application/pdf" in words(page)


def test_the_files_of_a_mail_can_be_saved(demo: Desk, session: Session) -> None:
    kept = mail(session, "zoe@org.example")

    answer = demo.get(f"/demo/mailbox/{kept.id}/2")

    assert answer.data == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"] == "attachment; filename=agenda.pdf"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert demo.get(f"/demo/mailbox/{kept.id}/9").status_code == 404
    assert demo.get(f"/demo/mailbox/{uuid.uuid4()}").status_code == 404


@pytest.mark.abuse(22)
def test_abuse_22_a_mail_is_shown_as_a_page_that_can_do_nothing(demo: Desk, session: Session) -> None:
    message = EmailMessage()
    message.set_content("Bonjour")
    message.add_alternative("<h1>Bonjour</h1><script>alert(1)</script>", subtype="html")
    kept, plain = mail(session, "zoe@org.example"), mail(session, "ali@org.example")
    kept.raw = message.as_bytes()

    assert f"/demo/mailbox/{kept.id}/page" in demo.get(f"/demo/mailbox/{kept.id}").text
    answer = demo.get(f"/demo/mailbox/{kept.id}/page")
    assert answer.text.startswith("<h1>Bonjour</h1>")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith("; sandbox")  # neither scripts nor forms, and an origin of its own
    assert "script" not in policy
    assert demo.get(f"/demo/mailbox/{plain.id}/page").status_code == 404
