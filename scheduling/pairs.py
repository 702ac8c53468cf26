"""The usual kind of fair as arrays: two people a meeting, and no more slots than bits in a word.

Then a chain of meetings is a path from person to person, and the people at its two ends alone change their
pattern. Whatever else a problem may ask for, but orders, is kept here as well. A request is known by the
option in which it is held, so that chains need not care about delegates.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scheduling.board import (
    MOST_EJECTED,
    UNBOUNDED,
    WORD,
    Bools,
    Ints,
    binding_sets,
    first_options,
    ragged,
)
from scheduling.grid import Grid
from scheduling.schedule import NOWHERE

Numbers = npt.NDArray[np.int32]

DEPTH = 16
"""The most chains that follow one another in a move."""
MOST_UNDONE = MOST_EJECTED + 4
"""The most that a move may have to take back: meetings put out and chains exchanged."""


class Pairs(NamedTuple):
    """What does not change during a search; ``x_of[i]:x_of[i+1]`` is where the part of ``i`` is in ``x``."""

    options_of: Ints
    """By request, its options."""
    request: Numbers
    """By option."""
    one: Numbers
    """By option, the first of its two people."""
    across: Numbers
    """By option, what leads from either of its people to the other, by exclusive or."""
    allowed: Ints
    """By option, the slots in which it may be held."""
    present: Ints
    """By party, the slots in which it may meet."""
    locked: Bools
    """By option."""
    loose: bool
    """Whether an option may be held wherever both its people are present, and none is locked."""
    delegates: bool
    """Whether a request has several options."""
    sets_of: Ints
    sets: Ints
    room: Ints
    """By table set and slot."""
    shared: bool
    """Whether one table set is all there is, and every option takes room in it."""
    weight: Ints
    required: Ints
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
    """By party and slot, the option or -1."""
    held: Numbers
    """By request, the option or -1."""
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
    """By part of a move, an option and the slot it was taken from, or -1 and the number of a chain."""
    undo_number: Ints


def in_pairs(grid: Grid) -> bool:
    """Whether all meetings are between two people, in few enough slots and without orders."""
    ways = [option for options in grid.options for option in options]
    return (
        len(grid.problem.slots) <= WORD
        and all(len(option.parties) == 2 for option in ways)  # noqa: PLR2004 - a pair
        and not any(grid.index.before)
    )


def pairs_of(grid: Grid, least_breaks: int = 0) -> Pairs:
    """The arrays of a fair that is so; ``least_breaks`` is the fewest breaks anybody is to have."""
    problem, index = grid.problem, grid.index
    options = [option for options in grid.options for option in options]
    allowed = np.array([option.slots for option in options], np.int64)
    people = np.array([option.parties for option in options], np.int64).reshape(-1, 2)
    present = np.zeros(len(problem.parties), np.int64)
    for side in (0, 1):
        np.bitwise_or.at(present, people[:, side], allowed)
    binding = {tables: place for place, tables in enumerate(binding_sets(grid))}
    sets = [[binding[tables] for tables in option.sets if tables in binding] for option in options]
    locked = np.array([option.request in grid.pinned for option in options], np.bool_)
    everywhere = allowed == present[people[:, 0]] & present[people[:, 1]]
    bound, slots = problem.max_break_spread, len(problem.slots)
    return Pairs(
        np.array(first_options(grid), np.int64),
        np.array([option.request for option in options], np.int32),
        people[:, 0].astype(np.int32),
        (people[:, 0] ^ people[:, 1]).astype(np.int32),
        allowed,
        present,
        locked,
        bool(everywhere.all() and not locked.any()),
        len(options) > sum(map(bool, grid.options)),
        *ragged(sets),
        np.array([grid.room[tables] for tables in binding], np.int64).reshape(len(binding), slots),
        len(binding) == 1 and all(sets),
        np.array([request.weight for request in problem.requests], np.int64),
        np.array([request.required for request in problem.requests], np.int64),
        np.array([min(party.min_meetings, slots + 1) for party in problem.parties], np.int64),
        np.array(grid.most, np.int64),
        np.array(index.days, np.int64),
        np.array((0, UNBOUNDED) if bound is None else (least_breaks, least_breaks + min(bound, UNBOUNDED))),
        bound is not None,
    )


def empty_play(pairs: Pairs, slots: int, seed: int) -> Play:
    """Nothing placed; all requests without a way to hold them are left aside."""
    requests, parties = len(pairs.weight), len(pairs.present)
    possible = np.flatnonzero(np.diff(pairs.options_of))
    out, out_place = np.zeros(requests, np.int64), np.full(requests, NOWHERE, np.int64)
    out[: len(possible)], out_place[possible] = possible, np.arange(len(possible))
    wrong = int(pairs.least.sum() + pairs.required.sum())
    return Play(
        at=np.full((parties, slots), NOWHERE, np.int32),
        held=np.full(requests, NOWHERE, np.int32),
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
