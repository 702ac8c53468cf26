"""The bounds hold: nothing better exists."""

from hypothesis import given, settings

from scheduling.bounds import ceiling
from scheduling.floors import break_floor
from scheduling.grid import Grid
from scheduling.patterns import sides_of
from scheduling.problem import Party, Problem
from tests.scheduling.cases import every_schedule, pair, problems, slots, small, tables


@given(problems())
@settings(max_examples=60)
def test_no_schedule_is_heavier_than_the_ceiling_and_none_exists_where_it_is_proven(problem: Problem) -> None:
    found = list(every_schedule(problem))
    bound = ceiling(Grid(problem))
    assert bound.weight >= max((figures.weight for figures in found), default=0)
    assert not (bound.impossible and found)


@given(problems())
@settings(max_examples=60)
def test_no_complete_schedule_has_fewer_breaks_than_the_floor(problem: Problem) -> None:
    complete = [figures.breaks for figures in every_schedule(problem) if figures.placed == figures.requests]
    assert break_floor(Grid(problem)) <= min(complete, default=10**9)


def test_the_ceiling_counts_slots_tables_and_limits() -> None:
    requests = (
        pair("ab", "a", "b", weight=5),
        pair("cd", "c", "d", weight=4),
        pair("ac", "a", "c", weight=3),
    )
    assert ceiling(Grid(small(slots=slots(1), requests=requests))).weight == 9
    assert ceiling(Grid(small(slots=slots(1), tables=tables(1), requests=requests))).weight == 5
    limited = (Party("a", max_meetings=1), *small().parties[1:])
    assert ceiling(Grid(small(parties=limited, requests=requests))).weight == 9


def test_the_ceiling_leaves_out_what_has_no_place_at_all() -> None:
    requests = (pair("ab", "a", "b", weight=5), pair("cd", "c", "d", weight=4, slots=()))
    assert ceiling(Grid(small(requests=requests))).weight == 5


def test_the_floor_sees_breaks_that_nobody_can_avoid() -> None:
    absent = (Party("a", unavailable=("s2",)), *small().parties[1:])
    twice = (pair("ab", "a", "b"), pair("ac", "a", "c"))
    assert break_floor(Grid(small(parties=absent, requests=twice))) == 1
    assert break_floor(Grid(small(requests=twice))) == 0
    assert break_floor(Grid(small(slots=slots(2, 1), parties=absent, requests=twice))) == 0


def test_the_floor_counts_tables() -> None:
    requests = (pair("ab", "a", "b"), pair("cd", "c", "d"), pair("ab2", "a", "b"), pair("cd2", "c", "d"))
    problem = small(
        slots=slots(4),
        tables=tables(1),
        parties=tuple(Party(name) for name in "abcd"),
        requests=requests,
    )
    assert break_floor(Grid(problem)) == 0
    late = small(slots=slots(4), tables=tables(1), requests=requests, parties=(
        Party("a", unavailable=("s2", "s3")), Party("b"), Party("c"), Party("d")))  # fmt: skip
    assert break_floor(Grid(late)) == 2


def test_two_sides_are_told_apart() -> None:
    assert sides_of(Grid(small())) == [0, 1, 1, 0]
    triangle = (pair("ab", "a", "b"), pair("bc", "b", "c"), pair("ca", "c", "a"))
    assert sides_of(Grid(small(requests=triangle))) == [0, 0, 0, 0]
