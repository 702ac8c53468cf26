"""What a solution says of itself, against what is true: figures, bounds, status, and what has no place."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

from scheduling.check_case import Case
from scheduling.demands import demands_of
from scheduling.reasons import REASONS
from scheduling.solution import Figures


def unplaced(case: Case) -> Iterator[str]:
    """Every request is either held or named once as unplaced."""
    named = Counter(one.request for one in case.solution.unplaced)
    for request in case.problem.requests:
        if named[request.id] != (request.id not in case.held):
            yield f"{request.id} is to be either held or named once as unplaced."
    for name in sorted(named.keys() - case.requests.keys()):
        yield f"{name} is named as unplaced, but there is no such request."


def reasons(case: Case) -> Iterator[str]:
    """Whatever has no place has a reason of the closed list, and a sentence."""
    for one in case.solution.unplaced:
        if one.reason not in REASONS:
            yield f"{one.request} is said to have no place because of {one.reason!r}, which is no reason."
        if not one.because:
            yield f"{one.request} is said to have no place without a sentence that says why."


def figures(case: Case) -> Iterator[str]:
    """The figures are those of the meetings."""
    for field in fields(Figures):
        said, found = getattr(case.solution.figures, field.name), getattr(case.true, field.name)
        if said != found:
            yield f"{field.name} is {found}, but the solution says {said}."


def bounds(case: Case) -> Iterator[str]:
    """Nothing is better than what is said to be the best possible."""
    true, proven = case.true, case.solution.bounds
    if true.weight > proven.weight:
        yield f"The weight {true.weight} is above its ceiling {proven.weight}."
    for name, reached, floor in (
        ("breaks", true.breaks, proven.breaks),
        ("changes of table", true.table_moves, proven.table_moves),
    ):
        if reached < floor:
            yield f"The {reached} {name} are below their floor {floor}."
        if floor < 0:
            yield f"The floor of the {name} is {floor}, less than nothing."


def status(case: Case) -> Iterator[str]:
    """Optimal is what meets its bounds, and a schedule needs no excuse."""
    solution, true = case.solution, case.true
    met = (true.weight, true.breaks) == (solution.bounds.weight, solution.bounds.breaks)
    if solution.status == "optimal" and not met:
        yield "It is called optimal, but weight and breaks do not equal their bounds."
    if solution.because or solution.clash:
        yield f"The status is {solution.status}, but demands are said to clash."


def nothing(case: Case) -> Iterator[str]:
    """An answer without schedule holds none, and says why."""
    solution = case.solution
    if solution.meetings or solution.unplaced:
        yield f"The status is {solution.status}, but there are meetings or requests without a place."
    if not solution.because:
        yield f"The status is {solution.status}, but no sentence says why."
    if solution.figures != Figures(requests=len(case.problem.requests)):
        yield f"The status is {solution.status}, but the figures are not those of an empty schedule."


def clash(case: Case) -> Iterator[str]:
    """Demands that are said to clash are demands of the problem; only what is impossible has them."""
    solution = case.solution
    if solution.clash and solution.status != "infeasible":
        yield f"The status is {solution.status}, but demands are said to clash."
    asked = set(demands_of(case.problem)) if solution.clash else set()
    for demand in solution.clash:
        if demand not in asked:
            told = " ".join((demand.kind, *demand.names))
            yield f"'{told}' is said to clash with others, but the problem does not demand it."
