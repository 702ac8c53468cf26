"""A proven floor of the breaks, from the days that each party can have and the tables that they share.

Each party chooses in which slots it meets: as often as it has meetings, only where it can, at the price of
the breaks in between. Parties are coupled by the tables of each slot, and in a fair of two sides by both
sides meeting equally often in each slot; and over the whole fair by the weight that is to be reached. Each
such coupling is given a price (Lagrange's method: Held and Karp, *Operations Research* 18, 1970); then every
party finds its cheapest days alone. Whatever the prices, the sum is a floor; it is computed in whole numbers,
so that nothing is owed to rounding. The best prices make it equal to the linear program over all patterns of
days.
"""

from collections import Counter

import numpy as np

from scheduling.ascent import Bound, Touch, highest
from scheduling.days import FAR, UNIT, Calendar, Whole
from scheduling.duties import Duty, duties_of
from scheduling.grid import Grid
from scheduling.loads import Load, loads_of
from scheduling.patterns import Kind, kinds_of, spare_at

MOST_ROUNDS = 200
MOST_WORK = 2_000_000_000
"""Steps of single parties through single slots; larger problems get fewer rounds, but always some."""
FEWEST_ROUNDS = 12
PARTS = 12
"""Into so many parts the sum over the parties is divided; each has planes of its own."""


def break_floor(grid: Grid, seconds: float = 10.0, weight: int | None = None) -> int:
    """The fewest breaks of any schedule that weighs so much at least; ``None``: in which nothing is left out.

    Where no such schedule can exist any floor holds, and it is nothing. The same on each run unless the
    ``seconds`` end it; then it is lower, but still proven.
    """
    spare = spare_at(grid, weight)
    kinds = kinds_of(grid, spare)
    if spare < 0 or not grid.complete or not kinds:
        return 0
    days = _Prices(grid, kinds, loads_of(grid, kinds), duties_of(grid, kinds, spare))
    rounds = max(FEWEST_ROUNDS, min(MOST_ROUNDS, MOST_WORK // days.work))
    found = highest(Bound(days.touch, days.linear, days.free), rounds, seconds)
    return max(0, -(-found // UNIT)) if found is not None else 0


class _Prices:
    """What all parties pay at least for their days, at a price of each load and slot and of each duty."""

    def __init__(self, grid: Grid, kinds: dict[int, Kind], loads: list[Load], duties: list[Duty]) -> None:
        every = [load.shares for load in loads] + [duty.shares for duty in duties]
        alike = Counter((kind, tuple(shares[party] for shares in every)) for party, kind in kinds.items())
        groups = sorted(alike)
        self.numbers = np.array([alike[one] for one in groups], np.int64)
        shares = np.array([shares for _, shares in groups], np.int64).reshape(len(groups), len(every))
        self.loaded, self.due = shares[:, : len(loads)], shares[:, len(loads) :]
        self.calendar = Calendar([kind for kind, _ in groups], grid.index.day)
        self.slots = len(grid.problem.slots)
        self.work = len(groups) * self.calendar.height * self.slots
        limits = [limit for load in loads for limit in load.limits]
        self.linear = np.array([-limit for limit in limits] + [duty.least for duty in duties], np.int64)
        self.free = np.array(
            [load.exact for load in loads for _ in range(self.slots)] + [False] * len(duties)
        )
        self.starts = np.unique(np.arange(PARTS) * len(groups) // PARTS)

    def touch(self, prices: Whole) -> Touch | None:
        """The parts of the floor at these prices; the last ones are what each meeting pays back."""
        by_load, back = np.split(prices, [self.loaded.shape[1] * self.slots])
        paid = self.loaded @ by_load.reshape(-1, self.slots) - (self.due @ back)[:, None]
        found = self.calendar.cheapest(paid)
        if (found.costs >= FAR // 2).any():
            return None
        meets = found.meets * self.numbers[:, None]
        slopes = [meets * shares[:, None] for shares in self.loaded.T]
        slopes.append(-meets.sum(axis=1, keepdims=True) * self.due)
        sums = np.add.reduceat(np.hstack(slopes), self.starts, axis=0)
        parts = np.add.reduceat(found.costs * self.numbers, self.starts)
        return Touch([int(part) for part in parts], sums)
