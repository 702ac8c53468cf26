"""Every address declares for whom it is, and the declaration holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fairs.web import policy
from fairs.web.policy import Access, declared
from tests import factories
from tests.visiting import me, rules

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.visiting import Visitor


@pytest.mark.abuse(1)
def test_every_address_declares_for_whom_it_is(app: Flask) -> None:
    undeclared = {endpoint for endpoint, _, _ in rules(app) if declared(app, endpoint) is None}
    assert undeclared == set()


@pytest.mark.abuse(1)
def test_an_address_without_a_policy_is_not_served(app: Flask) -> None:
    app.testing = False
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = app.test_client().get("/forgotten")
    assert (answer.status_code, "secret" in answer.text) == (500, False)


@pytest.mark.abuse(2)
def test_a_participant_reaches_no_organisers_page(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    visitor.enter(factories.participant(visitor.session, edition))
    answer = visitor.get(f"/o/{edition.slug}")
    assert (answer.status_code, answer.location) == (303, "/in")


@pytest.mark.abuse(2)
def test_the_organiser_of_another_fair_finds_nothing(visitor: Visitor) -> None:
    edition, other = factories.edition(visitor.session), factories.fair(visitor.session)
    visitor.sign_in(factories.organiser(visitor.session, other))
    assert visitor.get(f"/o/{edition.slug}").status_code == 404


def test_who_entered_one_edition_has_not_entered_another(visitor: Visitor) -> None:
    here, there = factories.edition(visitor.session), factories.edition(visitor.session)
    visitor.enter(factories.participant(visitor.session, here))
    assert visitor.get(me(here)).status_code == 200
    answer = visitor.get(me(there))
    assert (answer.status_code, answer.location) == (303, f"/e/{there.slug}/link")


def test_a_draft_is_there_for_its_organiser_alone(visitor: Visitor) -> None:
    draft = factories.edition(visitor.session, opened_at=None)
    account = factories.organiser(visitor.session, draft.fair)
    assert visitor.get(f"/e/{draft.slug}").status_code == 404
    assert visitor.get(f"/e/{draft.slug}/directory").status_code == 404
    assert visitor.get(me(draft)).status_code == 404
    visitor.sign_in(account)
    assert visitor.get(f"/e/{draft.slug}").status_code == 200


def test_the_demonstrations_doors_exist_in_a_demonstration_only(client: FlaskClient) -> None:
    assert client.get("/demo/mailbox").status_code == 404


def test_a_declaration_is_found_by_its_view(app: Flask) -> None:
    @policy.machine
    def view() -> str:
        return ""

    app.add_url_rule("/machine", "machine", view)
    assert declared(app, "machine") is Access.MACHINE
