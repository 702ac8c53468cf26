"""The grid and a schedule as arrays, the form in which compiled code can work on them.

Slots are bits of machine words: a word belongs to one day, and a day of many slots has several words.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scheduling.grid import Grid
from scheduling.schedule import NOWHERE, Schedule

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

WORD = 60
"""Slots in a word: few enough that shifts never touch the sign of a 64-bit integer."""
UNBOUNDED = 1 << 30

MOST_EJECTED = 16
"""An insertion that puts out more meetings than this is not tried."""

BREAKS, OUT, WRONG, LACKING = range(4)
"""Places in ``State.totals``: breaks, weight left out, rules broken, meetings lacking that are required."""


class Board(NamedTuple):
    """What does not change during a search; ``x_of[i]:x_of[i+1]`` is where the part of ``i`` is in ``x``."""

    options_of: Ints
    people_of: Ints
    people: Ints
    sets_of: Ints
    sets: Ints
    allowed: Bools
    """By option and slot."""
    room: Ints
    """By table set and slot."""
    weight: Ints
    required: Ints
    locked: Bools
    before_of: Ints
    before: Ints
    later_of: Ints
    later: Ints
    asks_of: Ints
    asks: Ints
    """The requests that name a party."""
    least: Ints
    most: Ints
    word: Ints
    bit: Ints
    new_day: Bools
    """Whether a word begins a day."""
    window: Ints
    """The fewest and the most breaks that a party with a meeting may have."""
    plain: Bools
    """One entry: whether no rule can be broken on the way, for want of fairness, promises and orders."""


class State(NamedTuple):
    """What a search changes."""

    slot: Ints
    option: Ints
    at: Ints
    """By party and slot, the request or -1."""
    mask: Ints
    """By party and word, the busy slots."""
    breaks: Ints
    attended: Ints
    """By party, how many meetings it has."""
    load: Ints
    held: Ints
    """By slot, the requests held in it; ``held_number`` of them, each at its ``held_place``."""
    held_number: Ints
    held_place: Ints
    out: Ints
    """The requests without a place; ``out_number[0]`` of them, each at its ``out_place``."""
    out_number: Ints
    out_place: Ints
    totals: Ints
    random: Ints
    queue: Ints
    """The members of a chain."""
    stamp: Ints
    """By request, the last chain that reached it; the last entry numbers the chains."""
    flips: Ints
    """The parties whose pattern a chain changes."""
    net: Ints
    """By table set, how many meetings a chain carries over."""
    undo: Ints
    """By step of an insertion: request, option, slot it was taken from; ``undo_number[0]`` of them."""
    undo_number: Ints


def ragged(parts: list[tuple[int, ...]] | list[list[int]]) -> tuple[Ints, Ints]:
    """Lists of unequal length, one after the other: where each begins, and what they hold."""
    starts = np.zeros(len(parts) + 1, np.int64)
    np.cumsum([len(part) for part in parts], out=starts[1:])
    return starts, np.array([value for part in parts for value in part] or [0], np.int64)


def _words(grid: Grid) -> tuple[Ints, Ints, Bools]:
    word, bit, new_day = [], [], []
    last, used = -1, 0
    for day in grid.index.day:
        if day != last or used == WORD:
            new_day.append(day != last)
            last, used = day, 0
        word.append(len(new_day) - 1)
        bit.append(1 << used)
        used += 1
    return np.array(word, np.int64), np.array(bit, np.int64), np.array(new_day, np.bool_)


def binding_sets(grid: Grid) -> list[int]:
    """The table sets that could be overfull at all: not those whose users all need the same person."""
    most = len(grid.problem.parties) // 2
    users = [0] * len(grid.table_sets)
    needed: dict[int, set[int]] = {}
    for options in grid.options:
        casts = [set(option.parties) for option in options]
        people: set[int] = set.intersection(*casts) if casts else set()
        for tables in {tables for option in options for tables in option.sets}:
            users[tables] += 1
            needed[tables] = needed[tables] & people if tables in needed else people
    return [
        n
        for n, room in enumerate(grid.room)
        if users[n] and min(room) < min(most, users[n]) and not (len(needed[n]) and min(room))
    ]


def board_of(grid: Grid, least_breaks: int = 0) -> Board:
    """The arrays of a grid; under a fairness bound, ``least_breaks`` is the fewest anybody is to have."""
    problem, index = grid.problem, grid.index
    options = [option for options in grid.options for option in options]
    binding = {tables: place for place, tables in enumerate(binding_sets(grid))}
    slots = len(problem.slots)
    named = [
        [index.party[name] for choice in request.attendees for name in choice] for request in problem.requests
    ]
    asks: list[list[int]] = [[] for _ in problem.parties]
    for request, parties in enumerate(named):
        for party in sorted(set(parties)):
            asks[party].append(request)
    word, bit, new_day = _words(grid)
    bound = problem.max_break_spread
    window = (0, UNBOUNDED) if bound is None else (least_breaks, least_breaks + min(bound, UNBOUNDED))
    allowed = [[option.slots >> slot & 1 for slot in range(slots)] for option in options]
    return Board(
        np.cumsum([0, *(len(ways) for ways in grid.options)], dtype=np.int64),
        *ragged([option.parties for option in options]),
        *ragged([[binding[tables] for tables in option.sets if tables in binding] for option in options]),
        np.array(allowed, np.bool_).reshape(len(options), slots),
        np.array([grid.room[tables] for tables in binding], np.int64).reshape(len(binding), slots),
        np.array([request.weight for request in problem.requests], np.int64),
        np.array([request.required for request in problem.requests], np.int64),
        np.array([place in grid.pinned for place in range(len(problem.requests))], np.bool_),
        *ragged(index.before),
        *ragged(index.later),
        *ragged(asks),
        np.array([min(party.min_meetings, slots + 1) for party in problem.parties], np.int64),
        np.array(grid.most, np.int64),
        word,
        bit,
        new_day,
        np.array(window, np.int64),
        np.array(
            [bound is None and not any(index.before) and not any(p.min_meetings for p in problem.parties)]
        ),
    )


def empty_state(board: Board, seed: int) -> State:
    """Nothing placed; all requests without any option are left aside."""
    requests, parties, slots = len(board.weight), len(board.least), len(board.word)
    possible = [r for r in range(requests) if board.options_of[r] < board.options_of[r + 1]]
    out_place = np.full(requests, NOWHERE, np.int64)
    out_place[possible] = np.arange(len(possible))
    capacity = max(1, min(len(possible), parties // 2))
    wrong = int(board.least.sum() + board.required.sum())
    totals = np.array([0, board.weight.sum(), wrong, wrong], np.int64)
    return State(
        slot=np.full(requests, NOWHERE, np.int64),
        option=np.full(requests, NOWHERE, np.int64),
        at=np.full((parties, slots), NOWHERE, np.int64),
        mask=np.zeros((parties, len(board.new_day)), np.int64),
        breaks=np.zeros(parties, np.int64),
        attended=np.zeros(parties, np.int64),
        load=np.zeros(board.room.shape, np.int64),
        held=np.zeros((slots, capacity), np.int64),
        held_number=np.zeros(slots, np.int64),
        held_place=np.full(requests, NOWHERE, np.int64),
        out=np.array(possible + [0] * (requests - len(possible)), np.int64),
        out_number=np.array([len(possible)], np.int64),
        out_place=out_place,
        totals=totals,
        random=np.array([(seed * 2_654_435_761 + 88_172_645_463) % (1 << 62) | 1], np.int64),
        queue=np.zeros(max(1, requests + 1), np.int64),
        stamp=np.zeros(requests + 1, np.int64),
        flips=np.zeros(parties + 1, np.int64),
        net=np.zeros(len(board.room), np.int64),
        undo=np.zeros((MOST_EJECTED, 3), np.int64),
        undo_number=np.zeros(1, np.int64),
    )


def first_options(grid: Grid) -> list[int]:
    """The number of the first option of each request among all options."""
    starts = [0]
    for options in grid.options:
        starts.append(starts[-1] + len(options))
    return starts


def rebuilt(grid: Grid, slots: Ints, options: Ints) -> Schedule:
    """The schedule that the arrays describe; should a rule refuse a meeting, it is left out."""
    schedule = Schedule(grid)
    starts = first_options(grid)
    waiting = sorted((int(slot), request) for request, slot in enumerate(slots) if slot >= 0)
    for slot, request in waiting:
        option = grid.options[request][int(options[request]) - starts[request]]
        if schedule.open_slots(option) >> slot & 1:
            schedule.place(option, slot)
    return schedule
