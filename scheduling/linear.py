"""A linear program put together entry by entry, and solved by HiGHS."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

INFEASIBLE = 2
INTERIOR = 20_000
"""From so many columns on, the interior point method is the faster one."""


@dataclass(slots=True)
class Rows:
    """Sums of columns and what they are held against."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    sides: list[float] = field(default_factory=list)

    def row(self, side: float) -> int:
        """A new row, still without columns."""
        self.sides.append(side)
        return len(self.sides) - 1

    def add(self, row: int, columns: Iterable[int], value: float = 1.0) -> None:
        """Count these columns ``value`` times in a row."""
        before = len(self.columns)
        self.columns.extend(columns)
        self.rows.extend([row] * (len(self.columns) - before))
        self.values.extend([value] * (len(self.columns) - before))

    def entries(self, row: int, columns: Sequence[int], values: Sequence[float]) -> None:
        """Count each of these columns as often as its own value says."""
        self.columns.extend(columns)
        self.rows.extend([row] * len(columns))
        self.values.extend(values)

    def matrix(self, width: int) -> Any:
        """In the form that the solver takes."""
        places = (np.array(self.rows, np.int64), np.array(self.columns, np.int64))
        return csr_matrix((np.array(self.values), places), shape=(len(self.sides), width))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a program; everything but ``impossible`` is empty where no optimum was found."""

    impossible: bool
    """Whether it is proven that no values satisfy the rows."""
    least: float | None = None
    values: Sequence[float] = ()
    at_most: Sequence[float] = ()
    """By how much the least cost falls where the side of a row grows: a price, never negative."""
    equal: Sequence[float] = ()


@dataclass(slots=True)
class Program:
    """Minimise the cost of columns under rows that are at most, or exactly, their sides."""

    costs: list[float] = field(default_factory=list)
    bounds: list[tuple[float, float]] = field(default_factory=list)
    at_most: Rows = field(default_factory=Rows)
    equal: Rows = field(default_factory=Rows)

    def column(self, cost: float, lower: float = 0.0, upper: float = inf) -> int:
        """A new column."""
        self.costs.append(cost)
        self.bounds.append((lower, upper))
        return len(self.costs) - 1

    def solve(self, seconds: float, *, interior: bool | None = None) -> Answer:
        """The least cost and the prices of the rows, if they were found in time."""
        width = len(self.costs)
        if interior is None:
            interior = width > INTERIOR
        options: Any = {"time_limit": max(seconds, 0.1)}
        bounds: Any = np.array(self.bounds)
        answer: Any = linprog(
            np.array(self.costs),
            A_ub=self.at_most.matrix(width) if self.at_most.sides else None,
            b_ub=np.array(self.at_most.sides) if self.at_most.sides else None,
            A_eq=self.equal.matrix(width) if self.equal.sides else None,
            b_eq=np.array(self.equal.sides) if self.equal.sides else None,
            bounds=bounds,
            method="highs-ipm" if interior else "highs",
            options=options,
        )
        if answer.status != 0:
            return Answer(impossible=answer.status == INFEASIBLE)
        at_most = [max(0.0, -float(price)) for price in answer.ineqlin.marginals]
        equal = [-float(price) for price in answer.eqlin.marginals]
        return Answer(
            impossible=False, least=float(answer.fun), values=answer.x.tolist(), at_most=at_most, equal=equal
        )
