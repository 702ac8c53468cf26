"""What the standing rules leave of a problem: the ways to hold each request, and the room at the tables.

A set of tables that some meetings must share has *room* for as many of them in a slot as it has open
tables. By Hall's theorem the meetings of a slot can all be seated exactly if no such set is overfull, once
the family of sets is closed under the union of sets that overlap. So the search only counts, and who sits
where is decided afterwards.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, islice, product
from math import prod

from scheduling.index import Index
from scheduling.problem import Problem, Request
from scheduling.rules import SLOTS, TABLES

MOST_WAYS = 1024
"""Of the combinations of delegates of one request, as many are tried."""
MOST_SETS = 512
"""Of the unions of overlapping sets of tables, as many are counted; beyond, seating may fail."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to hold a request: who attends, at which tables, in which slots."""

    request: int
    parties: tuple[int, ...]
    tables: int
    slots: int
    sets: tuple[int, ...]
    """The table sets that it takes room in."""


def union(options: Iterable[Option]) -> int:
    """The slots in which at least one of the ways can be held."""
    slots = 0
    for option in options:
        slots |= option.slots
    return slots


def _spread_cast(choices: list[list[int]], number: int) -> tuple[int, ...]:
    """One of ``MOST_WAYS`` combinations that lie far apart among all; nothing where somebody attends twice.

    Whoever attends already is passed over for the next of the choice.
    """
    rest = number * (prod(map(len, choices)) // MOST_WAYS)
    chosen: dict[int, None] = {}
    for choice in choices:
        rest, first = divmod(rest, len(choice))
        free = (party for party in choice[first:] + choice[:first] if party not in chosen)
        chosen.update(dict.fromkeys(islice(free, 1)))
    return tuple(chosen) if len(chosen) == len(choices) else ()


@dataclass(frozen=True, slots=True)
class Pin:
    """A published place that is to be kept; ``table`` is ``None`` where only the slot can be.

    What is ``firm`` has begun, so that no rule can change it any more.
    """

    slot: int
    table: int | None
    parties: tuple[int, ...]
    firm: bool = False


class Grid:
    """The problem after its standing rules; ``pins`` holds back requests to exactly one place."""

    def __init__(self, problem: Problem, pins: Mapping[int, Pin] | None = None) -> None:
        self.problem = problem
        self.index = Index(problem)
        self.complete = True
        """Whether every combination of delegates is among the options."""
        self.pinned: set[int] = set()
        """The requests that are held back; a pin that the standing rules refuse is not among them."""
        pins = pins or {}
        drafts = [
            self._drafts(place, request, pins.get(place)) for place, request in enumerate(problem.requests)
        ]
        self._put_in_order(drafts)
        self.table_sets = self._table_sets({option.tables for options in drafts for option in options})
        self.room = [self.room_in(tables) for tables in self.table_sets]
        self._sets_of: dict[int, tuple[int, ...]] = {}
        self.options = [[self.counted(option) for option in options] for options in drafts]
        self.most = self._most()

    def room_in(self, tables: int) -> list[int]:
        """How many of these tables are open in each slot."""
        chosen = [opening for place, opening in enumerate(self.index.open) if tables >> place & 1]
        return [sum(opening >> slot & 1 for opening in chosen) for slot in range(len(self.problem.slots))]

    def _drafts(self, place: int, request: Request, pin: Pin | None) -> list[Option]:
        if pin is not None and pin.firm and pin.table is not None:
            self.pinned.add(place)
            return [Option(place, pin.parties, 1 << pin.table, 1 << pin.slot, ())]
        found = [
            option
            for parties in self.casts(request)
            if (option := self._draft(place, request, parties)).slots
        ]
        if pin is None:
            return found
        for option in found:
            if self._holds(option, pin):
                self.pinned.add(place)
                tables = option.tables if pin.table is None else 1 << pin.table
                return [Option(place, option.parties, tables, 1 << pin.slot, ())]
        return found

    def _holds(self, option: Option, pin: Pin) -> bool:
        here = option.parties == pin.parties and option.slots >> pin.slot & 1
        if pin.table is None:
            return bool(here)
        return bool(here and option.tables >> pin.table & 1 and self.index.open[pin.table] >> pin.slot & 1)

    def casts(self, request: Request) -> Iterator[tuple[int, ...]]:
        """Who may attend together: one of each choice, nobody twice."""
        choices = [[self.index.party[name] for name in choice] for choice in request.attendees]
        ways = prod(len(choice) for choice in choices)
        if ways > MOST_WAYS:
            self.complete = False
            yield from dict.fromkeys(filter(None, (_spread_cast(choices, n) for n in range(MOST_WAYS))))
            return
        for parties in product(*choices):
            if len(set(parties)) == len(parties):
                yield parties

    def casts_of(self, place: int) -> list[tuple[int, ...]]:
        """Who could attend a request together: the ways that are left, or else all that were refused."""
        left = [option.parties for option in self.options[place]]
        return left or list(self.casts(self.problem.requests[place]))

    def _draft(self, place: int, request: Request, parties: tuple[int, ...]) -> Option:
        tables, slots = self.index.every_table, self.index.every_slot
        for rule in TABLES:
            tables &= rule.test(self.index, request, parties)
        for rule in SLOTS:
            slots &= rule.test(self.index, request, parties)
        return Option(place, parties, tables, slots & self.index.opening(tables), ())

    def _put_in_order(self, drafts: list[list[Option]]) -> None:
        """Leave out the slots in which a request cannot stand after, or before, what the order demands."""
        requests, index = self.problem.requests, self.index
        waiting = {place for place, before in enumerate(index.before) if before or index.later[place]}
        while waiting:
            place = min(waiting)
            waiting.remove(place)
            slots = index.every_slot
            for other in index.before[place]:
                possible = union(drafts[other])
                slots &= ~((possible & -possible) * 2 - 1) if possible else 0
            for other in index.later[place]:
                if requests[other].required:
                    slots &= (1 << max(0, union(drafts[other]).bit_length() - 1)) - 1
            left = [replace(option, slots=option.slots & slots) for option in drafts[place]]
            left = [option for option in left if option.slots]
            if left != drafts[place]:
                drafts[place] = left
                if not left:
                    self.pinned.discard(place)
                waiting.update(index.before[place], index.later[place])

    def counted(self, option: Option) -> Option:
        """The option with the table sets it takes room in."""
        if option.tables not in self._sets_of:
            inside = (n for n, tables in enumerate(self.table_sets) if option.tables & ~tables == 0)
            self._sets_of[option.tables] = tuple(inside)
        sets = self._sets_of[option.tables]
        return Option(option.request, option.parties, option.tables, option.slots, sets)

    @staticmethod
    def _table_sets(tables: set[int]) -> list[int]:
        """The sets of tables in use, and the unions of those that overlap without one holding the other."""
        family = {one for one in tables if one}
        fresh = sorted(one for one in family if one.bit_count() > 1)
        while fresh and len(family) < MOST_SETS:
            unions = set()
            for one, other in [*combinations(fresh, 2), *product(fresh, family - set(fresh))]:
                both = one & other
                if both and both not in (one, other):
                    unions.add(one | other)
            fresh = sorted(unions - family)[: MOST_SETS - len(family)]
            family.update(fresh)
        return sorted(family)

    def _most(self) -> list[int]:
        unlimited = len(self.problem.slots) + 1
        limits = [party.max_meetings for party in self.problem.parties]
        return [unlimited if limit is None else min(limit, unlimited) for limit in limits]
