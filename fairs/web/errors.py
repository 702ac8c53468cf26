"""From what went wrong to a sentence: at its field in a form, or on a page of its own."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from flask import g, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from wtforms import FieldList, FormField

from fairs.errors import FairError, Forbidden, NotFound, Refused, TooMany, Unavailable
from fairs.extensions import db
from fairs.web import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Flask, Response
    from flask.typing import ResponseReturnValue
    from flask_wtf import FlaskForm
    from wtforms import Field

STATUS: tuple[tuple[type[FairError], int], ...] = (
    (NotFound, 404),
    (Forbidden, 403),
    (TooMany, 429),
    (Refused, 409),
    (Unavailable, 503),
)
SENTENCES = {
    400: _l("The browser sent something that this page does not understand. Go back and try again."),
    404: _l("There is nothing at this address. Check it, or begin at the first page."),
    405: _l("This address is for a button, not for reading. Go back to the page with the button."),
    413: _l("What was sent is too large."),
    500: _l("Something broke here, and it was written down. Nothing of what you did was kept: try again."),
    503: _l("The site cannot do this at the moment. Try again in some minutes."),
}
NOT_TYPED = {"csrf_token"}

log = structlog.get_logger(__name__)


def install(app: Flask) -> None:
    """Answer faults with pages."""
    app.register_error_handler(FairError, _refusal)
    app.register_error_handler(CSRFError, _stale_page)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_gone)
    app.register_error_handler(500, _broken)
    app.after_request(_say_when_to_come_back)
    app.jinja_env.globals["faults_of"] = faults


def say(error: FairError) -> str:
    """The sentence of an error in the language of the page."""
    return error.sentence(gettext)


@contextmanager
def told_in(form: FlaskForm) -> Iterator[None]:
    """Put the objection of a verb at the field that it concerns. What the verb had begun is rolled back."""
    try:
        yield
    except Refused as refusal:
        db.session.rollback()
        tell(form, refusal)


def tell(form: FlaskForm, error: FairError) -> None:
    """Put an error at its field, or above the form when it has none."""
    _note_wait(error)
    if error.field is not None and error.field in form:
        field = form[error.field]
        field.errors = [*field.errors, say(error)]
    else:
        form.form_errors.append(say(error))


@dataclass(frozen=True)
class Fault:
    """One thing to mend in a form, and where."""

    anchor: str  # "" where it concerns the form as a whole
    label: str
    sentence: str


def faults(form: FlaskForm) -> list[Fault]:
    """All things to mend, in the order of the form; rows of a list are looked into."""
    whole = [Fault("", "", str(sentence)) for sentence in form.form_errors]
    return whole + [fault for field in form for fault in _faults_of(field, field.label.text)]


def _faults_of(field: Field, label: str) -> Iterator[Fault]:
    inner: Iterable[Field] = field if isinstance(field, FieldList | FormField) else ()
    for part in inner:
        yield from _faults_of(part, label)
    told: Iterable[object] = () if isinstance(field, FormField) else field.errors
    for sentence in told:
        if not isinstance(sentence, dict | list):  # those were found in the parts
            yield Fault(field.id if field.type != "CSRFTokenField" else "", label, str(sentence))


def page(status: int, sentence: str, **more: Any) -> tuple[str, int]:
    """A page that says what happened."""
    return render_template("errors/page.html", status=status, sentence=sentence, **more), status


def _refusal(error: FairError) -> ResponseReturnValue:
    db.session.rollback()
    _note_wait(error)
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 400)
    return page(status, say(error) or str(SENTENCES.get(status, SENTENCES[400])))


def _note_wait(error: FairError) -> None:
    if isinstance(error, TooMany):
        g.wait = error.wait


def _say_when_to_come_back(response: Response) -> Response:
    """To programs as well, also where the sentence stands in a form that keeps what was typed."""
    if "wait" in g:
        response.status_code = 429
        response.headers["Retry-After"] = str(max(1, int(g.wait.total_seconds())))
    return response


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.response is not None:
        return error
    db.session.rollback()
    return page(error.code, str(SENTENCES.get(error.code, SENTENCES[400])))


def _stale_page(_error: CSRFError) -> ResponseReturnValue:
    """A form without its secret. From our own page it was open too long: what was typed can be sent again."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_TYPED]
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return render_template("errors/stale.html", typed=typed if ours else [], action=request.full_path), 400


def _database_gone(error: OperationalError) -> ResponseReturnValue:
    log.error("the database did not answer", error=str(error.orig))
    return _plain_page(503)


def _broken(_error: Exception) -> ResponseReturnValue:
    return _plain_page(500)


def _plain_page(status: int) -> ResponseReturnValue:
    """A page that asks nothing of what may be broken: neither the database nor who is asking."""
    g.language = request.accept_languages.best_match(language.LANGUAGES) or "fr"
    g._login_user = AnonymousUserMixin()  # noqa: SLF001 - or else Flask-Login asks the database
    return render_template("errors/broken.html", sentence=SENTENCES[status]), status
