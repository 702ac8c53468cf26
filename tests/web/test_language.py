"""In which language a page is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import factories
from tests.visiting import Visitor, me

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session


def language_of(page: str) -> str:
    return page.split('<html lang="')[1][:2]


@pytest.mark.parametrize(
    ("accepted", "shown"), [("fr-FR,fr;q=0.9", "fr"), ("en-US", "en"), ("de,en;q=0.5", "en"), ("de", "fr")]
)
def test_a_stranger_reads_what_the_browser_asks_for(client: FlaskClient, accepted: str, shown: str) -> None:
    page = client.get("/", headers={"Accept-Language": accepted}).text
    assert language_of(page) == shown


def test_a_choice_is_remembered_on_the_device(client: FlaskClient) -> None:
    english = {"Accept-Language": "en"}
    answer = client.get("/?lang=fr", headers=english)
    assert language_of(answer.text) == "fr"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert language_of(client.get("/", headers=english).text) == "fr"


def test_a_language_that_we_do_not_speak_is_no_choice(client: FlaskClient) -> None:
    answer = client.get("/?lang=xx", headers={"Accept-Language": "en"})
    assert (language_of(answer.text), "Set-Cookie" in answer.headers) == ("en", False)


def test_who_has_entered_reads_their_own_language(client: FlaskClient, session: Session) -> None:
    edition = factories.edition(session)
    visitor = Visitor(client, session).enter(factories.participant(session, edition, language="fr"))
    assert language_of(visitor.get(me(edition)).text) == "fr"
    assert language_of(visitor.get(me(edition) + "?lang=en").text) == "en"


def test_an_organiser_reads_their_own_language(client: FlaskClient, session: Session) -> None:
    visitor = Visitor(client, session).sign_in(factories.organiser(session, factories.fair(session)))
    assert language_of(visitor.get("/o").text) == "fr"


@pytest.mark.abuse(22)
def test_the_switch_keeps_the_page_and_what_was_searched(client: FlaskClient, session: Session) -> None:
    edition = factories.edition(session)
    session.commit()
    page = client.get(f"/e/{edition.slug}/directory?search=a%26b%22%3E&lang=en").text
    assert f'href="/e/{edition.slug}/directory?search=a%26b%22%3E&amp;lang=fr"' in page
