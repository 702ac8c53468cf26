"""The changes of a problem that might bring more: one more table or slot, shorter meetings, fewer demands."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from scheduling.problem import Problem, Slot, Table
from scheduling.solution import Solution

Kind = Literal["table", "slot", "shorter", "must", "musts", "limit"]

TITLES: dict[Kind, str] = {
    "table": "One more table (%(block)s)",
    "slot": "One more slot (%(block)s)",
    "shorter": "Meetings of %(minutes)s instead of %(before)s minutes, slots gained: %(slots)s (%(block)s)",
    "must": "The request %(request)s not required any more",
    "musts": "No request required any more",
    "limit": "One meeting more allowed to %(party)s",
}
"""The closed list of remedies; each title takes the details of a ``Proposal``."""

FEW = 5
"""As many parties, and as many musts, are tried one by one."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A remedy, and the problem as it would be with it."""

    kind: Kind
    block: str
    details: dict[str, str]
    problem: Problem

    @property
    def title(self) -> str:
        """In English."""
        return TITLES[self.kind] % self.details


def proposals(problem: Problem, now: Solution) -> Iterator[Proposal]:
    """All that is worth a trial."""
    blocks = list(dict.fromkeys(slot.block for slot in problem.slots))
    for block in blocks:
        told = {"block": block or "all day"}
        yield Proposal("table", block, told, _another_table(problem, block))
        yield Proposal("slot", block, told, _longer(problem, block))
        yield from _shorter(problem, block)
    yield from _limits(problem, now)
    yield from _musts(problem, now)


def _another_table(problem: Problem, block: str) -> Problem:
    """Like the best of those that there are, and closed outside the block."""
    seats = max((table.seats for table in problem.tables), default=2)
    tags = tuple(sorted({tag for table in problem.tables for tag in table.tags}))
    closed = tuple(slot.id for slot in problem.slots if slot.block != block)
    table = Table(_new_id("table", {one.id for one in problem.tables}), seats, tags, closed)
    return replace(problem, tables=(*problem.tables, table))


def _longer(problem: Problem, block: str) -> Problem:
    """With one more slot right after the last of a block; later slots of the day move back."""
    last = max(place for place, slot in enumerate(problem.slots) if slot.block == block)
    end = problem.slots[last]
    length = end.end - end.start
    fresh = Slot(_new_id("slot", {slot.id for slot in problem.slots}), end.end, end.end + length, block)
    after = tuple(
        replace(slot, start=slot.start + length, end=slot.end + length)
        if slot.start.date() == end.start.date()
        else slot
        for slot in problem.slots[last + 1 :]
    )
    slots = (*problem.slots[: last + 1], fresh, *after)

    def like(names: Iterable[str]) -> tuple[str, ...]:
        known = tuple(names)
        return (*known, fresh.id) if end.id in known else known

    return _confined(replace(problem, slots=slots), like, like)


def _shorter(problem: Problem, block: str) -> Iterator[Proposal]:
    """With meetings just so much shorter that one slot more fits in a block without gaps."""
    mine = [slot for slot in problem.slots if slot.block == block]
    length = mine[0].end - mine[0].start
    whole = mine[-1].end - mine[0].start
    shorter = timedelta(minutes=whole // (len(mine) + 1) // timedelta(minutes=1))
    if whole != length * len(mine) or not timedelta(0) < shorter < length:
        return
    number = whole // shorter
    taken = {slot.id for slot in problem.slots}
    fresh = []
    for place in range(number):
        name = _new_id(f"{mine[0].id}-{place + 1}", taken)
        taken.add(name)
        fresh.append(
            Slot(name, mine[0].start + place * shorter, mine[0].start + (place + 1) * shorter, block)
        )
    first = problem.slots.index(mine[0])
    slots = (*problem.slots[:first], *fresh, *problem.slots[first + len(mine) :])
    old = {slot.id for slot in mine}

    def over(names: Iterable[str]) -> tuple[str, ...]:
        known = set(names)
        touched = [one for one in mine if one.id in known]
        new = [one.id for one in fresh if any(one.start < two.end and two.start < one.end for two in touched)]
        return (*(name for name in names if name not in old), *new)

    def within(names: Iterable[str]) -> tuple[str, ...]:
        outside = set(over([one.id for one in mine if one.id not in set(names)]))
        return tuple(name for name in over(names) if name not in outside)

    minutes = timedelta(minutes=1)
    details = {"minutes": str(shorter // minutes), "before": str(length // minutes)}
    details |= {"slots": str(number - len(mine)), "block": block or "all day"}
    changed = _confined(replace(problem, slots=slots), over, within)
    known = {slot.id for slot in slots}
    requests = tuple(
        replace(one, at_slot=None, slots=(*over([one.at_slot]),))
        if one.at_slot is not None and one.at_slot not in known
        else one
        for one in changed.requests
    )
    yield Proposal("shorter", block, details, replace(changed, requests=requests))


def _confined(
    problem: Problem,
    over: Callable[[tuple[str, ...]], tuple[str, ...]],
    within: Callable[[tuple[str, ...]], tuple[str, ...]],
) -> Problem:
    """With absences and closures carried over to new slots by one function, what is allowed by another."""
    return replace(
        problem,
        parties=tuple(replace(one, unavailable=over(one.unavailable)) for one in problem.parties),
        tables=tuple(replace(one, closed=over(one.closed)) for one in problem.tables),
        requests=tuple(
            one if one.slots is None else replace(one, slots=within(one.slots)) for one in problem.requests
        ),
    )


def _limits(problem: Problem, now: Solution) -> Iterator[Proposal]:
    """Those whose limit keeps most requests out, or makes the demands clash."""
    out = {one.request for one in now.unplaced if one.reason == "limit_reached"}
    held = Counter(name for meeting in now.meetings for name in meeting.attendees)
    asking = Counter(
        name
        for request in problem.requests
        if request.id in out
        for name in sorted({name for choice in request.attendees for name in choice})
    )
    asking.update(name for demand in now.clash if demand.kind == "limit" for name in demand.names)
    limits = {party.id: party.max_meetings for party in problem.parties if party.max_meetings is not None}
    bound = {
        name: n for name, n in asking.items() if name in limits and (held[name] >= limits[name] or now.clash)
    }
    for name in sorted(bound, key=lambda one: (-bound[one], one))[:FEW]:
        parties = tuple(
            replace(one, max_meetings=limits[name] + 1) if one.id == name else one for one in problem.parties
        )
        label = next(one.label for one in problem.parties if one.id == name)
        yield Proposal("limit", "", {"party": label}, replace(problem, parties=parties))


def _musts(problem: Problem, now: Solution) -> Iterator[Proposal]:
    """Those in the clash one by one, where there is one; otherwise all of them together."""
    clashing = [name for demand in now.clash if demand.kind == "required" for name in demand.names]
    for name in clashing[:FEW]:
        requests = tuple(replace(one, required=False) if one.id == name else one for one in problem.requests)
        yield Proposal("must", "", {"request": name}, replace(problem, requests=requests))
    if any(request.required for request in problem.requests) and not clashing:
        requests = tuple(replace(one, required=False) for one in problem.requests)
        yield Proposal("musts", "", {}, replace(problem, requests=requests))


def _new_id(name: str, taken: set[str]) -> str:
    number = 1
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
