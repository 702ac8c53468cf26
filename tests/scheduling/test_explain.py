"""Every reason of the closed list, each where it must be given, in words with names and times."""

from pathlib import Path

import pytest

from scheduling.problem import Party, Problem, Request, Table
from scheduling.reasons import REASONS, told
from scheduling.solve import solve
from scheduling.words import joined
from tests.scheduling.cases import pair, slots, small, tables

LARGE = (Table("t1", seats=3),)
HEAVY = pair("ab", "a", "b", weight=9)

CASES: dict[str, tuple[Problem, str, str]] = {
    "too_few_people": (
        small(  # with fewer names this would be a fault of the problem
            tables=(Table("t1", seats=15),),
            parties=tuple(Party(name) for name in "abcdefghijklmn"),
            requests=(Request("x", (tuple("abcdefghijklmn"),) * 15),),
        ),
        "x",
        "It asks for 15 attendees, more than there are different people to choose from.",
    ),
    "seats": (
        small(requests=(Request("x", (("a",), ("b",), ("c",))),)),
        "x",
        "No table has seats for 3: A, B and C.",
    ),
    "needs": (
        small(parties=(Party("a", "A", needs=("ramp",)), Party("b", "B")), requests=(pair("x", "a", "b"),)),
        "x",
        "No table with 2 seats has what A and B need: ramp.",
    ),
    "booth": (
        small(
            tables=(Table("t1"), Table("t2", tags=("ramp",))),
            parties=(Party("a", "A", table="t1"), Party("b", "B", needs=("ramp",))),
            requests=(pair("x", "a", "b"),),
        ),
        "x",
        "A and B would have to meet at table t1, which lacks the seats or what they need.",
    ),
    "at_table": (
        small(
            parties=(Party("a", "A", table="t1"), Party("b", "B")),
            requests=(pair("x", "a", "b", at_slot="s1", at_table="t2"),),
        ),
        "x",
        "It is fixed at table t2, which does not suit A and B.",
    ),
    "avoid": (small(avoid=(("a", "b"),), requests=(pair("x", "a", "b"),)), "x", "A and B must not meet."),
    "no_common_slot": (
        small(
            slots=slots(2),
            parties=(Party("a", "A", unavailable=("s1",)), Party("b", "B", unavailable=("s2",))),
            requests=(pair("x", "a", "b"),),
        ),
        "x",
        "A and B are never there at the same time.",
    ),
    "outside_limits": (
        small(
            parties=(Party("a", "A", unavailable=("s1",)), Party("b", "B")),
            requests=(pair("x", "a", "b", slots=("s1",)),),
        ),
        "x",
        "A and B are there together only at 09:10 and 09:20, where the meeting may not stand.",
    ),
    "fixed_slot": (
        small(
            parties=(Party("a", "A", unavailable=("s1",)), Party("b", "B")),
            requests=(pair("x", "a", "b", at_slot="s1"),),
        ),
        "x",
        "It is fixed at 09:00, but A and B could hold it only at 09:10 and 09:20.",
    ),
    "tables_closed": (
        small(slots=slots(1, 1), tables=(Table("t1", closed=("s1", "s2")),), requests=(pair("x", "a", "b"),)),
        "x",
        "A and B could meet only at 18 Mar 09:00 and 19 Mar 09:00, when every suitable table is closed.",
    ),
    "limit_reached": (
        small(
            parties=(Party("a", "A", max_meetings=1), Party("b", "B"), Party("c", "C")),
            requests=(HEAVY, pair("x", "a", "c")),
        ),
        "x",
        "A may have no more meetings: the limit is reached.",
    ),
    "waits": (
        small(avoid=(("a", "b"),), requests=(HEAVY, pair("x", "c", "d", after=("ab",)))),
        "x",
        "It must come after ab, which has no place itself.",
    ),
    "order": (
        small(requests=(pair("ab", "a", "b", at_slot="s3", weight=9), pair("x", "c", "d", after=("ab",)))),
        "x",
        "No slot that C and D could use is left in the right order with ab.",
    ),
    "busy_once": (
        small(slots=slots(1), requests=(HEAVY, pair("x", "a", "c"))),
        "x",
        "A and C could meet only at 09:00, when A has another meeting.",
    ),
    "busy": (
        small(slots=slots(2), requests=(HEAVY, pair("ac", "a", "c", weight=9), pair("x", "a", "d"))),
        "x",
        "A and D could meet in 2 slots, but in each of them one has another meeting (A in 2 of them).",
    ),
    "tables_full": (
        small(slots=slots(1), tables=tables(1), requests=(HEAVY, pair("x", "c", "d"))),
        "x",
        "C and D are free together only at 09:00, when every suitable table is taken.",
    ),
    "fairness": (
        small(
            max_break_spread=0,
            requests=(
                pair("ab", "a", "b", at_slot="s1", required=True),
                pair("cd", "c", "d", at_slot="s1", required=True),
                pair("x", "a", "b", at_slot="s3"),
            ),
        ),
        "x",
        "A and B could meet at 09:20, but breaks would then be shared too unevenly.",
    ),
}


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_is_given_where_it_is_the_reason(reason: str) -> None:
    problem, request, sentence = CASES[reason]
    found = {one.request: one for one in solve(problem, steps=5000).unplaced}[request]
    assert (found.reason, found.because) == (reason, sentence)


def test_the_details_fill_the_template_again() -> None:
    problem, _, _ = CASES["busy"]
    found = solve(problem, steps=5000).unplaced[0]
    assert told(REASONS[found.reason].sentence, dict(found.details), joined) == found.because


def test_every_reason_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reasons.md").read_text()
    for code, reason in REASONS.items():
        assert f"| `{code}` | {reason.meaning} |" in page
    assert page.count("| `") == len(REASONS)
