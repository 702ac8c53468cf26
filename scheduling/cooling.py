"""How a cycle of annealing goes: temperatures and prices, from its beginning to its end."""

from typing import NamedTuple

HOT, COLD = 0.4, 0.08
"""Temperatures at which breaks are at stake; one break is the unit."""
CHOOSING_HEAT, CHOSEN_HEAT = 4.0, 0.5
"""Temperatures at which requests are chosen among, where not all can be held; breaks follow."""
CHOOSING = 0.3
"""The share of such a cycle in which they are chosen among."""
PRICE, CHOOSING_PRICES = 20.0, (4.0, 10.0)
"""Of a unit of weight left out, in breaks."""
GUIDE, GUIDED = 0.1, 0.45
"""The price of an idle slot when breaks come to be at stake, and for what share of the time; it falls
evenly, and shows the way while a schedule still takes its shape."""


class Leg(NamedTuple):
    """A part of a walk."""

    steps: int
    heat: tuple[float, float]
    """The temperatures at its two ends."""
    out: float
    """The price of a unit of weight left out, in breaks."""
    guide: float
    """The price of an idle slot, in breaks."""


def leg(steps: int, begin: float, end: float, *, choosing: bool) -> Leg:
    """The part between two shares of a cycle."""
    late = max(0.0, (begin - CHOOSING) / (1.0 - CHOOSING)) if choosing else begin
    guide = 0.0 if choosing and begin < CHOOSING else max(0.0, GUIDE * (1.0 - late / GUIDED))
    price = _between(CHOOSING_PRICES, late) if choosing else PRICE
    heat = (_temperature(begin, choosing=choosing), _temperature(end, choosing=choosing))
    return Leg(steps, heat, price, guide)


def _temperature(share: float, *, choosing: bool) -> float:
    if not choosing:
        return _between((HOT, COLD), share)
    if share < CHOOSING:
        return _between((CHOOSING_HEAT, CHOSEN_HEAT), share / CHOOSING)
    return _between((CHOSEN_HEAT, COLD), (share - CHOOSING) / (1.0 - CHOOSING))


def _between(ends: tuple[float, float], share: float) -> float:
    """In equal ratios from one to the other."""
    return float(ends[0] * (ends[1] / ends[0]) ** share)
