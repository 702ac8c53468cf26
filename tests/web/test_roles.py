"""Each rôle on each address: what it may not see is not there, what it may not change says so."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from fairs.domain.permissions import RIGHTS
from fairs.models import Account, Membership
from fairs.web import language
from fairs.web.policy import Access, area_of, declared
from tests import factories
from tests.visiting import Visitor, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Fair
    from fairs.models.account import Role

FORBIDDEN = 403
SHOWN_THE_WAY = 303


@pytest.fixture
def edition(session: Session) -> Edition:
    """With an owner, so that others may be changed."""
    made = factories.edition(session)
    factories.organiser(session, made.fair)
    return made


def member(session: Session, fair: Fair, role: Role) -> Account:
    account = Account(
        email=f"{role}.{factories.number()}@boucles.example",
        name=role.capitalize(),
        language="en",
        created_at=factories.NOW,
        memberships=[Membership(fair_id=fair.id, role=role)],
    )
    session.add(account)
    session.flush()
    return account


def browser(app: Flask, session: Session) -> Visitor:
    client = app.test_client()
    client.set_cookie(language.COOKIE, "en")
    return Visitor(client, session)


def served(app: Flask, slug: str, *access: Access) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and address of everything declared so, with ids of nothing in it."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if declared(app, rule.endpoint) not in access:
            continue
        given = {
            name: slug if name == "slug" else 1 if _is_number(rule, name) else str(uuid.UUID(int=0))
            for name in rule.arguments
        }
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule.endpoint, method, adapter.build(rule.endpoint, given, method=method)


def _is_number(rule: object, name: str) -> bool:
    return type(rule._converters[name]).__name__ == "IntegerConverter"  # type: ignore[attr-defined]


@dataclass
class Prober:
    """Knocks at addresses, with a form's secret that it fetched once."""

    visitor: Visitor

    def __post_init__(self) -> None:
        self.token = self.visitor.form_token()

    def __call__(self, method: str, address: str) -> int:
        typed = {} if method == "GET" else {"data": {"csrf_token": self.token}}
        with self.visitor.client.open(address, method=method, **typed) as answer:
            return answer.status_code


@pytest.mark.abuse(2)
@pytest.mark.parametrize("role", list(RIGHTS))
def test_abuse_02_each_role_reaches_what_it_is_for_on_every_address(
    app: Flask, session: Session, edition: Edition, role: Role
) -> None:
    visitor = browser(app, session).sign_in(member(session, edition.fair, role))
    slug = edition.slug
    session.commit()
    probe = Prober(visitor)
    rights, wrong = RIGHTS[role], {}
    for endpoint, method, address in served(app, slug, Access.ORGANISER):
        area = area_of(app, endpoint)
        if f"/{slug}" not in address:
            continue  # of no edition
        assert area is not None, endpoint
        sees, changes = area in rights.sees, area in rights.changes
        if sees and (method == "GET" or changes):
            continue  # what it does there is shown by the tests of the page; see below that it is let in
        status = probe(method, address)
        if status != (FORBIDDEN if sees else 404):
            wrong[f"{method} {address}"] = status
    assert wrong == {}


@pytest.mark.abuse(2)
@pytest.mark.parametrize("role", list(RIGHTS))
def test_abuse_02_each_role_is_let_in_where_it_belongs(
    app: Flask, session: Session, edition: Edition, role: Role
) -> None:
    visitor = browser(app, session).sign_in(member(session, edition.fair, role))
    slug = edition.slug
    session.commit()
    probe = Prober(visitor)
    pages = {
        address: probe(method, address)
        for endpoint, method, address in served(app, slug, Access.ORGANISER)
        if method == "GET"
        and area_of(app, endpoint) in RIGHTS[role].sees
        and str(uuid.UUID(int=0)) not in address
    }
    assert len(pages) >= 1
    assert {address: status for address, status in pages.items() if status not in {200, 303, 404}} == {}
    rooms = {
        "people": f"/o/{slug}/people",
        "edition": f"/o/{slug}",
        "team": f"/o/{slug}/team",
    }
    assert {area: probe("GET", address) == 200 for area, address in rooms.items()} == {
        area: area in RIGHTS[role].sees for area in rooms
    }


@pytest.mark.abuse(2)
@pytest.mark.parametrize("who", ["nobody", "visitor", "organiser of another fair", "owner of another fair"])
def test_abuse_02_strangers_reach_nothing_of_an_edition(
    app: Flask, session: Session, edition: Edition, who: str
) -> None:
    visitor = browser(app, session)
    if who == "visitor":
        visitor.enter(factories.participant(session, factories.edition(session)))
    elif who != "nobody":
        role: Role = "owner" if who.startswith("owner") else "organiser"
        visitor.sign_in(member(session, factories.fair(session), role))
    slug = edition.slug
    session.commit()
    probe = Prober(visitor)
    refused = SHOWN_THE_WAY if who in {"nobody", "visitor"} else 404
    of_address = [Access.SIGNED_IN] if refused == SHOWN_THE_WAY else []  # the others' own pages
    every = served(app, slug, Access.ORGANISER, Access.PARTICIPANT, Access.DEMO, *of_address)
    wrong = {}
    for endpoint, method, address in every:
        access, status = declared(app, endpoint), probe(method, address)
        if access is Access.PARTICIPANT:
            expected = {SHOWN_THE_WAY}
        elif access is Access.DEMO:
            expected = {404}
        elif access is Access.ORGANISER and slug in address:
            expected = {refused}
        elif refused == SHOWN_THE_WAY:
            expected = {SHOWN_THE_WAY}
        else:
            continue  # their own pages
        if status not in expected:
            wrong[f"{method} {address}"] = status
    assert wrong == {}


@pytest.mark.abuse(2)
def test_abuse_02_who_takes_part_reaches_their_own_pages_and_no_others(
    app: Flask, session: Session, edition: Edition
) -> None:
    visitor = browser(app, session).enter(factories.participant(session, edition))
    slug = edition.slug
    session.commit()
    probe = Prober(visitor)
    wrong = {}
    for endpoint, method, address in served(app, slug, Access.ORGANISER, Access.SIGNED_IN):
        del endpoint
        if probe(method, address) != SHOWN_THE_WAY:
            wrong[address] = method
    assert wrong == {}
    assert probe("GET", f"/me/{slug}") == 200


def test_who_reads_along_is_told_so_and_finds_the_rooms_of_the_role(
    app: Flask, session: Session, edition: Edition
) -> None:
    viewer = browser(app, session).sign_in(member(session, edition.fair, "viewer"))
    page = words(viewer.get(f"/o/{edition.slug}/people"))
    assert "You read along: your rôle changes nothing here." in page
    answer = viewer.post(f"/o/{edition.slug}/people/approve")
    assert answer.status_code == FORBIDDEN
    assert "your rôle does not let you change it: nothing was changed" in words(answer)

    desk = browser(app, session).sign_in(member(session, edition.fair, "desk"))
    assert f'href="/o/{edition.slug}/people"' in desk.get("/o").text
    rooms = desk.get(f"/o/{edition.slug}/people").text
    assert f'href="/o/{edition.slug}/people"' in rooms
    assert f'href="/o/{edition.slug}/plan"' not in rooms


@pytest.mark.abuse(6)
def test_abuse_06_nobody_makes_themselves_more_than_they_are(
    app: Flask, session: Session, edition: Edition
) -> None:
    account = member(session, edition.fair, "organiser")
    visitor = browser(app, session).sign_in(account)
    own = account.memberships[0]
    here = f"/o/{edition.slug}/team"
    for address in (f"{here}/{own.id}", here, f"{here}/second-factor", f"{here}/{own.id}/remove"):
        typed = {"role": "owner", "email": "me@evil.example", "demanded": "y"}
        assert visitor.post(address, **typed).status_code == FORBIDDEN, address
    visitor.post(
        f"/o/{edition.slug}/settings", role="owner", fair_id=str(uuid.uuid4()), needs_second_factor="y"
    )
    session.expire_all()
    assert own.role == "organiser"
    assert edition.fair.needs_second_factor is False
