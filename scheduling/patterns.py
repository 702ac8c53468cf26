"""What is known of each party's days in a schedule of some weight: how many meetings by when.

What may be left out is *spare*: the weight by which the schedule may fall short of everything. A request
heavier than that is held for certain, and whatever follows from it holds.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from scheduling.grid import Grid, Option, union

PAIR = 2


class Kind(NamedTuple):
    """All that matters of a party; those who are alike need not be told apart."""

    fewest: tuple[int, ...]
    """Before each slot, and at the end, the fewest meetings it may have had."""
    most: tuple[int, ...]
    slots: int
    """Where it may have a meeting."""
    always: int
    """Where it certainly has one."""


@dataclass(slots=True)
class _Asked:
    """Where the requests of a party may stand: those it attends for certain, and those it may attend."""

    certain: list[int] = field(default_factory=list)
    possible: list[int] = field(default_factory=list)


def spare_at(grid: Grid, weight: int | None) -> int:
    """The weight that a schedule of ``weight`` may leave out of what has any way at all; ``None``: nothing.

    Negative where no schedule can weigh so much.
    """
    pairs = zip(grid.problem.requests, grid.options, strict=True)
    return 0 if weight is None else sum(request.weight for request, ways in pairs if ways) - weight


def certain(grid: Grid, spare: int) -> list[bool]:
    """Which requests every schedule holds that leaves out this much weight at most."""
    return [request.required or request.weight > spare for request in grid.problem.requests]


def kinds_of(grid: Grid, spare: int = 0) -> dict[int, Kind]:
    """The kind of every party with a request, in the order of the parties."""
    asked = [_Asked() for _ in grid.problem.parties]
    for ways, held in zip(grid.options, certain(grid, spare), strict=True):
        _ask(asked, ways, held=held)
    return {party: _kind(grid, party, one) for party, one in enumerate(asked) if one.certain or one.possible}


def _ask(asked: list[_Asked], ways: list[Option], *, held: bool) -> None:
    for party in {party: None for option in ways for party in option.parties}:
        mine = [option for option in ways if party in option.parties]
        always = held and len(mine) == len(ways)
        (asked[party].certain if always else asked[party].possible).append(union(mine))


def _kind(grid: Grid, party: int, asked: _Asked) -> Kind:
    """With all that follows from the slots to which single requests are confined."""
    every = asked.certain + asked.possible
    slots = always = 0
    for window in every:
        slots |= window
    for window in asked.certain:
        always |= window if window.bit_count() == 1 else 0
    number = len(grid.problem.slots) + 1
    ended = Counter(window.bit_length() for window in asked.certain)
    begun = Counter((window & -window).bit_length() for window in every if window)
    fewest = list(accumulate(ended[slot] for slot in range(number)))
    fewest[-1] = max(fewest[-1], grid.problem.parties[party].min_meetings)
    limit = grid.most[party]
    most = [
        min(limit, (slots & ((1 << slot) - 1)).bit_count(), asking)
        for slot, asking in enumerate(accumulate(begun[slot] for slot in range(number)))
    ]
    return Kind(tuple(fewest), tuple(most), slots, always)


def sides_of(grid: Grid) -> list[int]:
    """The side, 0 or 1, of each party if everybody meets the other side only; else all are on side 0."""
    nobody = [0] * len(grid.problem.parties)
    if not all(_pairs(ways) for ways in grid.options):
        return nobody
    meets: list[set[int]] = [set() for _ in nobody]
    for one, other in (option.parties for ways in grid.options for option in ways):
        meets[one].add(other)
        meets[other].add(one)
    sides = [-1] * len(nobody)
    for first in range(len(sides)):
        waiting = [first] if sides[first] < 0 else []
        sides[first] = max(sides[first], 0)
        while waiting:
            party = waiting.pop()
            for other in meets[party]:
                if sides[other] == sides[party]:
                    return nobody
                if sides[other] < 0:
                    sides[other] = 1 - sides[party]
                    waiting.append(other)
    return sides


def _pairs(ways: list[Option]) -> bool:
    return len(ways) <= 1 and all(len(option.parties) == PAIR for option in ways)


def attendances(grid: Grid, spare: int) -> int:
    """The fewest places at tables that are taken when this much weight at most is left out.

    What takes the most places for its weight is left out first, the last of it in part: never more than any
    real choice leaves out.
    """
    held = certain(grid, spare)
    optional = []
    total = 0
    for place, ways in enumerate(grid.options):
        if ways:
            total += min(len(option.parties) for option in ways)
            if not held[place]:
                optional.append((grid.problem.requests[place].weight, max(len(o.parties) for o in ways)))
    left = spare
    for weight, size in sorted(optional, key=lambda one: one[0] / one[1]):
        if weight > left:
            return total - -(-size * left // weight)
        left -= weight
        total -= size
    return total
