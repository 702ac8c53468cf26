"""The formula of a problem has a model exactly where there is a schedule, with the same weight and breaks."""

from hypothesis import given, settings

from scheduling.bounds import ceiling
from scheduling.check import violations
from scheduling.grid import Grid
from scheduling.problem import Party, Problem, Request
from scheduling.proofs import Proof
from scheduling.proofs_oracle import Inside
from scheduling.rules import WHOLE
from tests.scheduling.cases import best, held, pair, problems, slots, small, tables

ENOUGH = 100_000


def proven(problem: Problem) -> tuple[int, int] | None:
    """The greatest weight, negative, and its fewest breaks as the formula has them; nothing if impossible."""
    grid = Grid(problem)
    bound = ceiling(grid)
    if bound.impossible:
        return None
    proof = Proof(grid, bound.weight, lambda _: 0)
    proof.begin(lambda formula, told: Inside(formula, told, ENOUGH, lambda: False))
    proof.tend(0.0)
    assert proof.done
    if proof.impossible:
        return None
    assert proof.met
    assert proof.schedule is not None
    assert not any(rule.test(proof.schedule) for rule in WHOLE)
    assert (proof.schedule.weight(), proof.schedule.total_breaks()) == (proof.weight, proof.breaks)
    return -proof.weight, proof.breaks


@given(problems())
@settings(max_examples=120)
def test_weight_and_breaks_are_those_of_trying_everything(problem: Problem) -> None:
    assert proven(problem) == best(problem)


@given(problems(people=4, requests=4, times=(5,), places=2))
@settings(max_examples=40)
def test_breaks_of_a_long_day_are_those_of_trying_everything(problem: Problem) -> None:
    assert proven(problem) == best(problem)


def test_a_break_over_unavailable_slots_counts_once_and_none_counts_over_night() -> None:
    people = (Party("a", unavailable=("s2", "s3")), Party("b"), Party("c"), Party("d"))
    requests = (
        pair("first", "a", "b", at_slot="s1"),
        pair("second", "a", "c", at_slot="s4"),
        pair("third", "a", "d", at_slot="s6"),
    )
    assert proven(small(slots=slots(5, 1), parties=people, requests=requests)) == (-3, 1)


def test_one_who_has_no_meeting_is_not_compared() -> None:
    people = tuple(Party(name) for name in "abcd")
    fixed = (pair("ab1", "a", "b", at_slot="s1"), pair("ab3", "a", "b", at_slot="s3"))
    problem = small(parties=people, requests=fixed, max_break_spread=0)
    assert proven(problem) == (-2, 2)
    more = (*fixed, pair("cd", "c", "d", at_slot="s1"))
    assert proven(small(parties=people, requests=more, max_break_spread=0)) == (-2, 0)


def test_what_waits_stands_later_and_is_given_up_with_what_it_waits_for() -> None:
    requests = (
        pair("ab", "a", "b", slots=("s3",)),
        pair("cd", "c", "d", after=("ab",), weight=5),
        pair("bc", "b", "c", after=("cd",)),
    )
    assert proven(small(requests=requests)) == (-1, 0)


def test_the_lightest_is_left_out_at_the_only_table() -> None:
    requests = (
        pair("ab", "a", "b", weight=7),
        pair("cd", "c", "d", weight=4),
        pair("ac", "a", "c", weight=5),
    )
    assert proven(small(slots=slots(2), tables=tables(1), requests=requests)) == (-12, 0)


def test_a_delegate_is_chosen_so_that_nobody_waits() -> None:
    requests = (
        pair("ab", "a", "b", at_slot="s1"),
        Request("either", (("a", "d"), ("c",)), at_slot="s3"),
    )
    problem = small(requests=requests)
    assert proven(problem) == (-2, 0)
    assert violations(problem, held(problem, ("ab", "s1", "t1", "a b"), ("either", "s3", "t1", "d c"))) == ()


def test_everybody_has_at_least_what_they_were_promised() -> None:
    people = (Party("a"), Party("b", min_meetings=2), Party("c"), Party("d"))
    requests = (pair("ab", "a", "b"), pair("bc", "b", "c"), pair("ac", "a", "c", weight=9))
    assert proven(small(slots=slots(2), tables=tables(1), parties=people, requests=requests)) == (-2, 0)
