"""Problems without a solution, each for a cause of its own; and whether a problem has one, by trying all."""

from dataclasses import replace
from itertools import pairwise

from scheduling.check import violations
from scheduling.problem import Party, Problem, Request, Table
from scheduling.solution import Meeting
from tests.scheduling.cases import every_meeting, held, pair, slots, small, tables


def possible(problem: Problem) -> bool:
    """Whether the verifier accepts any schedule at all; every way to place the requests is tried."""
    ways: list[list[Meeting | None]] = [
        [*every_meeting(problem, request), *([] if request.required else [None])]
        for request in problem.requests
    ]
    return _possible(problem, sorted(ways, key=len), [])


def _possible(problem: Problem, ways: list[list[Meeting | None]], chosen: list[Meeting]) -> bool:
    if not ways:
        meetings = [(one.request, one.slot, one.table, " ".join(one.attendees)) for one in chosen]
        return not violations(problem, held(problem, *meetings))
    return any(
        _possible(problem, ways[1:], chosen if one is None else [*chosen, one])
        for one in ways[0]
        if one is None or not any(_collide(one, other) for other in chosen)
    )


def _collide(one: Meeting, other: Meeting) -> bool:
    shared = one.table == other.table or not set(one.attendees).isdisjoint(other.attendees)
    return one.slot == other.slot and shared


def must(name: str, *people: str, **more: object) -> Request:
    """A required request."""
    return Request(name, tuple((who,) for who in people), required=True, **more)  # type: ignore[arg-type]


def people(**parties: Party) -> tuple[Party, ...]:
    """Four people, some of them described."""
    return tuple(parties.get(name, Party(name, name.upper())) for name in ("a", "b", "c", "d"))


def chain(*requests: Request) -> tuple[Request, ...]:
    """Each after the one before."""
    later = (replace(two, after=(one.id,)) for one, two in pairwise(requests))
    return (requests[0], *later)


CAUSES: dict[str, Problem] = {
    "more meetings than slots": small(
        slots=slots(2), requests=(must("ab", "a", "b"), must("ac", "a", "c"), must("ad", "a", "d"))
    ),
    "a window too small": small(
        requests=tuple(must(f"a{one}", "a", one, slots=("s1", "s2")) for one in ("b", "c", "d"))
    ),
    "too few tables": small(
        slots=slots(1), tables=tables(1), requests=(must("ab", "a", "b"), must("cd", "c", "d"))
    ),
    "closed tables": small(
        slots=slots(2),
        tables=(Table("t1", closed=("s1",)), Table("t2", closed=("s1", "s2"))),
        requests=(must("ab", "a", "b"), must("cd", "c", "d")),
    ),
    "a chain longer than the day": small(
        slots=slots(2), requests=chain(pair("ab", "a", "b"), pair("cd", "c", "d"), must("ac", "a", "c"))
    ),
    "all delegates avoided": small(
        requests=(Request("r", (("a",), ("b", "c")), required=True),), avoid=(("a", "b"), ("c", "a"))
    ),
    "two places at once": small(
        requests=(must("ab", "a", "b", at_slot="s2"), must("ac", "a", "c", at_slot="s2")),
    ),
    "one table at once": small(
        requests=(
            must("ab", "a", "b", at_slot="s2", at_table="t1"),
            must("cd", "c", "d", at_slot="s2", at_table="t1"),
        ),
    ),
    "a promise against limits": small(
        parties=people(a=Party("a", "A", min_meetings=2), b=Party("b", "B", max_meetings=1)),
        requests=(pair("ab1", "a", "b"), pair("ab2", "a", "b"), pair("cd", "c", "d")),
    ),
    "a promise to somebody who is away": small(
        parties=people(a=Party("a", "A", ("s1", "s2"), min_meetings=2)),
    ),
    "too many promises": small(
        slots=slots(1),
        tables=tables(1),
        parties=people(a=Party("a", "A", min_meetings=1), d=Party("d", "D", min_meetings=1)),
    ),
    "a limit below what is required": small(
        parties=people(a=Party("a", "A", max_meetings=1)),
        requests=(must("ab", "a", "b"), must("ac", "a", "c"), pair("ad", "a", "d")),
    ),
    "no table with what is needed": small(
        tables=(Table("t1", tags=("ramp",)), Table("t2", tags=("quiet",))),
        parties=people(a=Party("a", "A", needs=("ramp",)), b=Party("b", "B", needs=("quiet",))),
        requests=(must("ab", "a", "b"), pair("cd", "c", "d")),
    ),
    "two booths in one place": small(
        parties=people(a=Party("a", "A", table="t1"), c=Party("c", "C", table="t1")),
        requests=(must("ab", "a", "b", slots=("s1",)), must("cd", "c", "d", slots=("s1",))),
    ),
    "a booth behind a booth": small(
        tables=(Table("t1", closed=("s1", "s2", "s3")), Table("t2", closed=("s1", "s2", "s3")), Table("t3")),
        parties=people(a=Party("a", "A", table="t1"), b=Party("b", "B", table="t2")),
        requests=(must("ab", "a", "b"),),
    ),
    "never there together": small(
        parties=people(a=Party("a", "A", ("s1", "s2")), b=Party("b", "B", ("s3",))),
        requests=(must("ab", "a", "b"), must("cd", "c", "d")),
    ),
    "breaks shared unevenly": small(
        parties=people(d=Party("d", "D", ("s2",))),
        requests=(
            must("ab", "a", "b", at_slot="s1"),
            must("ac", "a", "c", at_slot="s3"),
            pair("ad", "a", "d"),
        ),
        max_break_spread=0,
    ),
    "a triangle in two slots": small(
        slots=slots(2),
        tables=tables(3),
        requests=(must("ab", "a", "b"), must("bc", "b", "c"), must("ca", "c", "a")),
    ),
    "too many for two delegates": small(
        slots=slots(1),
        tables=tables(3),
        parties=tuple(Party(name) for name in "abcde"),
        requests=tuple(Request(one, ((one,), ("d", "e")), required=True) for one in "abc"),
    ),
    "one delegate away and the other at the limit": small(
        parties=people(c=Party("c", "C", ("s1", "s2", "s3")), d=Party("d", "D", max_meetings=1)),
        requests=(
            Request("r", (("a",), ("c", "d")), required=True),
            Request("s", (("b",), ("d", "c")), required=True),
        ),
    ),
    "an interpreter for too many": small(
        slots=slots(1, 1),
        tables=(Table("t1", 3), Table("t2", 3), Table("t3", 4)),
        parties=(*(Party(name) for name in "abcdef"), Party("i", "Ines", ("s2",))),
        requests=(must("r", "a", "b", "i"), must("s", "c", "d", "i"), pair("ef", "e", "f")),
    ),
    "round tables that need one large table": small(
        slots=slots(2),
        tables=(Table("t1", 3, closed=("s2",)), Table("t2", 2)),
        parties=tuple(Party(name) for name in "abcdef"),
        requests=(must("r", "a", "b", "c"), must("s", "d", "e", "f")),
    ),
    "days that leave no time": small(
        slots=slots(1, 2),
        parties=people(a=Party("a", "A", ("s3",))),
        requests=(
            must("ab", "a", "b", slots=("s1",)),
            must("ac", "a", "c", slots=("s1", "s3")),
            pair("ad", "a", "d"),
        ),
    ),
    "fixed before what it waits for": small(
        slots=slots(2, 2),
        requests=(pair("ab", "a", "b", at_slot="s3"), must("cd", "c", "d", after=("ab",), at_slot="s2")),
    ),
    "a promise that makes a break": small(
        parties=people(a=Party("a", "A", ("s2",), min_meetings=2), d=Party("d", "D", max_meetings=2)),
        requests=(pair("ab", "a", "b"), pair("ac", "a", "c"), pair("cd", "c", "d")),
        max_break_spread=0,
    ),
    "promises for more seats than there are": small(
        slots=slots(1),
        tables=(Table("t1"), Table("t2", closed=("s1",))),
        parties=tuple(Party(name, min_meetings=1) for name in "abcd"),
        requests=tuple(pair(one + other, one, other) for one, other in ("ab", "bc", "cd")),
    ),
    "no table with enough seats": small(
        requests=(must("abc", "a", "b", "c"), must("cd", "c", "d")),
    ),
}
"""Each under the name of its cause."""
