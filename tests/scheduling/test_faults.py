"""Everything that contradicts itself in a problem is told at once, each with its place."""

from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.fault_circles import circles
from scheduling.faults import faults_of, validated
from scheduling.problem import InvalidProblem, Party, Request, Slot, Table
from tests.scheduling.cases import LENGTH, MORNING, pair, slots, small


def test_all_faults_are_told_at_once_each_with_its_place() -> None:
    naive = MORNING.replace(tzinfo=None)
    problem = small(
        slots=(
            Slot("s1", MORNING, MORNING + LENGTH),
            Slot("s1", MORNING + LENGTH / 2, MORNING),
            Slot("s3", naive, naive),
        ),
        tables=(Table("", seats=0), Table("t2", closed=("s9",))),
        parties=(
            Party("a", unavailable=("s9",), table="t9", min_meetings=3, max_meetings=2),
            Party("b", min_meetings=-1),
            Party("b", max_meetings=-1),
        ),
        requests=(
            Request("r1", (("a",),), weight=0),
            Request("r2", (("a",), ("a",), (), ("z",)), slots=("s9",), after=("r9",)),
            pair("r3", "a", "b", at_slot="s9", at_table="t9"),
            pair("r4", "a", "b", at_table="t2"),
        ),
        avoid=(("a", "a"), ("a", "z")),
        max_break_spread=-1,
    )
    assert [fault.pointer for fault in faults_of(problem)] == [
        "/slots/1/id",
        "/slots/1/end",
        "/slots/1/start",
        "/slots/2",
        "/tables/0/id",
        "/tables/0/seats",
        "/tables/1/closed/0",
        "/parties/2/id",
        "/parties/0/unavailable/0",
        "/parties/0/table",
        "/parties/0/min_meetings",
        "/parties/1/min_meetings",
        "/parties/2/max_meetings",
        "/requests/0/attendees",
        "/requests/0/weight",
        "/requests/1/attendees/1",
        "/requests/1/attendees/2",
        "/requests/1/attendees/3",
        "/requests/1/slots/0",
        "/requests/1/after/0",
        "/requests/2/at/slot",
        "/requests/2/at/table",
        "/requests/3/at",
        "/avoid/0",
        "/avoid/1/1",
        "/fairness/max_break_spread",
    ]


def sentences(**parts: Any) -> list[str]:
    return [str(one) for one in faults_of(small(**parts))]


def test_all_requests_that_wait_for_each_other_in_a_circle_are_told() -> None:
    after = {"x": "z", "y": "x", "z": "y", "w": "w", "u": "v", "v": "u x", "t": "u w"}
    requests = tuple(pair(name, "a", "b", after=tuple(names.split())) for name, names in after.items())
    assert sentences(requests=requests) == [
        (
            "/requests/1/after/0: 3 requests wait for each other in a circle: 'x' → 'z' → 'y' → 'x';"
            " remove this entry or another."
        ),
        "/requests/3/after/0: Request 'w' waits for itself; remove it.",
        (
            "/requests/5/after/0: 2 requests wait for each other in a circle: 'u' → 'v' → 'u';"
            " remove this entry or another."
        ),
    ]


def test_a_circle_of_thousands_is_told_in_a_line() -> None:
    number = 5000
    requests = tuple(pair(f"r{n}", "a", "b", after=(f"r{(n + 1) % number}",)) for n in range(number))
    assert sentences(requests=requests) == [
        (
            "/requests/4999/after/0: 5000 requests wait for each other in a circle:"
            " 'r0' → 'r1' → 'r2' → 'r3' → … → 'r0'; remove this entry or another."
        )
    ]


@given(st.lists(st.lists(st.integers(0, 6), max_size=3), max_size=7))
def test_without_the_entries_that_are_told_no_circle_is_left(after: list[list[int]]) -> None:
    requests = [
        pair(f"r{n}", "a", "b", after=tuple(f"r{other}" for other in others))
        for n, others in enumerate(after)
    ]
    told = {(circle.request, circle.entry) for circle in circles(requests)}
    left = {n: [f for e, f in enumerate(others) if (n, e) not in told] for n, others in enumerate(after)}
    assert (not told) == (not has_circle(dict(enumerate(after))))
    assert not has_circle(left)


def has_circle(graph: dict[int, list[int]]) -> bool:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        return True
    return False


@pytest.mark.parametrize(
    ("attendees", "pointer"),
    [
        ("a a", "/1"),
        ("a ab b", ""),
        ("ab ab ab", ""),
        ("ab bc ca abc", ""),
        ("ab ba", None),
        ("ab bc ca", None),
        ("a abc bc", None),
    ],
)
def test_a_party_that_meets_itself_whoever_attends_is_a_fault(attendees: str, pointer: str | None) -> None:
    request = Request("r", tuple(tuple(choice) for choice in attendees.split()))
    found = [one.pointer for one in faults_of(small(requests=(request,)))]
    assert found == ([] if pointer is None else [f"/requests/0/attendees{pointer}"])


def test_a_fault_can_be_told_in_another_language() -> None:
    (found,) = faults_of(small(parties=(), requests=(), max_break_spread=-3))
    assert found.template % dict(found.details) == found.sentence
    assert dict(found.details) == {"spread": "-3"}


def test_long_and_strange_names_are_told_on_one_line() -> None:
    (found,) = sentences(requests=(pair("r", "a", "x\n" * 5000),))
    assert found.splitlines() == [found]
    assert len(found) < 300


def test_of_endless_faults_the_first_are_told_and_the_others_counted() -> None:
    requests = tuple(pair(f"r{n}", "a", "nobody") for n in range(3000))
    with pytest.raises(InvalidProblem) as refused:
        validated(small(requests=requests))
    told = refused.value.faults
    assert (len(told), told[999].pointer, str(told[1000])) == (
        1001,
        "/requests/999/attendees/1",
        "/: And 2000 more faults.",
    )


def test_without_slots_or_tables_nothing_can_be_scheduled() -> None:
    assert [fault.pointer for fault in faults_of(small(slots=(), tables=()))] == ["/slots", "/tables"]


def test_slots_may_touch_and_days_may_lie_between() -> None:
    assert faults_of(replace(small(), slots=slots(2, 2))) == ()
