"""Organisers see their own fairs and nothing else; whoever is not signed in sees nothing at all."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from fairs.models import Block, Delivery
from tests import factories

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.organisers.conftest import Desk, Room


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
