"""The plain statement, in clauses, that some demands can be met together; a contradiction proves they cannot.

It is written from the sentences of the rules and shares nothing with the search, so that a certificate can
rest on it: a variable for each request, slot and choice of attendees, and one clause or one count for each
rule. Who sits where is left out: that no set of tables is asked to hold more meetings than it has open
tables is all there is to it (P. Hall, On Representatives of Subsets, 1935), if sets that overlap are joined.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

from scheduling.clauses import Clauses
from scheduling.demands import OF_TABLES, Demand, avoidance, concerned, kept
from scheduling.problem import Party, Problem, Request, Table
from scheduling.statement_breaks import state_fairness

MOST_WAYS = 500_000
"""Of all requests together, as many ways to hold them in some slot are stated."""
MOST_SETS = 512
"""As many sets of tables are counted."""
MOST_SEATED = 250
"""Of more people, it is not stated that they fit at the tables, as it takes too many clauses."""


class TooLarge(Exception):
    """There are too many ways to hold the meetings to state them all."""


@dataclass(frozen=True, slots=True)
class Way:
    """One choice of attendees of a request: the tables that would do (bits), and a literal for each slot."""

    cast: tuple[str, ...]
    tables: int
    at: tuple[int, ...]


class Statement(Clauses):
    """That these demands of a problem can be met together.

    ``optional`` gives each demand that is not of tables a literal of its own in ``chosen``: it is asked for
    only if that is true.
    """

    def __init__(self, problem: Problem, demands: Iterable[Demand], *, optional: bool = False) -> None:
        super().__init__()
        self.demands = tuple(demands)
        self.problem = kept(problem, self.demands, concerned(problem, self.demands))
        self.exact = True
        """Whether all sets of tables are counted: if not, what has no contradiction may be impossible."""
        self.chosen: dict[Demand, int] = {}
        if optional:
            self.chosen = {demand: self.variable() for demand in self.demands if self._optional(demand)}
        self.parties = {party.id: party for party in self.problem.parties}
        self.slot = {slot.id: place for place, slot in enumerate(self.problem.slots)}
        self.meaning: dict[int, tuple[str, str, tuple[str, ...]]] = {}
        """The meetings that variables stand for: request, slot, attendees."""
        self.ways = {request.id: self._ways(request) for request in self.problem.requests}
        self.held = {name: self._held(ways) for name, ways in self.ways.items()}
        """For each request, a literal for each slot."""
        self.placed = {name: self.any_of(literals) for name, literals in self.held.items()}
        self.busy: dict[str, list[int]] = {}
        """For each party with a request, a literal for each slot."""
        self._state_requests()
        self._state_people()
        self._state_tables()
        if self.problem.max_break_spread is not None:
            self._state_seats()
            days = [slot.start.date().isoformat() for slot in self.problem.slots]
            requests = {party: len(self.asking[party]) for party in self.busy}
            bound = self.problem.max_break_spread
            state_fairness(self, self.busy, requests, days, bound, self.guard("fairness"))

    def _optional(self, demand: Demand) -> bool:
        if demand.kind == "fixed":
            return all(one.at_table is None for one in self.problem.requests if one.id == demand.names[0])
        return demand.kind not in OF_TABLES

    def guard(self, kind: str, *names: str) -> tuple[int, ...]:
        """What excuses from a demand: nothing, or that it is not chosen."""
        demand = Demand(kind, names)
        return (-self.chosen[demand],) if demand in self.chosen else ()

    def _ways(self, request: Request) -> list[Way]:
        ways = prod(len(choice) for choice in request.attendees) * len(self.slot)
        if ways > MOST_WAYS or len(self.meaning) + ways > MOST_WAYS:
            raise TooLarge(request.id)
        found = []
        for cast in product(*request.attendees):
            if len(set(cast)) == len(cast):
                at = tuple(self.variable() for _ in self.slot)
                for slot, literal in zip(self.slot, at, strict=True):
                    self.meaning[literal] = (request.id, slot, cast)
                found.append(Way(cast, suitable(self.problem.tables, self.parties, request, cast), at))
        return found

    def _held(self, ways: list[Way]) -> list[int]:
        return [self.any_of([way.at[slot] for way in ways]) for slot in self.slot.values()]

    def _state_requests(self) -> None:
        """Each is held once at most, where and when it is asked for."""
        for request in self.problem.requests:
            name, held = request.id, self.held[request.id]
            self.at_most_one([literal for way in self.ways[name] for literal in way.at])
            if request.required:
                self.add(*self.guard("required", name), self.placed[name])
            for slot, place in self.slot.items():
                if request.slots is not None and slot not in request.slots:
                    self.add(*self.guard("window", name), -held[place])
                if request.at_slot not in (None, slot):
                    self.add(*self.guard("fixed", name), -held[place])
                for earlier in dict.fromkeys(request.after):
                    before = self.held[earlier][:place]
                    self.add(*self.guard("after", name, earlier), -held[place], *before)
            self._state_avoided(self.ways[name])

    def _state_avoided(self, ways: list[Way]) -> None:
        avoided = {avoidance(*pair) for pair in self.problem.avoid}
        for way in ways:
            for pair in combinations(way.cast, 2):
                if avoidance(*pair) in avoided:
                    guard = self.guard("avoid", *avoidance(*pair).names)
                    for literal in way.at:
                        self.add(*guard, -literal)

    def _state_people(self) -> None:
        """Nobody is in two meetings at once, and everybody has as many as they can bear or are promised."""
        self.asking: defaultdict[str, list[str]] = defaultdict(list)
        for request in self.problem.requests:
            for name in dict.fromkeys(name for way in self.ways[request.id] for name in way.cast):
                self.asking[name].append(request.id)
        for party in self.problem.parties:
            if not self.asking[party.id] and not party.min_meetings:
                continue
            attending = [self._attending(party.id, request) for request in self.asking[party.id]]
            slots = range(len(self.slot))
            for slot in slots:
                self.at_most_one([literals[slot] for literals in attending])
            busy = [self.any_of([literals[slot] for literals in attending]) for slot in slots]
            self.busy[party.id] = busy
            for away in dict.fromkeys(party.unavailable):
                self.add(*self.guard("unavailable", party.id), -busy[self.slot[away]])
            # as many slots are taken as there are meetings: it follows, but saves the solver the counting
            placed = [
                self.placed[request] if literals is self.held[request] else self.any_of(literals)
                for request, literals in zip(self.asking[party.id], attending, strict=True)
            ]
            requests = self.count(placed, len(placed))
            meetings = self.count(busy, min(len(busy), len(placed)), exact=True)
            for number, literal in enumerate(requests):
                self.add(-literal, *meetings[number : number + 1])
            if party.max_meetings is not None and party.max_meetings < len(meetings):
                self.add(*self.guard("limit", party.id), -meetings[party.max_meetings])
            if party.min_meetings:
                enough = meetings[party.min_meetings - 1 : party.min_meetings]
                self.add(*self.guard("promise", party.id), *enough)

    def _attending(self, party: str, request: str) -> list[int]:
        ways = self.ways[request]
        mine = [way for way in ways if party in way.cast]
        return self.held[request] if len(mine) == len(ways) else self._held(mine)

    def _state_tables(self) -> None:
        """No set of tables holds more meetings in a slot than it has open tables."""
        for ways in self.ways.values():
            for literal in (literal for way in ways if not way.tables for literal in way.at):
                self.add(-literal)
        for tables in self._table_sets():
            users = {
                request: mine
                for request, ways in self.ways.items()
                if (mine := [way for way in ways if way.tables and way.tables & ~tables == 0])
            }
            groups = list(together(users))
            chosen = [table for place, table in enumerate(self.problem.tables) if tables >> place & 1]
            for slot, place in self.slot.items():
                room = sum(slot not in table.closed for table in chosen)
                if room >= len(groups):
                    continue
                held = [self._group(place, [users[request] for request in group]) for group in groups]
                self.add(-self.count(held, room + 1)[room])

    def _state_seats(self) -> None:
        """No more people are busy than fit at the open tables: it follows, but is hard to see."""
        most = max((len(way.cast) for ways in self.ways.values() for way in ways), default=0)
        if len(self.busy) > MOST_SEATED:
            return
        for slot, place in self.slot.items():
            seats = most * sum(slot not in table.closed for table in self.problem.tables)
            if seats < len(self.busy):
                present = [literals[place] for literals in self.busy.values()]
                self.add(-self.count(present, seats + 1)[seats])

    def _table_sets(self) -> list[int]:
        """The tables that would do for some meeting, and the unions of such sets that overlap."""
        family = dict.fromkeys(way.tables for ways in self.ways.values() for way in ways if way.tables)
        fresh = list(family)
        while fresh:
            one = fresh.pop()
            for other in list(family):
                both = one & other
                if both and both not in (one, other) and one | other not in family:
                    if len(family) >= MOST_SETS:
                        self.exact = False
                        return sorted(family)
                    family[one | other] = None
                    fresh.append(one | other)
        return sorted(family)

    def _group(self, slot: int, users: list[list[Way]]) -> int:
        """A literal that is true if one of these requests, which share a party, is held in the slot."""
        literals = [way.at[slot] for ways in users for way in ways]
        if len(literals) == 1:
            return literals[0]
        whole = self.variable()
        for literal in literals:
            self.add(-literal, whole)
        return whole


def suitable(
    tables: Sequence[Table], parties: Mapping[str, Party], request: Request, cast: tuple[str, ...]
) -> int:
    """The tables (bits) with seats, tags and the booth that these attendees ask for."""
    booths = [booth for name in cast if (booth := parties[name].table) is not None]
    needs = {need for name in cast for need in parties[name].needs}
    found = 0
    for place, table in enumerate(tables):
        here = table.seats >= len(cast) and needs <= set(table.tags)
        if here and table.id in (booths or [table.id])[:1] and request.at_table in (None, table.id):
            found |= 1 << place
    return found


def together(users: dict[str, list[Way]]) -> Iterator[list[str]]:
    """The requests in groups whose meetings share a party, so that one of a group is held at a time."""
    shared = {
        request: [name for name in ways[0].cast if all(name in way.cast for way in ways)]
        for request, ways in users.items()
    }
    left = dict.fromkeys(users)
    while left:
        number = Counter(name for request in left for name in shared[request])
        if not number:
            yield from ([request] for request in left)
            return
        party = max(number, key=lambda name: (number[name], name))
        group = [request for request in left if party in shared[request]]
        for request in group:
            del left[request]
        yield group
