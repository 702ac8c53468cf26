"""The verifier finds each broken rule: a valid solution, and for each rule a change that breaks it."""

from dataclasses import replace

import pytest

from scheduling.check import RULES, true_figures, violations
from scheduling.problem import Party, Problem, Request, Table
from scheduling.solution import Bounds, Figures, Meeting, Solution, Unplaced
from tests.scheduling.cases import held, pair, slots

PROBLEM = Problem(
    slots=slots(4, 2),
    tables=(
        Table("t1", closed=("s4",)),
        Table("t2", seats=3, tags=("ramp",)),
        Table("t3"),
    ),
    parties=(
        Party("a", unavailable=("s4",)),
        Party("b", table="t3"),
        Party("c", needs=("ramp",), max_meetings=2),
        Party("d", min_meetings=1),
        Party("e"),
    ),
    requests=(
        pair("ac", "a", "c", required=True),
        pair("ab", "a", "b", weight=4, after=("ac",)),
        Request("cde", (("c",), ("d", "e"), ("e", "a")), slots=("s3", "s4")),
        pair("ad", "a", "d", at_slot="s5", at_table="t1"),
        pair("de", "d", "e"),
    ),
    avoid=(("a", "e"),),
    max_break_spread=1,
)
MEETINGS = {
    "ac": ("s1", "t2", "a c"),
    "ab": ("s2", "t3", "a b"),
    "cde": ("s3", "t2", "c d e"),
    "ad": ("s5", "t1", "a d"),
}


def with_meetings(**changed: tuple[str, str, str] | None) -> Solution:
    meetings = {name: place for name, place in (MEETINGS | changed).items() if place}
    return held(PROBLEM, *((name, *place) for name, place in meetings.items()))


def broken(solution: Solution, problem: Problem = PROBLEM) -> set[str]:
    return {violation.rule for violation in violations(problem, solution)}


VALID = with_meetings()


def test_the_valid_solution_is_accepted_with_its_figures() -> None:
    assert violations(PROBLEM, VALID) == ()
    assert true_figures(PROBLEM, VALID) == Figures(5, 4, 7, 1, 1, 3)


MUTATIONS: dict[str, tuple[str, Solution]] = {
    "a request that does not exist": (
        "known",
        replace(VALID, meetings=(*VALID.meetings, Meeting("xy", "s1", "t1", ("a", "b")))),
    ),
    "held twice": ("once", replace(VALID, meetings=(*VALID.meetings, Meeting("ac", "s2", "t2", ("a", "c"))))),
    "somebody else attends": ("attendees", with_meetings(ab=("s2", "t3", "a d"))),
    "an attendee stays away": ("attendees", with_meetings(cde=("s3", "t2", "c d"))),
    "one delegate for two": ("attendees", with_meetings(cde=("s3", "t2", "c e e"))),
    "in two meetings at once": ("one_place", with_meetings(ab=("s1", "t3", "a b"))),
    "unavailable": ("available", with_meetings(ab=("s4", "t3", "a b"))),
    "two meetings at a table": ("one_meeting", with_meetings(de=("s1", "t2", "d e"))),
    "a closed table": ("closed", with_meetings(de=("s4", "t1", "d e"))),
    "too few seats": ("seats", with_meetings(cde=("s3", "t1", "c d e"))),
    "a need not met": ("needs", with_meetings(ac=("s1", "t1", "a c"))),
    "away from the booth": ("booth", with_meetings(ab=("s2", "t2", "a b"))),
    "outside of its slots": ("limits", with_meetings(cde=("s2", "t2", "c d e"))),
    "not in its fixed slot": ("at", with_meetings(ad=("s6", "t1", "a d"))),
    "not at its fixed table": ("at", with_meetings(ad=("s5", "t3", "a d"))),
    "before what comes first": ("after", with_meetings(ac=("s3", "t2", "a c"), cde=("s4", "t2", "c d e"))),
    "without what comes first": ("after", with_meetings(ac=None)),
    "a required one is missing": ("required", with_meetings(ac=None)),
    "two who must not meet": ("avoid", with_meetings(cde=("s3", "t2", "c e a"))),
    "fewer than promised": ("numbers", with_meetings(cde=None, ad=None)),
    "a request is forgotten": ("unplaced", replace(VALID, unplaced=())),
    "held and called unplaced": (
        "unplaced",
        replace(VALID, unplaced=(*VALID.unplaced, Unplaced("ac", "busy", ""))),
    ),
    "a false figure": ("figures", replace(VALID, figures=replace(VALID.figures, breaks=0))),
    "above the ceiling": ("bounds", replace(VALID, bounds=Bounds(6, 0))),
    "below the floor": ("bounds", replace(VALID, bounds=Bounds(7, 2))),
    "not optimal at all": ("bounds", replace(VALID, status="optimal")),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_change_that_breaks_a_rule_is_found(mutation: str) -> None:
    rule, solution = MUTATIONS[mutation]
    assert rule in broken(solution)


def test_more_meetings_than_the_limit_are_found() -> None:
    strict = replace(PROBLEM, parties=tuple(replace(party, max_meetings=1) for party in PROBLEM.parties))
    assert "numbers" in broken(VALID, strict)


def test_breaks_that_differ_too_much_are_found() -> None:
    assert broken(VALID, replace(PROBLEM, max_break_spread=0)) == {"fairness"}


def test_every_rule_of_the_verifier_has_a_change_that_breaks_it() -> None:
    shown = {rule for rule, _ in MUTATIONS.values()} | {"numbers", "fairness"}
    assert shown == set(RULES)


def test_an_answer_without_schedule_holds_no_meeting() -> None:
    assert broken(replace(VALID, status="unknown", meetings=())) == set()
    assert broken(replace(VALID, status="infeasible")) == {"status"}


def test_a_night_between_two_days_is_no_break() -> None:
    problem = replace(PROBLEM, requests=PROBLEM.requests[:1] + PROBLEM.requests[3:4])
    solution = held(problem, ("ac", "s1", "t2", "a c"), ("ad", "s5", "t1", "a d"))
    assert true_figures(problem, solution).breaks == 0
