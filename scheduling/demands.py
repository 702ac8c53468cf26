"""What an organiser asks of a schedule and could give up, one demand at a time.

The facts stay whatever is given up: which slots and tables there are, how many seats a table has, who is to
attend, and that nobody and no table is in two meetings at once. With every demand given up the empty
schedule is a solution, so whatever has none has a smallest set of demands that cannot be met together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scheduling.problem import Party, Problem, Request, Table


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """One thing that is asked for; ``names`` are ids, which ones the list of kinds says."""

    kind: str
    names: tuple[str, ...] = ()


KINDS = {
    "required": ("request",),
    "promise": ("party",),
    "limit": ("party",),
    "fixed": ("request",),
    "window": ("request",),
    "after": ("request", "earlier request"),
    "unavailable": ("party",),
    "avoid": ("party", "party"),
    "booth": ("party",),
    "needs": ("party",),
    "closed": ("table",),
    "fairness": (),
}
"""The closed list of kinds, in the order in which they are told, and what the names of each are."""
OF_TABLES = frozenset({"needs", "booth", "closed"})
"""What decides where meetings can sit."""


def demands_of(problem: Problem) -> tuple[Demand, ...]:
    """Everything the problem asks for, in the order of the kinds and then of the problem."""
    found = dict.fromkeys(_demands(problem))
    order = list(KINDS)
    return tuple(sorted(found, key=lambda demand: order.index(demand.kind)))


def _demands(problem: Problem) -> Iterator[Demand]:
    for request in problem.requests:
        yield from _of_request(request)
    for party in problem.parties:
        yield from _of_party(party)
    for table in problem.tables:
        if table.closed:
            yield Demand("closed", (table.id,))
    for one, other in problem.avoid:
        yield avoidance(one, other)
    if problem.max_break_spread is not None:
        yield Demand("fairness")


def _of_request(request: Request) -> Iterator[Demand]:
    here = (request.id,)
    if request.required:
        yield Demand("required", here)
    if request.slots is not None:
        yield Demand("window", here)
    if request.at_slot is not None:
        yield Demand("fixed", here)
    for earlier in request.after:
        yield Demand("after", (request.id, earlier))


def _of_party(party: Party) -> Iterator[Demand]:
    asked = {
        "promise": party.min_meetings,
        "limit": party.max_meetings is not None,
        "unavailable": party.unavailable,
        "booth": party.table is not None,
        "needs": party.needs,
    }
    yield from (Demand(kind, (party.id,)) for kind, value in asked.items() if value)


def avoidance(one: str, other: str) -> Demand:
    """That two parties do not meet, whichever of them the problem names first."""
    return Demand("avoid", (min(one, other), max(one, other)))


def kept(problem: Problem, demands: Iterable[Demand], requests: frozenset[str] | None = None) -> Problem:
    """The problem with these demands alone, and with these ``requests`` alone where they are given."""
    asked = set(demands)
    chosen = [request for request in problem.requests if requests is None or request.id in requests]
    return replace(
        problem,
        tables=tuple(_table(table, asked) for table in problem.tables),
        parties=tuple(_party(party, asked) for party in problem.parties),
        requests=tuple(_request(request, asked) for request in chosen),
        avoid=tuple(pair for pair in problem.avoid if avoidance(*pair) in asked),
        max_break_spread=problem.max_break_spread if Demand("fairness") in asked else None,
    )


def _table(table: Table, asked: set[Demand]) -> Table:
    keeps = not table.closed or Demand("closed", (table.id,)) in asked
    return table if keeps else replace(table, closed=())


def _party(party: Party, asked: set[Demand]) -> Party:
    given_up = {demand.kind for demand in _of_party(party) if demand not in asked}
    if not given_up:
        return party
    return replace(
        party,
        unavailable=() if "unavailable" in given_up else party.unavailable,
        table=None if "booth" in given_up else party.table,
        needs=() if "needs" in given_up else party.needs,
        min_meetings=0 if "promise" in given_up else party.min_meetings,
        max_meetings=None if "limit" in given_up else party.max_meetings,
    )


def _request(request: Request, asked: set[Demand]) -> Request:
    given_up = {demand for demand in _of_request(request) if demand not in asked}
    if not given_up:
        return request
    kinds = {demand.kind for demand in given_up if demand.kind != "after"}
    return replace(
        request,
        required=request.required and "required" not in kinds,
        slots=None if "window" in kinds else request.slots,
        at_slot=None if "fixed" in kinds else request.at_slot,
        at_table=None if "fixed" in kinds else request.at_table,
        after=tuple(name for name in request.after if Demand("after", (request.id, name)) not in given_up),
    )


def concerned(problem: Problem, demands: Iterable[Demand]) -> frozenset[str]:
    """The requests that matter for whether these demands can be met together.

    From a schedule that meets them, every other request can be taken out and it still meets them: nothing
    requires it, no promise counts it, and nothing that stays waits for it. Breaks, however, depend on all.
    """
    asked = set(demands)
    if Demand("fairness") in asked:
        return frozenset(request.id for request in problem.requests)
    promised = {demand.names[0] for demand in asked if demand.kind == "promise"}
    found = {demand.names[0] for demand in asked if demand.kind == "required"}
    for request in problem.requests if promised else ():
        if any(name in promised for choice in request.attendees for name in choice):
            found.add(request.id)
    waiting = sorted(found)
    earlier: dict[str, list[str]] = {}
    for demand in sorted(asked):
        if demand.kind == "after":
            earlier.setdefault(demand.names[0], []).append(demand.names[1])
    while waiting:
        fresh = [name for name in earlier.get(waiting.pop(), ()) if name not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return frozenset(found)
