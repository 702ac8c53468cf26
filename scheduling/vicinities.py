"""Fewer breaks near the best schedule known: a SAT solver frees some people's meetings and asks for less.

Large neighbourhood search (Shaw, CP 1998) over the days of a good part of the people at a time, who know one
another: what a search that moves chain after chain no longer finds, a solver finds within seconds, because
it may move hundreds of meetings at once. Several solvers work side by side, each in a process of its own and
where possible on people of its own, so that what they find can be brought together.
"""

from collections import Counter
from collections.abc import Iterable
from random import Random

from scheduling.proofs_oracle import Beside
from scheduling.schedule import Schedule
from scheduling.vicinity import Vicinity

MEETINGS = 1200
"""So many meetings are freed at first."""
WIDER, NARROWER = 1.02, 0.99
"""How the number changes where there was nothing to be found, and where the solver came to no end."""
REACHES = (2, 1)
"""By how many slots days may begin or end earlier or later, by turns."""
SPARE = 1.5
"""Attempts keep to people of their own where all that they free is this many times less than all there is."""
CONFLICTS = 50_000
"""The limit of the solver for each question."""
CALM = {"stabilizeonly": 1, "rephase": 0}
"""Options of the solver: it keeps near what it knows."""
IDLER = 0.5
"""By how many acquaintances somebody with a break is preferred."""


class Attempt:
    """A solver that looks for fewer breaks in one vicinity."""

    def __init__(self, schedule: Schedule, people: set[int], others: set[int], reach: int) -> None:
        self.schedule, self.people = schedule, people
        self.vicinity = Vicinity(schedule, people, others, reach)
        self.over = False
        self.exhausted = False
        """Whether it is over because nothing is left to be found."""
        self.found: Schedule | None = None
        """What became of the schedule here, whatever others have found meanwhile."""
        self._moved: set[int] = set()
        """The meetings that have moved so far, perhaps back again."""
        self._solver = Beside(self.vicinity.formula, self.vicinity.places, CALM, CONFLICTS)
        self.vicinity.formula.clauses.clear()  # the solver has them
        self._solver.ask(self.vicinity.standing)  # where it is to begin

    def answer(self, seconds: float) -> dict[int, int]:
        """Wait so long at most: where the meetings stand that have moved so far, if there is news."""
        answer = self._solver.wait(seconds)
        if answer is None:
            return {}
        if not answer.holds:
            self.over, self.exhausted = True, answer.holds is False
            return {}
        moved = self.vicinity.moved(answer.literals)
        self.found = _with(self.schedule, moved)
        self._ask(self.found)
        self._moved |= {request for request, slot in moved.items() if slot != self.schedule.slot[request]}
        return {request: moved[request] for request in self._moved}

    def _ask(self, known: Schedule | None) -> None:
        """Ask for fewer breaks than the people have by now, if they have any."""
        breaks = sum(map(known.breaks, self.vicinity.changing)) if known else 0
        if breaks:
            self._solver.ask([-self.vicinity.breaks[breaks - 1]])
        else:
            self.over = self.exhausted = True

    def close(self) -> None:
        """End the solver."""
        self._solver.close()


class Vicinities:
    """Attempts, as many as ``workers`` at a time, and the best schedule that they have led to."""

    def __init__(self, schedule: Schedule, workers: int, seed: int) -> None:
        self.schedule = schedule
        self._workers = workers
        self._random = Random(seed)  # noqa: S311 - a lot, not a secret
        self._attempts: list[Attempt] = []
        self._meetings = float(MEETINGS)
        self._begun = 0
        self._known: list[Counter[int]] = [Counter() for _ in schedule.grid.problem.parties]
        """For each party, how many meetings it has with whom."""
        for option in filter(None, schedule.option):
            for party in option.parties:
                self._known[party].update(other for other in option.parties if other != party)

    def tend(self, seconds: float) -> bool:
        """Listen for so long, and begin anew where an attempt is over; whether anything is left to do."""
        while len(self._attempts) < self._workers and (attempt := self._next()):
            self._attempts.append(attempt)
        for attempt in list(self._attempts):
            if moved := attempt.answer(seconds / self._workers):
                self._hear(_with(self.schedule, moved))
                self._hear(attempt.found)
        for attempt in [attempt for attempt in self._attempts if attempt.over]:
            self._meetings *= WIDER if attempt.exhausted else NARROWER
            self._meetings = min(self._meetings, len(self.schedule.slot))
            self._end(attempt)
        return self.schedule.total_breaks() > 0

    def _hear(self, found: Schedule | None) -> None:
        if found is not None and found.total_breaks() < self.schedule.total_breaks():
            self.schedule = found

    def close(self) -> None:
        """End all attempts."""
        for attempt in list(self._attempts):
            self._end(attempt)

    def _end(self, attempt: Attempt) -> None:
        attempt.close()
        self._attempts.remove(attempt)

    def _next(self) -> Attempt | None:
        """An attempt on other people than the others', or where there are too few for that, on anybody."""
        if not self.schedule.total_breaks():
            return None
        many = self._meetings * self._workers * SPARE <= len(self.schedule.placed())
        taken = {party for attempt in self._attempts for party in attempt.people} if many else set()
        people = self._people(taken)
        self._begun += 1
        return Attempt(self.schedule, people, taken, REACHES[self._begun % len(REACHES)])

    def _people(self, taken: set[int]) -> set[int]:
        """People who know one another, around somebody with a break; nobody if too few are left."""
        idlers = {party for party in range(len(self._known)) if self.schedule.breaks(party)}
        people: set[int] = set()
        near: Counter[int] = Counter()
        freed = 0
        while freed < self._meetings:
            chosen = max(near, key=lambda one: near[one] + IDLER * (one in idlers), default=-1)
            if chosen < 0:
                left = self._left(idlers, people | taken)
                if not left:
                    return people
                chosen = self._random.choice(left)
            people.add(chosen)
            freed += self.schedule.count[chosen] - sum(
                number for other, number in self._known[chosen].items() if other in people
            )
            near.update({o: n for o, n in self._known[chosen].items() if o not in people | taken})
            del near[chosen]
        return people

    def _left(self, idlers: Iterable[int], chosen: set[int]) -> list[int]:
        """Where to begin: people with breaks, or else anybody with meetings."""
        anybody = range(len(self._known))
        return [party for party in idlers if party not in chosen] or [
            party for party in anybody if party not in chosen and self.schedule.count[party]
        ]


def _with(schedule: Schedule, moved: dict[int, int]) -> Schedule | None:
    """The schedule with other slots for some meetings; nothing if the rules refuse one of them."""
    result = Schedule(schedule.grid)
    placed = [(option, schedule.slot[option.request]) for option in schedule.option if option is not None]
    for option, slot in placed:
        if moved.get(option.request, slot) == slot:
            result.place(option, slot)
    for option, was in placed:
        slot = moved.get(option.request, was)
        if slot != was:
            if not result.open_slots(option) >> slot & 1:
                return None
            result.place(option, slot)
    return result
