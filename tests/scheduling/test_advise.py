"""Advice: what is in short supply, and what a remedy brings."""

from scheduling.advise import advise
from scheduling.faults import faults_of
from scheduling.problem import Party, Slot
from tests.scheduling.cases import LENGTH, MORNING, pair, small, tables

SLOTS = tuple(
    Slot(f"s{n + 1}", MORNING + n * LENGTH, MORNING + (n + 1) * LENGTH, "early" if n < 2 else "late")
    for n in range(3)
)
REQUESTS = (
    pair("ab", "a", "b", weight=3, slots=("s1", "s2")),
    pair("cd", "c", "d", weight=2, slots=("s1", "s2")),
    pair("ac", "a", "c", slots=("s1", "s2")),
    pair("bd", "b", "d", slots=("s1", "s2")),
)


def test_the_missing_table_is_found_and_its_gain_proven() -> None:
    problem = small(slots=SLOTS, tables=tables(1), requests=REQUESTS)
    advice = advise(problem, steps=5000)
    assert advice.solution.figures.placed == 2
    assert advice.bottlenecks[0].sentence == (
        "All tables are taken in 2 of 3 slots; 0 requests find none when they need one."
    )
    first = advice.remedies[0]
    assert (first.kind, first.block, first.meetings, first.weight, first.proven) == (
        "table",
        "early",
        2,
        2,
        True,
    )
    assert first.sentence == "One more table in block early: +2 meetings, +2 in weight, +0 breaks (proven)."
    assert [remedy.weight for remedy in advice.remedies] == [2, 1, 0, 0]


def test_those_whose_day_is_full_are_named() -> None:
    people = (Party("a", "A"), *small().parties[1:])
    requests = tuple(pair(f"a{n}", "a", other) for n, other in enumerate("bcdbcd"))
    advice = advise(small(slots=SLOTS, parties=people, requests=requests), steps=2000)
    assert advice.bottlenecks[0].sentence == "A has 3 meetings, and 3 more requests find no room."
    assert [(remedy.kind, remedy.meetings) for remedy in advice.remedies][:2] == [("slot", 1), ("slot", 1)]


def test_the_changed_problems_are_without_fault() -> None:
    problem = small(slots=SLOTS, tables=tables(1), requests=REQUESTS)
    assert faults_of(problem) == ()
    assert len(advise(problem, steps=10).remedies) == 4
