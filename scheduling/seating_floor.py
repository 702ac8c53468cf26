"""A proven floor of the changes of table, slots and attendees being as they are.

Two meetings of one slot are never at one table, nor are two that suit no common one. So on every way from
link to link between such two meetings, at least one link is broken: somebody changes tables. The least worth
of links that breaks all these ways is a multicut; its linear program (Leighton and Rao, J. ACM 46, 1999) is
built up way by way. Whatever prices it gives to the ways, their sum, less what is paid for a link beyond its
worth, is a floor by duality; it is computed in whole numbers, so that nothing is owed to rounding.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from time import monotonic

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from scheduling.linear import Program
from scheduling.links import Link, Links, allowed
from scheduling.schedule import Schedule

UNIT = 10**9
"""Prices are whole numbers of this part of a change."""
PATIENCE = 10.0
CUT = 0.999
"""Ways whose links are broken to this sum in all are broken enough."""
MOST_ROUNDS = 16
MOST_LINKS = 45_000
"""Links times rounds; beyond, only the ways of one and two links are counted, which is almost as good."""
INTERIOR = 5_000
"""From so many links on, the interior point method is the faster one."""

Way = tuple[int, ...]
"""Links of which so many are broken as there are, less one: two make a way, more a star."""


def seating_floor(schedule: Schedule, seconds: float = PATIENCE) -> int:
    """The changes of table that no seating by the rules can avoid; published tables do not count as rules.

    When the ``seconds`` are over no other linear program is begun, and what is known by then is the floor;
    a schedule whose programs take less always has the same one.
    """
    clock = monotonic() + seconds
    links = Links(schedule)
    if not links.all:
        return 0
    clashes = _Clashes(links, allowed(schedule))
    best = clashes.counted()
    ways = dict(clashes.nearest())
    for _ in range(min(MOST_ROUNDS, MOST_LINKS // len(links.all))):
        left = clock - monotonic()
        if left <= 0:
            break
        floor, broken = _priced(links.all, ways, left)
        best = max(best, floor)
        more = {way: least for way, least in clashes.unbroken(broken) if way not in ways} if broken else {}
        if not more:
            break
        ways |= more
    return best


def _priced(links: Sequence[Link], ways: Mapping[Way, int], seconds: float) -> tuple[int, Sequence[float]]:
    """A floor, and how far each link is broken where the linear program is least."""
    program = Program()
    for link in links:
        program.column(float(link.parties), 0.0, 1.0)
    for way, least in ways.items():
        program.at_most.add(program.at_most.row(-float(least)), way, -1.0)
    answer = program.solve(seconds, interior=len(links) > INTERIOR)
    if answer.least is None:
        return 0, ()
    prices = [int(price * UNIT) for price in answer.at_most]
    paid = [0] * len(links)
    for way, price in zip(ways, prices, strict=True):
        for number in way:
            paid[number] += price
    gained = sum(least * price for least, price in zip(ways.values(), prices, strict=True))
    beyond = sum(max(0, price - link.parties * UNIT) for link, price in zip(links, paid, strict=True))
    return -((beyond - gained) // UNIT), answer.values


class _Clashes:
    """The meetings as places that links join, some of which cannot be at one table."""

    def __init__(self, links: Links, suits: Mapping[int, int]) -> None:
        self.all, self.slot, self.suits = links.all, links.slot, suits
        self.around: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        """For each meeting the links that join it to others, and these."""
        for number, link in enumerate(links.all):
            self.around[link.earlier].append((number, link.later))
            self.around[link.later].append((number, link.earlier))

    def apart(self, one: int, other: int) -> bool:
        """Whether two meetings cannot be at one table."""
        return self.slot[one] == self.slot[other] or not self.suits[one] & self.suits[other]

    def counted(self) -> int:
        """The links less those that are kept where as many as possible are, each two slots for themselves."""
        joined: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for link in self.all:
            if not self.apart(link.earlier, link.later):
                joined[self.slot[link.earlier], self.slot[link.later]].append((link.earlier, link.later))
        return len(self.all) - sum(map(_matched, joined.values()))

    def nearest(self) -> Iterator[tuple[Way, int]]:
        """Links broken for good, and those of one meeting to several of one slot, of which one is kept."""
        for meeting, joined in self.around.items():
            stars: defaultdict[int, list[int]] = defaultdict(list)
            for number, other in joined:
                if self.apart(meeting, other):
                    yield (number,), 1
                else:
                    stars[self.slot[other]].append(number)
            for star in stars.values():
                if len(star) > 1:
                    yield tuple(star), len(star) - 1

    def unbroken(self, broken: Sequence[float]) -> Iterator[tuple[Way, int]]:
        """From each meeting the shortest way to one apart from it, if its links are broken too little."""
        for meeting in self.around:
            way = self._shortest(meeting, broken)
            if way:
                yield way, 1

    def _shortest(self, start: int, broken: Sequence[float]) -> Way:
        """By Dijkstra's algorithm; nothing where there is none."""
        came: dict[int, tuple[int, int]] = {}  # whence and by which link the meetings seen were reached
        ahead = [
            (0.0, 0, start, start, -1)
        ]  # how broken and how long the way, where to, from where, by which
        while ahead:
            length, steps, here, before, link = heappop(ahead)
            if here in came:
                continue
            came[here] = before, link
            if self.apart(start, here) and here != start:
                return _way(came, start, here)
            for number, other in self.around[here]:
                further = length + broken[number]
                if further < CUT and other not in came:
                    heappush(ahead, (further, steps + 1, other, here, number))
        return ()


def _matched(pairs: Sequence[tuple[int, int]]) -> int:
    """How many of the pairs can be chosen with none in two of them."""
    rows, columns = ({one: n for n, one in enumerate(sorted(set(side)))} for side in zip(*pairs, strict=True))
    places = [rows[one] for one, _ in pairs], [columns[other] for _, other in pairs]
    graph = csr_matrix((np.ones(len(pairs), np.int8), places), shape=(len(rows), len(columns)))
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())


def _way(came: Mapping[int, tuple[int, int]], start: int, end: int) -> Way:
    """The links from one meeting to another, walked back."""
    way: list[int] = []
    while end != start:
        end, link = came[end]
        way.append(link)
    return tuple(sorted(way))
