"""A first seating: slot by slot, a table for every meeting that can have one, near those before and after.

In each slot the cheapest assignment of meetings to tables is found, a price for each attendee whose meeting
before or after is elsewhere; sweeping over the slots again can only lower the sum. Where a slot is too large
for that, the meetings that are particular about their table choose first; all others may sit anywhere, so
that Hall's condition holds for them by counting, and a largest matching with the tables from which their
people come keeps as many as possible where they are (Hopcroft and Karp, SIAM J. Comput. 2, 1973).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from scheduling.index import bits
from scheduling.links import Links
from scheduling.score import Seats

DENSE = 160_000
"""Meetings times tables of a slot up to which all are assigned together."""
MOST_PRICE = 1e12
"""So that sums of the prices of one slot stay exact."""


@lru_cache(maxsize=1024)
def marked(tables: int, number: int) -> npt.NDArray[np.bool_]:
    """For each of so many tables, whether it is one of these."""
    marks = np.zeros(number, np.bool_)
    marks[bits(tables)] = True
    return marks


class Seater:
    """Seats the meetings of one slot after another anew, beside those that have a table."""

    def __init__(
        self, links: Links, suits: Mapping[int, int], weights: Mapping[int, int], tables: Seats
    ) -> None:
        self.links, self.suits, self.tables = links, suits, tables
        self.weights = weights
        """What it costs to leave a meeting without table; the heaviest are seated first."""
        self.fixed = frozenset(tables)
        self.tables_number = max((mask.bit_length() for mask in suits.values()), default=0)
        self.staying = 2 * links.parties * links.scale + 1.0
        """More than all that is to be won by staying at a table."""

    def sweep(self) -> None:
        """Seat every slot, in order of time."""
        for requests in self.links.in_slot:
            moving = [request for request in requests if request not in self.fixed]
            if moving:
                self._seat(requests, moving)

    def _seat(self, requests: list[int], moving: list[int]) -> None:
        taken = sum(1 << self.tables[request] for request in requests if request in self.fixed)
        for request in moving:
            self.tables.pop(request, None)
        every = 0
        for request in moving:
            every |= self.suits[request]
        free = every & ~taken
        if len(moving) * free.bit_count() <= DENSE:
            self._assign(moving, bits(free))
            return
        wide = [request for request in moving if self.suits[request] & free == free]
        narrow = [request for request in moving if self.suits[request] & free != free]
        self._assign(narrow, bits(free))
        left = free & ~sum(1 << self.tables[request] for request in narrow if request in self.tables)
        self._match(wide, bits(left))

    def _assign(self, moving: Sequence[int], free: Sequence[int]) -> None:
        """The cheapest assignment, with as much weight as possible."""
        prices = self._prices(moving, free)
        for row, column in np.transpose(linear_sum_assignment(prices)).tolist():
            if self.suits[moving[row]] >> free[column] & 1:
                self.tables[moving[row]] = free[column]

    def _prices(self, moving: Sequence[int], free: Sequence[int]) -> npt.NDArray[np.float64]:
        column = {table: n for n, table in enumerate(free)}
        prices = np.zeros((len(moving), len(free)))
        for row, request in enumerate(moving):
            for other, worth in self.links.around.get(request, ()):
                table = self.tables.get(other)
                if table in column:
                    prices[row, column[table]] -= worth
            unsuitable = ~marked(self.suits[request], self.tables_number)[free]
            prices[row, unsuitable] = min(self.staying * self.weights[request], MOST_PRICE)
        return prices

    def _match(self, moving: Sequence[int], free: Sequence[int]) -> None:
        """As many as can stay where one of their people is; the others wherever there is room."""
        column = {table: n for n, table in enumerate(free)}
        rows, columns = [], []
        for row, request in enumerate(moving):
            beside = {self.tables.get(other, -1) for other, _ in self.links.around.get(request, ())}
            near = sorted(column[table] for table in beside if table in column)
            rows += [row] * len(near)
            columns += near
        shape = (len(moving), len(free))
        graph = csr_matrix((np.ones(len(rows), np.int8), (rows, columns)), shape=shape)
        chosen = maximum_bipartite_matching(graph, perm_type="column").tolist()
        left = iter(sorted(set(range(len(free))) - set(chosen)))
        for row, request in enumerate(moving):
            place = chosen[row] if chosen[row] >= 0 else next(left, -1)
            if place >= 0:
                self.tables[request] = free[place]
