"""The solver as a whole: always valid, as good as trying everything, the same again for the same seed."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings

from scheduling.check import violations
from scheduling.faults import faults_of
from scheduling.files import problem_bytes, solution_bytes
from scheduling.generate import Shape, generated
from scheduling.problem import InvalidProblem, Party, Problem, Request, Table
from scheduling.solution import Progress
from scheduling.solve import solve
from tests.scheduling.cases import best, pair, problems, slots, small, tables


@given(problems(people=8, requests=12, times=(4, 3), places=3))
@settings(max_examples=120)
def test_every_solution_of_a_random_problem_obeys_every_rule(problem: Problem) -> None:
    assert faults_of(problem) == ()
    assert violations(problem, solve(problem, steps=3000)) == ()


@given(problems())
@settings(max_examples=60)
def test_small_problems_are_solved_as_well_as_by_trying_everything(problem: Problem) -> None:
    solution = solve(problem, steps=20_000)
    if solution.status in ("infeasible", "unknown"):
        assert best(problem) is None
    else:
        assert (-solution.figures.weight, solution.figures.breaks) == best(problem)


def test_a_fair_of_sixty_with_too_many_wishes_is_planned_near_the_bound() -> None:
    problem = generated(Shape(people=60, slots=14, meetings=10, demand=1.5))
    solution = solve(problem, steps=2_000_000)
    assert violations(problem, solution) == ()
    assert solution.figures.weight >= 0.998 * solution.bounds.weight


def test_what_fits_is_all_placed_and_breaks_come_near_their_floor() -> None:
    problem = generated(Shape(people=80, slots=12, meetings=7, two_sides=True))
    solution = solve(problem, steps=3_000_000)
    assert solution.figures.placed == solution.figures.requests
    assert violations(problem, solution) == ()
    assert solution.figures.breaks <= solution.bounds.breaks + 4


def test_the_same_seed_and_steps_give_the_same_bytes() -> None:
    problem = generated(Shape(people=30, slots=8, meetings=6, demand=1.4))
    data = problem_bytes(problem)
    one, other = (solution_bytes(solve(problem, steps=50_000, seed=7), data) for _ in range(2))
    assert one == other
    assert one != solution_bytes(solve(problem, steps=50_000, seed=8), data)


def test_without_compiled_code_the_answer_is_the_same_and_says_that_it_is_slow() -> None:
    program = (
        "import sys; sys.modules['numba'] = None\n"
        "from scheduling.generate import Shape, generated\n"
        "from scheduling.files import solution_bytes\n"
        "from scheduling.solve import solve\n"
        "notes = set()\n"
        "shape = Shape(people=12, slots=5, meetings=4, demand=1.5)\n"
        "found = solve(generated(shape), steps=3000, progress=lambda progress: notes.add(progress.note))\n"
        "assert 'slow' in notes.pop()\n"
        "sys.stdout.buffer.write(solution_bytes(found, b''))\n"
    )
    plain = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, check=True)
    problem = generated(Shape(people=12, slots=5, meetings=4, demand=1.5))
    assert plain.stdout == solution_bytes(solve(problem, steps=3000), b"")


def test_several_workers_find_a_valid_schedule() -> None:
    problem = generated(Shape(people=30, slots=8, meetings=6))
    solution = solve(problem, seconds=1.0, workers=2)
    assert violations(problem, solution) == ()
    assert solution.figures.placed == solution.figures.requests


def test_progress_is_told_and_cancelling_gives_the_best_so_far() -> None:
    told = list[Progress]()
    problem = generated(Shape(people=60, slots=14, meetings=10, demand=1.5))
    solution = solve(problem, seconds=60.0, progress=told.append, cancelled=lambda: len(told) > 3)
    assert solution.seconds < 20
    assert [told[0].phase, told[1].phase] == ["construct", "search"]
    assert solution.figures.weight >= told[0].figures.weight
    assert violations(problem, solution) == ()


def test_the_search_stops_when_nothing_better_can_be_found() -> None:
    problem = small()
    solution = solve(problem, seconds=60.0)
    assert solution.status == "optimal"
    assert solution.seconds < 10
    assert (solution.figures.placed, solution.figures.breaks) == (3, 0)


def test_no_time_at_all_still_gives_a_schedule() -> None:
    problem = generated(Shape(people=30, slots=8, meetings=6))
    solution = solve(problem, seconds=0.0)
    assert violations(problem, solution) == ()
    assert solution.figures.placed > 0


def test_a_problem_without_requests_is_solved_at_once() -> None:
    assert solve(small(requests=())).status == "optimal"


def test_numbers_beyond_all_measure_do_no_harm() -> None:
    beyond = 10**30
    people = tuple(Party(name, max_meetings=beyond) for name in "abcd")
    solution = solve(small(parties=people, max_break_spread=beyond), steps=1000)
    assert solution.figures.placed == 3
    promised = (Party("a", "A", min_meetings=beyond), *people[1:])
    assert solve(small(parties=promised), steps=1000).status == "infeasible"
    with pytest.raises(InvalidProblem, match="A weight is from 1 to 1000000000"):
        solve(small(requests=(pair("ab", "a", "b", weight=beyond),)))


WARMED = """
from scheduling import chains, rup, seating_moves, walks
from scheduling.warm import warm
warm()
doors = (walks.fill, walks.walk, chains.load, chains.anneal, chains.better, seating_moves.keep_people_seated,
         seating_moves.shorten_ways, rup._check)
print([door.__name__ for door in doors if not door.signatures])
"""
"""What plain code calls: whatever these call is compiled with them."""


def test_warming_compiles_every_function() -> None:
    told = subprocess.run([sys.executable, "-c", WARMED], capture_output=True, check=True)
    assert told.stdout.decode() == "[]\n"


def test_a_faulty_problem_is_refused_with_all_its_faults() -> None:
    with pytest.raises(InvalidProblem) as refused:
        solve(small(slots=(), tables=()))
    assert [fault.pointer for fault in refused.value.faults] == ["/slots", "/tables"]


def test_more_than_sixty_slots_a_day_and_many_days_are_counted_right() -> None:
    problem = Problem(
        slots=slots(70, 65),
        tables=tables(1),
        parties=(Party("a"), Party("b"), Party("c")),
        requests=(
            pair("r1", "a", "b", at_slot="s60"),
            pair("r2", "a", "b", at_slot="s61"),
            pair("r3", "a", "b", at_slot="s63"),
            pair("r4", "a", "c", at_slot="s71"),
            pair("r5", "a", "c"),
        ),
    )
    solution = solve(problem, steps=200_000)
    assert violations(problem, solution) == ()
    assert (solution.figures.placed, solution.figures.breaks) == (5, 1)


def test_an_interpreter_serves_several_meetings_and_a_round_table_finds_a_large_table() -> None:
    people = tuple(Party(name) for name in ("a", "b", "c", "d", "interpreter"))
    problem = Problem(
        slots=slots(3),
        tables=(Table("t1"), Table("t2", seats=5)),
        parties=people,
        requests=(
            Request("r1", (("a",), ("b",), ("interpreter",)), weight=2),
            Request("r2", (("c",), ("d",), ("interpreter",)), weight=2),
            Request("round", (("a",), ("b",), ("c",), ("d",)), weight=2),
            pair("r3", "a", "c"),
        ),
    )
    solution = solve(problem, steps=20_000)
    assert solution.figures.placed == 3
    assert {m.table for m in solution.meetings if m.request != "r3"} == {"t2"}
    assert violations(problem, solution) == ()


def test_each_delegate_shares_the_load() -> None:
    problem = small(
        slots=slots(1),
        requests=(Request("r1", (("a", "b"), ("c",))), Request("r2", (("a", "b"), ("d",)))),
    )
    assert solve(problem, steps=1000).figures.placed == 2


def test_fairness_holds_even_where_everybody_must_have_a_break() -> None:
    lunch = replace(small(), slots=slots(5), parties=tuple(Party(n, unavailable=("s3",)) for n in "abcd"))
    requests = tuple(
        pair(f"{one}{other}{n}", one, other, at_slot=f"s{n}")
        for n, (one, other) in zip((1, 2, 4, 5), ("ab", "ab", "ab", "ab"), strict=True)
    )
    problem = replace(lunch, requests=requests, max_break_spread=0)
    solution = solve(problem, steps=20_000)
    assert solution.figures.placed == 4
    assert violations(problem, solution) == ()


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (
            small(requests=(pair("ab", "a", "b", required=True, slots=()),)),
            "The meeting ab of A and B is required. ab may stand only at –.",
        ),
        (
            small(requests=tuple(pair(f"r{n}", "a", "b", required=True) for n in range(4))),
            "A would have 4 meetings, but has time for 3: 09:00, 09:10 and 09:20.",
        ),
        (
            small(
                tables=tables(1),
                requests=(
                    pair("ab", "a", "b", required=True, at_slot="s1"),
                    pair("cd", "c", "d", required=True, at_slot="s1"),
                ),
            ),
            "That makes 2 meetings where there is room for 1: t1 at 09:00.",
        ),
        (
            small(
                requests=(
                    pair("ab", "a", "b", required=True, after=("cd",), slots=("s1", "s2")),
                    pair("cd", "c", "d", slots=("s2", "s3")),
                )
            ),
            "ab must come after cd.",
        ),
        (
            small(parties=(Party("a", "A", min_meetings=3), *small().parties[1:])),
            "Meetings promised to A: at least 3. Meetings that A can have: at most 2.",
        ),
        (
            small(
                parties=(Party("a", "A", max_meetings=1), *small().parties[1:]),
                requests=tuple(replace(request, required=True) for request in small().requests),
            ),
            "Meetings allowed to A: at most 1. Meetings that A would have: 2.",
        ),
    ],
)
def test_what_cannot_be_is_said_to_be_infeasible_and_why(problem: Problem, words: str) -> None:
    solution = solve(problem, seconds=5.0)
    assert solution.status == "infeasible"
    assert solution.meetings == ()
    assert words in solution.because


def test_three_who_must_all_meet_in_two_slots_are_proven_to_be_impossible() -> None:
    triangle = tuple(pair(f"{one}{other}", one, other, required=True) for one, other in ("ab", "bc", "ca"))
    assert solve(small(slots=slots(2), requests=triangle), steps=5000).status == "infeasible"


def test_what_is_not_found_is_unknown_and_tells_what_is_missing() -> None:
    many = range(250)  # so many triangles are not looked into with a few steps
    people = tuple(Party(f"{one}{n}") for n in many for one in "abc")
    triangles = tuple(
        pair(f"{one}{other}{n}", f"{one}{n}", f"{other}{n}", required=True)
        for n in many
        for one, other in ("ab", "bc", "ca")
    )
    problem = Problem(slots(2), tables(2 * len(many)), people, triangles)
    solution = solve(problem, steps=1000)
    assert solution.status == "unknown"
    assert "Required and without a place" in solution.because
