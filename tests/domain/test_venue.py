from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fairs.domain import venue
from fairs.domain.venue import BlockPlan
from fairs.errors import Refused
from fairs.queries import slots
from tests import factories
from tests.factories import FAIR_DAY, NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MORNING = BlockPlan("Matin", FAIR_DAY.replace(hour=8), FAIR_DAY.replace(hour=11), 20, 5)


def test_a_block_is_laid_out_in_slots_with_pauses_between(session: Session) -> None:
    edition = factories.edition(session)
    venue.add_block(session, edition, MORNING, NOW)
    laid = slots.of_edition(session, edition)
    assert [slot.id for slot in laid[:3]] == ["2027-03-18T09:00", "2027-03-18T09:25", "2027-03-18T09:50"]
    assert laid[-1].end_at <= MORNING.ends_at
    assert edition.grid_stale_at == NOW


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(MORNING, ends_at=MORNING.starts_at), "ends_at"),
        (replace(MORNING, ends_at=MORNING.starts_at + timedelta(minutes=19)), "meeting_minutes"),
        (replace(MORNING, meeting_minutes=0), "meeting_minutes"),
        (replace(MORNING, pause_minutes=-1), "pause_minutes"),
        (replace(MORNING, ends_at=MORNING.starts_at + timedelta(days=300)), "ends_at"),
    ],
)
def test_a_block_that_cannot_hold_meetings_is_refused_at_its_field(
    session: Session, wrong: BlockPlan, field: str
) -> None:
    edition = factories.edition(session)
    with pytest.raises(Refused) as refusal:
        venue.add_block(session, edition, wrong, NOW)
    assert refusal.value.field == field
    assert slots.blocks(session, edition) == []


def test_blocks_do_not_overlap_but_may_touch(session: Session) -> None:
    edition = factories.edition(session)
    block = venue.add_block(session, edition, MORNING, NOW)
    with pytest.raises(Refused, match="overlaps Matin"):
        venue.add_block(session, edition, replace(MORNING, starts_at=FAIR_DAY.replace(hour=10)), NOW)
    later = replace(MORNING, starts_at=MORNING.ends_at, ends_at=MORNING.ends_at + timedelta(hours=1))
    venue.add_block(session, edition, later, NOW)
    venue.change_block(session, edition, block, replace(MORNING, meeting_minutes=30), NOW)
    assert len(slots.blocks(session, edition)) == 2


def test_tables_are_numbered_on(session: Session) -> None:
    edition = factories.edition(session)
    venue.add_tables(session, edition, 2, "Table", 2, NOW)
    venue.add_tables(session, edition, 1, "Table", 4, NOW)
    assert [(table.label, table.seats) for table in slots.tables(session, edition)] == [
        ("Table 1", 2),
        ("Table 2", 2),
        ("Table 3", 4),
    ]


@pytest.mark.parametrize(("count", "seats", "field"), [(0, 2, "count"), (401, 2, "count"), (1, 1, "seats")])
def test_tables_need_a_number_and_two_seats(session: Session, count: int, seats: int, field: str) -> None:
    edition = factories.edition(session)
    with pytest.raises(Refused) as refusal:
        venue.add_tables(session, edition, count, "Table", seats, NOW)
    assert refusal.value.field == field


def test_a_table_has_a_name_of_its_own_and_can_go(session: Session) -> None:
    edition = factories.edition(session)
    first, second = factories.tables(session, edition)
    venue.rename_table(session, edition, first, "Mezzanine", NOW)
    with pytest.raises(Refused, match="Mezzanine"):
        venue.rename_table(session, edition, second, "Mezzanine", NOW)
    venue.remove_table(session, edition, first, NOW)
    assert [table.label for table in slots.tables(session, edition)] == ["Table 2"]
