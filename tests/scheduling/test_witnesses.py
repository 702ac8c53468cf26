"""Which of many required meetings a clash needs, shown by schedules that lack one meeting each."""

from dataclasses import replace
from itertools import combinations

from scheduling.check import violations
from scheduling.demands import Demand, demands_of, kept
from scheduling.infeasible import explanation
from scheduling.problem import Party, Problem
from scheduling.solve import solve
from scheduling.trial import Patience
from scheduling.witnesses import MANY, needed_of
from tests.scheduling.cases import slots, tables
from tests.scheduling.impossible import must

WITHOUT_QUESTIONS = 1
"""A conflict, so that a solver that is asked anything hard gives up."""


def crowd(meetings: int) -> Problem:
    """So many meetings of twelve people, where there is room for 42 of them."""
    names = [f"p{n}" for n in range(12)]
    pairs = list(combinations(names, 2))[:meetings]
    return Problem(
        slots=slots(7, 7),
        tables=tables(3),
        parties=(Party("p0", "Away", ("s14",)), *(Party(name) for name in names[1:])),
        requests=tuple(must(f"{one}-{other}", one, other) for one, other in pairs),
    )


def required(problem: Problem) -> tuple[Demand, ...]:
    return tuple(demand for demand in demands_of(problem) if demand.kind == "required")


def test_of_one_meeting_too_many_each_is_needed_and_no_other_demand_is() -> None:
    problem = crowd(43)
    assert needed_of(problem, demands_of(problem), Patience(None)) == frozenset(required(problem))
    found = explanation(problem, Patience(None, conflicts=WITHOUT_QUESTIONS))
    assert found.minimal
    assert found.demands == required(problem)


def test_a_schedule_bears_out_what_is_needed() -> None:
    problem = crowd(43)
    for demand in required(problem)[::9]:
        less = kept(problem, [one for one in demands_of(problem) if one != demand])
        found = solve(less, steps=20_000)
        assert found.status in ("feasible", "optimal")
        assert violations(less, found) == ()


def test_two_meetings_too_many_show_nothing() -> None:
    problem = crowd(44)
    assert needed_of(problem, demands_of(problem), Patience(None)) == frozenset()
    found = explanation(problem, Patience(None, conflicts=WITHOUT_QUESTIONS))
    assert (len(found.demands), found.minimal) == (43, True)


def test_a_meeting_that_somebody_else_can_never_hold_instead_is_not_shown() -> None:
    problem = crowd(43)
    last = must("late", "p0", "p11", slots=("s14",))
    more = replace(problem, requests=(*problem.requests[1:], last))
    assert needed_of(more, demands_of(more), Patience(None)) <= {Demand("required", ("late",))}


def test_few_meetings_and_promises_are_left_to_the_solver() -> None:
    few = crowd(MANY - 1)
    assert needed_of(few, demands_of(few), Patience(None)) == frozenset()
    problem = crowd(43)
    promised = replace(problem, parties=(*problem.parties[:-1], Party("p11", min_meetings=1)))
    assert needed_of(promised, demands_of(promised), Patience(None)) == frozenset()
