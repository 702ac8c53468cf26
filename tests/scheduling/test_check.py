"""The verifier finds each broken rule: for each, changes of a valid solution that break it and no other."""

from dataclasses import replace
from typing import Any

import pytest

from scheduling.check import RULES, WITHOUT_SCHEDULE, true_figures, violations
from scheduling.demands import Demand
from scheduling.problem import Party, Problem, Request, Table
from scheduling.rules import PLAY, SLOTS, TABLES, WHOLE
from scheduling.solution import Bounds, Figures, Meeting, Solution, Unplaced
from tests.scheduling.cases import held, pair, slots

PROBLEM = Problem(
    slots=slots(4, 2),
    tables=(
        Table("t1", closed=("s4",), position=(0.0, 0.0)),
        Table("t2", seats=3, tags=("ramp",), position=(3.0, 4.0)),
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


def with_meetings(problem: Problem = PROBLEM, **changed: tuple[str, str, str] | None) -> Solution:
    """The valid solution with some meetings elsewhere, or left out; its figures are true."""
    meetings = {name: place for name, place in (MEETINGS | changed).items() if place}
    return held(problem, *((name, *place) for name, place in meetings.items()))


VALID = with_meetings()
EMPTY = Solution("infeasible", (), (), Figures(requests=5), Bounds(9, 0), because="Two demands clash.")
Mutation = tuple[str, Solution, Problem]
"""The rule that it breaks, and what breaks it."""


def said(**changed: Any) -> Solution:
    """The valid solution, which says something else of itself."""
    return replace(VALID, **changed)


def told(**changed: Any) -> Solution:
    """The valid solution with another figure."""
    return said(figures=replace(VALID.figures, **changed))


def excused(reason: str, because: str) -> Solution:
    """The valid solution with another reason for what has no place."""
    return said(unplaced=(Unplaced("de", reason, because),))


def asking(party: str = "", request: str = "", **changed: Any) -> Problem:
    """The problem with other wishes of a party or of a request."""
    return replace(
        PROBLEM,
        parties=tuple(replace(one, **changed) if one.id == party else one for one in PROBLEM.parties),
        requests=tuple(replace(one, **changed) if one.id == request else one for one in PROBLEM.requests),
    )


def with_table(name: str, **changed: Any) -> Problem:
    """The problem with another table."""
    changes = (replace(one, **changed) if one.id == name else one for one in PROBLEM.tables)
    return replace(PROBLEM, tables=tuple(changes))


def moved(rule: str, **changed: tuple[str, str, str] | None) -> Mutation:
    """Meetings elsewhere, in the same problem."""
    return rule, with_meetings(**changed), PROBLEM


def asked(rule: str, problem: Problem) -> Mutation:
    """The same meetings, of which more is asked."""
    return rule, with_meetings(problem), problem


def claimed(rule: str, solution: Solution) -> Mutation:
    """The same problem, and a solution that says something else."""
    return rule, solution, PROBLEM


def more(*meetings: Meeting) -> Solution:
    """The valid solution with meetings that the figures do not know."""
    return said(meetings=(*VALID.meetings, *meetings))


MUTATIONS: dict[str, Mutation] = {
    # who is in a meeting, where and when
    "a request that does not exist": claimed("known", more(Meeting("xy", "s1", "t1", ("a", "b")))),
    "a slot that does not exist": claimed("known", more(Meeting("de", "s9", "t1", ("d", "e")))),
    "a table that does not exist": claimed("known", more(Meeting("de", "s1", "t9", ("d", "e")))),
    "a party that does not exist": claimed("known", more(Meeting("de", "s1", "t1", ("d", "z")))),
    "somebody else attends": moved("attendees", ac=("s1", "t2", "d c")),
    "an attendee stays away": moved("attendees", cde=("s3", "t2", "c d")),
    "one delegate for two": moved("attendees", cde=("s3", "t2", "c e e")),
    "the attendees in another order": moved("attendees", ad=("s5", "t1", "d a")),
    "in two meetings at once": moved("one_place", de=("s3", "t3", "d e")),
    "unavailable": asked("available", asking("c", unavailable=("s1",))),
    "unavailable, as a delegate": asked("available", asking("e", unavailable=("s3",))),
    "two meetings at a table": moved("one_meeting", de=("s1", "t2", "d e")),
    "a closed table": moved("closed", de=("s4", "t1", "d e")),
    "a table that closes": asked("closed", with_table("t3", closed=("s2",))),
    "a table that loses its ramp": asked("needs", with_table("t2", tags=())),
    "too few seats": asked("seats", with_table("t2", seats=2)),
    "a need not met": moved("needs", ac=("s1", "t1", "a c")),
    "a need of another attendee": asked("needs", asking("b", needs=("ramp",))),
    "away from the booth": moved("booth", ab=("s2", "t2", "a b")),
    "at the second booth": asked("booth", asking("a", table="t1")),
    "outside of its slots": asked("limits", asking(request="ab", slots=("s1", "s3"))),
    "not in its fixed slot": moved("at", ad=("s6", "t1", "a d")),
    "not at its fixed table": moved("at", ad=("s5", "t3", "a d")),
    # one meeting and others
    "before what comes first": moved("after", ac=("s3", "t2", "a c"), cde=("s4", "t2", "c d e")),
    "at the same time as what comes first": asked("after", asking(request="cde", after=("ab", "ad"))),
    "without what comes first": asked("after", asking(request="ab", after=("ac", "de"))),
    "a required one is missing": asked("required", asking(request="de", required=True)),
    "two who must not meet": moved("avoid", cde=("s3", "t2", "c e a")),
    "fewer meetings than promised": asked("numbers", asking("b", min_meetings=2)),
    "more meetings than the limit": asked("numbers", asking("a", max_meetings=2)),
    "breaks that differ too much": asked("fairness", replace(PROBLEM, max_break_spread=0)),
    # what the solution says of itself
    "a request is forgotten": claimed("unplaced", said(unplaced=())),
    "held and called unplaced": claimed(
        "unplaced", said(unplaced=(*VALID.unplaced, Unplaced("ac", "busy", "They are busy.")))
    ),
    "unplaced twice": claimed("unplaced", said(unplaced=VALID.unplaced * 2)),
    "unplaced, but never asked for": claimed(
        "unplaced", said(unplaced=(*VALID.unplaced, Unplaced("xy", "busy", "They are busy.")))
    ),
    "a reason that is none": claimed("reasons", excused("bad_luck", "It was not to be.")),
    "a reason without a sentence": claimed("reasons", excused("busy", "")),
    "too many requests": claimed("figures", told(requests=6)),
    "too many placed": claimed("figures", told(placed=5)),
    "too heavy": claimed("figures", told(weight=8)),
    "too few breaks": claimed("figures", told(breaks=0)),
    "too little spread": claimed("figures", told(break_spread=0)),
    "too few changes of table": claimed("figures", told(table_moves=2)),
    "too long a way": claimed("figures", told(walk=4)),
    "above the ceiling": claimed("bounds", said(bounds=Bounds(6, 0))),
    "below the floor": claimed("bounds", said(bounds=Bounds(9, 2))),
    "fewer changes of table than possible": claimed("bounds", said(bounds=Bounds(9, 0, 4))),
    "a floor below nothing": claimed("bounds", said(bounds=Bounds(9, -1))),
    "optimal, but lighter than may be": claimed("status", said(status="optimal", bounds=Bounds(8, 1))),
    "optimal, but with too many breaks": claimed("status", said(status="optimal", bounds=Bounds(7, 0))),
    "a schedule, and a clash all the same": claimed("status", said(because="Two demands clash.")),
    # an answer without schedule
    "impossible, but held": claimed("nothing", replace(EMPTY, meetings=VALID.meetings)),
    "impossible, and something unplaced": claimed("nothing", replace(EMPTY, unplaced=VALID.unplaced)),
    "impossible, and not said why": claimed("nothing", replace(EMPTY, because="")),
    "unknown, and not said why": claimed("nothing", replace(EMPTY, status="unknown", because="")),
    "impossible, and yet of some weight": claimed("nothing", replace(EMPTY, figures=Figures(5, 1, 2))),
    "a clash of what is not demanded": claimed("clash", replace(EMPTY, clash=(Demand("required", ("de",)),))),
    "unknown, and yet a clash": claimed(
        "clash", replace(EMPTY, status="unknown", clash=(Demand("required", ("ac",)),))
    ),
}  # fmt: skip
TWICE = more(Meeting("ac", "s6", "t2", ("a", "c")))
"""One request in two places: no figure can be true of it."""
BY_SOLVER = {
    "seats": "seats",
    "needs": "needs",
    "booth": "booth",
    "at_table": "at",
    "at_slot": "at",
    "avoid": "avoid",
    "available": "available",
    "limits": "limits",
    "at_most": "numbers",
    "at_least": "numbers",
    "after": "after",
    "one_place": "one_place",
    "one_meeting": "one_meeting",
    "required": "required",
    "spread": "fairness",
}
"""Which rule of the verifier watches over each rule of the solver."""


def broken(solution: Solution, problem: Problem = PROBLEM) -> set[str]:
    return {violation.rule for violation in violations(problem, solution)}


def test_the_valid_solution_is_accepted_with_its_figures() -> None:
    assert violations(PROBLEM, VALID) == ()
    assert true_figures(PROBLEM, VALID) == Figures(5, 4, 7, 1, 1, 3, 0)
    assert violations(PROBLEM, EMPTY) == ()


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_change_that_breaks_a_rule_is_found_and_called_by_its_name(mutation: str) -> None:
    rule, solution, problem = MUTATIONS[mutation]
    assert broken(solution, problem) == {rule}


def test_a_request_held_twice_is_found() -> None:
    assert "once" in broken(TWICE)


def test_every_rule_of_the_verifier_has_a_change_that_breaks_it() -> None:
    assert {rule for rule, _, _ in MUTATIONS.values()} | {"once"} == RULES.keys() | WITHOUT_SCHEDULE.keys()


def test_every_rule_of_the_solver_is_watched_by_one_of_the_verifier() -> None:
    assert {rule.name for rule in (*TABLES, *SLOTS, *PLAY, *WHOLE)} == BY_SOLVER.keys()
    assert set(BY_SOLVER.values()) < RULES.keys()


def test_a_sentence_names_people_and_times() -> None:
    absent = asking("c", unavailable=("s1",)).parties
    problem = replace(PROBLEM, parties=tuple(replace(one, name=one.id.upper() * 3) for one in absent))
    assert [str(one) for one in violations(problem, VALID)] == [
        "available: CCC (c) attends ac at 2027-03-18 09:00 (s1), when they are unavailable."
    ]


def test_a_night_between_two_days_is_no_break_and_no_way_to_walk() -> None:
    problem = replace(PROBLEM, requests=PROBLEM.requests[:1] + PROBLEM.requests[3:4])
    solution = held(problem, ("ac", "s1", "t2", "a c"), ("ad", "s5", "t1", "a d"))
    figures = true_figures(problem, solution)
    assert (figures.breaks, figures.table_moves, figures.walk) == (0, 1, 0)


def test_the_way_between_two_tables_of_a_day_is_straight() -> None:
    problem = replace(PROBLEM, requests=(pair("ac", "a", "c"), pair("ad", "a", "d")))
    solution = held(problem, ("ac", "s1", "t2", "a c"), ("ad", "s3", "t1", "a d"))
    assert true_figures(problem, solution).walk == 5
