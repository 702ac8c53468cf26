"""A browser for whoever signs in, and a clock that can be moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fairs.web import here, language
from tests import factories
from tests.jobs.works import Time
from tests.visiting import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from fairs.models import Account, Edition


@pytest.fixture
def now() -> datetime:
    return factories.NOW


@pytest.fixture
def time(app: Flask) -> Time:
    """What the program takes for now; a test may let it pass."""
    moved = Time()
    app.extensions[here.CLOCK] = moved
    return moved


@pytest.fixture
def browser(app: Flask, session: Session) -> Callable[[], Visitor]:
    """Another browser, as often as it is asked for."""

    def another() -> Visitor:
        client: FlaskClient = app.test_client()
        client.set_cookie(language.COOKIE, "en")
        return Visitor(client, session)

    return another


@pytest.fixture
def visitor(browser: Callable[[], Visitor]) -> Visitor:
    return browser()


@pytest.fixture
def edition(session: Session) -> Edition:
    return factories.edition(session)


@pytest.fixture
def account(session: Session, edition: Edition) -> Account:
    return factories.organiser(session, edition.fair, email="mai@boucles.example", language="en")
