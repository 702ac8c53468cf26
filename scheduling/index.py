"""The problem by numbers: slots, tables and parties as places in lists, sets of them as bits."""

from collections.abc import Iterable
from functools import cached_property

from scheduling.problem import Problem


def bits(mask: int) -> list[int]:
    """The places that are set, in rising order."""
    return [place for place, digit in enumerate(reversed(f"{mask:b}")) if digit == "1"]


class Index:
    """Look-ups that every other part of the solver needs."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.slot = {slot.id: place for place, slot in enumerate(problem.slots)}
        self.table = {table.id: place for place, table in enumerate(problem.tables)}
        self.party = {party.id: place for place, party in enumerate(problem.parties)}
        self.request = {request.id: place for place, request in enumerate(problem.requests)}
        self._openings: dict[int, int] = {}
        self.every_slot = (1 << len(problem.slots)) - 1
        self.every_table = (1 << len(problem.tables)) - 1
        self.present = [self.every_slot & ~self.slots(party.unavailable) for party in problem.parties]
        self.open = [self.every_slot & ~self.slots(table.closed) for table in problem.tables]

    def slots(self, ids: Iterable[str]) -> int:
        """The set of these slots."""
        mask = 0
        for name in ids:
            mask |= 1 << self.slot[name]
        return mask

    @cached_property
    def day(self) -> list[int]:
        """The number of each slot's day."""
        days: dict[str, int] = {}
        return [days.setdefault(slot.start.date().isoformat(), len(days)) for slot in self.problem.slots]

    @cached_property
    def days(self) -> list[int]:
        """The slots of each day."""
        masks = [0] * (max(self.day, default=-1) + 1)
        for slot, day in enumerate(self.day):
            masks[day] |= 1 << slot
        return masks

    @cached_property
    def avoided(self) -> list[set[int]]:
        """Whom each party must not meet."""
        found: list[set[int]] = [set() for _ in self.problem.parties]
        for one, other in self.problem.avoid:
            found[self.party[one]].add(self.party[other])
            found[self.party[other]].add(self.party[one])
        return found

    @cached_property
    def seated(self) -> dict[int, int]:
        """The tables with at least this many seats."""
        sizes = {len(request.attendees) for request in self.problem.requests}
        tables = list(enumerate(self.problem.tables))
        return {size: sum(1 << place for place, table in tables if table.seats >= size) for size in sizes}

    @cached_property
    def tagged(self) -> dict[str, int]:
        """The tables that carry a tag that somebody needs."""
        needed = {need for party in self.problem.parties for need in party.needs}
        tables = list(enumerate(self.problem.tables))
        return {need: sum(1 << place for place, table in tables if need in table.tags) for need in needed}

    @cached_property
    def before(self) -> list[list[int]]:
        """The requests that must be held before each request."""
        return [sorted({self.request[name] for name in request.after}) for request in self.problem.requests]

    @cached_property
    def later(self) -> list[list[int]]:
        """The requests that must be held after each request."""
        found: list[list[int]] = [[] for _ in self.problem.requests]
        for place, before in enumerate(self.before):
            for other in before:
                found[other].append(place)
        return found

    @cached_property
    def total_weight(self) -> int:
        """What placing everything would weigh."""
        return sum(request.weight for request in self.problem.requests)

    def opening(self, tables: int) -> int:
        """The slots in which at least one of these tables is open."""
        if tables not in self._openings:
            slots = 0
            for table in bits(tables):
                slots |= self.open[table]
            self._openings[tables] = slots
        return self._openings[tables]
