"""What every view needs: the session, the present instant, the settings. One of each a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app, g

from fairs.extensions import db

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.config import Settings

SETTINGS = "maillage.settings"
CLOCK = "maillage.clock"


def install(app: Flask, settings: Settings, clock: Callable[[], datetime]) -> None:
    """Tell an application how it runs and what time it is."""
    app.extensions[SETTINGS] = settings
    app.extensions[CLOCK] = clock


def session() -> Session:
    """The session of this request. It is committed once, by `fairs.web.transaction`."""
    return db.session()


def now() -> datetime:
    """The instant of this request: the same for everything that it does."""
    if "now" not in g:
        g.now = current_app.extensions[CLOCK]()
    return cast("datetime", g.now)


def settings() -> Settings:
    """How this installation runs."""
    return settings_of(current_app)


def settings_of(app: Flask) -> Settings:
    """The same, while the application is being put together."""
    return cast("Settings", app.extensions[SETTINGS])
