"""What went wrong is said in a sentence, on a page, in the reader's language."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from fairs.errors import NotFound, Refused, Unavailable
from fairs.extensions import db
from fairs.models import Fair
from fairs.web import policy
from tests import factories
from tests.visiting import words

if TYPE_CHECKING:
    from flask import Flask

    from tests.visiting import Visitor


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("There is no fair at this address."), 404),
        (Refused("A block cannot end before it begins."), 409),
        (Unavailable("No PDF can be made here."), 503),
    ],
)
def test_an_error_becomes_a_page_with_its_sentence(
    app: Flask, visitor: Visitor, error: Exception, status: int
) -> None:
    def view() -> str:
        raise error

    app.add_url_rule("/fault", "fault", policy.public(view))
    answer = visitor.get("/fault")
    assert answer.status_code == status
    assert str(error) in words(answer)


def test_what_is_not_there_says_what_to_do(visitor: Visitor) -> None:
    answer = visitor.get("/nowhere")
    assert answer.status_code == 404
    assert "Check it, or begin at the first page." in words(answer)


def test_a_button_is_not_for_reading(visitor: Visitor) -> None:
    assert visitor.get("/me/some-fair/leave").status_code == 405


def test_what_broke_is_said_without_its_entrails(app: Flask, visitor: Visitor) -> None:
    app.testing = False

    def view() -> str:
        raise RuntimeError("the entrails")

    app.add_url_rule("/broken", "broken", policy.public(view))
    answer = visitor.get("/broken")
    assert answer.status_code == 500
    assert "Something broke here, and it was written down." in words(answer)
    assert "entrails" not in answer.text


def test_without_its_database_the_site_still_speaks(app: Flask, visitor: Visitor) -> None:
    def view() -> str:
        raise OperationalError("SELECT secret", {}, Exception("connection refused"))

    app.add_url_rule("/lost", "lost", policy.public(view))
    answer = visitor.get("/lost")
    assert answer.status_code == 503
    assert "Try again in some minutes." in words(answer)
    assert "secret" not in answer.text


def test_whoever_is_signed_in_is_told_so_too(app: Flask, visitor: Visitor) -> None:
    """The page asks nobody who they are: what would tell it is in no state to."""
    edition = factories.edition(visitor.session)
    slug = edition.fair.slug

    def view() -> str:
        db.session.add(Fair(slug=slug))
        with suppress(IntegrityError):
            db.session.flush()
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    app.add_url_rule("/locked", "locked", policy.public(view), methods=["POST"])
    visitor.sign_in(factories.organiser(visitor.session, edition.fair))
    answer = visitor.post("/locked")
    assert answer.status_code == 503
    assert "Try again in some minutes." in words(answer)


def test_too_much_is_refused(visitor: Visitor) -> None:
    answer = visitor.client.post("/in", data={"csrf_token": "x" * 1_100_000})
    assert answer.status_code == 413
