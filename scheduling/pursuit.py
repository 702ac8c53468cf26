"""Search and proof side by side, until what is found meets what is proven.

Small problems are decided by the proof at once. Otherwise the search begins; if it does not soon reach what
the bounds allow, the proof goes on beside it, in a process of its own: on a processor of its own where there
are several, else turn by turn. Where the problem is too large for that, the search ends early, and solvers
look into the vicinities of its best schedule. Where only steps count, the proof comes after the search and is
limited by the conflicts of the solver, so that the answer is always the same.
"""

from collections.abc import Callable
from functools import partial
from time import monotonic

from scheduling.board import BREAKS, LACKING, OUT, WRONG, Ints
from scheduling.budget import Budget
from scheduling.closer_floor import closer_floor
from scheduling.proofs import Proof, Worth, places_of, provable
from scheduling.proofs_oracle import STEADY, Beside, Inside
from scheduling.rules import WHOLE
from scheduling.schedule import Schedule
from scheduling.score import figures
from scheduling.search import SLICE, Search, goal_of
from scheduling.solution import Figures
from scheduling.vicinities import Vicinities

FEW_PLACES = 1200
"""So few are decided at once."""
FEW_CONFLICTS = 2000
STEPS_PER_CONFLICT = 200
PLACES_PER_STEP = 1
"""Fewer steps do not pay for a formula."""
ALONE, ALONE_PER_REQUEST = 0.1, 5e-4
"""Seconds that the search has before the proof begins, and more of them for each request."""
PROOF_TURN = 2.0
"""How long the proof works for each second of the search, where they take turns."""
SURE_PLACES, FRUITLESS = 8000, 10.0
"""Larger problems need all processors for the search after so many seconds without an answer."""
NEARLY = 2
"""At larger problems the proof begins only where no more than so many breaks are missing."""
SEARCH_SHARE, CHOOSING_SHARE, SEARCH_PER_REQUEST, MOST_SEARCH_SHARE = 0.2, 0.6, 5e-3, 0.8
"""Where vicinities are looked into, the search before has this share of the time, more where not all can be
held, and at least so many seconds for each request; where that leaves too little, it has all of it."""
LEAST_CLOSER_SECONDS = 10.0
CLOSER_AFTER, CLOSER_SHARE = 0.4, 0.2
"""Shares of the time: when a closer floor is looked for, and how long at most."""

FAIRNESS_WINDOWS = ((0, 0.5), (1, 0.75), (2, 1.0))
"""The fewest breaks that anybody is to have, and the share of the budget until which that is tried."""
NO_WINDOW = ((0, 1.0),)


class Pursuit:
    """One attempt at a problem; the best schedule and the proof improve together."""

    def __init__(
        self, proof: Proof, budget: Budget, seed: int, workers: int, report: Callable[[Figures], None]
    ) -> None:
        self.proof, self.whole, self.seed, self.workers, self.report = proof, budget, seed, workers, report
        self.provable = provable(proof.grid)
        self.budget = self._for_search()
        """What of the whole budget is for the search."""
        self.begun = False
        self.looked = monotonic()
        self.taken: Schedule | None = None
        """The schedule of the proof from which the search went on."""
        self.closer = budget.seconds is not None and budget.seconds >= LEAST_CLOSER_SECONDS
        """Whether the closer floor is still to be looked for."""
        self.goal = self._goal()

    def run(self, start: Schedule) -> Schedule:
        """The best schedule within the budget."""
        self._hear(start)
        try:
            if self.provable and places_of(self.proof.grid) <= FEW_PLACES:
                self._decide(FEW_CONFLICTS)
            best = self._searched(self._better(start))
            if self.budget is not self.whole:
                best = self._searched_on(best) if self._unfinished(best) else self._nearby(best)
            if self.budget.seconds is None and not self._over() and self.provable:
                self._after(best)
            return self._better(best)
        finally:
            self.proof.close()

    def _for_search(self) -> Budget:
        """All of it, or a part where the proof is out of reach and the solver can look around instead."""
        grid, whole = self.proof.grid, self.whole
        large = self.provable and places_of(grid) > SURE_PLACES
        if whole.seconds is None or not large or grid.problem.max_break_spread is not None:
            return whole
        share = CHOOSING_SHARE if self._choosing() else SEARCH_SHARE
        seconds = max(share * whole.seconds, SEARCH_PER_REQUEST * len(grid.problem.requests))
        if seconds > MOST_SEARCH_SHARE * whole.seconds:
            return whole
        return Budget(seconds - whole.elapsed(), None, whole.cancelled)

    def _choosing(self) -> bool:
        """Whether something must be left out."""
        return self.proof.weight < self.proof.grid.index.total_weight

    def _unfinished(self, best: Schedule) -> bool:
        """Whether more matters than breaks: rules, or what has no place though everything might have one."""
        return broken(best) or (best.weight() < self.proof.weight and not self._choosing())

    def _searched_on(self, best: Schedule) -> Schedule:
        """The best schedule that the search finds in all the time there is."""
        self.budget = self.whole
        return self._searched(best)

    def _nearby(self, best: Schedule) -> Schedule:
        """The best schedule in the vicinities of this one, and of those found there, until time is over."""
        self.proof.close()
        if self.closer:
            self._look_closer()
        vicinities = Vicinities(self._better(best), self.workers, self.seed)
        try:
            while not self._over() and not self.whole.over() and vicinities.tend(SLICE):
                self._hear(vicinities.schedule)
                self.report(figures(vicinities.schedule))
        finally:
            vicinities.close()
        return vicinities.schedule

    def _decide(self, conflicts: int) -> None:
        """Let the proof go as far as so many conflicts lead, here and now."""
        self.proof.begin(lambda formula, told: Inside(formula, told, conflicts, self.whole.cut_off))
        self.proof.tend(0.0)

    def _after(self, best: Schedule) -> None:
        self._hear(best)
        steps = self.budget.steps or 0
        if places_of(self.proof.grid) <= steps * PLACES_PER_STEP:
            self._decide(max(FEW_CONFLICTS, steps // STEPS_PER_CONFLICT))

    def _over(self) -> bool:
        return self.proof.met or self.proof.impossible

    def _searched(self, start: Schedule) -> Schedule:
        fair = self.proof.grid.problem.max_break_spread is not None
        best = start
        for least, patience in FAIRNESS_WINDOWS if fair else NO_WINDOW:
            if self._over():
                break
            best = self._within(best, least, patience)
            if not broken(best):
                break
        return best

    def _within(self, start: Schedule, least: int, patience: float) -> Schedule:
        """Search where nobody has fewer breaks than these, and go on from what the proof comes across."""
        best, seed = start, self.seed
        while True:
            proving = not self.proof.done
            search = Search(best, seed, max(1, self.workers - 1) if proving else self.workers, least)
            self.goal[:] = self._goal()
            search.run(self.budget, self.goal, partial(self._look, search), patience)
            best = self._better(search.schedule())
            if not self.budget.interrupted or self._over():
                return best
            self.budget.interrupted = False
            self.taken = self.proof.schedule
            seed += 1

    def _look(self, search: Search) -> None:
        """Between two slices of the search: what has been found, what is proven meanwhile."""
        self._hear_totals(search.best.totals)
        proving = not self.proof.done
        if self.budget.seconds is not None and self.provable:
            self._prove_beside()
        if self.closer and self.whole.share() >= CLOSER_AFTER:
            self._look_closer()
        self.goal[:] = self._goal()
        ours = self.proof.schedule
        overtaken = (
            ours is not None
            and ours is not self.taken
            and self.proof.known == worth(ours) != self._worth(search.best.totals)
        )
        freed = self.workers > 1 and proving != (not self.proof.done)
        self.budget.interrupted = self._over() or overtaken or freed
        self.report(search.figures())
        self.looked = monotonic()

    def _prove_beside(self) -> None:
        if not self.begun:
            alone = ALONE + ALONE_PER_REQUEST * len(self.proof.grid.options)
            if not self.proof.met and self.budget.elapsed() >= alone and self._near():
                self.begun = True
                self.proof.begin(Beside, partial(Beside, options=STEADY) if self._pair() else None)
        elif self._fruitless():
            self.proof.close()
        elif self.workers > 1:
            self.proof.tend(PROOF_TURN * (monotonic() - self.looked) if self._pair() else 0.0)
        else:
            self.proof.rest(resting=False)
            self.proof.tend(PROOF_TURN * (monotonic() - self.looked))
            self.proof.rest(resting=True)

    def _near(self) -> bool:
        """Whether a proof may come within reach: always at small fairs, at others where little is missing."""
        if places_of(self.proof.grid) <= SURE_PLACES:
            return True
        known, proof = self.proof.known, self.proof
        return known is not None and known.weight == proof.weight and known.breaks - proof.breaks <= NEARLY

    def _pair(self) -> bool:
        """Whether two solvers are worth more than a second walk of the search."""
        return self.workers > 1 and places_of(self.proof.grid) <= SURE_PLACES

    def _fruitless(self) -> bool:
        """Whether the last question has been too hard for too long."""
        waiting = monotonic() - self.proof.asked
        return waiting > FRUITLESS and places_of(self.proof.grid) > SURE_PLACES

    def _look_closer(self) -> None:
        """The dearer bound, once, where the search gets no further."""
        self.closer = False
        proof, known = self.proof, self.proof.known
        if known is not None and known.weight == proof.weight and known.breaks > proof.breaks:
            whole = proof.weight == proof.grid.index.total_weight
            seconds = CLOSER_SHARE * (self.whole.seconds or 0.0)
            proof.raised(closer_floor(proof.grid, seconds, None if whole else proof.weight))

    def _hear(self, schedule: Schedule) -> None:
        if not broken(schedule):
            self.proof.hear(worth(schedule))

    def _hear_totals(self, totals: Ints) -> None:
        found = self._worth(totals)
        if found is not None:
            self.proof.hear(found)

    def _worth(self, totals: Ints) -> Worth | None:
        """How good a schedule of the search is; nothing if it is not valid."""
        if totals[WRONG] or totals[LACKING]:
            return None
        return Worth(self.proof.grid.index.total_weight - int(totals[OUT]), int(totals[BREAKS]))

    def _goal(self) -> Ints:
        return goal_of(self.proof.breaks, self.proof.grid.index.total_weight - self.proof.weight)

    def _better(self, found: Schedule) -> Schedule:
        """This schedule, or the one that the proof came across."""
        ours = self.proof.schedule
        if ours is None:
            return found
        return min((found, ours), key=lambda one: (broken(one), -one.weight(), one.total_breaks()))


def broken(schedule: Schedule) -> bool:
    """Whether a demand on the whole is not met."""
    return any(rule.test(schedule) for rule in WHOLE)


def worth(schedule: Schedule) -> Worth:
    """Its weight and its breaks."""
    return Worth(schedule.weight(), schedule.total_breaks())
