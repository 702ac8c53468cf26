"""A browser over real HTTP: it keeps cookies, follows nothing by itself, and can lie in any header."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from fairs.domain import tokens
from tests.visiting import FORM_TOKEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session, sessionmaker

    from fairs.models.account import Purpose

SECONDS = 60
FORM = "application/x-www-form-urlencoded"
SECRET = "a secret of these tests, and of nothing else at all"
COUNTED = re.compile(r";.*")


@dataclass(frozen=True)
class Answer:
    """What the site said."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header; of one that is not there, nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def location(self) -> str:
        return self.header("Location")

    @property
    def kind(self) -> str:
        return COUNTED.sub("", self.header("Content-Type"))

    @property
    def cookies(self) -> list[str]:
        return [value for key, value in self.headers if key.lower() == "set-cookie"]

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


@dataclass
class Browser:
    """One person's, on one site."""

    site: str
    cookies: dict[str, str] = field(default_factory=lambda: {"lang": "en"})
    _token: str = ""

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, /, **typed: str) -> Answer:
        """Press a button, with the secret that every form of ours holds."""
        return self.ask("POST", path, urlencode({"csrf_token": self.token, **typed}).encode())

    @property
    def token(self) -> str:
        if not self._token:
            found = FORM_TOKEN.search(self.get("/in").text)
            assert found
            self._token = found[1]
        return self._token

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send exactly this."""
        place = urlsplit(self.site)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        sent |= {"Content-Type": FORM} if body is not None else {}
        sent |= {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        with closing(HTTPConnection(place.hostname or "", place.port, timeout=SECONDS)) as connection:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            answer = Answer(response.status, response.getheaders(), response.read())
        for line in answer.cookies:
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return answer

    def press_mailed(self, path: str, **typed: str) -> Answer:
        """The button behind a mailed link; who enters gets other secrets."""
        answer = self.post(path, **typed)
        assert answer.status == 303, (path, answer.status)
        self._token = ""
        return answer


def mailed(sessions: sessionmaker[Session], purpose: Purpose, subject: Any, now: Any) -> str:
    """The secret of a link, as the mail bears it."""
    with sessions.begin() as session:
        return tokens.issue(session, purpose, subject, SECRET, now)
