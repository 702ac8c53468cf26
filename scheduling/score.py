"""The figures of a schedule, and how evenly it serves the parties."""

from collections import Counter
from fractions import Fraction
from functools import cached_property
from itertools import chain, pairwise, repeat
from math import dist, fsum

from scheduling.schedule import Schedule
from scheduling.solution import Figures

Seats = dict[int, int]
"""The table of each request that has a place."""


def figures(schedule: Schedule, tables: Seats | None = None) -> Figures:
    """What the schedule is worth, before or after the tables are settled."""
    return Figures(
        requests=len(schedule.slot),
        placed=len(schedule.placed()),
        weight=schedule.weight(),
        breaks=schedule.total_breaks(),
        break_spread=schedule.break_spread(),
        table_moves=table_moves(schedule, tables) if tables else 0,
        walk=round(walk(schedule, tables)) if tables else 0,
    )


def table_moves(schedule: Schedule, tables: Seats) -> int:
    """Changes of table between consecutive meetings of one party."""
    moves = 0
    for meetings in schedule.at:
        visited = [tables[meetings[slot]] for slot in sorted(meetings)]
        moves += sum(one != other for one, other in pairwise(visited))
    return moves


def walk(schedule: Schedule, tables: Seats) -> float:
    """Metres between the tables of consecutive meetings of one party on one day, where both are known."""
    day, places = schedule.index.day, [table.position for table in schedule.index.problem.tables]
    if not any(places):
        return 0.0
    legs: Counter[tuple[int, int]] = Counter()
    for meetings in schedule.at:
        for one, other in pairwise(sorted(meetings)):
            if day[one] == day[other]:
                legs[tables[meetings[one]], tables[meetings[other]]] += 1
    known = ((places[one], places[other], number) for (one, other), number in legs.items())
    lengths = ((dist(one, other), number) for one, other, number in known if one and other)
    return fsum(chain.from_iterable(repeat(length, number) for length, number in lengths))


class Shares:
    """How well each party is served: the share of the weight of the requests naming it that has a place."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule

    @cached_property
    def naming(self) -> list[list[int]]:
        """The requests that name each party, as an attendee or as one who might be."""
        index = self.schedule.index
        found: list[list[int]] = [[] for _ in index.problem.parties]
        for place, request in enumerate(index.problem.requests):
            for name in sorted({name for choice in request.attendees for name in choice}):
                found[index.party[name]].append(place)
        return found

    def share(self, party: int) -> Fraction:
        """Of one party that has a request."""
        requests = self.schedule.index.problem.requests
        whole = sum(requests[place].weight for place in self.naming[party])
        placed = sum(requests[place].weight for place in self.naming[party] if self.schedule.slot[place] >= 0)
        return Fraction(placed, whole)

    def each(self) -> dict[int, Fraction]:
        """Of every party that has a request."""
        return {party: self.share(party) for party, requests in enumerate(self.naming) if requests}
