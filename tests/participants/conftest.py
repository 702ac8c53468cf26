"""A browser for whoever visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fairs.web import language
from tests import factories
from tests.visiting import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session


@pytest.fixture
def now() -> datetime:
    return factories.NOW


@pytest.fixture
def visitor(client: FlaskClient, session: Session) -> Visitor:
    client.set_cookie(language.COOKIE, "en")  # tests read English, whatever their people speak
    return Visitor(client, session)


@pytest.fixture
def browser(app: Flask, session: Session) -> Callable[[], Visitor]:
    """Another browser, as often as it is asked for."""

    def another() -> Visitor:
        client = app.test_client()
        client.set_cookie(language.COOKIE, "en")
        return Visitor(client, session)

    return another
