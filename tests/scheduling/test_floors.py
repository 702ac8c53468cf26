"""Nothing has fewer breaks than the floors, whatever it leaves out."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.bounds import ceiling
from scheduling.closer_floor import closer_floor
from scheduling.floors import break_floor
from scheduling.grid import Grid
from scheduling.problem import Party, Problem
from tests.scheduling.cases import every_schedule, pair, problems, slots, small, tables

Floor = Callable[[Grid, float, int | None], int]

BOTH: list[Floor] = [break_floor, closer_floor]
PATIENT = 10.0
TRIANGLE = (pair("ab", "a", "b"), pair("bc", "b", "c"), pair("ca", "c", "a"))


@given(problems())
@settings(max_examples=60)
def test_no_schedule_that_heavy_has_fewer_breaks_than_the_floors(problem: Problem) -> None:
    grid = Grid(problem)
    fewest: dict[int, int] = {}
    for found in every_schedule(problem):
        fewest[found.weight] = min(found.breaks, fewest.get(found.weight, found.breaks))
    for weight in range(1, max(fewest, default=0) + 1):
        least = min(breaks for reached, breaks in fewest.items() if reached >= weight)
        assert break_floor(grid, PATIENT, weight) <= least
        assert closer_floor(grid, PATIENT, weight) <= least


@given(problems(requests=3), st.integers(0, 150))
@settings(max_examples=30)
def test_the_closer_floor_holds_however_small_its_program_must_be(problem: Problem, columns: int) -> None:
    complete = [found.breaks for found in every_schedule(problem) if found.placed == found.requests]
    assert closer_floor(Grid(problem), PATIENT, None, columns) <= min(complete, default=10**9)


@pytest.mark.parametrize("floor", BOTH)
def test_what_may_be_left_out_needs_no_break(floor: Floor) -> None:
    absent = (Party("a", unavailable=("s2",)), *small().parties[1:])
    twice = small(parties=absent, requests=(pair("ab", "a", "b"), pair("ac", "a", "c", weight=5)))
    assert floor(Grid(twice), PATIENT, None) == 1
    assert floor(Grid(twice), PATIENT, 6) == 1
    assert floor(Grid(twice), PATIENT, 5) == 0


def test_the_closer_floor_sees_who_meets_whom() -> None:
    early, late = Party("b", unavailable=("s3",)), Party("c", unavailable=("s1",))
    around = small(parties=(Party("a"), early, late), requests=TRIANGLE)
    assert break_floor(Grid(around)) == 0
    assert closer_floor(Grid(around), PATIENT) == 1


def test_a_fair_too_large_for_the_closer_floor_gets_none() -> None:
    around = small(parties=(Party("a"), Party("b", unavailable=("s2",)), Party("c")), requests=TRIANGLE)
    assert closer_floor(Grid(around), PATIENT) == 1
    assert closer_floor(Grid(around), PATIENT, None, 5) == 0


def test_the_floors_count_tables_days_and_people_with_a_break_of_their_own() -> None:
    away = ("s2", "s3")
    absent = (Party("a", unavailable=away), Party("b", unavailable=away), Party("c"), Party("d"))
    requests = (pair("ab", "a", "b"), pair("cd", "c", "d"), pair("ab2", "a", "b"), pair("cd2", "c", "d"))
    crowded = small(slots=slots(4), tables=tables(1), parties=absent, requests=requests)
    assert [floor(Grid(crowded), PATIENT, None) for floor in BOTH] == [2, 2]
    apart = small(slots=slots(2, 2), tables=tables(1), parties=absent, requests=requests)
    assert [floor(Grid(apart), PATIENT, None) for floor in BOTH] == [0, 0]


def test_the_floor_sees_that_who_is_in_demand_must_meet_however_others_are_chosen() -> None:
    names = [f"p{number}" for number in range(5)]
    star = (Party("a", unavailable=("s2",)), *(Party(name) for name in names))
    wishes = tuple(pair(f"a{name}", "a", name, weight=5) for name in names)
    fair = Grid(small(parties=star, requests=wishes))
    assert ceiling(fair).weight == 10
    assert [break_floor(fair, PATIENT, weight) for weight in (10, 6, 5)] == [1, 1, 0]
