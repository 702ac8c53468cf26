"""Whatever is typed into any form: a page answers, in words, and what was typed is still there."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from fairs.domain import tokens
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from fairs.models import Edition

TEXTS = {"text", "email", "search", "url", "tel", "number", "password", "textarea", ""}
NASTY = (
    "Ðorđe O'Brien-Łukasiewicz",
    "x" * 201,
    "🌱👩🏽‍🌾 Ça « pousse »",
    "\N{RIGHT-TO-LEFT OVERRIDE}جمعية الإصلاح\N{POP DIRECTIONAL FORMATTING}",
    '<script>alert("=1+1")</script>{{ 7*7 }} %(name)s %',
    "9" * 40,
    "line\r\nBcc: all@example.org\x00\x0b",
)
LANGUAGE = {"Accept-Language": "en"}
ORGANISER = (
    *("people", "people/new", "families", "families/new", "questions", "questions/new?kind=choice"),
    *("venue", "wishes", "plan", "activities", "invitations", "reinvite", "letter", "team", "settings"),
    *("fair", "texts", "date", "zone", "clone", "series", "cancel", "webhooks", "resume", "end"),
    *("messages", "journal"),
)
PARTICIPANT = ("", "profile", "find", "wishes", "when", "colleagues", "withdraw", "answers", "programme")
PUBLIC = (
    "e/{slug}/register",
    "e/{slug}/register?family=ess",
    "e/{slug}/late",
    "e/{slug}/link",
    "in",
    "calendar",
)


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, and what can be typed into it."""

    action: str
    method: str
    held: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """All forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.chooses = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        name, kind = given.get("name", ""), given.get("type", tag if tag == "textarea" else "")
        if tag == "select":
            self.chooses = name
        if (
            tag == "option"
            and self.found
            and ("selected" in given or self.chooses not in self.found[-1].held)
        ):
            self.found[-1].held[self.chooses] = given.get("value", "")
        if not self.found or not name or tag not in {"input", "textarea"}:
            return
        form = self.found[-1]
        if kind in TEXTS:
            form.typed.append(name)
        elif tag == "input" and (kind not in {"checkbox", "radio", "file"} or "checked" in given):
            form.held[name] = given.get("value", "")


@dataclass
class Somebody:
    """A browser, and the pages that it looks at."""

    client: FlaskClient
    faults: list[str] = field(default_factory=list)
    sent: int = 0
    refused: int = 0

    def type_everywhere(self, address: str) -> None:
        page = self.client.get(address, headers=LANGUAGE)
        if page.status_code != 200:
            self.faults.append(f"{address}: {page.status_code}")
        for form in Forms(page.text).found:
            if form.typed and form.method == "post":
                self._send(form, address)

    def _send(self, form: Form, address: str) -> None:
        """Into each field something else, and into each form otherwise."""
        typed = {name: NASTY[(number + self.sent) % len(NASTY)] for number, name in enumerate(form.typed)}
        where = form.action or address
        answer = self.client.post(where, data=form.held | typed, headers=LANGUAGE)
        self.sent += 1
        if answer.status_code not in {200, 303, 422, 429}:
            self.faults.append(f"{where}: {answer.status_code}")
        elif answer.status_code == 422:
            self.refused += 1
            self._look(where, answer, typed)

    def _look(self, where: str, answer: TestResponse, typed: dict[str, str]) -> None:
        """Something is to be mended: it is said, and everything stands where it was typed."""
        if 'class="fault' not in answer.text:
            self.faults.append(f"{where}: nothing is said")
        shown = " ".join(answer.text.split())
        for name, nasty in typed.items():
            kept = " ".join(nasty.replace("\x00", "").split())
            if not any(one in shown for one in (escape(kept), _as_jinja(kept))):
                self.faults.append(f"{where}: {name} has lost {nasty[:20]!r}")


def _as_jinja(text: str) -> str:
    return escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")


@pytest.fixture
def now() -> object:
    return NOW


@pytest.mark.abuse(22)
def test_whatever_is_typed_a_page_answers_and_keeps_it(client: FlaskClient, session: Session) -> None:
    edition = factories.edition(session)
    one, other = factories.participant(session, edition), factories.participant(session, edition)
    factories.mutual(session, one, other)
    factories.question(session, edition)
    factories.activity(session, edition)
    factories.block(session, edition)
    factories.tables(session, edition)
    account = factories.organiser(session, edition.fair, language="en")
    enter = {
        "organiser": "/in/" + tokens.issue(session, "sign_in", account.id, "of the tests", NOW),
        "participant": "/p/" + tokens.issue(session, "personal", one.id, "of the tests", NOW),
    }
    evening = factories.edition(session, of=factories.fair(session, kind="meetup"))
    pages = _pages(edition, one.id.hex)
    pages["public"].append(f"/e/{evening.slug}/register")
    session.commit()
    somebody = Somebody(client)
    for role, addresses in pages.items():
        if role in enter:
            _enter(client, enter[role])
        for address in addresses:
            somebody.type_everywhere(address)
    assert somebody.faults == []
    assert (somebody.sent > 30, somebody.refused > 20) == (True, True)


def _enter(client: FlaskClient, door: str) -> None:
    (form,) = (form for form in Forms(client.get(door).text).found if form.method == "post")
    assert client.post(door, data=form.held).status_code == 303


def _pages(edition: Edition, person: str) -> dict[str, list[str]]:
    return {
        "public": [f"/{path}".format(slug=edition.slug) for path in (*PUBLIC, f"g/{edition.fair.slug}")],
        "participant": [f"/me/{edition.slug}/{path}".rstrip("/") for path in PARTICIPANT],
        "organiser": ["/o/new", *(f"/o/{edition.slug}/{path}" for path in (*ORGANISER, f"people/{person}"))],
    }
