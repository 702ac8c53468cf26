"""One party's day beside the median of all: the figures, and a sentence about each."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from scheduling.problem import Problem
from scheduling.solution import Meeting, Solution

SENTENCES = {
    "meetings": "%(value)s meetings; half of all parties have at most %(median)s.",
    "share": "%(value)s %% of what was asked for has a place, by weight;"
    " half of all parties have at most %(median)s %%.",
    "breaks": "%(value)s breaks; half of all parties have at most %(median)s.",
    "idle": "%(value)s empty slots between meetings; half of all parties have at most %(median)s.",
    "table_moves": "%(value)s changes of table; half of all parties have at most %(median)s.",
    "first": "The first meeting begins at %(value)s; for half of all parties at %(median)s or before.",
    "last": "The last meeting ends at %(value)s; for half of all parties at %(median)s or before.",
}
"""What is told of a day. Times are minutes of the day in ``value`` and ``median``."""

CLOCK = ("first", "last")
MINUTES = 60


@dataclass(frozen=True, slots=True)
class DayFigure:
    """One figure of a party's day; a share is a whole percentage, a time is in minutes after midnight."""

    name: str
    value: float
    median: float
    """Of all parties that have a meeting; of shares, of all that have a request."""

    @property
    def sentence(self) -> str:
        """In English."""
        return SENTENCES[self.name] % {"value": self._told(self.value), "median": self._told(self.median)}

    def _told(self, value: float) -> str:
        if self.name in CLOCK:
            hours, minutes = divmod(round(value), MINUTES)
            return f"{hours:02}:{minutes:02}"
        return f"{value:g}"


def day_of(problem: Problem, solution: Solution, party: str) -> tuple[DayFigure, ...]:
    """A party's day against the median; without a meeting, only what can be told of it."""
    every = _Days(problem, solution).all()
    mine = every.get(party, {})
    found = []
    for name in SENTENCES:
        values = [figures[name] for figures in every.values() if name in figures]
        if name in mine:
            found.append(DayFigure(name, mine[name], median(values)))
    return tuple(found)


class _Days:
    """The figures of all parties."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem = problem
        self.order = {slot.id: place for place, slot in enumerate(problem.slots)}
        self.held = {meeting.request for meeting in solution.meetings}
        self.meetings: defaultdict[str, list[Meeting]] = defaultdict(list)
        for meeting in sorted(solution.meetings, key=lambda one: self.order[one.slot]):
            for name in meeting.attendees:
                self.meetings[name].append(meeting)

    def all(self) -> dict[str, dict[str, float]]:
        """By party and name; what does not apply is left out."""
        asked: defaultdict[str, int] = defaultdict(int)
        given: defaultdict[str, int] = defaultdict(int)
        for request in self.problem.requests:
            for name in {name for choice in request.attendees for name in choice}:
                asked[name] += request.weight
                given[name] += request.weight if request.id in self.held else 0
        found: dict[str, dict[str, float]] = {}
        for party in self.problem.parties:
            figures: dict[str, float] = {}
            if party.id in self.meetings:
                figures = self._day(self.meetings[party.id])
            elif asked[party.id]:
                figures = {"meetings": 0.0}
            if asked[party.id]:
                figures["share"] = round(100 * given[party.id] / asked[party.id])
            found[party.id] = figures
        return found

    def _day(self, meetings: list[Meeting]) -> dict[str, float]:
        slots = [self.problem.slots[self.order[meeting.slot]] for meeting in meetings]
        gaps = [
            self.order[later.id] - self.order[earlier.id] - 1
            for earlier, later in pairwise(slots)
            if later.start.date() == earlier.start.date()
        ]
        return {
            "meetings": float(len(meetings)),
            "breaks": float(sum(gap > 0 for gap in gaps)),
            "idle": float(sum(gaps)),
            "table_moves": float(sum(one.table != other.table for one, other in pairwise(meetings))),
            "first": float(min(slot.start.hour * MINUTES + slot.start.minute for slot in slots)),
            "last": float(max(slot.end.hour * MINUTES + slot.end.minute for slot in slots)),
        }
