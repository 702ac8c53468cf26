"""What is known of each party's day where every request has a place: how many meetings by when."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from scheduling.grid import Grid, Option

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
    side: int


@dataclass(slots=True)
class _Asked:
    """Where the requests of a party may stand: those it attends for certain, and those it may attend."""

    certain: list[int] = field(default_factory=list)
    possible: list[int] = field(default_factory=list)


def kinds_of(grid: Grid, *, coarse: bool = False) -> Iterator[Kind]:
    """The kind of every party with a request; ``coarse`` makes more of them alike by knowing less."""
    asked = [_Asked() for _ in grid.problem.parties]
    for ways in grid.options:
        _ask(asked, ways)
    sides = sides_of(grid)
    for party, one in enumerate(asked):
        if one.certain or one.possible:
            yield _coarse(grid, party, one, sides[party]) if coarse else _exact(grid, one, sides[party])


def _ask(asked: list[_Asked], ways: list[Option]) -> None:
    slots = 0
    for option in ways:
        slots |= option.slots
    everybody = {party for option in ways for party in option.parties}
    for party in everybody:
        certain = all(party in option.parties for option in ways)
        (asked[party].certain if certain else asked[party].possible).append(slots)


def _exact(grid: Grid, asked: _Asked, side: int) -> Kind:
    """With all that follows from the slots to which single requests are confined."""
    total = len(asked.certain) + len(asked.possible)
    slots = always = 0
    for window in asked.certain + asked.possible:
        slots |= window
    for window in asked.certain:
        always |= window if window.bit_count() == 1 else 0
    before = [(1 << slot) - 1 for slot in range(len(grid.problem.slots) + 1)]
    fewest = tuple(sum(window & ~past == 0 for window in asked.certain) for past in before)
    most = tuple(total - sum(window & past == 0 for window in asked.certain) for past in before)
    return Kind(fewest, most, slots, always, side)


def _coarse(grid: Grid, party: int, asked: _Asked, side: int) -> Kind:
    slots = len(grid.problem.slots)
    most = (len(asked.certain) + len(asked.possible),) * (slots + 1)
    return Kind((*[0] * slots, len(asked.certain)), most, grid.index.present[party], 0, side)


def sides_of(grid: Grid) -> list[int]:
    """The side, 0 or 1, of each party if everybody meets the other side only; else all are on side 0."""
    nobody = [0] * len(grid.problem.parties)
    meets: list[set[int]] = [set() for _ in nobody]
    for ways in grid.options:
        if len(ways) > 1 or any(len(option.parties) != PAIR for option in ways):
            return nobody
        for one, other in (option.parties for option in ways):
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
