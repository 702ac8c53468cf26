"""The common kind of fair as arrays: two known people a meeting, and no more slots than bits in a word.

Then a chain of meetings is a path from person to person, and the people at its two ends alone change their
pattern. Whatever else a problem may ask for, orders and delegates apart, is kept here as well.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scheduling.board import MOST_EJECTED, UNBOUNDED, WORD, Bools, Ints, binding_sets, ragged
from scheduling.grid import Grid
from scheduling.schedule import NOWHERE

Numbers = npt.NDArray[np.int32]

DEPTH = 16
"""The most chains that follow one another in a move."""
MOST_UNDONE = MOST_EJECTED + 4
"""The most that a move may have to take back: meetings put out and chains exchanged."""


class Pairs(NamedTuple):
    """What does not change during a search; ``x_of[i]:x_of[i+1]`` is where the part of ``i`` is in ``x``."""

    one: Numbers
    """By request, the first of its two people."""
    across: Numbers
    """By request, what leads from either of its people to the other, by exclusive or."""
    allowed: Ints
    """By request, the slots in which it may be held; none where there is no way to hold it."""
    present: Ints
    """By party, the slots in which it may meet."""
    locked: Bools
    loose: bool
    """Whether a request may be held wherever both its people are present, and none is locked."""
    sets_of: Ints
    sets: Ints
    room: Ints
    """By table set and slot."""
    shared: bool
    """Whether one table set is all there is, and every request takes room in it."""
    weight: Ints
    required: Ints
    asks_of: Ints
    asks: Ints
    """The requests that name a party and have a way to be held."""
    least: Ints
    most: Ints
    days: Ints
    """The slots of each day."""
    window: Ints
    """The fewest and the most breaks that a party with a meeting may have."""
    fair: bool
    """Whether the window bounds anything."""


class Play(NamedTuple):
    """What a search changes."""

    at: Numbers
    """By party and slot, the request or -1."""
    busy: Ints
    """By party, its busy slots."""
    attended: Ints
    """By party, how many meetings it has."""
    load: Ints
    out: Ints
    """The requests without a place; ``out_number[0]`` of them, each at its ``out_place``."""
    out_number: Ints
    out_place: Ints
    totals: Ints
    idle: Ints
    """One entry, of which only the changes mean anything: idle slots of all parties."""
    random: Ints
    path: Numbers
    """The people along the chains of a move, one chain after the other."""
    links: Ints
    """By chain of a move: where its people begin and end in ``path``, and its two slots."""
    net: Ints
    """By table set, how many meetings a chain carries over."""
    undo: Ints
    """By part of a move, a request and the slot it was taken from, or -1 and the number of a chain."""
    undo_number: Ints


def is_common(grid: Grid) -> bool:
    """Whether a fair is of the common kind."""
    ways = [option for options in grid.options for option in options]
    return (
        len(grid.problem.slots) <= WORD
        and all(len(options) <= 1 for options in grid.options)
        and all(len(option.parties) == 2 for option in ways)  # noqa: PLR2004 - a pair
        and not any(grid.index.before)
    )


def pairs_of(grid: Grid, least_breaks: int = 0) -> Pairs:
    """The arrays of a fair of the common kind; ``least_breaks`` is the fewest breaks anybody is to have."""
    problem, index = grid.problem, grid.index
    ways = [options[0] if options else None for options in grid.options]
    allowed = np.array([option.slots if option else 0 for option in ways], np.int64)
    people = np.array([option.parties if option else (0, 0) for option in ways], np.int64).reshape(-1, 2)
    present = np.zeros(len(problem.parties), np.int64)
    for side in (0, 1):
        np.bitwise_or.at(present, people[:, side], allowed)
    asks: list[list[int]] = [[] for _ in problem.parties]
    for request, option in enumerate(ways):
        for party in option.parties if option else ():
            asks[party].append(request)
    binding = {tables: place for place, tables in enumerate(binding_sets(grid))}
    sets = [
        [binding[tables] for tables in option.sets if tables in binding] if option else [] for option in ways
    ]
    locked = np.array([place in grid.pinned for place in range(len(ways))], np.bool_)
    everywhere = (allowed == 0) | (allowed == present[people[:, 0]] & present[people[:, 1]])
    bound, slots = problem.max_break_spread, len(problem.slots)
    window = (0, UNBOUNDED) if bound is None else (least_breaks, least_breaks + min(bound, UNBOUNDED))
    return Pairs(
        people[:, 0].astype(np.int32),
        (people[:, 0] ^ people[:, 1]).astype(np.int32),
        allowed,
        present,
        locked,
        bool(everywhere.all() and not locked.any()),
        *ragged(sets),
        np.array([grid.room[tables] for tables in binding], np.int64).reshape(len(binding), slots),
        len(binding) == 1 and all(sets[place] for place, option in enumerate(ways) if option),
        np.array([request.weight for request in problem.requests], np.int64),
        np.array([request.required for request in problem.requests], np.int64),
        *ragged(asks),
        np.array([min(party.min_meetings, slots + 1) for party in problem.parties], np.int64),
        np.array(grid.most, np.int64),
        np.array(index.days, np.int64),
        np.array(window, np.int64),
        bound is not None,
    )


def empty_play(pairs: Pairs, slots: int, seed: int) -> Play:
    """Nothing placed; all requests without a way to hold them are left aside."""
    requests, parties = len(pairs.weight), len(pairs.present)
    possible = np.flatnonzero(pairs.allowed)
    out, out_place = np.zeros(requests, np.int64), np.full(requests, NOWHERE, np.int64)
    out[: len(possible)], out_place[possible] = possible, np.arange(len(possible))
    wrong = int(pairs.least.sum() + pairs.required.sum())
    return Play(
        at=np.full((parties, slots), NOWHERE, np.int32),
        busy=np.zeros(parties, np.int64),
        attended=np.zeros(parties, np.int64),
        load=np.zeros(pairs.room.shape, np.int64),
        out=out,
        out_number=np.array([len(possible)], np.int64),
        out_place=out_place,
        totals=np.array([0, pairs.weight.sum(), wrong, wrong], np.int64),
        idle=np.zeros(1, np.int64),
        random=np.array([(seed * 2_654_435_761 + 88_172_645_463) % (1 << 62) | 1], np.int64),
        path=np.zeros((DEPTH + 1) * (parties + 2), np.int32),
        links=np.zeros((DEPTH, 4), np.int64),
        net=np.zeros(len(pairs.room), np.int64),
        undo=np.zeros((MOST_UNDONE, 2), np.int64),
        undo_number=np.zeros(1, np.int64),
    )
