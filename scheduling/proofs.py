"""Proves how good a schedule can be: no weight beyond, no fewer breaks; or that there is none.

Bounds give a first ceiling of the weight and a first floor of the breaks. The formula of the problem is asked
whether they can be reached, and each *no* moves them by one; so the first *yes* is an optimum. One solver
answers all these questions, told the limit as an assumption, and what it learns from one it knows for the
next. A schedule that the search finds meanwhile may meet the floor first.
"""

from collections.abc import Callable, Generator
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from scheduling.encoding import Encoding
from scheduling.encoding_weight import limited, weighed
from scheduling.formula import AVAILABLE, Formula
from scheduling.grid import Grid
from scheduling.proofs_descent import Descent
from scheduling.proofs_oracle import Answer, Oracle

if TYPE_CHECKING:
    from scheduling.schedule import Schedule

MOST_PLACES = 40_000
"""Requests times slots; beyond, a formula is too large to be of use."""
MOST_RAISED = 60
"""The floor of the breaks is raised by this much at most."""
MISSING = "python-sat is not installed: nothing is proven beyond the bounds."

Course = Generator[list[int], Answer, None]
"""Questions, as literals to assume, each of which waits for its answer."""
Opener = Callable[[Formula, int], Oracle]


class Worth(NamedTuple):
    """How good a schedule is."""

    weight: int
    breaks: int


def places_of(grid: Grid) -> int:
    """The size of a problem: ways to hold a request times slots."""
    return sum(option.slots.bit_count() for ways in grid.options for option in ways)


def provable(grid: Grid) -> bool:
    """Whether it is worth trying."""
    return AVAILABLE and grid.complete and 0 < places_of(grid) <= MOST_PLACES


class Proof:
    """What is proven so far, and the question that is being asked."""

    def __init__(self, grid: Grid, weight: int, floor_at: Callable[[int], int]) -> None:
        self.grid = grid
        self._floor_at = floor_at
        self.weight, self.breaks = weight, floor_at(weight)
        """The most weight of any schedule, and the fewest breaks of one that weighs so much."""
        self.impossible = False
        """Whether there is no schedule at all."""
        self.schedule: Schedule | None = None
        """The best that the solver came across."""
        self.known: Worth | None = None
        """The best schedule known so far, whoever found it."""
        self.done = True
        """Whether nothing is being asked, because all is proven or the solver has given up."""
        self.asked = 0.0
        """When the last question was put, by the clock that only goes forward."""
        self._oracle: Oracle | None = None
        self._downward: Opener | None = None
        self._descent: Descent | None = None
        self._course: Course | None = None

    @property
    def met(self) -> bool:
        """Whether the best schedule that is known is proven to be as good as any."""
        return self.known == (self.weight, self.breaks)

    def hear(self, known: Worth) -> None:
        """Take note of a valid schedule that was found elsewhere."""
        if self.known is None or (-known.weight, known.breaks) < (-self.known.weight, self.known.breaks):
            self.known = known

    def raised(self, breaks: int) -> None:
        """Take note of a floor of the breaks that was proven elsewhere for the same weight."""
        self.breaks = max(self.breaks, breaks)

    def begin(self, opener: Opener, downward: Opener | None = None) -> None:
        """Ask the first question of a solver of this kind; another may look for fewer breaks beside it."""
        self.close()
        self.done = False
        self._downward = downward
        self._course = self._questions(opener)
        self._go_on(None)

    def tend(self, seconds: float) -> None:
        """Listen for so long at most; each answer leads to the next question."""
        if self._descent is not None and self.known is not None:
            self._descent.tend(self.known.breaks - 1)
            if self.met:
                self.close()
        while self._oracle is not None and not self.done:
            answer = self._oracle.wait(seconds)
            if answer is None:
                return
            self._go_on(answer)
            seconds = 0.0

    def rest(self, *, resting: bool) -> None:
        """Leave the processor to the search, or take it back."""
        if self._oracle is not None and not self.done:
            self._oracle.rest(resting=resting)

    def close(self) -> None:
        """End what is going on."""
        if self._course is not None:
            self._course.close()
        if self._oracle is not None:
            self._oracle.close()
        if self._descent is not None:
            self._descent.close()
        self._oracle, self._descent, self._course, self.done = None, None, None, True

    def _go_on(self, answer: Answer | None) -> None:
        if self._course is None:
            return
        try:
            question = next(self._course) if answer is None else self._course.send(answer)
        except StopIteration:
            self.close()
        else:
            if self._oracle is not None:
                self.asked = monotonic()
                self._oracle.ask(question)

    def _questions(self, opener: Opener) -> Course:
        if self.weight == self.grid.index.total_weight:
            everything = yield from self._whole(opener)
            if everything is not False:
                return
            optional = [request.weight for request in self.grid.problem.requests if not request.required]
            if not optional:
                self.impossible = True
                return
            self._lower(self.weight - min(optional))
        if self.known is None:
            answer = yield from self._any(opener, whole=False)
            if not answer.holds:
                self.impossible = answer.holds is False
                return
        yield from self._choice(opener)

    def _lower(self, weight: int) -> None:
        """No schedule weighs more."""
        if weight < self.weight:
            self.weight, self.breaks = weight, self._floor_at(weight)

    def _encoded(self, *, whole: bool) -> Encoding:
        most = self.breaks + MOST_RAISED
        if self.known is not None and self.known.weight == self.weight:
            most = min(most, self.known.breaks)
        return Encoding(self.grid, most, whole=whole)

    def _open(self, opener: Opener, encoding: Encoding) -> None:
        if self._oracle is not None:
            self._oracle.close()
        if self._descent is not None:
            self._descent.close()
            self._descent = None
        self._oracle = opener(encoding.formula, encoding.places)
        if self._downward is not None and encoding.whole:
            self._descent = self._from_above(encoding, self._downward)
        encoding.formula.clauses.clear()  # the solver has them; there may be millions

    def _any(self, opener: Opener, *, whole: bool) -> Generator[list[int], Answer, Answer]:
        """Whether there is any schedule, or one with everything."""
        encoding = self._encoded(whole=whole)
        self._open(opener, encoding)
        answer = yield []
        if answer.holds:
            self._take(encoding, answer)
        return answer

    def _whole(self, opener: Opener) -> Generator[list[int], Answer, bool | None]:
        """Whether everything can have a place, and if so, with how few breaks."""
        encoding = self._encoded(whole=True)
        self._open(opener, encoding)
        if self.known is None or self.known.weight < self.weight:
            answer = yield []
            if not answer.holds:
                return answer.holds
            self._take(encoding, answer)
        yield from self._fewest(encoding, [])
        return True

    def _choice(self, opener: Opener) -> Course:
        """How much weight must be left out, and then with how few breaks."""
        encoding = self._encoded(whole=False)
        # what can be held at all: the others are left out of the count, as no choice brings them back
        ways = zip(self.grid.problem.requests, encoding.held, strict=True)
        total = sum(request.weight for request, places in ways if places)
        out = total - self.known.weight if self.known else total
        sums = weighed(encoding.formula, encoding.left_out(), out)
        if sums is None:
            return
        self._open(opener, encoding)
        for amount in [amount for amount in (0, *sums) if amount >= total - self.weight]:
            self._lower(total - amount)
            given = limited(sums, amount)
            if self.known is None or self.known.weight < self.weight:
                answer = yield given
                if answer.holds is None:
                    return
                if not answer.holds:
                    continue
                self._take(encoding, answer)
            yield from self._fewest(encoding, given)
            return

    def _from_above(self, encoding: Encoding, opener: Opener) -> Descent:
        """A solver that looks for fewer breaks where nothing is left out."""

        def question(limit: int) -> list[int] | None:
            within = self.breaks <= limit < len(encoding.breaks)
            whole = self.known is not None and self.known.weight == self.weight
            return [-encoding.breaks[limit]] if within and whole else None

        solver = opener(encoding.formula, encoding.places)
        return Descent(solver, question, lambda answer: self._take(encoding, answer), self.raised)

    def _fewest(self, encoding: Encoding, given: list[int]) -> Course:
        """Raise the floor of the breaks until a schedule meets it."""
        while not self.met and self.breaks < len(encoding.breaks):
            limit = self.breaks
            answer = yield [*given, -encoding.breaks[limit]]
            if answer.holds is None:
                return
            if answer.holds:
                self._take(encoding, answer)
            else:
                self.raised(limit + 1)

    def _take(self, encoding: Encoding, answer: Answer) -> None:
        """A schedule that the solver has found."""
        schedule = encoding.schedule(answer.literals)
        found = Worth(schedule.weight(), schedule.total_breaks())
        if self.known is None or (-found.weight, found.breaks) < (-self.known.weight, self.known.breaks):
            self.schedule = schedule
            self.hear(found)
