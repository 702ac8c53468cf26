"""The weight left out, as a count: a totalizer over weights (Joshi, Martins and Manquinho, CP 2015)."""

from collections.abc import Sequence
from itertools import pairwise

from scheduling.formula import Formula

MOST_CLAUSES = 400_000
"""A larger count is given up: the weight is then not proven by search."""

Sums = dict[int, int]
"""For each sum that the leaves may reach, the literal that follows from reaching it."""


def weighed(formula: Formula, leaves: Sequence[tuple[int, int]], most: int) -> Sums | None:
    """For pairs of a literal and its weight, the sums; all above ``most`` are one. Nothing if too large."""
    level: list[Sums] = [{min(weight, most + 1): literal} for literal, weight in sorted(leaves, key=_weight)]
    begun = len(formula.clauses)
    while len(level) > 1:
        merged = []
        for one, other in zip(level[::2], level[1::2], strict=False):
            if len(formula.clauses) - begun + len(one) * len(other) > MOST_CLAUSES:
                return None
            merged.append(_merged(formula, one, other, most))
        level = merged + level[2 * len(merged) :]
    sums = dict(sorted(level[0].items())) if level else {}
    for less, more in pairwise(sums):
        formula.add(-sums[more], sums[less])
    return sums


def _weight(leaf: tuple[int, int]) -> tuple[int, int]:
    return leaf[1], leaf[0]


def _merged(formula: Formula, one: Sums, other: Sums, most: int) -> Sums:
    sums: Sums = {}
    for a, first in [(0, 0), *one.items()]:
        for b, second in [(0, 0), *other.items()]:
            total = min(a + b, most + 1)
            if total:
                reached = sums.setdefault(total, 0) or formula.new()
                sums[total] = reached
                formula.add(*(-literal for literal in (first, second) if literal), reached)
    return sums


def limited(sums: Sums, limit: int) -> list[int]:
    """The literals to assume so that no more than ``limit`` is left out."""
    return [-literal for total, literal in sums.items() if total > limit]
