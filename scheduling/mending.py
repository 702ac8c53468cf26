"""How a published schedule is mended: everything published stays where it is, if what is owed can be had so.

Published meetings keep slot and table, and what has no place is held where nobody moves. If that is not
enough, tables are given up, then slots: of the fewest people, found exactly. Where that would be too large a
question, only the meetings around those concerned may move, in rings that grow.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from scheduling.construct import complete
from scheduling.grid import Grid, Pin, union
from scheduling.index import Index
from scheduling.links import suitable
from scheduling.mending_program import Mended, Program
from scheduling.problem import Problem
from scheduling.rules import WHOLE
from scheduling.schedule import Schedule
from scheduling.score import Seats
from scheduling.solution import Solution

Pins = dict[int, Pin]
SearchFor = Callable[[Schedule], Schedule]

SMALL = 2500
"""Places of all requests together, up to which every meeting may move in the exact program."""
MOST_COLUMNS = 12_000
"""Larger programs are not tried."""
MOST_PLACES = 60_000
"""Of the requests that may move, before the meetings that stay take theirs."""
RINGS = 3
FAR = 1e9
"""More than any number of changes of table."""


@dataclass(frozen=True, slots=True)
class Published:
    """What is to be kept, and the parties that have lost a meeting whatever is done."""

    pins: Pins
    affected: frozenset[int] = frozenset()


def published_of(problem: Problem, keep: Solution) -> Published:
    """The published meetings whose request, slot and people still exist."""
    index = Index(problem)
    pins: Pins = {}
    affected: set[int] = set()
    for meeting in keep.meetings:
        known = meeting.request in index.request and meeting.slot in index.slot
        if known and all(name in index.party for name in meeting.attendees):
            parties = tuple(index.party[name] for name in meeting.attendees)
            pin = Pin(index.slot[meeting.slot], index.table.get(meeting.table), parties)
            pins[index.request[meeting.request]] = pin
        else:
            affected.update(index.party[name] for name in meeting.attendees if name in index.party)
    return Published(pins, frozenset(affected))


def mended(
    problem: Problem, published: Published, seconds: float | None, search: SearchFor
) -> tuple[Schedule, Seats] | None:
    """The schedule that disturbs the fewest, and the tables that are kept; nothing if none was found."""
    mending = _Mending(problem, published, seconds, search)
    return mending.undisturbed(mending.pins) or mending.undisturbed(mending.slots()) or mending.disturbing()


class _Mending:
    """One repair."""

    def __init__(
        self, problem: Problem, published: Published, seconds: float | None, search: SearchFor
    ) -> None:
        self.problem, self.seconds, self.search = problem, seconds, search
        self.pins = dict(published.pins)
        self.affected = set(published.affected)
        self.grid = Grid(problem, self.pins)
        while refused := [place for place in self.pins if place not in self.grid.pinned]:
            for place in refused:
                pin = self.pins.pop(place)
                if pin.table is not None:
                    self.pins[place] = replace(pin, table=None)
                else:
                    self.affected.update(pin.parties)
            self.grid = Grid(problem, self.pins)

    def slots(self) -> Pins:
        """What is published, without its tables where these can still be changed."""
        return {place: pin if pin.firm else replace(pin, table=None) for place, pin in self.pins.items()}

    def undisturbed(self, pins: Pins) -> tuple[Schedule, Seats] | None:
        """With everything published in its slot, if that is possible."""
        grid = self.grid if pins is self.pins else Grid(self.problem, pins)
        schedule = Schedule(grid)
        if self._clashing(schedule, sorted(grid.pinned)):
            return None
        filled = self._filled(schedule)
        return None if filled is None else (filled, self._tables(filled, moving=pins is not self.pins))

    def disturbing(self) -> tuple[Schedule, Seats] | None:
        """With some of what is published elsewhere."""
        loose = [place for place, pin in self.pins.items() if not pin.firm]
        every = [place for place in range(len(self.problem.requests)) if not self._firm(place)]
        grid = Grid(self.problem, self._firmly())
        size = sum(union(grid.options[place]).bit_count() for place in every)
        if size <= SMALL:
            found = self._moving(grid, every)
            return None if found is None else (found, self._tables(found, moving=True))
        for ring in self._rings(loose):
            kept = {place: pin for place, pin in self.slots().items() if place not in ring}
            found = self._moving(Grid(self.problem, kept), sorted(ring))
            if found is not None:
                complete(found)
                return found, self._tables(found, moving=True)
        return None

    def _firm(self, place: int) -> bool:
        return place in self.pins and self.pins[place].firm

    def _firmly(self) -> Pins:
        return {place: pin for place, pin in self.pins.items() if pin.firm}

    def _moving(self, grid: Grid, free: list[int]) -> Schedule | None:
        """The best schedule in which only these requests may move."""
        size = sum(union(grid.options[place]).bit_count() for place in free)
        schedule = Schedule(grid)
        if size > MOST_PLACES or self._clashing(schedule, sorted(grid.pinned)):
            return None
        pins = {place: self.pins[place] for place in free if place in self.pins}
        program = Program(schedule, free, pins, self.affected)
        if len(program.places) > MOST_COLUMNS:
            return None
        return _with(schedule, program.solved(self.seconds))

    def _clashing(self, schedule: Schedule, places: Iterable[int]) -> list[int]:
        """Place published meetings; those are left that do not fit beside the others."""
        requests = self.problem.requests
        waiting = sorted(
            places,
            key=lambda place: (not self._firm(place), not requests[place].required, -requests[place].weight),
        )
        while waiting:
            refused = [place for place in waiting if not self._placed(schedule, place)]
            if len(refused) == len(waiting):
                break
            waiting = refused
        return waiting

    def _placed(self, schedule: Schedule, place: int) -> bool:
        option = schedule.grid.options[place][0]
        slots = option.slots if self._firm(place) else schedule.open_slots(option)
        if slots:
            schedule.place(option, slots.bit_length() - 1)
        return bool(slots)

    def _filled(self, schedule: Schedule) -> Schedule | None:
        """Hold what is out wherever it fits without moving anything, the best choice of it."""
        free = [place for place in schedule.out() if schedule.grid.options[place]]
        program = Program(schedule, free, {})
        if len(program.places) <= MOST_COLUMNS:
            return _with(schedule, program.solved(self.seconds))
        found = self.search(schedule)
        return None if any(rule.test(found) for rule in WHOLE) else found

    def _rings(self, loose: Collection[int]) -> Iterable[set[int]]:
        """The requests that may move: those of the parties concerned, then of those whom they meet..."""
        parties, owed, crowd = self._concerned()
        if len(crowd) * len(self.problem.slots) <= MOST_COLUMNS:  # any of them may be the one to go
            yield owed | crowd
        yield owed
        for _ in range(RINGS):
            ring = {place for place in loose if not parties.isdisjoint(self.pins[place].parties)}
            yield ring | owed
            parties = parties | {party for place in ring for party in self.pins[place].parties}

    def _concerned(self) -> tuple[set[int], set[int], set[int]]:
        """Who is owed something, the requests to be held for them, and those that stand where not all can."""
        schedule = Schedule(Grid(self.problem, self.slots()))
        clashing = self._clashing(schedule, sorted(schedule.grid.pinned))
        slots = {self.pins[place].slot for place in clashing}
        crowd = {place for place, pin in self.pins.items() if pin.slot in slots and not pin.firm}
        people = {party for place in clashing for party in self.pins[place].parties}
        promised = enumerate(self.problem.parties)
        short = {n for n, party in promised if schedule.count[n] < party.min_meetings}
        owed = {place for place in clashing if not self._firm(place)}
        for place in schedule.out():
            who = {party for option in schedule.grid.options[place] for party in option.parties}
            if self.problem.requests[place].required or not who.isdisjoint(short):
                owed.add(place)
                people |= who
        fair = self.problem.max_break_spread
        if fair is not None and schedule.break_spread() > fair:
            breaks = [schedule.breaks(party) for party in range(len(schedule.count))]
            people |= {party for party, number in enumerate(breaks) if number > min(breaks) + fair}
        return people, owed, crowd

    def _tables(self, schedule: Schedule, *, moving: bool) -> Seats:
        """The tables that published meetings keep: of as many people as possible where some must change."""
        wanted = {
            place: pin.table
            for place, pin in self.pins.items()
            if pin.table is not None and schedule.slot[place] == pin.slot
        }
        if not moving:
            return wanted
        suits = suitable(schedule)
        kept: Seats = {}
        for slot in range(len(self.problem.slots)):
            here = [place for place in schedule.placed() if schedule.slot[place] == slot]
            seats = _assigned(schedule, here, suits, wanted)
            kept |= {place: table for place, table in seats.items() if wanted.get(place) == table}
        return kept


def _with(schedule: Schedule, found: Mended | None) -> Schedule | None:
    if found is None:
        return None
    for option, slot in found.places:
        schedule.place(option, slot)
    return schedule


def _assigned(schedule: Schedule, here: list[int], suits: dict[int, int], wanted: Seats) -> Seats:
    """A table for each meeting of a slot such that the fewest people change theirs."""
    costs = np.zeros((len(here), len(schedule.index.open)))
    for row, place in enumerate(here):
        option = schedule.option[place]
        people = len(option.parties) if option else 0
        for table in range(costs.shape[1]):
            change = people if place in wanted and wanted[place] != table else 0
            costs[row, table] = change if suits[place] >> table & 1 else FAR
    return {
        here[row]: column
        for row, column in zip(*(one.tolist() for one in linear_sum_assignment(costs)), strict=True)
    }
