"""Small problems for tests, made by plain functions; and all their schedules, found by trying everything."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from scheduling.check import true_figures, violations
from scheduling.problem import Party, Problem, Request, Slot, Table
from scheduling.solution import Bounds, Figures, Meeting, Solution, Unplaced

MORNING = datetime(2027, 3, 18, 9, tzinfo=ZoneInfo("Europe/Paris"))
DAY = timedelta(days=1)
LENGTH = timedelta(minutes=10)


def slots(*sizes: int) -> tuple[Slot, ...]:
    """Days of these numbers of slots: s1, s2..."""
    starts = [MORNING + day * DAY + n * LENGTH for day, size in enumerate(sizes) for n in range(size)]
    return tuple(Slot(f"s{n + 1}", start, start + LENGTH) for n, start in enumerate(starts))


def tables(number: int) -> tuple[Table, ...]:
    """Tables for two: t1, t2..."""
    return tuple(Table(f"t{n + 1}") for n in range(number))


def pair(name: str, one: str, other: str, **more: Any) -> Request:
    """A request of two parties."""
    return Request(name, ((one,), (other,)), **more)


def small(**more: Any) -> Problem:
    """Four people, three requests, three slots, two tables."""
    parts: dict[str, Any] = {
        "slots": slots(3),
        "tables": tables(2),
        "parties": tuple(Party(name, name.upper()) for name in ("a", "b", "c", "d")),
        "requests": (pair("ab", "a", "b", weight=3), pair("ac", "a", "c", weight=2), pair("bd", "b", "d")),
    }
    return Problem(**(parts | more))


def held(problem: Problem, *meetings: tuple[str, str, str, str]) -> Solution:
    """A solution by hand, with true figures: request, slot, table and attendees, blanks between."""
    named = tuple(Meeting(request, slot, table, tuple(who.split())) for request, slot, table, who in meetings)
    placed = {meeting.request for meeting in named}
    unplaced = tuple(
        Unplaced(one.id, "busy", "They meet.") for one in problem.requests if one.id not in placed
    )
    draft = Solution("feasible", named, unplaced, Figures(), Bounds(0, 0))
    figures = true_figures(problem, draft)
    ceiling = sum(request.weight for request in problem.requests)
    return Solution("feasible", named, unplaced, figures, Bounds(ceiling, 0))


def every_meeting(problem: Problem, request: Request) -> list[Meeting]:
    """All that obey the rules when held alone; what it must come after is set aside."""
    alone = Problem(
        problem.slots,
        problem.tables,
        tuple(Party(p.id, "", p.unavailable, p.table, p.needs) for p in problem.parties),
        (Request(request.id, request.attendees, 1, slots=request.slots, at_slot=request.at_slot,
                 at_table=request.at_table),),
        avoid=problem.avoid,
    )  # fmt: skip
    found = []
    for slot, table, who in product(problem.slots, problem.tables, product(*request.attendees)):
        meeting = Meeting(request.id, slot.id, table.id, who)
        if not violations(alone, held(alone, (request.id, slot.id, table.id, " ".join(who)))):
            found.append(meeting)
    return found


def every_schedule(problem: Problem) -> Iterator[Figures]:
    """The figures of all schedules that the verifier accepts."""
    choices = [[None, *every_meeting(problem, request)] for request in problem.requests]
    for chosen in product(*choices):
        meetings = [(m.request, m.slot, m.table, " ".join(m.attendees)) for m in chosen if m]
        solution = held(problem, *meetings)
        if not violations(problem, solution):
            yield solution.figures


def best(problem: Problem) -> tuple[int, int] | None:
    """The greatest weight and its fewest breaks; nothing where there is no schedule."""
    return min(((-figures.weight, figures.breaks) for figures in every_schedule(problem)), default=None)


def some(draw: st.DrawFn, names: tuple[str, ...], most: int = 1) -> tuple[str, ...]:
    """A few of these names, usually none."""
    if not draw(st.sampled_from((True, False, False))):
        return ()
    return tuple(draw(st.lists(st.sampled_from(names), max_size=most, unique=True)))


@st.composite
def problems(
    draw: st.DrawFn, people: int = 5, requests: int = 4, times: tuple[int, ...] = (2, 1), places: int = 2
) -> Problem:
    """Random problems in which every feature of the format may occur."""
    all_slots = slots(*times)
    slot_ids = tuple(slot.id for slot in all_slots)
    table_ids = tuple(f"t{n + 1}" for n in range(places))
    names = tuple(f"p{n + 1}" for n in range(draw(st.integers(3, people))))
    return Problem(
        slots=all_slots,
        tables=tuple(
            Table(name, draw(st.sampled_from((2, 2, 3))), some(draw, ("ramp",)), some(draw, slot_ids))
            for name in table_ids
        ),
        parties=tuple(_party(draw, name, slot_ids, table_ids) for name in names),
        requests=tuple(
            _request(draw, n, names, slot_ids, table_ids) for n in range(draw(st.integers(1, requests)))
        ),
        avoid=((names[0], names[1]),) if draw(st.integers(0, 4)) == 0 else (),
        max_break_spread=draw(st.sampled_from((None, None, 0, 1))),
    )


def _party(draw: st.DrawFn, name: str, slot_ids: tuple[str, ...], table_ids: tuple[str, ...]) -> Party:
    most = draw(st.sampled_from((None, None, None, 1, 2)))
    return Party(
        id=name,
        unavailable=some(draw, slot_ids, 2),
        table=draw(st.sampled_from((None, None, None, None, *table_ids))),
        needs=some(draw, ("ramp",)) if draw(st.booleans()) else (),
        min_meetings=draw(st.sampled_from((0, 0, 0, 0, 0, 1))),
        max_meetings=most,
    )


def _request(
    draw: st.DrawFn,
    number: int,
    names: tuple[str, ...],
    slot_ids: tuple[str, ...],
    table_ids: tuple[str, ...],
) -> Request:
    size = draw(st.sampled_from((2, 2, 2, 3)))
    who = draw(st.permutations(names))
    choices = [(name,) for name in who[:size]]
    if len(who) > size and draw(st.booleans()):
        choices[-1] = (who[size - 1], who[size])
    fixed = draw(st.integers(0, 5)) == 0
    return Request(
        id=f"r{number}",
        attendees=tuple(choices),
        weight=draw(st.integers(1, 4)),
        required=draw(st.integers(0, 5)) == 0,
        slots=some(draw, slot_ids, 2) or None,
        after=(f"r{draw(st.integers(0, number - 1))}",) if number and draw(st.integers(0, 4)) == 0 else (),
        at_slot=draw(st.sampled_from(slot_ids)) if fixed else None,
        at_table=draw(st.sampled_from((None, *table_ids))) if fixed else None,
    )
