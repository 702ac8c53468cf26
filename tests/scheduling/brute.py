"""All schedules of a small problem, found by trying everything: written from the rules' text alone.

Nothing of the solver or of the verifier is used, so that neither can share a mistake with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

from scheduling.problem import Party, Problem, Request, Table
from scheduling.solution import Meeting, Solution

Place = tuple[int, tuple[str, ...]]
"""A slot, counted from 0, and who attends."""


@dataclass(frozen=True, order=True)
class Worth:
    """Smaller is better: the order in which schedules are compared, without the tables."""

    missing: int
    """Weight that has no place."""
    breaks: int
    spread: Fraction
    """Between the share of the best and of the worst served party."""


class Trial:
    """One problem, all of whose schedules are tried; heavier ones first."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.parties = {party.id: party for party in problem.parties}
        self.number = {slot.id: place for place, slot in enumerate(problem.slots)}
        dates = [slot.start.date() for slot in problem.slots]
        self.days = [[n for n, one in enumerate(dates) if one == date] for date in dict.fromkeys(dates)]
        self.ways = {request.id: list(self._ways(request)) for request in problem.requests}
        self.rest = [sum(one.weight for one in problem.requests[n:]) for n in range(len(self.ways) + 1)]
        self.placed: dict[str, Place] = {}
        self.best: Worth | None = None
        self.total = self.rest[0]

    def _ways(self, request: Request) -> Iterator[Place]:
        for slot, who in product(self.problem.slots, product(*request.attendees)):
            fixed = request.at_slot in (None, slot.id)
            listed = request.slots is None or slot.id in request.slots
            different = len(set(who)) == len(who)
            there = all(slot.id not in self.parties[name].unavailable for name in who)
            apart = not any(one in who and other in who for one, other in self.problem.avoid)
            if fixed and listed and different and there and apart and self.tables(request, slot.id, who):
                yield self.number[slot.id], who

    def tables(self, request: Request, slot: str, who: tuple[str, ...]) -> list[Table]:
        """Where a meeting may sit, if it sits alone."""
        people = [self.parties[name] for name in who]
        return [table for table in self.problem.tables if suits(request, table, slot, people)]

    def seatings(self, slot: int) -> bool:
        """Whether the meetings of a slot have a table each."""
        here = [(name, who) for name, (other, who) in self.placed.items() if other == slot]
        requests = {request.id: request for request in self.problem.requests}
        lists = [self.tables(requests[name], self.problem.slots[slot].id, who) for name, who in here]
        return any(distinct([table.id for table in choice]) for choice in product(*lists))

    def run(self) -> Worth | None:
        """The best of all; nothing where no schedule obeys all rules."""
        self._go(0, 0)
        return self.best

    def _go(self, place: int, missing: int) -> None:
        if self.best and missing > self.best.missing:
            return
        if place == len(self.problem.requests):
            if self.obeys():
                worth = Worth(missing, sum(self.breaks(name) for name in self.parties), self.share_spread())
                self.best = min(self.best, worth) if self.best else worth
            return
        request = self.problem.requests[place]
        for slot, who in self.ways[request.id]:
            busy = any(slot == other and set(who) & set(others) for other, others in self.placed.values())
            if not busy:
                self.placed[request.id] = (slot, who)
                if self.seatings(slot):
                    self._go(place + 1, missing)
                del self.placed[request.id]
        if not request.required:
            self._go(place + 1, missing + request.weight)

    def obeys(self) -> bool:
        """Whether the rules hold that only the whole schedule shows."""
        for request in self.problem.requests:
            if request.id in self.placed:
                for other in request.after:
                    if other not in self.placed or self.placed[other][0] >= self.placed[request.id][0]:
                        return False
        for party in self.problem.parties:
            number = len(self.busy(party.id))
            if number < party.min_meetings or number > (party.max_meetings or number):
                return False
        bound = self.problem.max_break_spread
        counts = [self.breaks(name) for name in self.parties if self.busy(name)]
        return bound is None or not counts or max(counts) - min(counts) <= bound

    def busy(self, name: str) -> set[int]:
        """The slots in which a party meets."""
        return {slot for slot, who in self.placed.values() if name in who}

    def breaks(self, name: str) -> int:
        """Runs of empty slots between two meetings of a day."""
        busy = self.busy(name)
        days = ["".join("x" if slot in busy else "." for slot in day) for day in self.days]
        return sum(len(day.strip(".").replace(".", " ").split()) - 1 for day in days if "x" in day)

    def share_spread(self) -> Fraction:
        """How much better the best served party is served than the worst, as shares of weight."""
        shares = []
        for name in self.parties:
            asked = [one for one in self.problem.requests if any(name in choice for choice in one.attendees)]
            if asked:
                held = sum(one.weight for one in asked if one.id in self.placed)
                shares.append(Fraction(held, sum(one.weight for one in asked)))
        return max(shares, default=Fraction()) - min(shares, default=Fraction())


def suits(request: Request, table: Table, slot: str, people: list[Party]) -> bool:
    """Whether a meeting of these people may sit at a table in a slot."""
    booths = [person.table for person in people if person.table]
    return (
        table.seats >= len(people)
        and slot not in table.closed
        and all(need in table.tags for person in people for need in person.needs)
        and booths[:1] in ([], [table.id])
        and request.at_table in (None, table.id)
    )


def distinct(names: list[str]) -> bool:
    """Whether no name occurs twice."""
    return len(set(names)) == len(names)


def best_worth(problem: Problem) -> Worth | None:
    """The best that any schedule is worth; nothing where there is none."""
    return Trial(problem).run()


def worth_of(problem: Problem, solution: Solution) -> Worth:
    """What a solution is worth."""
    trial = Trial(problem)
    trial.placed = {one.request: (trial.number[one.slot], one.attendees) for one in solution.meetings}
    missing = sum(request.weight for request in problem.requests if request.id not in trial.placed)
    return Worth(missing, sum(trial.breaks(name) for name in trial.parties), trial.share_spread())


def valid(problem: Problem, meetings: tuple[Meeting, ...]) -> bool:
    """Whether meetings, each of another request, obey all rules."""
    trial = Trial(problem)
    requests = {request.id: request for request in problem.requests}
    trial.placed = {one.request: (trial.number[one.slot], one.attendees) for one in meetings}
    return (
        all(trial.placed[one.request] in trial.ways[one.request] for one in meetings)
        and all(
            one.table in [table.id for table in trial.tables(requests[one.request], one.slot, one.attendees)]
            for one in meetings
        )
        and distinct([f"{one.slot} {one.table}" for one in meetings])
        and distinct([f"{one.slot} {name}" for one in meetings for name in one.attendees])
        and all(request.id in trial.placed for request in problem.requests if request.required)
        and trial.obeys()
    )


def ways_to_sit(problem: Problem, solution: Solution) -> int:
    """How many seatings the slots and attendees of a solution leave, before any clash."""
    number = 1
    for choice in _choices(problem, solution.meetings):
        number *= len(choice)
    return number


def fewest_table_moves(problem: Problem, solution: Solution) -> int:
    """The fewest changes of table, slots and attendees being as they are."""
    meetings = solution.meetings
    order = {slot.id: place for place, slot in enumerate(problem.slots)}
    days = [
        sorted((order[one.slot], n) for n, one in enumerate(meetings) if party.id in one.attendees)
        for party in problem.parties
    ]
    steps = [pair for day in days for pair in pairwise(day)]
    return min(
        sum(tables[one] != tables[other] for (_, one), (_, other) in steps)
        for tables in product(*_choices(problem, meetings))
        if distinct([f"{one.slot} {table}" for one, table in zip(meetings, tables, strict=True)])
    )


def _choices(problem: Problem, meetings: tuple[Meeting, ...]) -> list[list[str]]:
    trial = Trial(problem)
    requests = {request.id: request for request in problem.requests}
    return [
        [table.id for table in trial.tables(requests[one.request], one.slot, one.attendees)]
        for one in meetings
    ]
