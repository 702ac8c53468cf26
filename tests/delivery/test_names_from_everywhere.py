"""Whatever people are called: from the form to the database, the pages and the mail, whole."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fairs.models import Participant
from fairs.web import language
from tests import factories
from tests.delivery.conftest import words
from tests.visiting import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flask import Flask

    from fairs.models import Edition
    from tests.delivery.conftest import Town

EMAIL = "somebody@lisieres.example"
NAMES = (
    "Ðorđe O'Brien-Łukasiewicz",
    "é" * 200,
    "Zoé 🦊🧵 Lefèvre",
    "שרה כהן",
    "محمد الأمين",
    "\N{RIGHT-TO-LEFT OVERRIDE}eoZ\N{POP DIRECTIONAL FORMATTING} Lefèvre",
    "李小龍",
    '<b>"Zoé" & Cie</b>',
)


@pytest.fixture
def now() -> datetime:
    return factories.NOW


@pytest.fixture
def visitor(app: Flask, town: Town) -> Iterator[Visitor]:
    client = app.test_client()
    client.set_cookie(language.COOKIE, "en")
    with Session(town.sessions.kw["bind"]) as session:
        yield Visitor(client, session)


def register(visitor: Visitor, edition: Edition, name: str) -> Participant:
    typed = {"family": "ess", "organisation": name, "name": name, "role": name, "town": name}
    answer = visitor.post(f"/e/{edition.slug}/register", **typed, email=EMAIL, language="en")
    assert answer.status_code == 303
    return visitor.session.scalars(select(Participant).filter_by(email=EMAIL)).one()


@pytest.mark.parametrize("name", NAMES, ids=["Đ", "long", "emoji", "he", "ar", "override", "zh", "html"])
@pytest.mark.abuse(22)
def test_a_name_goes_the_whole_way(town: Town, visitor: Visitor, name: str) -> None:
    edition = town.edition_in(visitor.session)
    person = register(visitor, edition, name)
    assert (person.name, person.role, person.organisation.name, person.organisation.town) == (name,) * 4

    visitor.session.commit()
    town.run_all()
    (mail,) = town.mails()
    addressed = mail["To"].addresses[0].display_name
    assert addressed.replace(" ", "") == name.replace(" ", "")  # a long one is sent in pieces
    assert name in words(mail)
    assert escape(name, quote=False) in words(mail, "html").replace("&#34;", '"').replace("&#39;", "'")

    visitor.sign_in(factories.organiser(visitor.session, edition.fair))
    shown = f"<bdi>{escape(name)}</bdi>".replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
    for page in ("/people", f"/people/{person.id}"):
        assert shown in visitor.get(f"/o/{edition.slug}{page}").text


@pytest.mark.abuse(26)
def test_abuse_26_a_name_of_several_lines_is_one_line_everywhere(town: Town, visitor: Visitor) -> None:
    edition = town.edition_in(visitor.session)
    person = register(visitor, edition, "Zoé\r\nBcc: everybody@lisieres.example\x00")
    assert person.name == "Zoé Bcc: everybody@lisieres.example"
    visitor.session.commit()
    town.run_all()
    (mail,) = town.mails()
    assert mail["Bcc"] is None
    assert [str(address) for address in mail["To"].addresses] == [
        f'"Zoé Bcc: everybody@lisieres.example" <{EMAIL}>'
    ]


def test_201_signs_are_too_many_and_nothing_is_cut_in_silence(town: Town, visitor: Visitor) -> None:
    edition = town.edition_in(visitor.session)
    typed = {"family": "ess", "organisation": "L", "name": "é" * 201, "email": EMAIL, "language": "en"}
    answer = visitor.post(f"/e/{edition.slug}/register", **typed)
    assert answer.status_code == 422
    assert "At most 200 signs, please." in answer.text
    assert "é" * 201 in answer.text
