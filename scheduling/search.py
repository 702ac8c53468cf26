"""Drives the compiled search: cycles of annealing, one walker a worker, with progress in between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic

import numpy as np

from scheduling.board import BREAKS, OUT, WRONG, Ints, first_options, rebuilt
from scheduling.budget import Budget
from scheduling.chains import Best, better
from scheduling.cooling import leg
from scheduling.schedule import Schedule
from scheduling.solution import Figures
from scheduling.walkers import Walker, walkers_of

STEPS_PER_REQUEST = 1000
"""Of the first cycle; every further cycle is ``GROWTH`` times as long, the last one fills the budget."""
GROWTH = 8
LEAST_REQUESTS = 50
SLICE = 0.2
"""Seconds between two looks at the clock and at those who wait."""
SLICES = 50
"""Of a cycle at least, so that prices can follow."""
SEEDS = 7919
"""Between the seeds of two workers."""
LEAST_MEASURED = 1000
"""Shorter walks say nothing about the steps a second."""


class Search:
    """A search from one schedule, under one fairness window."""

    def __init__(self, start: Schedule, seed: int, workers: int = 1, least_breaks: int = 0) -> None:
        self.grid = start.grid
        self.requests = len(start.slot)
        slots, options = _arrays(start)
        seeds = [seed + SEEDS * number for number in range(workers)]
        self.walkers = walkers_of(self.grid, slots, options, seeds, least_breaks)
        self.rate = 100_000.0

    @property
    def best(self) -> Best:
        """The best schedule of all walkers."""
        best = self.walkers[0].best
        for walker in self.walkers[1:]:
            if better(walker.best.totals, best.totals):
                best = walker.best
        return best

    def schedule(self) -> Schedule:
        """The best schedule, checked against the rules once more."""
        return rebuilt(self.grid, self.best.slot, self.best.option)

    def figures(self) -> Figures:
        """What the best schedule of all walkers comes to."""
        best = self.best
        weight = self.grid.index.total_weight - int(best.totals[OUT])
        return Figures(len(best.slot), int((best.slot >= 0).sum()), weight, int(best.totals[BREAKS]))

    def run(self, budget: Budget, goal: Ints, report: Callable[[], None], patience: float = 1.0) -> None:
        """Search until the goal is reached or the budget is used up; ``report`` hears of the best totals.

        Where rules are still broken, give up when the share ``patience`` of the budget is used.
        """
        cycle = STEPS_PER_REQUEST * max(LEAST_REQUESTS, self.requests)
        with ThreadPoolExecutor(len(self.walkers)) as pool:
            while not self._done(budget, goal, patience):
                self._cycle(pool, budget, goal, report, cycle, patience)
                cycle *= GROWTH

    def _done(self, budget: Budget, goal: Ints, patience: float) -> bool:
        best = self.best.totals
        hopeless = best[WRONG] > 0 and budget.share() >= patience
        return hopeless or budget.over() or not better(goal, best)

    def _cycle(
        self,
        pool: ThreadPoolExecutor,
        budget: Budget,
        goal: Ints,
        report: Callable[[], None],
        length: int,
        patience: float,
    ) -> None:
        """Cool down once, in slices."""
        for walker in self.walkers:
            walker.restart()
        choosing = bool(self.best.totals[OUT] > goal[OUT] and (goal[OUT] > 0 or budget.done > 0))
        done = 0
        while done < length and not self._done(budget, goal, patience):
            left = max(1, budget.left(self.rate))
            if done + left < length * GROWTH:  # no room for another cycle: this one lasts to the end
                length = done + left
            slice_length = max(LEAST_MEASURED, length // SLICES)
            steps = max(1, min(length - done, int(self.rate * SLICE), left, slice_length))
            part = leg(steps, done / length, (done + steps) / length, choosing=choosing)
            begun = monotonic()
            walked = list(pool.map(partial(Walker.walk, leg=part, goal=goal), self.walkers))
            if budget.seconds is not None and min(walked) >= LEAST_MEASURED:
                self.rate = min(walked) / max(monotonic() - begun, 1e-6)
            done += steps
            budget.done += steps
            report()


def _arrays(schedule: Schedule) -> tuple[Ints, Ints]:
    starts = first_options(schedule.grid)
    options = [
        -1 if option is None else starts[request] + schedule.grid.options[request].index(option)
        for request, option in enumerate(schedule.option)
    ]
    return np.array(schedule.slot, np.int64), np.array(options, np.int64)


def goal_of(breaks: int, out: int) -> Ints:
    """The totals with which a search may stop: nobody can do better."""
    goal = np.zeros(4, np.int64)
    goal[BREAKS], goal[OUT] = breaks, out
    return goal
