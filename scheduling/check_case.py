"""What the verifier looks at: a problem and a solution side by side, and the figures computed anew."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise
from math import dist, fsum

from scheduling.problem import Problem
from scheduling.solution import Figures, Meeting, Solution


class Case:
    """A problem and a solution, looked at from all sides."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem = problem
        self.solution = solution
        self.requests = {one.id: one for one in problem.requests}
        self.parties = {one.id: one for one in problem.parties}
        self.tables = {one.id: one for one in problem.tables}
        self.slots = {one.id: one for one in problem.slots}
        self.order = {slot.id: place for place, slot in enumerate(problem.slots)}
        self.meetings = [one for one in solution.meetings if self.knows(one)]
        """Those that name only what exists; the others are a violation of their own."""
        self.held = {one.request: one for one in self.meetings}
        self.days: defaultdict[str, list[Meeting]] = defaultdict(list)
        """The meetings of each party in order of time."""
        for meeting in sorted(self.meetings, key=lambda one: self.order[one.slot]):
            for name in dict.fromkeys(meeting.attendees):
                self.days[name].append(meeting)

    def knows(self, meeting: Meeting) -> bool:
        """Whether everything the meeting names exists."""
        known = (
            meeting.request in self.requests and meeting.slot in self.slots and meeting.table in self.tables
        )
        return known and all(name in self.parties for name in meeting.attendees)

    def who(self, *names: str) -> str:
        """What parties are called in a sentence."""
        labels = ((name, self.parties[name].name) for name in names)
        return ", ".join(f"{label} ({name})" if label and label != name else name for name, label in labels)

    def when(self, slot: str) -> str:
        """What a slot is called in a sentence."""
        return f"{self.slots[slot].start:%Y-%m-%d %H:%M} ({slot})"

    def what(self, meeting: Meeting) -> str:
        """What a meeting is called in a sentence."""
        return f"{meeting.request} of {self.who(*meeting.attendees)}"

    @cached_property
    def true(self) -> Figures:
        """The figures, computed anew from the meetings alone."""
        breaks = [self.breaks(meetings) for meetings in self.days.values() if meetings]
        return Figures(
            requests=len(self.problem.requests),
            placed=len(self.held),
            weight=sum(self.requests[name].weight for name in self.held),
            breaks=sum(breaks),
            break_spread=max(breaks, default=0) - min(breaks, default=0),
            table_moves=sum(one.table != other.table for one, other in self.steps()),
            walk=round(fsum(self.metres(one, other) for one, other in self.steps())),
        )

    def steps(self) -> Iterable[tuple[Meeting, Meeting]]:
        """Consecutive meetings of one party."""
        return (step for meetings in self.days.values() for step in pairwise(meetings))

    def breaks(self, meetings: list[Meeting]) -> int:
        """The runs of slots without a meeting between two meetings of a day."""
        return sum(
            self.same_day(one, other) and self.order[other.slot] - self.order[one.slot] > 1
            for one, other in pairwise(meetings)
        )

    def same_day(self, one: Meeting, other: Meeting) -> bool:
        """Whether two meetings begin on the same date."""
        return self.slots[one.slot].start.date() == self.slots[other.slot].start.date()

    def metres(self, one: Meeting, other: Meeting) -> float:
        """The straight way between the tables of two meetings of a day, where both places are known."""
        here, there = self.tables[one.table].position, self.tables[other.table].position
        known = here is not None and there is not None and self.same_day(one, other)
        return dist(here, there) if known and here and there else 0.0
