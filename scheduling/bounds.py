"""A proven ceiling of the weight, from a linear program over who and what can hold how many meetings.

A party has at most as many meetings within any set of slots as it has slots there; a set of tables as many
as it has open places. The ceiling is the best fractional choice of requests under these counts, rounded
down. Where even a fractional choice cannot hold what is required and promised, it is proven that there is
no solution.
"""

from collections import defaultdict
from dataclasses import dataclass
from math import floor

from scheduling.grid import Grid, Option
from scheduling.linear import Program

MOST_COLUMNS = 200_000
"""Larger programs are not tried; the ceiling is then the weight of everything that can be held at all."""
MOST_WINDOWS = 12
"""Of the sets of slots that requests are confined to, as many are counted for one party or set of tables."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The bound, and whether the problem is proven to have no solution."""

    weight: int
    impossible: bool = False


def ceiling(grid: Grid, seconds: float = 10.0) -> Ceiling:
    """The most weight that any schedule can have."""
    requests = grid.problem.requests
    possible = sum(request.weight for request, ways in zip(requests, grid.options, strict=True) if ways)
    if any(request.required and not ways for request, ways in zip(requests, grid.options, strict=True)):
        return Ceiling(possible, impossible=True)
    options = [option for ways in grid.options for option in ways]
    if len(options) > MOST_COLUMNS or not grid.complete:
        return Ceiling(possible)
    if not options:
        return Ceiling(0, impossible=any(party.min_meetings for party in grid.problem.parties))
    program = Program()
    for option in options:
        program.column(-float(requests[option.request].weight), 0.0, 1.0)
    _per_request(grid, program)
    _per_party(grid, options, program)
    _per_table_set(grid, options, program)
    answer = program.solve(seconds)
    if answer.least is None:
        return Ceiling(possible, answer.impossible)
    return Ceiling(min(possible, floor(1e-6 * max(1.0, possible) - answer.least)))


def _at_most(program: Program, columns: list[int], limit: int) -> None:
    """These columns sum up to the limit at most."""
    if len(columns) > limit:
        program.at_most.add(program.at_most.row(float(limit)), columns)


def _at_least(program: Program, columns: list[int], limit: int) -> None:
    """These columns sum up to the limit at least."""
    program.at_most.add(program.at_most.row(-float(limit)), columns, -1.0)


def _per_request(grid: Grid, program: Program) -> None:
    """Each is held once at most, required ones once, and none without what must come before it."""
    mine: list[list[int]] = []
    start = 0
    for request, ways in zip(grid.problem.requests, grid.options, strict=True):
        columns = list(range(start, start + len(ways)))
        mine.append(columns)
        start += len(ways)
        _at_most(program, columns, 1)
        if request.required:
            _at_least(program, columns, 1)
    for place, columns in enumerate(mine):
        for other in grid.index.before[place]:
            row = program.at_most.row(0.0)
            program.at_most.add(row, columns)
            program.at_most.add(row, mine[other], -1.0)


def _per_party(grid: Grid, options: list[Option], program: Program) -> None:
    """Each has no more meetings than slots, in any of the windows, and as many as promised."""
    attends: defaultdict[int, list[int]] = defaultdict(list)
    for column, option in enumerate(options):
        for attendee in option.parties:
            attends[attendee].append(column)
    for place, party in enumerate(grid.problem.parties):
        columns = attends[place]
        if party.min_meetings:
            _at_least(program, columns, party.min_meetings)
        everywhere = 0
        for column in columns:
            everywhere |= options[column].slots
        _at_most(program, columns, min(everywhere.bit_count(), grid.most[place]))
        for window in _windows(options, columns, everywhere):
            inside = [column for column in columns if options[column].slots & ~window == 0]
            _at_most(program, inside, window.bit_count())


def _windows(options: list[Option], columns: list[int], everywhere: int) -> list[int]:
    """The sets of slots that many of these options are confined to."""
    counts: defaultdict[int, int] = defaultdict(int)
    for column in columns:
        counts[options[column].slots] += 1
    counts.pop(everywhere, None)
    return sorted(counts, key=lambda window: (-counts[window], window))[:MOST_WINDOWS]


def _per_table_set(grid: Grid, options: list[Option], program: Program) -> None:
    """No set of tables holds more meetings than it has open places, in any of the windows."""
    users: defaultdict[int, list[int]] = defaultdict(list)
    for column, option in enumerate(options):
        for tables in option.sets:
            users[tables].append(column)
    requests = grid.problem.requests
    limits = {grid.index.slots(request.slots) for request in requests if request.slots is not None}
    fixed = {1 << grid.index.slot[request.at_slot] for request in requests if request.at_slot is not None}
    windows = [grid.index.every_slot, *sorted(limits)[:MOST_WINDOWS], *sorted(fixed)]
    for tables, columns in sorted(users.items()):
        for window in windows:
            inside = [column for column in columns if options[column].slots & ~window == 0]
            room = sum(free for slot, free in enumerate(grid.room[tables]) if window >> slot & 1)
            _at_most(program, inside, room)
