"""People at their browsers while processes die: they try again, as people do."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from html import unescape
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, TypeVar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from collections.abc import Callable

HIDDEN = re.compile(r"<input[^>]*type=\"hidden\"[^>]*>")
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
SECONDS = 20.0  # for one request
PATIENCE = 120.0  # for one deed
Found = TypeVar("Found")


class Browser:
    """One person's browser: it keeps cookies, and asks again when nobody answers."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        """The page at an address of the site."""
        return self._ask(lambda: self._request(path))

    def press(self, page: str, button: str | None = None, **typed: str) -> str:
        """Fill in the form of a page and send it to the page itself, or to where a button of it leads."""

        def fill_in() -> str:
            kept = _hidden_in(self._request(page))
            return self._request(button or page, urlencode({**kept, **typed}).encode())

        return self._ask(fill_in)

    def _request(self, path: str, sent: bytes | None = None) -> str:
        address = path if path.startswith("http") else self._site + path
        request = Request(address, sent, {"Accept-Language": "en"})  # noqa: S310 - the site's own
        with self._opener.open(request, timeout=SECONDS) as answer:
            text: str = answer.read().decode()
        return text

    def _ask(self, deed: Callable[[], str]) -> str:
        """Do it again until it is answered; a refusal (4xx) is an answer."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                return deed()
            except HTTPError as error:
                with error:
                    if error.code < 500:
                        return error.read().decode()
            except (OSError, HTTPException):
                pass
            time.sleep(0.3)
        message = "nobody answered"
        raise TimeoutError(message)


def wait_for(what: Callable[[], Found | None]) -> Found:
    """Look again and again until there is something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError, OperationalError):  # the database may be away for a moment
            if found := what():
                return found
        time.sleep(0.1)
    message = "it never came"
    raise TimeoutError(message)


def _hidden_in(page: str) -> dict[str, str]:
    """What forms of a page send along unseen."""
    fields = (dict(ATTRIBUTE.findall(field)) for field in HIDDEN.findall(page))
    return {field["name"]: unescape(field.get("value", "")) for field in fields if "name" in field}
