"""Demand against supply, before any planning: what the wishes ask for and what the room can hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.domain.planning import problem_of

if TYPE_CHECKING:
    from fairs.sheets.values import Sheets


@dataclass(frozen=True)
class Load:
    """How many meetings concern somebody, and how many slots they have for them."""

    requests: int
    free: int

    @property
    def crowded(self) -> bool:
        """Whether some of these meetings cannot take place."""
        return self.requests > self.free


@dataclass(frozen=True)
class Capacity:
    """How much is asked for, and how much there is room for."""

    slots: int
    tables: int
    requests: int  # meetings that the solver will be asked to place
    ceiling: int  # no grid can hold more of them: tables, slots and people's own time forbid it
    loads: dict[str, Load]  # by participant, hexadecimal as in the sheets

    @property
    def places(self) -> int:
        """Slots times tables."""
        return self.slots * self.tables

    @property
    def crowded(self) -> int:
        """How many people have more wished meetings than time, once there are slots at all."""
        return sum(load.crowded for load in self.loads.values()) if self.slots else 0


def capacity(sheets: Sheets) -> Capacity:
    """Count what is asked for and what can be held at most."""
    problem = problem_of(sheets)
    asked = Counter(
        party for request in problem.requests for attendee in request.attendees for party in attendee
    )
    loads = {
        party.id: Load(
            asked[party.id], _least(len(problem.slots) - len(party.unavailable), party.max_meetings)
        )
        for party in problem.parties
    }
    by_people = sum(min(load.requests, load.free) for load in loads.values()) // 2
    places = len(problem.slots) * len(problem.tables)
    return Capacity(
        slots=len(problem.slots),
        tables=len(problem.tables),
        requests=len(problem.requests),
        ceiling=min(len(problem.requests), places, by_people),
        loads=loads,
    )


def _least(slots: int, most: int | None) -> int:
    return slots if most is None else min(slots, most)
