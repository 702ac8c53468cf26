"""A fair with a published grid, for tests of what people see of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.domain.planning import request_id
from fairs.domain.publishing import publish
from fairs.domain.schedules import keep
from fairs.queries import slots
from scheduling.solution import Bounds, Figures, Meeting, Solution
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant, Schedule, Table


@dataclass
class Room:
    """Three people who wish to meet each other, four slots, two tables, and the wishes closed."""

    session: Session
    edition: Edition
    tables: list[Table]
    zoe: Participant
    ali: Participant
    mia: Participant

    def plan(self, *placed: tuple[Participant, Participant, int, int]) -> Schedule:
        """A draft as the solver might have made it: who meets whom, in which slot, at which table."""
        laid_out = slots.of_edition(self.session, self.edition)
        solution = Solution(
            status="optimal",
            meetings=tuple(
                Meeting(
                    request_id(one.id.hex, other.id.hex),
                    laid_out[slot].id,
                    self.tables[table].id.hex,
                    (one.id.hex, other.id.hex),
                )
                for one, other, slot, table in placed
            ),
            unplaced=(),
            figures=Figures(requests=3, placed=len(placed)),
            bounds=Bounds(weight=27, breaks=0),
        )
        return keep(self.session, self.edition, solution, {}, "plan", NOW)


def room(session: Session) -> Room:
    edition = factories.edition(session, wishes_closed_at=NOW)
    factories.block(session, edition)
    tables = factories.tables(session, edition)
    zoe, ali, mia = (
        factories.participant(session, edition, name=name, email=f"{name}@org.example".lower())
        for name in ("Zoé", "Ali", "Mia")
    )
    for one, other in ((zoe, ali), (zoe, mia), (ali, mia)):
        factories.mutual(session, one, other)
    return Room(session, edition, tables, zoe, ali, mia)


def published(session: Session) -> Room:
    """Zoé meets Ali in the first slot, Ali meets Mia in the second one; the grid is out."""
    full = room(session)
    publish(session, full.plan((full.zoe, full.ali, 0, 0), (full.ali, full.mia, 1, 1)), NOW)
    return full
