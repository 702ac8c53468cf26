"""Somebody's browser, for tests of pages: it keeps cookies and sends the secrets of forms, as browsers do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from werkzeug.datastructures import MultiDict
from werkzeug.test import encode_multipart

from fairs.domain import tokens
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from fairs.models import Account, Edition, Participant

SECRET = "of the tests"
IN_ENGLISH = {"Accept-Language": "en"}
FORM_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
TAGS = re.compile(r"<(script|style|head)[^>]*>.*?</\1>|<[^>]+>", re.DOTALL)


@dataclass
class Visitor:
    """A browser. Before each request the test's own work is committed; afterwards it is read anew."""

    client: FlaskClient
    session: Session

    def get(self, address: str, **headers: str) -> TestResponse:
        self.session.commit()
        return self.client.get(address, headers=IN_ENGLISH | _dashed(headers))

    def post(self, address: str, **typed: Any) -> TestResponse:
        """Press a button, with the secret that every page with a form holds."""
        self.session.commit()
        return self.client.post(address, data={"csrf_token": self.form_token(), **typed}, headers=IN_ENGLISH)

    def post_large(self, address: str, **typed: Any) -> TestResponse:
        """The same with large files: the client would leave a temporary file of its own open."""
        self.session.commit()
        boundary, body = encode_multipart(MultiDict({"csrf_token": self.form_token(), **typed}))
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self.client.post(address, data=body, content_type=kind, headers=IN_ENGLISH)

    def form_token(self) -> str:
        found = FORM_TOKEN.search(self.client.get("/in").text)
        assert found
        return found[1]

    def enter(self, participant: Participant) -> Visitor:
        """By the personal link, as from a mail."""
        answer = self.post(f"/p/{personal_link(self.session, participant)}")
        assert answer.status_code == 303
        return self

    def sign_in(self, account: Account) -> Visitor:
        raw = tokens.issue(self.session, "sign_in", account.id, SECRET, factories.NOW)
        assert self.post(f"/in/{raw}").status_code == 303
        return self


def personal_link(session: Session, participant: Participant) -> str:
    return tokens.issue(session, "personal", participant.id, SECRET, factories.NOW)


def words(answer: TestResponse) -> str:
    """What a person reads on a page."""
    return " ".join(unescape(TAGS.sub(" ", answer.text)).split())


def me(edition: Edition, page: str = "") -> str:
    return f"/me/{edition.slug}{page}"


def counted(app: Flask, ask: Any) -> int:
    """How many statements the database is sent while something is asked for."""
    from fairs.extensions import db  # noqa: PLC0415 - heavy to load, and only pages need it

    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def rules(app: Flask) -> Iterator[tuple[str, str, set[str]]]:
    """Every address that is served: endpoint, a filled-in address, methods."""
    fillings = {"string": "none", "uuid": "00000000-0000-0000-0000-000000000000", "int": "1", "path": "none"}
    converter = re.compile(r"<(?:(\w+):)?\w+>")
    for rule in app.url_map.iter_rules():
        address = converter.sub(lambda found: fillings[found[1] or "string"], rule.rule)
        yield rule.endpoint, address, set(rule.methods or ())
