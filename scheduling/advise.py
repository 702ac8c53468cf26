"""What holds a grid back, and what each remedy would bring, found out by solving again with the remedy."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from scheduling.problem import Problem, Slot, Table
from scheduling.solution import Solution
from scheduling.solve import solve

ENOUGH = 5
"""As many bottlenecks of a kind are named."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Who or what stands in the way of how many requests."""

    kind: Literal["party", "tables"]
    name: str
    requests: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change and what it brings; ``proven`` where no grid without it can have as much weight."""

    kind: Literal["table", "slot"]
    block: str
    meetings: int
    weight: int
    breaks: int
    proven: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Advice:
    """The grid as it is, its bottlenecks, and the remedies, the most helpful first."""

    solution: Solution
    bottlenecks: tuple[Bottleneck, ...]
    remedies: tuple[Remedy, ...]


def advise(
    problem: Problem,
    *,
    seconds: float = 30.0,
    seed: int = 1,
    steps: int | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Advice:
    """Solve the problem as it is and with each remedy, in the time allowed altogether."""
    changes = list(_changes(problem))
    each = seconds / (len(changes) + 1)

    def solved(changed: Problem) -> Solution:
        return solve(changed, seconds=each, seed=seed, steps=steps, cancelled=cancelled)

    now = solved(problem)
    remedies = [_remedy(kind, block, now, solved(changed)) for kind, block, changed in changes]
    remedies.sort(key=lambda remedy: (-remedy.weight, remedy.breaks, remedy.kind, remedy.block))
    return Advice(now, tuple(bottlenecks(problem, now)), tuple(remedies))


def _changes(problem: Problem) -> Iterator[tuple[Literal["table", "slot"], str, Problem]]:
    """One more table in each block, and one more slot at the end of each block."""
    blocks = list(dict.fromkeys(slot.block for slot in problem.slots))
    seats = max((table.seats for table in problem.tables), default=2)
    tags = tuple(sorted({tag for table in problem.tables for tag in table.tags}))
    for block in blocks:
        closed = tuple(slot.id for slot in problem.slots if slot.block != block)
        table = Table(_new_id("table", {one.id for one in problem.tables}), seats, tags, closed)
        yield "table", block, replace(problem, tables=(*problem.tables, table))
    for block in blocks:
        yield "slot", block, _longer(problem, block)


def _longer(problem: Problem, block: str) -> Problem:
    """With one more slot right after the last of a block; later slots of the day move back."""
    last = max(place for place, slot in enumerate(problem.slots) if slot.block == block)
    end = problem.slots[last]
    length = end.end - end.start
    fresh = Slot(_new_id("slot", {slot.id for slot in problem.slots}), end.end, end.end + length, block)
    after = tuple(
        replace(slot, start=slot.start + length, end=slot.end + length) for slot in problem.slots[last + 1 :]
    )
    slots = (*problem.slots[: last + 1], fresh, *after)
    away = {party.id for party in problem.parties if end.id in party.unavailable}
    parties = tuple(
        replace(party, unavailable=(*party.unavailable, fresh.id)) if party.id in away else party
        for party in problem.parties
    )
    requests = tuple(
        replace(request, slots=(*request.slots, fresh.id))
        if request.slots and end.id in request.slots
        else request
        for request in problem.requests
    )
    tables = tuple(
        replace(table, closed=(*table.closed, fresh.id)) if end.id in table.closed else table
        for table in problem.tables
    )
    return replace(problem, slots=slots, parties=parties, requests=requests, tables=tables)


def _new_id(name: str, taken: set[str]) -> str:
    number = 1
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def _remedy(kind: Literal["table", "slot"], block: str, now: Solution, then: Solution) -> Remedy:
    meetings = then.figures.placed - now.figures.placed
    weight = then.figures.weight - now.figures.weight
    breaks = then.figures.breaks - now.figures.breaks
    proven = weight > 0 and (now.status == "infeasible" or then.figures.weight > now.bounds.weight)
    where = f" in block {block}" if block else ""
    what = f"{meetings:+d} meetings, {weight:+d} in weight, {breaks:+d} breaks"
    certainty = "proven" if proven else "an estimate"
    return Remedy(
        kind, block, meetings, weight, breaks, proven, f"One more {kind}{where}: {what} ({certainty})."
    )


def bottlenecks(problem: Problem, solution: Solution) -> Iterator[Bottleneck]:
    """The parties whose full days, and the tables whose want, leave most requests without a place."""
    unplaced = {one.request: one for one in solution.unplaced}
    lacking = sum(one.reason == "tables_full" for one in unplaced.values())
    full = _full_slots(problem, solution)
    if unplaced and full:
        told = f"All tables are taken in {full} of {len(problem.slots)} slots"
        yield Bottleneck("tables", "", lacking, f"{told}; {lacking} requests find none when they need one.")
    waiting: defaultdict[str, int] = defaultdict(int)
    for request in problem.requests:
        if request.id in unplaced and unplaced[request.id].reason in ("busy", "busy_once", "limit_reached"):
            for name in {name for choice in request.attendees for name in choice}:
                waiting[name] += 1
    parties = {party.id: party for party in problem.parties}
    for name, number in sorted(waiting.items(), key=lambda item: (-item[1], item[0]))[:ENOUGH]:
        held = sum(name in meeting.attendees for meeting in solution.meetings)
        sentence = f"{parties[name].label} has {held} meetings, and {number} more requests find no room."
        yield Bottleneck("party", name, number, sentence)


def _full_slots(problem: Problem, solution: Solution) -> int:
    """In how many slots every open table is taken."""
    taken = Counter(meeting.slot for meeting in solution.meetings)
    openings = {
        slot.id: sum(slot.id not in table.closed for table in problem.tables) for slot in problem.slots
    }
    return sum(0 < openings[slot] <= number for slot, number in taken.items())
