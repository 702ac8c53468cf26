"""What couples the parties of a slot whichever meetings are held in it: counts that no slot can exceed.

Each party counts for a share of a meeting, so that the shares of any meeting at a set of tables sum up to
one at most; then those who meet in a slot sum up to no more than the tables open in it. A meeting of two
counts for one half each; in a meeting of three somebody counts for nothing.
"""

from collections import Counter
from dataclasses import dataclass

from scheduling.grid import Grid, Option
from scheduling.index import bits
from scheduling.patterns import PAIR, Kind, sides_of

WHOLE = 2
"""Shares are told in halves."""
MOST_LOADS = 6


@dataclass(frozen=True, slots=True)
class Load:
    """Shares of the parties, and the most that those who meet in each slot sum up to."""

    shares: tuple[int, ...]
    limits: tuple[int, ...]
    exact: bool = False
    """Whether they sum up to the limit, neither more nor less."""


def loads_of(grid: Grid, kinds: dict[int, Kind]) -> list[Load]:
    """The counts that bind most: for all tables, for the sets of tables in use, and of two sides."""
    options = [option for ways in grid.options for option in ways]
    if not options:
        return []
    every = tuple(WHOLE * room for room in grid.room_in(grid.index.every_table))
    loads = [
        Load(_shares(len(grid.problem.parties), members, options), limits)
        for members, limits in [(set(kinds), every), *_users(grid, options)]
    ]
    if any(len(option.parties) > PAIR for option in options):
        loads.append(_equal_shares(grid, options))
    found = {load: _pressure(load, kinds) for load in loads}
    tight = sorted(found, key=lambda load: -found[load])[:MOST_LOADS]
    sides = sides_of(grid)
    if any(sides):
        balance = tuple(1 if side else -1 for side in sides)
        tight.append(Load(balance, (0,) * len(grid.problem.slots), exact=True))
    return tight


def _equal_shares(grid: Grid, options: list[Option]) -> Load:
    """Everybody counts for as much as in the meeting of the most people."""
    seats = max(len(option.parties) for option in options)
    limits = tuple(seats * room for room in grid.room_in(grid.index.every_table))
    return Load((1,) * len(grid.problem.parties), limits)


def _users(grid: Grid, options: list[Option]) -> list[tuple[set[int], tuple[int, ...]]]:
    """For each set of tables, who meets at no other, and the room in it."""
    meetings: Counter[int] = Counter()
    inside: list[Counter[int]] = [Counter() for _ in grid.table_sets]
    for option in options:
        meetings.update(option.parties)
        for tables in option.sets:
            inside[tables].update(option.parties)
    return [
        ({party for party in mine if mine[party] == meetings[party]}, tuple(WHOLE * free for free in room))
        for mine, room in zip(inside, grid.room, strict=True)
    ]


def _shares(parties: int, members: set[int], options: list[Option]) -> tuple[int, ...]:
    """As much of a meeting as each member can count for."""
    shares = [WHOLE if party in members else 0 for party in range(parties)]
    for option in options:
        if sum(shares[party] for party in option.parties) > WHOLE:
            for party in option.parties:
                shares[party] = min(shares[party], 1)
    crowds = [option for option in options if sum(shares[party] for party in option.parties) > WHOLE]
    often = Counter(party for option in crowds for party in option.parties)
    for option in crowds:
        over = sum(shares[party] for party in option.parties) - WHOLE
        for party in sorted(option.parties, key=lambda party: (-often[party], party)):
            if over > 0 and shares[party]:
                over -= shares[party]
                shares[party] = 0
    return tuple(shares)


def _pressure(load: Load, kinds: dict[int, Kind]) -> float:
    """How much of its room is asked for."""
    slots = 0
    for party, kind in kinds.items():
        slots |= kind.slots if load.shares[party] else 0
    room = sum(load.limits[slot] for slot in bits(slots))
    asked = sum(load.shares[party] * kind.fewest[-1] for party, kind in kinds.items())
    return asked / room if room else float(asked > 0)
