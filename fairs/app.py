"""The composition root: settings in, an application out. Nothing here decides anything."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined

from fairs import clock, paths
from fairs.accounts import views as accounts
from fairs.extensions import babel, bootstrap, csrf, db, login_manager, migrate
from fairs.models.engine import engine_options, prepare
from fairs.organisers import views as organisers
from fairs.participants import views as participants
from fairs.registration import views as registration
from fairs.web import (
    assets,
    cookie,
    errors,
    headers,
    health,
    here,
    language,
    limits,
    person,
    policy,
    presentation,
    requests,
    sent_files,
    signed_in,
    streams,
    transaction,
    watching,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Blueprint, Flask

    from fairs.config import Settings

BLUEPRINTS: tuple[Blueprint, ...] = (
    *registration.BLUEPRINTS,
    *participants.BLUEPRINTS,
    *accounts.BLUEPRINTS,
    *organisers.BLUEPRINTS,
    health.blueprint,
    watching.blueprint,
)
EDGE = (
    requests,
    sent_files,
    limits,
    cookie,
    assets,
    signed_in,
    person,
    policy,
    headers,
    errors,
    language,
    presentation,
    streams,
)


def create_app(settings: Settings, now: Callable[[], datetime] = clock.now) -> Flask:
    """An application that answers requests. The pump and the clock are started by whoever serves it."""
    app = transaction.Application(
        "fairs",
        template_folder=str(paths.templates()),
        static_folder=str(paths.static()),
        instance_path=str(settings.home.absolute()),
    )
    app.config.from_mapping(_configuration(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    here.install(app, settings, now)
    _install_extensions(app)
    for part in EDGE:
        part.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    policy.declare_static_files(app)
    return app


def _install_extensions(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    migrate.init_app(app, db, directory=str(paths.migrations()), render_as_batch=True)
    babel.init_app(
        app,
        default_locale="en",
        default_translation_directories=str(paths.translations()),
        locale_selector=language.chosen,
    )
    csrf.init_app(app)
    login_manager.init_app(app)
    bootstrap.init_app(app)


def _configuration(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "SESSION_COOKIE_NAME": "maillage",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=60),
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),  # addresses of files carry their content's hash
        "MAX_CONTENT_LENGTH": 1_000_000,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form may lie open over lunch
        "WTF_CSRF_SSL_STRICT": False,  # it wants a Referer, which pages behind a secret link never send
        "BOOTSTRAP_SERVE_LOCAL": True,
    }
