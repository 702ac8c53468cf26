"""Counts that show that demands clash, and their verification from the problem alone, by arithmetic."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from scheduling.demands import Demand, avoidance, kept
from scheduling.problem import Problem, Request
from scheduling.statement import suitable


@dataclass(frozen=True, slots=True)
class Claim:
    """More meetings than places; ``kind`` says whose, the names are ids.

    - ``nowhere``: a request that must be held has no slot.
    - ``limit``: a party must be in these requests, and they are more than its limit.
    - ``party``: a party must be in these requests, which are confined to these slots.
    - ``tables``: these requests must be held at these tables, and are confined to these slots.
    - ``promise``: beside these requests a party can meet only in these slots, and both together are fewer
      than it is promised.
    """

    kind: str
    requests: tuple[str, ...]
    slots: tuple[str, ...] = ()
    party: str = ""
    tables: tuple[str, ...] = ()


Way = tuple[frozenset[str], str, frozenset[str]]
"""A meeting that the demands allow, looked at alone: who attends, in which slot, at one of which tables."""


class _Case:
    """A problem under the demands of a claim, and what the claim names in it."""

    def __init__(self, problem: Problem, demands: Iterable[Demand], claim: Claim) -> None:
        self.problem = kept(problem, demands)
        self.claim = claim
        self.parties = {party.id: party for party in self.problem.parties}
        self.apart = {avoidance(*pair) for pair in self.problem.avoid}
        self.requests = {request.id: request for request in self.problem.requests}
        self.party = self.parties.get(claim.party)
        self.tables = [table for table in self.problem.tables if table.id in claim.tables]
        self.named = [self.requests[name] for name in dict.fromkeys(claim.requests) if name in self.requests]

    def ways(self, request: Request) -> Iterator[Way]:
        """All that the demands allow, what must be held earlier left aside."""
        for cast in product(*request.attendees):
            known = len(set(cast)) == len(cast)
            if not known or any(avoidance(*pair) in self.apart for pair in combinations(cast, 2)):
                continue
            fitting = suitable(self.problem.tables, self.parties, request, cast)
            tables = [table for place, table in enumerate(self.problem.tables) if fitting >> place & 1]
            who, where = frozenset(cast), frozenset(table.id for table in tables)
            for slot in (one.id for one in self.problem.slots):
                there = all(slot not in self.parties[name].unavailable for name in cast)
                asked = request.at_slot in (None, slot) and (request.slots is None or slot in request.slots)
                if there and asked and any(slot not in table.closed for table in tables):
                    yield who, slot, where

    def owed(self, test: Callable[[Way], bool]) -> bool:
        """Whether all that are named must be held, and every way to hold them passes."""
        return all(one.required and all(test(way) for way in self.ways(one)) for one in self.named)


def _nowhere(case: _Case) -> bool:
    return bool(case.named) and case.owed(lambda _way: False)


def _limit(case: _Case) -> bool:
    most = case.party.max_meetings if case.party else None
    return most is not None and len(case.named) > most and case.owed(lambda way: case.claim.party in way[0])


def _party(case: _Case) -> bool:
    slots = set(case.claim.slots)
    return len(case.named) > len(slots) and case.owed(
        lambda way: case.claim.party in way[0] and way[1] in slots
    )


def _tables(case: _Case) -> bool:
    slots, tables = set(case.claim.slots), set(case.claim.tables)
    room = sum(slot not in table.closed for slot in slots for table in case.tables)
    return len(case.named) > room and case.owed(lambda way: way[1] in slots and way[2] <= tables)


def _promise(case: _Case) -> bool:
    slots, party = set(case.claim.slots), case.party
    if party is None or party.min_meetings <= len(slots) + len(case.named):
        return False
    named = {request.id for request in case.named}
    others = [
        request
        for request in case.problem.requests
        if request.id not in named and any(party.id in choice for choice in request.attendees)
    ]
    return all(
        party.id not in who or slot in slots for request in others for who, slot, _ in case.ways(request)
    )


KINDS: dict[str, Callable[[_Case], bool]] = {
    "nowhere": _nowhere,
    "limit": _limit,
    "party": _party,
    "tables": _tables,
    "promise": _promise,
}
"""The closed list of kinds, each with what verifies it."""


def holds(problem: Problem, demands: Iterable[Demand], claim: Claim) -> bool:
    """Whether a claim is true of a problem with these demands alone; if it is, they cannot be met."""
    return claim.kind in KINDS and KINDS[claim.kind](_Case(problem, demands, claim))
