"""Organisers see their own fairs and nothing else; whoever is not signed in sees nothing at all."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from fairs.models import Block, Delivery
from tests import factories
from tests.organisers.conftest import draft

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.organisers.conftest import Desk, Room


OF_NO_EDITION = {"/o", "/o/new", "/o/mail", "/o/mail/trial"}


def addresses(app: Flask, method: str, slug: str) -> list[str]:
    """Every address of the workbench, with ids of nothing in them."""
    adapter = app.url_map.bind("localhost")
    return [
        adapter.build(
            rule.endpoint,
            {name: slug if name == "slug" else str(uuid.uuid4()) for name in rule.arguments},
            method=method,
        )
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("organisers.") and method in (rule.methods or ())
    ]


@pytest.mark.abuse(2)
def test_strangers_are_shown_the_way_in(app: Flask, visitor: Desk, room: Room) -> None:
    pages = addresses(app, "GET", room.edition.slug)
    assert len(pages) > 12
    assert {visitor.get(page).location for page in pages} == {"/in"}


@pytest.mark.abuse(2)
@pytest.mark.abuse(4)
def test_the_organiser_of_another_fair_finds_nothing_here(app: Flask, other_desk: Desk, room: Room) -> None:
    for method, ask in (("GET", other_desk.get), ("POST", other_desk.post)):
        pages = [page for page in addresses(app, method, room.edition.slug) if page not in OF_NO_EDITION]
        assert {page: ask(page).status_code for page in pages} == dict.fromkeys(pages, 404)
    assert room.edition.text("fr").title not in other_desk.words("/o")


@pytest.mark.abuse(18)
def test_nothing_is_done_without_the_secret_of_the_form(app: Flask, desk: Desk, room: Room) -> None:
    pages = addresses(app, "POST", room.edition.slug)
    desk.session.commit()
    assert {page: desk.client.post(page).status_code for page in pages} == dict.fromkeys(pages, 400)


@pytest.mark.abuse(3)
def test_people_blocks_tables_and_messages_of_another_fair_are_not_within_reach(
    desk: Desk, session: Session, room: Room
) -> None:
    other = factories.edition(session)
    stranger = factories.participant(session, other, state="confirmed")
    block: Block = factories.block(session, other)
    table = factories.tables(session, other, 1)[0]
    here = f"/o/{room.edition.slug}"

    for address in (
        f"{here}/people/{stranger.id}/approve",
        f"{here}/people/{stranger.id}/decline",
        f"{here}/people/{stranger.id}/withdraw",
        f"{here}/venue/blocks/{block.id}",
        f"{here}/venue/blocks/{block.id}/remove",
        f"{here}/venue/tables/{table.id}/rename",
        f"{here}/venue/tables/{table.id}/remove",
        f"{here}/messages/{uuid.uuid4()}/again",
    ):
        assert desk.post(address, label="Mine", words="No").status_code == 404, address
    assert desk.get(f"{here}/people/{stranger.id}").status_code == 404
    assert desk.get(f"{here}/venue/blocks/{block.id}").status_code == 404
    assert (stranger.state, table.label) == ("confirmed", "Table 1")
    assert session.get(Block, block.id) is not None
    assert session.query(Delivery).count() == 0


@pytest.mark.abuse(2)
def test_a_draft_is_seen_by_its_organiser_alone(desk: Desk, other_desk: Desk, room: Room) -> None:
    room.edition.opened_at = None

    assert desk.get(f"/o/{room.edition.slug}").status_code == 200
    assert other_desk.get(f"/o/{room.edition.slug}").status_code == 404


@pytest.mark.abuse(20)
def test_pages_of_the_workbench_are_strict_and_kept_by_nobody(desk: Desk, room: Room) -> None:
    headers = desk.get(f"/o/{room.edition.slug}").headers

    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-store"


@pytest.mark.abuse(22)
def test_what_people_type_is_text_on_every_page(app: Flask, desk: Desk, session: Session, room: Room) -> None:
    evil = '"><script>alert(1)</script>{{7*7}}'
    for person in room.people:
        person.name = person.role = person.organisation.name = person.organisation.pitch = evil
    for text in room.edition.texts:
        text.title = evil
    factories.block(
        session,
        room.edition,
        name=evil,
        starts_at=factories.FAIR_DAY.replace(hour=12),
        ends_at=factories.FAIR_DAY.replace(hour=13),
    )
    draft(session, room, (0, 1, 0, 0), unplaced=(1, 2))

    pages = [
        page for page in addresses(app, "GET", room.edition.slug) if not page.endswith((".pdf", ".xlsx"))
    ]
    pages.append(f"/o/{room.edition.slug}/people/{room.people[0].id}")
    for page in pages:
        answer = desk.get(page)
        assert "<script>alert" not in answer.text, page
