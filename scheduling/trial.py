"""Whether some demands can be met together, asked of a SAT solver again and again."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from typing import Any

from scheduling.demands import Demand
from scheduling.problem import Problem
from scheduling.statement import Statement, TooLarge

pysat: Any = None
with suppress(ImportError):  # what can be counted is still found, but is not known to be minimal then
    pysat = import_module("pysat.solvers")

SOLVER = "cadical195"
CONFLICTS_AT_ONCE = 20_000
"""Of the solver, between two looks at the clock."""

Demands = tuple[Demand, ...]


class OutOfPatience(Exception):
    """A question was not decided with the conflicts and in the time that were allowed."""


class Patience:
    """What may be spent: conflicts of the solver, seconds where they are given, all unless ``cancelled``."""

    def __init__(
        self,
        seconds: float | None,
        conflicts: int = 1_000_000,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self.seconds = seconds
        self.cancelled = cancelled
        self.start = time.monotonic()
        self.conflicts = conflicts

    def seconds_left(self) -> float | None:
        """The time that may still be spent; nothing where it is not limited."""
        return None if self.seconds is None else max(0.0, self.start + self.seconds - time.monotonic())

    def spent(self) -> bool:
        """Whether nothing is left."""
        late = self.seconds_left() == 0.0
        return late or self.conflicts <= 0 or (self.cancelled is not None and self.cancelled())

    def left(self) -> int:
        """The conflicts that may be spent before asking again; ``OutOfPatience`` if none may."""
        if self.spent():
            raise OutOfPatience
        return min(self.conflicts, CONFLICTS_AT_ONCE)

    def part(self, share: float) -> "Patience":
        """A share of what is left."""
        left = self.seconds_left()
        seconds = None if left is None else share * left
        return Patience(seconds, int(share * self.conflicts), self.cancelled)


class Trial:
    """Some demands, stated once, of which any part can be asked for; those of tables are asked for always."""

    def __init__(self, problem: Problem, demands: Iterable[Demand], patience: Patience) -> None:
        patience.left()
        if pysat is None:
            raise OutOfPatience
        try:
            self.statement = Statement(problem, demands, optional=True)
        except TooLarge as error:
            raise OutOfPatience from error
        self.always = {one for one in self.statement.demands if one not in self.statement.chosen}
        self.patience = patience
        self.solver = pysat.Solver(name=SOLVER, bootstrap_with=self.statement.all)
        self.conflicts = 0

    def core(self, demands: Iterable[Demand], most: int | None = None) -> Demands | None:
        """Those of the demands that already clash; nothing if all of them can be met together.

        ``most`` conflicts are spent on it, where that is given; ``OutOfPatience`` if they do not suffice.
        """
        asked = set(demands)
        chosen = {literal: demand for demand, literal in self.statement.chosen.items() if demand in asked}
        if self._possible(list(chosen), most):
            if not self.statement.exact:
                raise OutOfPatience
            return None
        guilty = {chosen[literal] for literal in self.solver.get_core() or ()} | self.always
        return tuple(demand for demand in self.statement.demands if demand in guilty)

    def _possible(self, assumptions: list[int], most: int | None) -> bool:
        end = None if most is None else self.conflicts + most
        while end is None or self.conflicts < end:
            portion = self.patience.left()
            self.solver.conf_budget(portion if end is None else min(portion, end - self.conflicts))
            answer = self.solver.solve_limited(assumptions=assumptions)
            spent = self.solver.accum_stats()["conflicts"]
            self.patience.conflicts -= spent - self.conflicts
            self.conflicts = spent
            if answer is not None:
                return bool(answer)
        raise OutOfPatience
