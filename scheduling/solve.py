"""The door to the solver: a problem in, the best schedule that could be found in the time allowed out."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property

from scheduling.bounds import ceiling
from scheduling.budget import Budget
from scheduling.clashes import owed
from scheduling.compiled import AVAILABLE, SLOW
from scheduling.construct import complete, constructed, thinned
from scheduling.explain import explained
from scheduling.faults import validated
from scheduling.floors import break_floor
from scheduling.formula import AVAILABLE as PROVING
from scheduling.grid import Grid
from scheduling.infeasible import Explanation, explained_clash
from scheduling.mending import Published, mended
from scheduling.nearest import shifted
from scheduling.problem import Problem
from scheduling.proofs import MISSING, Proof
from scheduling.pursuit import Pursuit, broken
from scheduling.schedule import Schedule
from scheduling.score import Seats, figures
from scheduling.search import Search, goal_of
from scheduling.seating_floor import PATIENCE, seating_floor
from scheduling.shares import evened
from scheduling.solution import Bounds, Figures, Meeting, Progress, Solution, Status
from scheduling.standing import standing
from scheduling.tables import seated

ReportProgress = Callable[[Progress], None]

RESERVED_SHARE, RESERVED, RESERVED_PER_REQUEST = 0.2, 0.3, 1e-4
"""What is kept of the seconds for tables and reasons: some, and more for each request, at most a share."""
SEATING_SHARE = 0.6
"""Of what is left when the search has ended, as much is for who sits where."""
BOUNDS_SHARE, LAST_SHARE = 0.15, 0.03
"""Of the seconds allowed, as much may each of the two bounds take, and the last one when all is done."""
REPAIR_STEPS = 20_000
"""Of the search for a place for each request that is out, where published meetings do not move."""
MOST_REPAIR_STEPS = 1_000_000
MOST_PARTIES_FOR_FLOOR = 200
AT_ONCE = timedelta(0)


def solve(
    problem: Problem,
    *,
    seconds: float = 30.0,
    workers: int = 1,
    seed: int = 1,
    steps: int | None = None,
    keep: Solution | None = None,
    now: datetime | None = None,
    notice: timedelta = AT_ONCE,
    progress: ReportProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Place the heaviest meetings with the fewest breaks; ``keep`` repairs a published schedule instead.

    What is kept and has begun ``now``, or will before the ``notice`` is over, stays whatever the rules say.

    ``seconds`` of the clock are allowed altogether, on ``workers`` processors; an optimum that is proven ends
    it earlier, and so does ``cancelled``, which is asked from time to time: the best so far is the answer.
    With one worker, a seed and a limit of ``steps`` the answer is always the same, and tells no ``seconds``.
    ``progress`` is called from time to time with where the search stands.
    Raises ``InvalidProblem`` with every fault.
    """
    reserve = min(RESERVED_SHARE * seconds, RESERVED + RESERVED_PER_REQUEST * len(problem.requests))
    budget = Budget(seconds - reserve if steps is None else None, steps, cancelled, reserve)
    validated(problem)
    published = None
    if keep is not None:
        problem, published = standing(problem, keep, now, notice)
    firm = {place: pin for place, pin in published.pins.items() if pin.firm} if published else {}
    run = _Run(Grid(problem, firm), budget, seed, workers, progress)
    if run.ceiling.impossible:
        return run.infeasible()
    if published is not None and (repaired := run.repaired(published)):
        return repaired
    schedule = run.pursued()
    if run.proof.impossible:
        return run.infeasible()
    return run.answer(schedule)


class _Run:
    """One call of ``solve``: what it was given, and the bounds."""

    def __init__(
        self, grid: Grid, budget: Budget, seed: int, workers: int, progress: ReportProgress | None
    ) -> None:
        self.grid, self.budget, self.seed, self.workers, self.progress = grid, budget, seed, workers, progress
        self.patience = 10.0 if budget.seconds is None else budget.seconds * BOUNDS_SHARE
        self.total = grid.index.total_weight
        self.ceiling = ceiling(grid, self.patience)
        self.hurried = False
        """Whether an answer at once matters more than a floor of the breaks."""
        self.floors: dict[int, int] = {}
        """Of the breaks, for each weight for which it was asked."""

    @cached_property
    def proof(self) -> Proof:
        """What is proven; it begins with the bounds."""
        return Proof(self.grid, self.ceiling.weight, self._floor_to_begin)

    def _floor_to_begin(self, weight: int) -> int:
        """Nothing at first where a large fair must choose: no search comes so near that it would help."""
        choosing = weight < self.total and len(self.grid.problem.parties) > MOST_PARTIES_FOR_FLOOR
        return 0 if choosing else self.floor_at(weight, self.patience)

    def floor_at(self, weight: int, seconds: float) -> int:
        """A floor of the breaks of a schedule that weighs so much at least."""
        if self.hurried:
            return 0
        if weight not in self.floors:
            self.floors[weight] = break_floor(self.grid, seconds, None if weight == self.total else weight)
        return self.floors[weight]

    def pursued(self) -> Schedule:
        """The best schedule that the budget allows, and the proof as far as it allows."""
        start = constructed(self.grid)
        self._report("construct", figures(start), Bounds(self.ceiling.weight, 0))
        return Pursuit(self.proof, self.budget, self.seed, self.workers, self._report_search).run(start)

    def searched(self, start: Schedule, budget: Budget, most_weight: int) -> Schedule:
        """The best schedule that the search alone finds."""
        self._report("construct", figures(start), Bounds(self.ceiling.weight, 0))
        goal = goal_of(
            self.floor_at(self.total, self.patience) if most_weight == self.total else 0,
            self.total - most_weight,
        )
        search = Search(start, self.seed, self.workers)
        search.run(budget, goal, lambda: self._report_search(search.figures()))
        return search.schedule()

    def repaired(self, published: Published) -> Solution | None:
        """The published schedule mended, if that meets all demands."""
        self.hurried = len(self.grid.problem.parties) > MOST_PARTIES_FOR_FLOOR
        rest = None if self.budget.seconds is None else max(0.0, self.budget.seconds - self.budget.elapsed())
        found = mended(self.grid.problem, published, rest, self._placed_where_free)
        return None if found is None or broken(found[0]) else self.answer(*found)

    def _placed_where_free(self, schedule: Schedule) -> Schedule:
        """The best that the search finds for what is out, where published meetings do not move."""
        grid = schedule.grid
        free = sum(place not in grid.pinned and bool(ways) for place, ways in enumerate(grid.options))
        part = self.budget.part(min(MOST_REPAIR_STEPS, free * REPAIR_STEPS))
        return self.searched(constructed(grid), part, ceiling(grid).weight)

    def answer(self, schedule: Schedule, kept: Seats | None = None) -> Solution:
        """The finished solution: what still fits, who sits where, the figures and the reasons."""
        if kept is None and schedule.weight() < self.proof.weight:
            shifted(schedule)
        complete(schedule)
        thinned(schedule)
        found = figures(schedule)
        self._report("tables", found, self._bounds_so_far(found.weight))
        if kept is None:
            evened(schedule)
        rest = self.budget.rest()
        allowed = None if rest is None else rest * SEATING_SHARE
        tables = seated(schedule, kept, seconds=allowed, cancelled=self.budget.cancelled)
        for request in [place for place in schedule.placed() if place not in tables]:
            schedule.remove(request)
        if broken(schedule):
            return self.without_schedule("unknown", Explanation(owed(schedule)))
        bounds = replace(self.bounds(schedule.weight()), table_moves=self._seating_floor(schedule, kept))
        found = figures(schedule, tables)
        proven = found.weight == bounds.weight and found.breaks == bounds.breaks
        return Solution(
            status="optimal" if proven else "feasible",
            meetings=tuple(_meetings(schedule, tables)),
            unplaced=explained(schedule),
            figures=found,
            bounds=bounds,
            seed=self.seed,
            seconds=self.budget.reported(),
        )

    def bounds(self, weight: int) -> Bounds:
        """What is proven of a schedule of this weight."""
        breaks = self.floor_at(weight, LAST_SHARE / BOUNDS_SHARE * self.patience)
        return Bounds(self.proof.weight, max(breaks, self.proof.breaks if weight == self.proof.weight else 0))

    def _seating_floor(self, schedule: Schedule, kept: Seats | None) -> int:
        """A floor of the changes of table; a quick one where somebody waits for the answer."""
        rest = self.budget.rest()
        hurried = kept is not None or (self.budget.cancelled is not None and self.budget.cancelled())
        return seating_floor(schedule, 0.0 if hurried else PATIENCE if rest is None else rest)

    def _bounds_so_far(self, weight: int) -> Bounds:
        """What is proven of it without further calculations."""
        breaks = self.proof.breaks if weight == self.proof.weight else self.floors.get(weight, 0)
        return Bounds(self.proof.weight, breaks)

    def infeasible(self) -> Solution:
        """There is no schedule, which is proven by now; why, is found out here."""
        nothing = Figures(requests=len(self.grid.problem.requests))
        self._report("explain", nothing, Bounds(self.ceiling.weight, 0))
        return self.without_schedule("infeasible", explained_clash(self.grid.problem, self.budget))

    def without_schedule(self, status: Status, why: Explanation) -> Solution:
        """An answer that says why there is none."""
        return Solution(
            status=status,
            meetings=(),
            unplaced=(),
            figures=Figures(requests=len(self.grid.problem.requests)),
            bounds=Bounds(self.ceiling.weight, 0),
            seed=self.seed,
            seconds=self.budget.reported(),
            because=why.sentence,
            clash=why.demands,
        )

    def _report_search(self, found: Figures) -> None:
        self._report("search", found, self._bounds_so_far(found.weight))

    def _report(self, phase: str, found: Figures, bounds: Bounds) -> None:
        if self.progress is not None:
            note = " ".join(filter(None, ("" if AVAILABLE else SLOW, "" if PROVING else MISSING)))
            self.progress(Progress(phase, self.budget.share(), found, bounds, self.budget.elapsed(), note))


def _meetings(schedule: Schedule, tables: Seats) -> Iterator[Meeting]:
    """In order of time, then of the tables."""
    problem = schedule.index.problem
    for place in sorted(schedule.placed(), key=lambda place: (schedule.slot[place], tables[place])):
        option = schedule.option[place]
        attendees = tuple(problem.parties[party].id for party in option.parties) if option else ()
        slot, table = problem.slots[schedule.slot[place]], problem.tables[tables[place]]
        yield Meeting(problem.requests[place].id, slot.id, table.id, attendees)
