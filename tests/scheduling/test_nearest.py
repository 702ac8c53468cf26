"""The nearest possibility for a request without a place, and one party's day beside the median."""

from pathlib import Path

import pytest

from scheduling.day_of import SENTENCES, day_of
from scheduling.explain import explained
from scheduling.grid import Grid
from scheduling.nearest import NEAREST, shifted
from scheduling.problem import Party, Problem, Table
from scheduling.reasons import told
from scheduling.schedule import Schedule
from scheduling.solution import Unplaced
from scheduling.solve import solve
from scheduling.words import joined
from tests.scheduling.cases import held, pair, slots, small, tables
from tests.scheduling.test_explain import CASES

SAID = {
    "seats": "It could be held with a table that has 3 seats.",
    "needs": "It could be held with a table that has what they need: ramp.",
    "booth": "It could be held if it were not bound to its table.",
    "at_table": "It could be held if it were not bound to its table.",
    "no_common_slot": "It could be held at 09:00 if A were there.",
    "outside_limits": "It could be held at 09:10 if the request might stand there.",
    "fixed_slot": "It could be held at 09:10 if it were not fixed at 09:00.",
    "tables_closed": "It could be held at 18 Mar 09:00 with one more table.",
    "limit_reached": "It could be held at 09:10 if A could have one meeting more.",
    "waits": "It could be held if ab had a place first.",
    "order": "It could be held if the order with ab were given up.",
    "busy_once": "It could be held at 09:00 if the meeting of A and B gave way.",
    "tables_full": "It could be held at 09:00 with one more table.",
    "fairness": "It could be held at 09:20 if breaks might be shared less evenly.",
    "avoid": "",
    "too_few_people": "",
}


def around(problem: Problem, *places: tuple[str, str]) -> dict[str, Unplaced]:
    """What is told of the requests that are out of a schedule made by hand."""
    return {one.request: one for one in explained(by_hand(problem, *places))}


def by_hand(problem: Problem, *places: tuple[str, str]) -> Schedule:
    schedule = Schedule(Grid(problem))
    for request, slot in places:
        option = schedule.grid.options[schedule.index.request[request]][0]
        schedule.place(option, schedule.index.slot[slot])
    return schedule


@pytest.mark.parametrize("reason", SAID)
def test_each_reason_is_told_with_what_comes_nearest(reason: str) -> None:
    problem, request, _ = CASES[reason]
    found = {one.request: one for one in solve(problem, steps=5000).unplaced}[request]
    assert found.nearest == SAID[reason]
    details = dict(found.details)
    assert not found.nearest or told(NEAREST[details["nearest"]], details, joined) == found.nearest


def test_where_two_stand_in_the_way_both_are_named() -> None:
    problem = small(
        slots=slots(1), requests=(pair("ab", "a", "b"), pair("cd", "c", "d"), pair("ac", "a", "c"))
    )
    found = around(problem, ("ab", "s1"), ("cd", "s1"))["ac"]
    assert found.nearest == "It could be held at 09:00 if 2 meetings gave way: A – B and C – D."


def test_the_slot_in_which_fewest_others_give_way_is_told() -> None:
    requests = (pair("ac", "a", "c"), pair("bd", "b", "d"), pair("ab", "a", "b"), pair("x", "a", "b"))
    problem = small(slots=slots(2), requests=requests)
    found = around(problem, ("ac", "s1"), ("bd", "s1"), ("ab", "s2"))["x"]
    assert found.nearest == "It could be held at 09:10 if the meeting of A and B gave way."


def test_a_meeting_that_could_move_in_its_turn_is_told_and_then_moved() -> None:
    problem = small(slots=slots(2), requests=(pair("ab", "a", "b"), pair("ac", "a", "c", slots=("s1",))))
    schedule = by_hand(problem, ("ab", "s1"))
    assert explained(schedule)[0].nearest == (
        "It could be held at 09:00 if the meeting of A and B moved to 09:10."
    )
    assert shifted(schedule) == 1
    assert schedule.slot == [1, 0]


def test_nobody_is_moved_where_breaks_would_be_shared_too_unevenly() -> None:
    requests = (
        pair("ab", "a", "b"),
        pair("ac", "a", "c", slots=("s1",)),
        pair("ad", "a", "d", slots=("s2",)),
        pair("bc", "b", "c", slots=("s2",)),
    )
    problem = small(slots=slots(4), requests=requests, max_break_spread=0)
    schedule = by_hand(problem, ("ab", "s1"), ("bc", "s2"))
    before = list(schedule.slot)
    assert (shifted(schedule), schedule.slot) == (0, before)


def test_every_possibility_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reasons.md").read_text()
    for code, sentence in NEAREST.items():
        assert f"- *{code}*: {sentence}" in page


def test_a_day_is_told_beside_the_median() -> None:
    problem = small(
        slots=slots(4), tables=(Table("t1"), Table("t2")), parties=(*small().parties, Party("e", "E"))
    )
    solution = held(problem, ("ab", "s1", "t1", "a b"), ("ac", "s4", "t2", "a c"), ("bd", "s2", "t1", "b d"))
    found = {figure.name: (figure.value, figure.median) for figure in day_of(problem, solution, "a")}
    assert found == {
        "meetings": (2, 1.5),
        "share": (100, 100),
        "breaks": (1, 0),
        "idle": (2, 0),
        "table_moves": (1, 0),
        "first": (540, 545),
        "last": (580, 570),
    }
    assert list(found) == list(SENTENCES)
    assert day_of(problem, solution, "a")[5].sentence == (
        "The first meeting begins at 09:00; for half of all parties at 09:05 or before."
    )
    assert day_of(problem, solution, "e") == ()


def test_who_has_no_meeting_is_told_so() -> None:
    problem = small(tables=tables(1))
    found = day_of(problem, held(problem, ("ac", "s1", "t1", "a c")), "d")
    assert [(figure.name, figure.value) for figure in found] == [("meetings", 0), ("share", 0)]
