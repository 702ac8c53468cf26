"""Everything that contradicts itself in a problem is told at once, each with its place."""

from dataclasses import replace

from scheduling.faults import faults_of
from scheduling.problem import Party, Request, Slot, Table
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


def test_requests_that_wait_for_each_other_in_a_circle_are_told() -> None:
    requests = (
        pair("x", "a", "b", after=("z",)),
        pair("y", "a", "c", after=("x",)),
        pair("z", "a", "d", after=("y",)),
        pair("w", "b", "c", after=("w",)),
    )
    sentences = [str(fault) for fault in faults_of(small(requests=requests))]
    assert sentences[0] == "/requests/3/after: Request 'w' waits for itself; remove it."
    assert sentences[1].endswith("remove one of them.")
    assert len(sentences) == 2


def test_without_slots_or_tables_nothing_can_be_scheduled() -> None:
    assert [fault.pointer for fault in faults_of(small(slots=(), tables=()))] == ["/slots", "/tables"]


def test_slots_may_touch_and_days_may_lie_between() -> None:
    assert faults_of(replace(small(), slots=slots(2, 2))) == ()
