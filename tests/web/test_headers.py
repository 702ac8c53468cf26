"""What every answer tells the browser not to do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from fairs.app import create_app
from fairs.config import Settings
from fairs.extensions import db
from tests import factories
from tests.visiting import me, personal_link

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from tests.visiting import Visitor

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@pytest.mark.abuse(20)
@pytest.mark.parametrize("address", ["/", "/nowhere", "/static/css/tokens.css", "/me/nothing", "/healthz"])
def test_every_answer_has_the_strict_policy(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.abuse(20)
def test_a_page_has_no_inline_script_or_style(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    visitor.enter(factories.participant(visitor.session, edition))
    for address in (
        "/",
        f"/e/{edition.slug}",
        f"/e/{edition.slug}/register",
        me(edition),
        me(edition, "/find"),
    ):
        page = visitor.get(address).text
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page
        assert " on" not in {part[:3] for part in page.split('"')[::2] if part.endswith("=")}


def test_personal_pages_are_kept_by_nobody(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    visitor.enter(factories.participant(visitor.session, edition))
    headers = visitor.get(me(edition)).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert visitor.get(f"/e/{edition.slug}").headers["Cache-Control"] == "no-cache"


def test_pages_at_secret_addresses_name_them_to_nobody(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    raw = personal_link(visitor.session, factories.participant(visitor.session, edition))
    for address in (f"/p/{raw}", "/p/unknown"):
        headers = visitor.get(address).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.abuse(14)
def test_cookies_are_for_our_pages_alone(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    raw = personal_link(visitor.session, factories.participant(visitor.session, edition))
    cookie = visitor.post(f"/p/{raw}").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.abuse(14)
def test_over_tls_cookies_and_browsers_insist_on_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'x'}", secret_key="x")
    open_way, tls = (
        create_app(replace(settings, base_url=f"{scheme}://fairs.example")).test_client()
        for scheme in ("http", "https")
    )
    assert "Strict-Transport-Security" not in open_way.get("/healthz").headers
    answer = tls.get("/healthz?lang=fr")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Secure" in answer.headers["Set-Cookie"]
    assert tls.application.config["SESSION_COOKIE_SECURE"] is True
    for client in (open_way, tls):
        with client.application.app_context():
            db.engine.dispose()


def test_files_are_kept_for_a_year_under_the_hash_of_their_content(client: FlaskClient) -> None:
    with client.application.test_request_context():
        address = client.application.url_for("static", filename="css/tokens.css")
    assert address.startswith("/static/css/tokens.css?v=")
    with client.get(address) as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]
