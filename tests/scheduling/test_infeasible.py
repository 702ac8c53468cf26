"""Why there is no schedule: what is named clashes, and giving up any one of it makes a schedule possible."""

from itertools import combinations

import pytest
from hypothesis import assume, given, settings

from scheduling.check import violations
from scheduling.demands import Demand, demands_of, kept
from scheduling.infeasible import Explanation, explanation
from scheduling.problem import Party, Problem
from scheduling.solve import solve
from scheduling.trial import Patience
from tests.scheduling.cases import pair, problems, slots, small, tables
from tests.scheduling.impossible import CAUSES, must, people, possible


def why(problem: Problem) -> Explanation:
    """With a limit of conflicts alone, so that no test depends on the clock."""
    return explanation(problem, Patience(None))


def assert_smallest(problem: Problem, demands: tuple[Demand, ...]) -> None:
    assert set(demands) <= set(demands_of(problem))
    assert not possible(kept(problem, demands))
    for demand in demands:
        assert possible(kept(problem, [one for one in demands if one != demand])), demand


@pytest.mark.parametrize("problem", CAUSES.values(), ids=CAUSES)
def test_what_is_named_clashes_and_giving_up_any_of_it_makes_a_schedule_possible(problem: Problem) -> None:
    found = why(problem)
    assert found.minimal
    assert_smallest(problem, found.demands)


@pytest.mark.parametrize("problem", CAUSES.values(), ids=CAUSES)
def test_the_solver_agrees_about_every_demand(problem: Problem) -> None:
    demands = solve(problem, steps=2000).clash
    assert solve(kept(problem, demands), steps=2000).status == "infeasible"
    for demand in demands:
        without = kept(problem, [one for one in demands if one != demand])
        found = solve(without, steps=2000)
        assert found.status in ("optimal", "feasible")
        assert violations(without, found) == ()


@given(problems(people=4, requests=4))
@settings(max_examples=60)
def test_random_clashes_are_as_small_as_they_can_be(problem: Problem) -> None:
    assume(not possible(problem))
    found = why(problem)
    assert found.minimal
    assert_smallest(problem, found.demands)


def test_an_explanation_names_people_times_and_what_a_count_makes_of_them() -> None:
    assert why(CAUSES["a window too small"]).sentence == (
        "These 6 demands clash: These meetings are required: ab of A and B; ac of A and C; ad of A and D."
        " These meetings may stand only at certain times: ab at 09:00 and 09:10; ac at 09:00 and 09:10;"
        " ad at 09:00 and 09:10. A would have 3 meetings, but has time for 2: 09:00 and 09:10."
        " Giving up any one of them makes a schedule possible."
    )
    assert why(CAUSES["no table with enough seats"]).sentence == (
        "This cannot be met: The meeting abc of A, B and C is required. That leaves no place for abc."
        " Giving it up makes a schedule possible."
    )
    assert why(CAUSES["never there together"]).sentence == (
        "These 3 demands clash: The meeting ab of A and B is required. These are away: A at 09:00 and 09:10;"
        " B at 09:20. That leaves no place for ab. Giving up any one of them makes a schedule possible."
    )


def test_of_several_clashes_a_small_one_is_told() -> None:
    one = CAUSES["more meetings than slots"]
    more = (must("cd", "c", "d", slots=("s1",)), must("bd", "b", "d", slots=("s1",)))
    both = Problem(one.slots, one.tables, one.parties, (*one.requests, *more), name="both")
    found = why(both)
    assert len(found.demands) <= 4
    assert_smallest(both, found.demands)


def test_three_hundred_demands_come_down_to_a_handful() -> None:
    names = [f"p{n}" for n in range(26)]
    requests = tuple(
        must(f"{one}-{other}", one, other) for n, (one, other) in enumerate(combinations(names, 2)) if n % 3
    )
    odd = (pair("x-p0", "x", "p0"), pair("x-p1", "x", "p1"))
    away = tuple(f"s{n}" for n in range(2, 30))
    parties = (*(Party(name) for name in names), Party("x", "X", away, min_meetings=2))
    problem = Problem(slots(26, 3), tables(20), parties, (*requests, *odd), name="large")
    assert why(problem).demands == (Demand("promise", ("x",)), Demand("unavailable", ("x",)))


def test_counting_needs_no_search_where_pigeons_outnumber_holes() -> None:
    others = tuple(Party(f"q{n}") for n in range(40))
    requests = tuple(must(f"r{n}", f"q{2 * n}", f"q{2 * n + 1}") for n in range(20))
    found = why(Problem(slots(19), tables(1), others, requests))
    assert found.minimal
    assert found.demands == tuple(Demand("required", (f"r{n}",)) for n in range(20))
    assert found.claim is not None
    assert found.claim.kind == "tables"


def test_out_of_patience_nothing_is_said_to_be_minimal() -> None:
    found = explanation(CAUSES["a triangle in two slots"], Patience(None, conflicts=0))
    assert found == Explanation(
        "What is asked for cannot be held together;"
        " which demands clash was not found out in the time allowed."
    )
    counted = explanation(CAUSES["more meetings than slots"], Patience(None, conflicts=0))
    assert not counted.minimal
    assert counted.sentence.startswith("Among these 3 demands some clash: These meetings are required:")


def test_the_same_problem_has_the_same_explanation() -> None:
    for problem in CAUSES.values():
        assert why(problem) == why(problem)


def test_a_solution_names_the_demands_that_clash() -> None:
    problem = small(parties=people(a=Party("a", "A", max_meetings=0)), requests=(must("ab", "a", "b"),))
    found = solve(problem, steps=100)
    assert found.status == "infeasible"
    assert found.clash == (Demand("required", ("ab",)), Demand("limit", ("a",)))
    assert found.because == why(problem).sentence
