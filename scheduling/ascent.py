"""The highest point of a concave bound, approached by cutting planes.

A bound that is the sum of concave parts lies, at any prices, below the planes that touch its parts
elsewhere. The prices where these planes leave it the most room are tried next, moved a little towards
the best known ones (Kelley's method with a proximity centre: Ben-Ameur and Neto, *Networks* 49, 2007).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from scheduling.days import UNIT, Whole
from scheduling.linear import Program

BOLD = 0.7
"""How far to go from the best known prices to those that the planes propose."""
CLOSE_ENOUGH = 0.01
"""What is left to gain, in breaks, at which the ascent ends."""
MOST_PRICE = 4.0
"""The highest price that is tried, in breaks; what lies beyond only makes the bound weaker."""
LOSS = 1e-6


@dataclass(frozen=True, slots=True)
class Touch:
    """The parts of the bound at some prices, in parts of ``UNIT``, and how each changes with each price."""

    parts: list[int]
    slopes: Whole
    """Parts times prices."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A concave function of prices: parts that ``touch`` evaluates exactly, and a linear one."""

    touch: Callable[[Whole], Touch | None]
    """Nothing where it has no upper limit: what it bounds cannot be."""
    linear: Whole
    free: NDArray[np.bool_]
    """Which prices may be negative."""

    def at(self, prices: Whole) -> tuple[int, Touch] | None:
        """Its exact value, in parts of ``UNIT``."""
        touched = self.touch(prices)
        linear = sum(int(one) * int(price) for one, price in zip(self.linear, prices, strict=True))
        return None if touched is None else (sum(touched.parts) + linear, touched)


def highest(bound: Bound, rounds: int, seconds: float) -> int | None:
    """The greatest value found, in parts of ``UNIT``; nothing where there is no upper limit."""
    begun = time.monotonic()
    planes: list[tuple[Whole, Touch]] = []
    best: int | None = None
    centre = prices = np.zeros(len(bound.linear), np.int64)
    for _ in range(rounds):
        found = bound.at(prices)
        if found is None:
            return None
        value, touched = found
        planes.append((prices, touched))
        if best is None or value > best:
            best, centre = value, prices
        left = seconds - (time.monotonic() - begun)
        proposed = _proposed(bound, planes, left) if left > 0 else None
        if proposed is None or _close(best, proposed[0]):
            break
        mixed = (1 - BOLD) * centre + BOLD * proposed[1] * UNIT
        prices = np.rint(mixed).astype(np.int64)
    return best


def _close(best: int, limit: float) -> bool:
    """Whether no more is to be gained, or not enough to make a whole break."""
    return limit - best / UNIT < CLOSE_ENOUGH or np.ceil(limit - LOSS) <= -(-best // UNIT)


def _proposed(bound: Bound, planes: list[tuple[Whole, Touch]], seconds: float) -> tuple[float, Whole] | None:
    """The highest point below all planes: its height in breaks, and its prices."""
    program = Program()
    parts = [program.column(-1.0, -inf, inf) for _ in planes[0][1].parts]
    columns = [
        program.column(-float(one), -MOST_PRICE if free else 0.0, MOST_PRICE)
        for one, free in zip(bound.linear, bound.free, strict=True)
    ]
    for prices, touched in planes:
        for part, value, slope in zip(parts, touched.parts, touched.slopes, strict=True):
            offset = (value - int(slope @ prices)) / UNIT
            row = program.at_most.row(offset)
            program.at_most.add(row, [part])
            program.at_most.entries(row, columns, (-slope).tolist())
    answer = program.solve(seconds, interior=False)
    if answer.least is None:
        return None
    return -answer.least, np.array(answer.values[len(parts) :])
