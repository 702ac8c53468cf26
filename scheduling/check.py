"""The independent verifier: shares nothing with the solver but the reading of files and the plain values.

Each rule of FORMATS has its own check, written from its sentence and not from the solver's code.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scheduling import check_claims, check_meetings
from scheduling.check_case import Case
from scheduling.problem import Problem
from scheduling.solution import Figures, Solution

Check = Callable[[Case], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with a solution: the name of a rule, and a sentence about what breaks it."""

    rule: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.sentence}"


RULES: dict[str, Check] = {
    "known": check_meetings.known,
    "once": check_meetings.once,
    "attendees": check_meetings.attendees,
    "one_place": check_meetings.one_place,
    "available": check_meetings.available,
    "one_meeting": check_meetings.one_meeting,
    "closed": check_meetings.closed,
    "seats": check_meetings.seats,
    "needs": check_meetings.needs,
    "booth": check_meetings.booth,
    "limits": check_meetings.limits,
    "at": check_meetings.at,
    "after": check_meetings.after,
    "required": check_meetings.required,
    "avoid": check_meetings.avoid,
    "numbers": check_meetings.limits_of_parties,
    "fairness": check_meetings.fairness,
    "unplaced": check_claims.unplaced,
    "reasons": check_claims.reasons,
    "figures": check_claims.figures,
    "bounds": check_claims.bounds,
    "status": check_claims.status,
}
"""What a schedule must obey, and what it says of itself."""
WITHOUT_SCHEDULE: dict[str, Check] = {"nothing": check_claims.nothing, "clash": check_claims.clash}
"""What an answer without schedule must obey: one that is ``infeasible`` or ``unknown``."""


def violations(problem: Problem, solution: Solution) -> tuple[Violation, ...]:
    """Everything that is wrong with the solution, and with what it says of itself; nothing if all is right.

    The problem is taken as valid. That a problem is ``infeasible`` is not proven here, only that the demands
    that are said to clash are its own; ``scheduling.certify`` verifies proofs. Takes a second for 60,000
    meetings.

    >>> from dataclasses import replace
    >>> from scheduling.generate import Shape, generated
    >>> from scheduling.solve import solve
    >>> problem = generated(Shape(people=8, slots=4, meetings=2))
    >>> solution = solve(problem, steps=500)
    >>> violations(problem, solution)
    ()
    >>> boast = replace(solution, figures=replace(solution.figures, placed=99))
    >>> [str(one) for one in violations(problem, boast)]
    ['figures: placed is 8, but the solution says 99.']
    """
    case = Case(problem, solution)
    rules = WITHOUT_SCHEDULE if solution.status in ("infeasible", "unknown") else RULES
    return tuple(Violation(name, sentence) for name, rule in rules.items() for sentence in rule(case))


def true_figures(problem: Problem, solution: Solution) -> Figures:
    """The figures, computed anew from the meetings alone."""
    return Case(problem, solution).true
