"""The independent verifier: shares nothing with the solver but the reading of files and the plain values.

Each rule of FORMATS has its own check here, written from its sentence and not from the solver's code.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from itertools import pairwise
from math import dist, fsum

from scheduling.problem import Problem
from scheduling.solution import Figures, Meeting, Solution


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with a solution."""

    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.sentence}"


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
            for name in meeting.attendees:
                self.days[name].append(meeting)

    def knows(self, meeting: Meeting) -> bool:
        """Whether everything the meeting names exists."""
        known = (
            meeting.request in self.requests and meeting.slot in self.slots and meeting.table in self.tables
        )
        return known and all(name in self.parties for name in meeting.attendees)


def _known(case: Case) -> Iterator[str]:
    for meeting in case.solution.meetings:
        if not case.knows(meeting):
            yield f"The meeting of {meeting.request} names something that the problem does not know."


def _once(case: Case) -> Iterator[str]:
    for request, number in Counter(meeting.request for meeting in case.solution.meetings).items():
        if number > 1:
            yield f"{request} is held {number} times."


def _attendees(case: Case) -> Iterator[str]:
    for meeting in case.meetings:
        choices = case.requests[meeting.request].attendees
        fitting = len(choices) == len(meeting.attendees) and all(
            name in choice for name, choice in zip(meeting.attendees, choices, strict=True)
        )
        if not fitting or len(set(meeting.attendees)) < len(meeting.attendees):
            yield f"{meeting.request} is not attended by one party of each of its choices, all different."


def _one_place(case: Case) -> Iterator[str]:
    for name, meetings in case.days.items():
        for one, other in pairwise(meetings):
            if one.slot == other.slot:
                yield f"{name} is in {one.request} and {other.request} at {one.slot}."


def _available(case: Case) -> Iterator[str]:
    for meeting in case.meetings:
        for name in meeting.attendees:
            if meeting.slot in case.parties[name].unavailable:
                yield f"{name} attends {meeting.request} at {meeting.slot}, when they are unavailable."


def _one_meeting(case: Case) -> Iterator[str]:
    for (slot, table), number in Counter((one.slot, one.table) for one in case.meetings).items():
        if number > 1:
            yield f"Table {table} holds {number} meetings at {slot}."


def _closed(case: Case) -> Iterator[str]:
    for meeting in case.meetings:
        if meeting.slot in case.tables[meeting.table].closed:
            yield f"{meeting.request} is at table {meeting.table} at {meeting.slot}, when it is closed."


def _seats(case: Case) -> Iterator[str]:
    for meeting in case.meetings:
        seats = case.tables[meeting.table].seats
        if seats < len(meeting.attendees):
            yield f"{meeting.request} has {len(meeting.attendees)} attendees at a table with {seats} seats."


def _needs(case: Case) -> Iterator[str]:
    for meeting in case.meetings:
        for name in meeting.attendees:
            lacking = set(case.parties[name].needs) - set(case.tables[meeting.table].tags)
            if lacking:
                yield f"{meeting.request}: {meeting.table} lacks {', '.join(sorted(lacking))} for {name}."


def _booth(case: Case) -> Iterator[str]:
    for meeting in case.meetings:
        booths = [table for name in meeting.attendees if (table := case.parties[name].table) is not None]
        if booths and meeting.table != booths[0]:
            yield f"{meeting.request} is at {meeting.table} and not at the fixed table {booths[0]}."


def _limits(case: Case) -> Iterator[str]:
    for meeting in case.meetings:
        slots = case.requests[meeting.request].slots
        if slots is not None and meeting.slot not in slots:
            yield f"{meeting.request} stands at {meeting.slot}, which is not among its slots."


def _at(case: Case) -> Iterator[str]:
    for meeting in case.meetings:
        request = case.requests[meeting.request]
        if request.at_slot not in (None, meeting.slot) or request.at_table not in (None, meeting.table):
            yield f"{meeting.request} is at {meeting.slot}, {meeting.table}; that is not where it is fixed."


def _after(case: Case) -> Iterator[str]:
    for meeting in case.meetings:
        for other in case.requests[meeting.request].after:
            earlier = case.held.get(other)
            if earlier is None or case.order[earlier.slot] >= case.order[meeting.slot]:
                yield f"{meeting.request} is held although {other} is not held earlier."


def _required(case: Case) -> Iterator[str]:
    for request in case.problem.requests:
        if request.required and request.id not in case.held:
            yield f"{request.id} is required and has no place."


def _avoid(case: Case) -> Iterator[str]:
    for meeting in case.meetings:
        for pair in case.problem.avoid:
            if set(pair) <= set(meeting.attendees):
                yield f"{pair[0]} and {pair[1]} sit together in {meeting.request}."


def _limits_of_parties(case: Case) -> Iterator[str]:
    for party in case.problem.parties:
        number = len(case.days[party.id])
        if number < party.min_meetings:
            yield f"{party.id} has {number} meetings and not at least {party.min_meetings}."
        if party.max_meetings is not None and number > party.max_meetings:
            yield f"{party.id} has {number} meetings and not at most {party.max_meetings}."


def _fairness(case: Case) -> Iterator[str]:
    bound, spread = case.problem.max_break_spread, recomputed(case).break_spread
    if bound is not None and spread > bound:
        yield f"The numbers of breaks differ by {spread} and not by at most {bound}."


def _unplaced(case: Case) -> Iterator[str]:
    named = Counter(one.request for one in case.solution.unplaced)
    for request in case.problem.requests:
        if named[request.id] != (request.id not in case.held):
            yield f"{request.id} is to be either held or named once as unplaced."
    for name in sorted(named.keys() - case.requests.keys()):
        yield f"{name} is named as unplaced, but there is no such request."


def _figures(case: Case) -> Iterator[str]:
    true = recomputed(case)
    for field in fields(Figures):
        said, found = getattr(case.solution.figures, field.name), getattr(true, field.name)
        if said != found:
            yield f"{field.name} is {found}, but the solution says {said}."


def _bounds(case: Case) -> Iterator[str]:
    true, bounds = recomputed(case), case.solution.bounds
    if true.weight > bounds.weight:
        yield f"The weight {true.weight} is above its ceiling {bounds.weight}."
    if true.breaks < bounds.breaks:
        yield f"The {true.breaks} breaks are below their floor {bounds.breaks}."
    if true.table_moves < bounds.table_moves:
        yield f"The {true.table_moves} changes of table are below their floor {bounds.table_moves}."
    if case.solution.status == "optimal" and (true.weight, true.breaks) != (bounds.weight, bounds.breaks):
        yield "It is called optimal, but weight and breaks do not equal their bounds."


RULES: dict[str, Callable[[Case], Iterator[str]]] = {
    "known": _known,
    "once": _once,
    "attendees": _attendees,
    "one_place": _one_place,
    "available": _available,
    "one_meeting": _one_meeting,
    "closed": _closed,
    "seats": _seats,
    "needs": _needs,
    "booth": _booth,
    "limits": _limits,
    "at": _at,
    "after": _after,
    "required": _required,
    "avoid": _avoid,
    "numbers": _limits_of_parties,
    "fairness": _fairness,
    "unplaced": _unplaced,
    "figures": _figures,
    "bounds": _bounds,
}


def violations(problem: Problem, solution: Solution) -> tuple[Violation, ...]:
    """Everything that is wrong with the solution; an answer without schedule is only asked to hold none."""
    if solution.status in ("infeasible", "unknown"):
        empty = Violation("status", f"The status is {solution.status}, but there are meetings.")
        return (empty,) if solution.meetings else ()
    case = Case(problem, solution)
    return tuple(Violation(name, sentence) for name, rule in RULES.items() for sentence in rule(case))


def true_figures(problem: Problem, solution: Solution) -> Figures:
    """The figures, computed anew from the meetings alone."""
    return recomputed(Case(problem, solution))


def recomputed(case: Case) -> Figures:
    """The figures, computed anew from the meetings alone."""
    breaks = [_breaks(case, meetings) for meetings in case.days.values() if meetings]
    return Figures(
        requests=len(case.problem.requests),
        placed=len(case.held),
        weight=sum(case.requests[name].weight for name in case.held),
        breaks=sum(breaks),
        break_spread=max(breaks, default=0) - min(breaks, default=0),
        table_moves=sum(
            one.table != other.table for meetings in case.days.values() for one, other in pairwise(meetings)
        ),
        walk=round(fsum(length for meetings in case.days.values() for length in _ways(case, meetings))),
    )


def _same_day(case: Case, one: Meeting, other: Meeting) -> bool:
    return case.slots[one.slot].start.date() == case.slots[other.slot].start.date()


def _ways(case: Case, meetings: list[Meeting]) -> Iterator[float]:
    """The metres from each meeting to the next of the day, where it is known where both tables stand."""
    for one, other in pairwise(meetings):
        here, there = case.tables[one.table].position, case.tables[other.table].position
        if here is not None and there is not None and _same_day(case, one, other):
            yield dist(here, there)


def _breaks(case: Case, meetings: list[Meeting]) -> int:
    """The runs of slots without a meeting between two meetings of a day."""
    return sum(
        _same_day(case, one, other) and case.order[other.slot] - case.order[one.slot] > 1
        for one, other in pairwise(meetings)
    )
