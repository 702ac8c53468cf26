"""Schedules that lack one required meeting each: without that demand the others can be met.

Where hundreds of meetings are too many together, asking of each demand whether the clash needs it takes too
long. But from a schedule that lacks one of them, a single exchange often makes one that lacks another
(model rotation: A. Belov and J. Marques-Silva, Accelerating MUS extraction with recursive model rotation,
FMCAD 2011, here of schedules).
"""

from collections.abc import Sequence
from dataclasses import replace

from scheduling.budget import Budget
from scheduling.construct import constructed
from scheduling.demands import Demand, kept
from scheduling.grid import MOST_SETS, Grid, Option
from scheduling.problem import Problem
from scheduling.schedule import Schedule
from scheduling.search import Search, goal_of
from scheduling.trial import Patience

MANY = 40
"""Of fewer required meetings, each is soon asked about."""
EXACT = frozenset({"required", "limit", "fixed", "window", "unavailable", "avoid", "needs", "closed"})
"""A schedule under demands of these kinds meets them also when more are given up."""
STEPS_PER_REQUEST = 2_000
"""Of the search for a schedule that lacks one meeting only."""
MOST_EXCHANGES = 400
ANY = 1_000_000_000
"""As many breaks as there may be."""

Exchange = tuple[int, Option, int]
"""The meeting that loses its place; how, and in which slot, the one that lacked it is held instead."""


def needed_of(problem: Problem, demands: Sequence[Demand], patience: Patience) -> frozenset[Demand]:
    """Required meetings that the clash of these demands needs, as far as schedules show it quickly."""
    required = {demand.names[0] for demand in demands if demand.kind == "required"}
    if len(required) < MANY or any(demand.kind not in EXACT for demand in demands):
        return frozenset()
    others = kept(problem, [one for one in demands if one.kind != "required"], frozenset(required))
    alike = tuple(replace(request, weight=1) for request in others.requests)
    grid = Grid(replace(others, requests=alike))
    if len(grid.table_sets) >= MOST_SETS:
        return frozenset()
    found = _lacking(_fullest(grid, patience), patience)
    return frozenset(Demand("required", (alike[place].id,)) for place in found)


def _fullest(grid: Grid, patience: Patience) -> Schedule:
    """With one meeting out, if that is found."""
    start = constructed(grid)
    if len(start.out()) <= 1:
        return start
    search = Search(start, seed=1)
    steps = STEPS_PER_REQUEST * len(grid.problem.requests)
    goal = goal_of(ANY, 1)
    search.run(Budget(patience.seconds_left(), steps, patience.cancelled), goal, lambda: None)
    return search.schedule()


def _lacking(schedule: Schedule, patience: Patience) -> set[int]:
    """The requests of which each is the only one out of some schedule; of none if more must be out."""
    if len(schedule.out()) != 1:
        return set()
    found = set(schedule.out())
    path: list[tuple[list[Exchange], Exchange | None]] = [(_exchanges(schedule, found), None)]
    for _ in range(MOST_EXCHANGES):
        while path and not path[-1][0]:
            _, last = path.pop()
            if last is not None:
                _exchanged(schedule, last)
        if not path or len(found) == len(schedule.slot) or patience.spent():
            break
        chosen = path[-1][0].pop()
        undoing = _exchanged(schedule, chosen)
        path.append((_exchanges(schedule, found), undoing))
    return found


def _exchanges(schedule: Schedule, found: set[int]) -> list[Exchange]:
    """What makes room for the one that is out; those who were not among ``found`` are now."""
    (out,) = schedule.out()
    fresh = []
    for request in [place for place in schedule.placed() if place not in found]:
        way, slot = schedule.remove(request)
        for option in schedule.grid.options[out]:
            if slots := schedule.open_slots(option):
                fresh.append((request, option, (slots & -slots).bit_length() - 1))
                found.add(request)
                break
        schedule.place(way, slot)
    return fresh


def _exchanged(schedule: Schedule, exchange: Exchange) -> Exchange:
    """Carry it out; the answer leads back."""
    request, option, slot = exchange
    way, before = schedule.remove(request)
    schedule.place(option, slot)
    return option.request, way, before
