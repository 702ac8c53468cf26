"""Who wants to meet whom in a generated fair: popularity, communities, two sides, and levels of wishes.

A wish has a level, as organisers' spreadsheets know them: must counts 3, would 2, open 1; both sides are
added, and 3 more where both said at least would; a lone open makes no request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from scheduling.generate_shape import Shape

MUST, WOULD, OPEN = 3, 2, 1
LEVELS, SHARES = (MUST, WOULD, OPEN), (25, 50, 25)
MUTUAL = 3
ASKED, ASKED_MORE = 1.7, 2
"""How many others everybody asks for, for each meeting there is to be: a factor, and more."""
ROUNDS = 6
"""Of drawing whom to ask, until enough different ones are found."""
EXHIBITORS, EXHIBITORS_MEET, VISITORS_MEET = 0.3, 1.6, 0.75
"""The share of exhibitors, and how many more meetings than others each side has."""
DELEGATES_MEET = 1.5
SPREAD = 0.2
"""How far the numbers of meetings differ from their mean: sigma as a share of it."""
MOST_POPULAR = 2.5
LEAST_COMMON = 3
"""Slots in which two must both be there to ask for each other, if there are as many."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Guest:
    """One organisation: the numbers of its people, and when at least one of them is there, as bits."""

    people: tuple[int, ...]
    present: int


def exhibitors_of(shape: Shape) -> int:
    """How many of the organisations, the first ones, are exhibitors."""
    return max(1, round(shape.people * EXHIBITORS)) if shape.two_sides else 0


def wished(shape: Shape, guests: Sequence[Guest], apart: set[Pair], seed: int) -> list[tuple[Pair, int]]:
    """The pairs of organisations that ask for each other with their weights, the heaviest first.

    Nobody has more than about the meetings that the shape gives to everybody, and ``apart`` never meet.
    """
    lots = Random(f"{seed} wishes")  # noqa: S311 - a fair is to be repeatable, not secret
    targets = [_target(shape, n, guest, lots) for n, guest in enumerate(guests)]
    levels: dict[Pair, list[int]] = {}
    circle = _Circle(shape, lots)
    for one, target in enumerate(targets):
        for other in circle.asked_by(one, round(target * ASKED) + ASKED_MORE, lots):
            pair = (min(one, other), max(one, other))
            if pair not in apart:
                levels.setdefault(pair, [0, 0])[one > other] = lots.choices(LEVELS, SHARES)[0]
    weights = ((pair, _weight(*both)) for pair, both in levels.items())
    ranked = [(-weight, lots.random(), pair) for pair, weight in weights if weight]
    return _chosen(sorted(ranked), targets, guests, shape)


def _target(shape: Shape, number: int, guest: Guest, lots: Random) -> int:
    mean = shape.meetings * (DELEGATES_MEET if len(guest.people) > 1 else 1.0)
    if shape.two_sides:
        mean *= EXHIBITORS_MEET if number < exhibitors_of(shape) else VISITORS_MEET
    wanted = round(lots.gauss(mean, mean * SPREAD) * shape.demand)
    bearable = (guest.present.bit_count() - 1) * len(guest.people) if shape.demand <= 1 else 3 * shape.slots
    return max(1, min(wanted, bearable))


def _weight(one: int, other: int) -> int:
    """What a pair counts."""
    weight = one + other + MUTUAL * (min(one, other) >= WOULD)
    return 0 if weight == OPEN else weight


class _Circle:
    """Whom everybody may ask, by popularity, in their community and beyond."""

    def __init__(self, shape: Shape, lots: Random) -> None:
        self.shape = shape
        self.exhibitors = exhibitors_of(shape)
        communities = shape.communities or max(3, shape.people // 60)
        self.community = [lots.randrange(communities) for _ in range(shape.people)]
        popular = [min(lots.lognormvariate(0, shape.popularity), MOST_POPULAR) for _ in range(shape.people)]
        pools: dict[tuple[bool, int], list[int]] = {}
        for n, community in enumerate(self.community):
            pools.setdefault((n < self.exhibitors, community), []).append(n)
            pools.setdefault((n < self.exhibitors, -1), []).append(n)
        self.pools = {key: (pool, list(accumulate(popular[n] for n in pool))) for key, pool in pools.items()}

    def asked_by(self, one: int, number: int, lots: Random) -> list[int]:
        """Different others, about as many as the number."""
        asked: dict[int, None] = {}
        side = self.shape.two_sides and one >= self.exhibitors
        for _ in range(ROUNDS):
            missing = number - len(asked)
            if missing <= 0:
                break
            near = sum(lots.random() < self.shape.inside for _ in range(missing))
            for community, count in ((self.community[one], near), (-1, missing - near)):
                pool, weights = self.pools.get((side, community), ((), ()))
                drawn = lots.choices(pool, cum_weights=weights, k=count) if pool else ()
                asked.update((other, None) for other in drawn if other != one)
        return list(asked)[:number]


def _chosen(
    ranked: Sequence[tuple[int, float, Pair]], targets: Sequence[int], guests: Sequence[Guest], shape: Shape
) -> list[tuple[Pair, int]]:
    """As many of the pairs as their targets allow, who could meet at all."""
    common = min(LEAST_COMMON, shape.slots)
    asked = [0] * len(targets)
    chosen = []
    for rank, _, (one, other) in ranked:
        if asked[one] >= targets[one] or asked[other] >= targets[other]:
            continue
        if (guests[one].present & guests[other].present).bit_count() >= common:
            asked[one], asked[other] = asked[one] + 1, asked[other] + 1
            chosen.append(((one, other), -rank))
    return chosen
