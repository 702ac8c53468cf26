"""Nothing happens without the secret of a form, and who was only slow loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.models import DomainEvent
from tests import factories
from tests.visiting import IN_ENGLISH, personal_link, words

if TYPE_CHECKING:
    from flask import Flask

    from tests.visiting import Visitor


@pytest.mark.abuse(18)
def test_the_secret_of_another_browser_opens_nothing(app: Flask, visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    raw = personal_link(visitor.session, factories.participant(visitor.session, edition))
    stolen = visitor.form_token()
    visitor.session.commit()
    answer = app.test_client().post(f"/p/{raw}", data={"csrf_token": stolen})
    assert answer.status_code == 400


@pytest.mark.abuse(18)
def test_the_secret_changes_when_somebody_enters(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    before = visitor.form_token()
    visitor.enter(factories.participant(visitor.session, edition))
    answer = visitor.client.post(f"/me/{edition.slug}/leave", data={"csrf_token": before})
    assert answer.status_code == 400


def test_a_page_that_lay_open_too_long_keeps_what_was_typed(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    visitor.session.commit()
    typed = {
        "csrf_token": "old",
        "organisation": "L'Atelier <b>",
        "name": "Zoé",
        "email": "zoe@atelier.example",
    }
    answer = visitor.client.post(
        f"/e/{edition.slug}/register", data=typed, headers=IN_ENGLISH | {"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 400
    assert "What you typed is still here" in words(answer)
    assert "L&#39;Atelier &lt;b&gt;" in answer.text
    assert ">old<" not in answer.text
    assert visitor.session.scalars(select(DomainEvent)).all() == []


def test_what_another_site_sent_is_not_offered_again(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    visitor.session.commit()
    answer = visitor.client.post(
        f"/e/{edition.slug}/register", data={"name": "Mallory"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert (answer.status_code, "Mallory" in answer.text) == (400, False)
