"""A published schedule is mended with as few people disturbed as possible."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.check import violations
from scheduling.generate import Shape, generated
from scheduling.problem import Party, Problem, Table
from scheduling.solution import Meeting, Solution
from scheduling.solve import solve
from tests.scheduling.cases import held, pair, problems, slots, small, tables

FAIR = generated(Shape(people=30, slots=8, meetings=6, demand=1.4))


@pytest.fixture(scope="module")
def published() -> Solution:
    return solve(FAIR, steps=100_000)


def without(problem: Problem, name: str) -> Problem:
    """The problem after a withdrawal."""
    left = tuple(request for request in problem.requests if (name,) not in request.attendees)
    return replace(problem, requests=left)


def places(solution: Solution) -> dict[str, Meeting]:
    return {meeting.request: meeting for meeting in solution.meetings}


def test_nothing_changed_nothing_moves(published: Solution) -> None:
    assert solve(FAIR, keep=published, steps=1000).meetings == published.meetings


@pytest.mark.parametrize("name", ["p001", "p007", "p020"])
def test_after_a_withdrawal_all_others_keep_slot_and_table(published: Solution, name: str) -> None:
    problem = without(FAIR, name)
    mended = solve(problem, keep=published, steps=200_000)
    assert violations(problem, mended) == ()
    kept = {request: place for request, place in places(published).items() if name not in place.attendees}
    assert kept.items() <= places(mended).items()


def test_freed_people_are_offered_to_each_other() -> None:
    problem = small(slots=slots(1), requests=(pair("ab", "a", "b", weight=3), pair("bc", "b", "c")))
    before = held(problem, ("ab", "s1", "t1", "a b"))
    mended = solve(without(problem, "a"), keep=before, steps=1000)
    assert mended.meetings == (Meeting("bc", "s1", "t1", ("b", "c")),)


def test_a_heavier_request_does_not_push_out_what_is_published() -> None:
    problem = small(slots=slots(1), requests=(pair("ab", "a", "b"), pair("bc", "b", "c", weight=9)))
    before = held(problem, ("ab", "s1", "t1", "a b"))
    assert solve(problem, keep=before, steps=1000).meetings == before.meetings


def test_when_a_table_closes_the_meeting_keeps_its_slot() -> None:
    before = held(small(), ("ab", "s2", "t1", "a b"), ("ac", "s1", "t2", "a c"))
    problem = small(tables=(Table("t1", closed=("s2",)), Table("t2")))
    mended = places(solve(problem, keep=before, steps=1000))
    assert mended["ab"] == Meeting("ab", "s2", "t2", ("a", "b"))
    assert mended["ac"] == Meeting("ac", "s1", "t2", ("a", "c"))


def test_who_cannot_come_any_more_at_that_time_meets_at_another() -> None:
    problem = small(parties=(Party("a", unavailable=("s1",)), *small().parties[1:]))
    before = held(small(), ("ab", "s1", "t1", "a b"), ("ac", "s2", "t1", "a c"), ("bd", "s2", "t2", "b d"))
    mended = places(solve(problem, keep=before, steps=5000))
    assert mended["ab"].slot == "s3"
    assert (mended["ac"].slot, mended["bd"].slot) == ("s2", "s2")


def test_a_new_required_request_moves_the_fewest_people() -> None:
    requests = (pair("ab", "a", "b"), pair("cd", "c", "d"), pair("ac", "a", "c", required=True, at_slot="s1"))
    problem = small(slots=slots(2), requests=requests)
    before = held(problem, ("ab", "s1", "t1", "a b"), ("cd", "s2", "t1", "c d"))
    mended = solve(problem, keep=before, steps=5000)
    assert violations(problem, mended) == ()
    assert (places(mended)["ac"].slot, places(mended)["ab"].slot) == ("s1", "s2")
    assert places(mended)["cd"] == Meeting("cd", "s2", "t1", ("c", "d"))


def test_two_who_must_not_meet_any_more_do_not() -> None:
    before = held(small(), ("ab", "s1", "t1", "a b"), ("ac", "s2", "t1", "a c"))
    mended = solve(small(avoid=(("a", "b"),)), keep=before, steps=1000)
    assert {"ac", "bd"} == set(places(mended))
    assert {one.reason for one in mended.unplaced} == {"avoid"}


def test_what_the_problem_does_not_know_any_more_is_forgotten() -> None:
    before = held(small(), ("ab", "s1", "t1", "a b"), ("ac", "s2", "t2", "a c"))
    problem = small(tables=tables(1), requests=small().requests[:2])
    assert {one: place.slot for one, place in places(solve(problem, keep=before, steps=1000)).items()} == {
        "ab": "s1",
        "ac": "s2",
    }


@given(problems(people=6, requests=7, times=(3, 2)), st.data())
@settings(max_examples=60)
def test_repairs_of_random_problems_obey_every_rule(problem: Problem, data: st.DataObject) -> None:
    before = solve(problem, steps=2000)
    gone = data.draw(st.sampled_from(problem.slots)).id
    parties = (
        replace(problem.parties[0], unavailable=tuple(slot.id for slot in problem.slots)),
        *problem.parties[1:],
    )
    closed = tuple(replace(table, closed=tuple({*table.closed, gone})) for table in problem.tables[:1])
    after = replace(problem, parties=parties, tables=(*closed, *problem.tables[1:]))
    assert violations(after, solve(after, keep=before, steps=3000)) == ()
