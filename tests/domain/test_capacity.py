from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.domain.capacity import Capacity, Load, capacity
from fairs.queries.sheets import sheets_of
from tests import factories

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_tables_and_slots_and_people_bound_what_can_be_held(session: Session) -> None:
    edition = factories.edition(session)
    factories.block(session, edition)
    factories.tables(session, edition, 2)
    hub = factories.participant(session, edition)
    others = [factories.participant(session, edition) for _ in range(6)]
    for other in others:
        factories.interest(session, hub, other)

    room = capacity(sheets_of(session, edition))

    assert room == Capacity(
        slots=4,
        tables=2,
        requests=6,
        ceiling=5,
        loads={hub.id.hex: Load(6, 4)} | {other.id.hex: Load(1, 4) for other in others},
    )
    assert (room.places, room.crowded) == (8, 1)


def test_before_anything_is_laid_out_nothing_can_be_held_and_nobody_is_crowded(session: Session) -> None:
    edition = factories.edition(session)
    one, other = factories.participant(session, edition), factories.participant(session, edition)
    factories.mutual(session, one, other)

    room = capacity(sheets_of(session, edition))

    assert room == Capacity(
        slots=0, tables=0, requests=1, ceiling=0, loads={one.id.hex: Load(1, 0), other.id.hex: Load(1, 0)}
    )
    assert room.crowded == 0
