"""Demand against supply, before any planning: what the wishes ask for and what the room can hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.domain.planning import problem_of

if TYPE_CHECKING:
    from fairs.sheets.values import Sheets


@dataclass(frozen=True)
class Crowded:
    """Somebody with more wished meetings than free slots; some of them cannot take place."""

    participant_id: str  # hexadecimal, as in the sheets
    requests: int
    free: int


@dataclass(frozen=True)
class Capacity:
    """How much is asked for, and how much there is room for."""

    slots: int
    tables: int
    requests: int  # meetings that the solver will be asked to place
    ceiling: int  # no grid can hold more of them: tables, slots and people's own time forbid it
    crowded: tuple[Crowded, ...]

    @property
    def places(self) -> int:
        """Slots times tables."""
        return self.slots * self.tables


def capacity(sheets: Sheets) -> Capacity:
    """Count what is asked for and what can be held at most."""
    problem = problem_of(sheets)
    asked = Counter(
        party for request in problem.requests for attendee in request.attendees for party in attendee
    )
    free = {
        party.id: _least(len(problem.slots) - len(party.unavailable), party.max_meetings)
        for party in problem.parties
    }
    by_people = sum(min(asked[party], room) for party, room in free.items()) // 2
    places = len(problem.slots) * len(problem.tables)
    crowded = (
        Crowded(party, asked[party], room)
        for party, room in free.items()
        if problem.slots and asked[party] > room
    )
    return Capacity(
        slots=len(problem.slots),
        tables=len(problem.tables),
        requests=len(problem.requests),
        ceiling=min(len(problem.requests), places, by_people),
        crowded=tuple(sorted(crowded, key=lambda person: person.free - person.requests)),
    )


def _least(slots: int, most: int | None) -> int:
    return slots if most is None else min(slots, most)
