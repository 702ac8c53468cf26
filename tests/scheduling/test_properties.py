"""Whatever is asked for: what is answered obeys the rules, and is what trying everything finds."""

from hypothesis import given
from hypothesis import strategies as st

from scheduling.check import violations
from scheduling.faults import faults_of
from scheduling.problem import Party, Problem, Request
from scheduling.solution import Meeting
from scheduling.solve import solve
from tests.scheduling.brute import best_worth, fewest_table_moves, valid, ways_to_sit, worth_of
from tests.scheduling.cases import held, pair, slots, small, tables
from tests.scheduling.problems import Size, everything, examples

TINY = Size(people=5, requests=5, slots=4, tables=3)
SMALL = Size(people=9, requests=14, slots=7, tables=4)

FEW_SEATINGS = 5_000
"""So many are tried."""


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


@examples(100)
@given(everything(TINY))
def test_no_seating_changes_tables_less_often_than_the_floor_says(problem: Problem) -> None:
    solution = solve(problem, steps=1000)
    if ways_to_sit(problem, solution) <= FEW_SEATINGS:
        assert solution.bounds.table_moves <= fewest_table_moves(problem, solution)


@examples(150)
@given(everything(TINY), st.data())
def test_the_verifier_judges_any_change_of_a_schedule_as_the_rules_do(
    problem: Problem, data: st.DataObject
) -> None:
    meetings = list(solve(problem, steps=500).meetings)
    for _ in range(data.draw(st.integers(1, 2)) if meetings else 0):
        place = data.draw(st.integers(0, len(meetings) - 1))
        choices = next(one.attendees for one in problem.requests if one.id == meetings[place].request)
        meetings[place] = Meeting(
            request=meetings[place].request,
            slot=data.draw(st.sampled_from(problem.slots)).id,
            table=data.draw(st.sampled_from(problem.tables)).id,
            attendees=tuple(data.draw(st.sampled_from(choice)) for choice in choices),
        )
    lines = ((one.request, one.slot, one.table, " ".join(one.attendees)) for one in meetings)
    found = violations(problem, held(problem, *lines))
    assert (found == ()) == valid(problem, tuple(meetings)), found


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
