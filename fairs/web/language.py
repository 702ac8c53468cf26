"""In which language a page is shown: as chosen now or before, as the person's own, as the browser's."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import g, request

from fairs.texts import LOCALES
from fairs.web import here, person

if TYPE_CHECKING:
    from flask import Flask, Response

LANGUAGES = {"fr": "Français", "en": "English"}  # each in its own words
COOKIE = "lang"
A_YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Remember the choice, and let pages offer it."""
    app.after_request(_remember)
    app.context_processor(lambda: {"language": current(), "languages": LANGUAGES, "in_language": in_language})


def current() -> str:
    """The language of this answer."""
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def chosen() -> str:
    """The same, as Flask-Babel wants it: with the country whose dates we write."""
    return LOCALES[current()]


def in_language(code: str) -> str:
    """The address of this page in another language."""
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != COOKIE]
    return f"{request.path}?{urlencode([*arguments, (COOKIE, code)])}"


def _choose() -> str:
    for wanted in (request.args.get(COOKIE), request.cookies.get(COOKIE), _own()):
        if wanted in LANGUAGES:
            return wanted
    return request.accept_languages.best_match(LANGUAGES) or "fr"


def _own() -> str | None:
    participant = person.current_participant()
    if participant is not None and person.acting_for() is None:
        return participant.language
    account = person.current_account()
    return account.language if account is not None else None


def _remember(response: Response) -> Response:
    wanted = request.args.get(COOKIE)
    if wanted in LANGUAGES:
        response.set_cookie(
            COOKIE, wanted, max_age=A_YEAR, httponly=True, samesite="Lax", secure=here.settings().secure
        )
    return response
