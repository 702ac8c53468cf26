"""Why there is no schedule: a smallest set of demands that cannot be met together.

Smallest in the sense that giving up any one of them makes a schedule possible. A count, or else a core of
clauses under assumptions, is where it begins; then demand after demand is left out as long as the rest still
clashes (J. Bailey and P. Stuckey, Discovery of Minimal Unsatisfiable Subsets, PADL 2005; leaving out all
that is not in the new core is due to J. Marques-Silva and I. Lynce, SAT 2011).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduling.budget import Budget
from scheduling.claims import Claim, holds
from scheduling.clash_words import sentence_of
from scheduling.counting import counted
from scheduling.demands import KINDS, Demand, concerned, demands_of, kept
from scheduling.problem import Problem
from scheduling.trial import Demands, OutOfPatience, Patience, Trial
from scheduling.witnesses import needed_of

LEAST_SECONDS, MOST_SECONDS = 3.0, 20.0
"""An explanation may take, whatever is left of the time for the search."""
FEW_CONFLICTS = 2_000
"""Before the meetings are counted, because pigeonholes are what SAT solvers cannot count."""
ATTEMPTS = 40
"""Other beginnings that are tried for the sake of a smaller set."""
MOST_ATTEMPTED = 30_000
"""Requests times slots, from which on no other beginnings are tried."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a problem has no solution."""

    sentence: str
    demands: Demands = ()
    """What clashes; empty if that was not found out."""
    minimal: bool = False
    """Whether it is proven that giving up any one of the demands makes a schedule possible."""
    claim: Claim | None = None
    """The count that shows the clash, if one does."""


def explanation(problem: Problem, patience: Patience) -> Explanation:
    """Why a problem that is known to have no solution has none.

    If ``patience`` sets no limit of seconds, the answer is always the same.
    """
    demands, minimal = clash_of(problem, patience)
    found = counted(problem, demands)
    claim = found[0] if found else None
    return Explanation(sentence_of(problem, demands, claim, minimal=minimal), demands, minimal, claim)


def explained_clash(problem: Problem, budget: Budget) -> Explanation:
    """Why a problem that is known to have no solution has none, in what is left of a budget, or a little."""
    seconds = None
    if budget.seconds is not None:
        seconds = min(MOST_SECONDS, max(LEAST_SECONDS, budget.seconds - budget.elapsed()))
    return explanation(problem, Patience(seconds, cancelled=budget.cancelled))


def clash_of(problem: Problem, patience: Patience) -> tuple[Demands, bool]:
    """A smallest set of demands that clash, and whether it is proven to be one; none if none was found."""
    demands = demands_of(problem)
    try:
        suspects = _suspects(problem, demands, patience)
    except OutOfPatience:
        return (), False
    best, minimal = smallest(problem, suspects, patience)
    if minimal and len(problem.requests) * len(problem.slots) <= MOST_ATTEMPTED:
        best = _smaller(problem, best, patience.part(0.5))
    return best, minimal


def _suspects(problem: Problem, demands: Demands, patience: Patience) -> Demands:
    found = counted(problem, demands)
    if found:
        return _grounds(problem, *found, patience)
    even = tuple(demand for demand in demands if demand.kind != "fairness")
    core = Trial(problem, even, patience).core(even)
    if core is None and even != demands:
        core = Trial(problem, demands, patience).core(demands)
    return () if core is None else core


def _grounds(problem: Problem, claim: Claim, demands: Demands, patience: Patience) -> Demands:
    """What a count rests on, without demands that leave it true when they are given up."""
    rest = demands
    parts = [[demand for demand in demands if demand.kind != "required"]]
    while parts and not patience.spent():
        part = parts.pop()
        fewer = tuple(demand for demand in rest if demand not in set(part))
        if not part or holds(problem, fewer, claim):
            rest = fewer
        elif len(part) > 1:
            parts += [part[: len(part) // 2], part[len(part) // 2 :]]
    return rest


def smallest(problem: Problem, suspects: Demands, patience: Patience) -> tuple[Demands, bool]:
    """A smallest part of demands that clash, and whether it is proven to be one."""
    reduction = _Reduction(problem, suspects, patience)
    try:
        reduction.run()
    except OutOfPatience:
        return reduction.demands, False
    return reduction.demands, True


def _smaller(problem: Problem, best: Demands, patience: Patience) -> Demands:
    """A smaller set than this, if leaving out one of its demands at the start leads to one."""
    demands = demands_of(problem)
    if Demand("fairness") not in best:
        demands = tuple(demand for demand in demands if demand.kind != "fairness")
    try:
        trial = Trial(problem, demands, patience)
        for demand in best[:ATTEMPTS]:
            core = None
            if demand in trial.statement.chosen and demand in best:
                core = trial.core([one for one in demands if one != demand], FEW_CONFLICTS)
            if core is not None:
                other, minimal = smallest(problem, core, patience)
                best = min(best, other, key=len) if minimal else best
    except OutOfPatience:
        pass
    return best


class _Reduction:
    """Demands that clash, of which one after the other is left out as long as the rest still clashes."""

    def __init__(self, problem: Problem, demands: Demands, patience: Patience) -> None:
        self.patience = patience
        self.problem = problem
        self.demands = demands
        self.trial: Trial | None = None
        self.needed = needed_of(problem, demands, patience)

    def run(self) -> None:
        """Ask of every demand whether it is needed; kinds that are hard to act on are given up first."""
        before = None
        # a booth that is given up may put another one in force, so that what was needed no longer is
        while before is None or (len(before) != len(self.demands) and self._has("booth")):
            before = self.demands
            self._give_up([demand for demand in self.demands if demand.kind in ("closed", "needs", "booth")])
            for demand in sorted(before, key=lambda one: list(KINDS).index(one.kind), reverse=True):
                if demand not in self.needed:
                    self._give_up([demand])

    def _has(self, kind: str) -> bool:
        return any(demand.kind == kind for demand in self.demands)

    def _give_up(self, part: Sequence[Demand]) -> None:
        """Leave out as many of these as the clash does not need."""
        part = [demand for demand in part if demand not in self.needed and demand in self.demands]
        if not part or self._still([demand for demand in self.demands if demand not in part]):
            return
        if len(part) > 1:
            self._give_up(part[: len(part) // 2])
            self._give_up(part[len(part) // 2 :])

    def _still(self, rest: Sequence[Demand]) -> bool:
        """Whether these clash too; if they do, the others are given up."""
        core = self._core(rest)
        if core is None:
            return False
        self.demands = core
        if self.trial and (
            2 * len(core) < len(self.trial.statement.demands) or self.trial.always - set(core)
        ):
            self.trial = None  # a smaller question is quicker to ask
            self.problem = kept(self.problem, core, concerned(self.problem, core))
        return True

    def _core(self, rest: Sequence[Demand]) -> Demands | None:
        if self.trial is None:
            self.trial = Trial(self.problem, self.demands, self.patience)
        trial = self.trial
        if not trial.always.issubset(rest):
            trial = Trial(self.problem, rest, self.patience)
        try:
            core = trial.core(rest, FEW_CONFLICTS)
        except OutOfPatience:
            found = counted(self.problem, rest)
            core = found[1] if found else trial.core(rest)
        if core is not None:
            self.trial = trial
        return core
