from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from fairs.models import Block, Table
from tests import factories
from tests.factories import FAIR_DAY, NOW
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk

MORNING = {
    "name": "Matin",
    "held_on": "2027-03-18",
    "starts_at": "09:00",
    "ends_at": "10:40",
    "meeting_minutes": "20",
    "pause_minutes": "5",
}


def test_a_block_is_typed_in_the_time_of_the_place_and_shows_its_slots(
    desk: Desk, session: Session, edition: Edition
) -> None:
    here = f"/o/{edition.slug}/venue"

    assert desk.post(f"{here}/blocks", **MORNING).location == here

    block = session.scalars(select(Block)).one()
    assert (block.starts_at, block.ends_at) == (
        FAIR_DAY.replace(hour=8),
        FAIR_DAY.replace(hour=9, minute=40),
    )
    page = desk.words(here)
    assert "Matin, Thursday 18 March 2027, 09:00–10:40" in page
    assert "4 meetings of 20 minutes, 5 minutes of pause 09:00 09:25 09:50 10:15" in page
    assert "Times of the place: Central European Time (Paris)." in page


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"ends_at": "08:30"}, "ends_at", "The end must come after the start."),
        ({"ends_at": "09:15"}, "meeting_minutes", "shorter than one meeting of 20 minutes."),
        ({"meeting_minutes": "0"}, "meeting_minutes", "A meeting lasts at least a minute."),
        ({"pause_minutes": "-1"}, "pause_minutes", "A pause cannot be shorter than nothing."),
        ({"pause_minutes": ""}, "pause_minutes", "This is needed."),
        ({"starts_at": "12:10", "ends_at": "13:00"}, "starts_at", "This block overlaps Midi."),
        ({"held_on": "2027-03-28", "starts_at": "02:30"}, "starts_at", "skip 02:30"),
        ({"name": ""}, "name", "This is needed."),
        ({"meeting_minutes": "twenty"}, "meeting_minutes", "Write a whole number, in figures"),
    ],
)
def test_a_fault_of_a_block_is_told_at_its_field_and_what_was_typed_is_kept(
    desk: Desk, session: Session, edition: Edition, typed: dict[str, Any], field: str, sentence: str
) -> None:
    factories.block(
        session, edition, name="Midi", starts_at=FAIR_DAY.replace(hour=11), ends_at=FAIR_DAY.replace(hour=12)
    )

    answer = desk.post(f"/o/{edition.slug}/venue/blocks", **(MORNING | typed))

    assert answer.status_code == 422
    at_field = answer.text.partition(f'id="{field}-fault"')[2].partition("</p>")[0]
    assert sentence in at_field
    for name, value in (MORNING | typed).items():
        assert f'value="{value}"' in answer.text.partition(f'id="{name}"')[2].partition(">")[0]
    assert len(session.scalars(select(Block)).all()) == 1


def test_a_block_is_changed_on_a_page_of_its_own(desk: Desk, session: Session, edition: Edition) -> None:
    block = factories.block(session, edition)
    here = f"/o/{edition.slug}/venue/blocks/{block.id}"
    assert 'value="09:00"' in desk.get(here).text

    assert desk.post(here, **(MORNING | {"ends_at": "08:00"})).status_code == 422
    assert block.ends_at == FAIR_DAY.replace(hour=9, minute=40)

    assert desk.post(here, **(MORNING | {"ends_at": "11:00"})).status_code == 303
    assert block.ends_at == FAIR_DAY.replace(hour=10)


def test_a_block_is_removed(desk: Desk, session: Session, edition: Edition) -> None:
    block = factories.block(session, edition)

    desk.post(f"/o/{edition.slug}/venue/blocks/{block.id}/remove")

    assert session.scalars(select(Block)).all() == []
    assert edition.grid_stale_at == NOW


def test_tables_are_set_up_in_bulk_renamed_and_removed(
    desk: Desk, session: Session, edition: Edition
) -> None:
    here = f"/o/{edition.slug}/venue"

    assert "12 tables are set up." in desk.words(
        desk.post(f"{here}/tables", count=12, prefix="Table", seats=2).location
    )
    first, second, *_ = session.scalars(select(Table).order_by(Table.position)).all()
    desk.post(f"{here}/tables/{first.id}/rename", label="Verrière")
    desk.post(f"{here}/tables/{second.id}/remove")

    labels = session.scalars(select(Table.label).order_by(Table.position)).all()
    assert labels == ["Verrière", *(f"Table {n}" for n in range(3, 13))]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"count": "0"}, "count", "A number from 1 to 400."),
        ({"count": ""}, "count", "This is needed."),
        ({"seats": "1"}, "seats", "A table needs two seats at least."),
    ],
)
def test_a_fault_of_tables_is_told_at_its_field(
    desk: Desk, session: Session, edition: Edition, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = desk.post(
        f"/o/{edition.slug}/venue/tables", **({"count": "3", "prefix": "Stand", "seats": "2"} | typed)
    )

    assert answer.status_code == 422
    assert sentence in answer.text.partition(f'id="{field}-fault"')[2].partition("</p>")[0]
    assert 'value="Stand"' in answer.text
    assert session.scalars(select(Table)).all() == []


def test_two_tables_of_one_name_are_refused_where_it_was_typed(
    desk: Desk, session: Session, edition: Edition
) -> None:
    one, other = factories.tables(session, edition, 2)

    answer = desk.post(f"/o/{edition.slug}/venue/tables/{other.id}/rename", label="Table 1")

    assert answer.status_code == 422
    assert "Another table is called Table 1." in words(answer)
    assert answer.text.count('value="Table 1"') == 2
    assert (one.label, other.label) == ("Table 1", "Table 2")
