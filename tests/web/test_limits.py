"""Who asks too often is told when to come back, and loses nothing of what was typed."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.error import HTTPError

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fairs import clock
from fairs.app import create_app
from fairs.config import Settings
from fairs.domain import limits
from fairs.extensions import db
from fairs.models import DomainEvent, Participant
from fairs.models.engine import open_engine
from fairs.web import limits as web_limits
from tests import factories
from tests.factories import NOW
from tests.serving import serving
from tests.visiting import FORM_TOKEN, IN_ENGLISH, SECRET, Visitor, words

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

FORM = {
    "organisation": "Maison Zoé",
    "family": "ess",
    "town": "Saint-Aubin",
    "name": "Zoé Lefèvre",
    "language": "fr",
}
MOST = limits.LETTERS_AN_HOUR
LONG_SECRET = "a secret of the tests that is long enough"


def kinds(session: Session) -> list[str]:
    return list(session.scalars(select(DomainEvent.kind)))


@pytest.mark.abuse(35)
@pytest.mark.parametrize("way", ["/in", "/e/{}/link", "/e/{}/register"])
def test_abuse_35_nobody_s_mailbox_is_filled_by_others(visitor: Visitor, way: str) -> None:
    edition = factories.edition(visitor.session)
    zoe = factories.participant(visitor.session, edition)
    address = way.format(edition.slug)
    typed = FORM | {"email": zoe.email}
    answers = [visitor.post(address, **typed) for _ in range(MOST + 2)]
    assert [answer.status_code for answer in answers] == [303] * MOST + [429] * 2
    assert "You can ask for the next one in 60 min." in words(answers[-1])
    assert f'value="{zoe.email}"' in answers[-1].text
    assert len(kinds(visitor.session)) == MOST


@pytest.mark.abuse(35)
def test_abuse_35_all_ways_to_an_address_count_together(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    zoe = factories.participant(visitor.session, edition)
    ways = ["/in", f"/e/{edition.slug}/link"] * MOST
    told = [visitor.post(way, email=zoe.email).status_code for way in ways]
    assert told.count(303) == MOST


@pytest.mark.abuse(11)
@pytest.mark.abuse(35)
def test_abuse_11_unknown_addresses_are_counted_like_known_ones(visitor: Visitor) -> None:
    told = [visitor.post("/in", email="no@body.example") for _ in range(MOST + 1)]
    assert told[-1].status_code == 429


def of_networks(tmp_path: Path, database_url: str, **values: object) -> Flask:
    settings = Settings(home=tmp_path, database_url=database_url, secret_key=SECRET, pump=False, **values)
    app = create_app(settings, lambda: NOW)
    app.testing = True
    return app


def ask_from(app: Flask, session: Session, network: str, email: str, forwarded: str = "") -> int:
    """Ask for a way in from somewhere."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = network
    headers = IN_ENGLISH | ({"X-Forwarded-For": forwarded} if forwarded else {})
    session.commit()
    token = FORM_TOKEN.search(client.get("/in", headers=headers).text)
    assert token
    answer = client.post("/in", data={"csrf_token": token[1], "email": email}, headers=headers)
    return answer.status_code


@pytest.mark.abuse(34)
def test_abuse_34_a_network_asks_so_often_whatever_addresses_it_names(
    tmp_path: Path, database_url: str
) -> None:
    app = of_networks(tmp_path, database_url, from_one_network=3)
    with Session(engine := open_engine(database_url)) as session:
        told = [ask_from(app, session, "192.0.2.7", f"{n}@body.example") for n in range(4)]
        assert told == [303, 303, 303, 429]
        assert ask_from(app, session, "192.0.2.8", "a@body.example") == 303
        home = [ask_from(app, session, f"2001:db8:0:1::{n}", f"{n}@b.example") for n in range(1, 5)]
        assert home == [303, 303, 303, 429], "an address of 128 bits is no person"
        here = [ask_from(app, session, "127.0.0.1", f"{n}@c.example") for n in range(5)]
        assert here == [303] * 5, "a proxy that does not say for whom it speaks"
    engine.dispose()
    dispose(app)


@pytest.mark.abuse(34)
def test_abuse_34_only_a_proxy_of_ours_says_from_where_somebody_comes(
    tmp_path: Path, database_url: str
) -> None:
    trusting = of_networks(tmp_path, database_url, from_one_network=2, proxies=1)
    open_way = of_networks(tmp_path, database_url, from_one_network=2)
    with Session(engine := open_engine(database_url)) as session:
        lies = [
            ask_from(trusting, session, "10.0.0.1", f"{n}@a.example", f"198.51.100.{n}, 192.0.2.9")
            for n in range(3)
        ]
        assert lies == [303, 303, 429], "what stands before the last was not said by the proxy"
        made_up = [
            ask_from(open_way, session, "192.0.2.10", f"{n}@b.example", f"198.51.100.{n}") for n in range(3)
        ]
        assert made_up == [303, 303, 429]
    engine.dispose()
    dispose(trusting)
    dispose(open_way)


def test_what_was_typed_stands_there_still(tmp_path: Path, database_url: str) -> None:
    app = of_networks(tmp_path, database_url, from_one_network=1)
    with Session(engine := open_engine(database_url)) as session:
        edition = factories.edition(session)
        visitor = Visitor(app.test_client(), session)
        visitor.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
        address = f"/e/{edition.slug}/register"
        visitor.post(address, **FORM, email="a@body.example")
        answer = visitor.post(address, **FORM, email="b@body.example")
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "3600"
        for value in ("Maison Zoé", "Zoé Lefèvre", "Saint-Aubin", "b@body.example"):
            assert f'value="{value}"' in answer.text
    engine.dispose()
    dispose(app)


def dispose(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.abuse(34)
def test_abuse_34_the_limits_hold_over_several_processes(tmp_path: Path, database_url: str) -> None:
    engine = open_engine(database_url)
    with Session(engine) as session, session.begin():
        edition = factories.edition(
            session,
            starts_at=clock.now() + timedelta(days=9),
            ends_at=clock.now() + timedelta(days=10),
        )
        slug = edition.slug
    environment = {
        "MAILLAGE_DATABASE_URL": database_url,
        "MAILLAGE_SECRET_KEY": LONG_SECRET,
        "MAILLAGE_PROXIES": "1",
        "MAILLAGE_FROM_ONE_NETWORK": "7",
    }
    distributed = engine.dialect.name == "postgresql"
    processes = [["web", "--workers", "2"]] if distributed else [["serve"], ["serve"]]
    with ExitStack() as stack:
        urls = []
        for number, arguments in enumerate(processes):
            home = tmp_path / str(number)
            home.mkdir()
            urls.append(stack.enter_context(serving(*arguments, home=home, **environment)).url)

        def register(number: int) -> int:
            return _register(urls[number % len(urls)], slug, f"person{number}@body.example")

        with ThreadPoolExecutor(8) as pool:
            told = sorted(pool.map(register, range(24)))
    assert told == [200] * 7 + [429] * 17
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Participant)) == 7
    engine.dispose()


def _register(site: str, slug: str, email: str) -> int:
    """As a browser does it: the page, then the form, with the cookie."""
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), urllib.request.ProxyHandler({})
    )
    browser.addheaders = [("X-Forwarded-For", "192.0.2.7")]
    address = f"{site}/e/{slug}/register"
    page = browser.open(f"{address}?family=ess").read().decode()
    token = re.search(FORM_TOKEN, page)
    assert token
    typed = urllib.parse.urlencode(FORM | {"email": email, "csrf_token": token[1]}).encode()
    try:
        return int(browser.open(address, typed).status)
    except HTTPError as refusal:
        refusal.close()
        return refusal.code


@pytest.mark.parametrize(
    ("remote", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("127.0.0.1", None),
        ("::1", None),
        ("", None),
        ("unix:", None),
    ],
)
def test_from_where_somebody_comes(app: Flask, remote: str, network: str | None) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": remote}):
        assert web_limits.network() == network
