"""Whatever is asked for: what is answered obeys the rules, and is what trying everything finds."""

from hypothesis import given

from scheduling.check import violations
from scheduling.faults import faults_of
from scheduling.problem import Party, Problem, Request
from scheduling.solve import solve
from tests.scheduling.brute import best_worth, worth_of
from tests.scheduling.cases import pair, slots, small, tables
from tests.scheduling.problems import Size, everything, examples

TINY = Size(people=5, requests=5, slots=4, tables=3)
SMALL = Size(people=9, requests=14, slots=7, tables=4)


@examples(300)
@given(everything(TINY))
def test_small_problems_are_solved_as_well_as_by_trying_everything(problem: Problem) -> None:
    solution, best = solve(problem, steps=3000), best_worth(problem)
    if best is None:
        assert solution.status == "infeasible"
        assert solution.because
        return
    assert violations(problem, solution) == ()
    found, total = worth_of(problem, solution), sum(request.weight for request in problem.requests)
    assert solution.status == "optimal"
    assert (found.missing, found.breaks) == (best.missing, best.breaks)
    assert (solution.bounds.weight, solution.bounds.breaks) == (total - best.missing, best.breaks)


@examples(80)
@given(everything(SMALL))
def test_every_solution_of_a_random_problem_obeys_every_rule(problem: Problem) -> None:
    assert faults_of(problem) == ()
    assert violations(problem, solve(problem, steps=2000)) == ()


def test_a_request_that_nobody_can_hold_does_not_lower_the_ceiling_of_the_others() -> None:
    lame = Party("c", needs=("ramp",))
    asked = (pair("ab", "a", "b"), pair("ad", "a", "d", weight=3), pair("ac", "a", "c"))
    problem = small(
        slots=slots(1), parties=(Party("a"), Party("b", table="t2"), lame, Party("d")), requests=asked
    )
    solution = solve(problem, steps=100)
    assert (solution.status, solution.figures.weight, solution.bounds.weight) == ("optimal", 3, 3)


def test_a_meeting_that_nobody_attends_for_certain_is_proven_too() -> None:
    problem = small(tables=tables(1), requests=(Request("abd", (("a", "b"), ("d", "b"))),))
    assert solve(problem, steps=100).status == "optimal"
