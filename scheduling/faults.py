"""Everything that makes a problem contradict itself, each with its place in the file and a sentence."""

from collections.abc import Iterable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from scheduling.problem import Fault, InvalidProblem, Party, Problem, Request, Slot, Table

MOST_WEIGHT = 1_000_000_000
"""So that sums of weights stay exact whatever they are computed with."""
MOST_METRES = 100_000
"""From the corner of the room that positions are measured from."""


def validated(problem: Problem) -> Problem:
    """The problem itself, or ``InvalidProblem`` with all of its faults."""
    found = faults_of(problem)
    if found:
        raise InvalidProblem(found)
    return problem


def faults_of(problem: Problem) -> tuple[Fault, ...]:
    """Every fault of the problem, in the order of the file."""
    known = _Known(problem)
    return (
        *_slots(problem.slots),
        *_tables(problem.tables, known),
        *_parties(problem.parties, known),
        *_requests(problem.requests, known),
        *_circles(problem.requests),
        *_avoid(problem.avoid, known),
        *_fairness(problem.max_break_spread),
    )


class _Known:
    """The ids that references may name."""

    def __init__(self, problem: Problem) -> None:
        self.slot = {slot.id for slot in problem.slots}
        self.table = {table.id for table in problem.tables}
        self.party = {party.id for party in problem.parties}
        self.request = {request.id for request in problem.requests}


def _duplicates(kind: str, things: Sequence[Slot | Table | Party | Request]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for place, thing in enumerate(things):
        pointer = f"/{kind}/{place}/id"
        if not thing.id:
            yield Fault(pointer, "The id is empty; give it one that nothing else in this list has.")
        elif thing.id in first:
            yield Fault(
                pointer, f"The id {thing.id!r} is already taken by /{kind}/{first[thing.id]}; change one."
            )
        else:
            first[thing.id] = place


def _unknown(kind: str, pointer: str, names: Iterable[str], known: set[str]) -> Iterator[Fault]:
    for place, name in enumerate(names):
        if name not in known:
            yield Fault(
                f"{pointer}/{place}", f"There is no {kind} {name!r}; name one of the list of {kind}s."
            )


def _slots(slots: Sequence[Slot]) -> Iterator[Fault]:
    if not slots:
        yield Fault("/slots", "There is no slot; without one nothing can be scheduled.")
    yield from _duplicates("slots", slots)
    naive = {place for place, slot in enumerate(slots) if not slot.start.tzinfo or not slot.end.tzinfo}
    for place, slot in enumerate(slots):
        if place in naive:
            yield Fault(
                f"/slots/{place}", "A time has no offset from UTC; write it as in 2027-03-18T09:00:00+01:00."
            )
            continue
        if slot.end <= slot.start:
            yield Fault(f"/slots/{place}/end", "The slot ends before it starts; exchange the two times.")
        if place and place - 1 not in naive and slot.start < slots[place - 1].end:
            sentence = (
                f"It starts before slot {slots[place - 1].id!r} ends; slots stand in order, without overlap."
            )
            yield Fault(f"/slots/{place}/start", sentence)


def _tables(tables: Sequence[Table], known: _Known) -> Iterator[Fault]:
    if not tables:
        yield Fault("/tables", "There is no table; without one nobody can meet.")
    yield from _duplicates("tables", tables)
    for place, table in enumerate(tables):
        if table.seats < 1:
            yield Fault(f"/tables/{place}/seats", f"A table has at least one seat, not {table.seats}.")
        yield from _unknown("slot", f"/tables/{place}/closed", table.closed, known.slot)
        if table.position and not all(abs(metres) <= MOST_METRES for metres in table.position):
            yield Fault(
                f"/tables/{place}/position", f"A position is in metres, up to {MOST_METRES} each way."
            )


def _parties(parties: Sequence[Party], known: _Known) -> Iterator[Fault]:
    yield from _duplicates("parties", parties)
    for place, party in enumerate(parties):
        pointer = f"/parties/{place}"
        yield from _unknown("slot", f"{pointer}/unavailable", party.unavailable, known.slot)
        if party.table is not None and party.table not in known.table:
            yield Fault(
                f"{pointer}/table", f"There is no table {party.table!r}; name one of the list of tables."
            )
        for name, number in (("min_meetings", party.min_meetings), ("max_meetings", party.max_meetings)):
            if number is not None and number < 0:
                yield Fault(
                    f"{pointer}/{name}", f"A number of meetings is not negative, but this is {number}."
                )
        if party.max_meetings is not None and party.min_meetings > max(party.max_meetings, 0):
            sentence = f"At least {party.min_meetings} and at most {party.max_meetings} meetings: change one."
            yield Fault(f"{pointer}/min_meetings", sentence)


def _requests(requests: Sequence[Request], known: _Known) -> Iterator[Fault]:
    yield from _duplicates("requests", requests)
    for place, request in enumerate(requests):
        pointer = f"/requests/{place}"
        yield from _attendees(f"{pointer}/attendees", request, known)
        if not 1 <= request.weight <= MOST_WEIGHT:
            yield Fault(f"{pointer}/weight", f"A weight is from 1 to {MOST_WEIGHT}, not {request.weight}.")
        if request.slots is not None:
            yield from _unknown("slot", f"{pointer}/slots", request.slots, known.slot)
        yield from _unknown("request", f"{pointer}/after", request.after, known.request)
        if request.at_slot is not None and request.at_slot not in known.slot:
            yield Fault(
                f"{pointer}/at/slot", f"There is no slot {request.at_slot!r}; name one of the list of slots."
            )
        if request.at_table is not None and request.at_table not in known.table:
            yield Fault(
                f"{pointer}/at/table", f"There is no table {request.at_table!r}; name one of the tables."
            )
        if request.at_table is not None and request.at_slot is None:
            yield Fault(f"{pointer}/at", "A table is fixed without its slot; name the slot too.")


def _attendees(pointer: str, request: Request, known: _Known) -> Iterator[Fault]:
    if len(request.attendees) < 2:  # noqa: PLR2004 - two make a meeting
        yield Fault(pointer, "A meeting has two attendees or more.")
    alone: set[str] = set()
    for place, choice in enumerate(request.attendees):
        if not choice:
            yield Fault(f"{pointer}/{place}", "Nobody may attend here; name at least one party.")
        for party in choice:
            if party not in known.party:
                yield Fault(
                    f"{pointer}/{place}", f"There is no party {party!r}; name one of the list of parties."
                )
        if len(choice) == 1:
            if choice[0] in alone:
                yield Fault(f"{pointer}/{place}", f"Party {choice[0]!r} meets itself; name somebody else.")
            alone.add(choice[0])


def _circles(requests: Sequence[Request]) -> Iterator[Fault]:
    """One fault for each request that waits for itself, or else for the first circle found."""
    places = {request.id: place for place, request in enumerate(requests)}
    itself = [request for request in requests if request.id in request.after]
    for request in itself:
        yield Fault(
            f"/requests/{places[request.id]}/after", f"Request {request.id!r} waits for itself; remove it."
        )
    order = TopologicalSorter(
        {request.id: [other for other in request.after if other != request.id] for request in requests}
    )
    try:
        order.prepare()
    except CycleError as circle:
        names: list[str] = circle.args[1]
        chain = " after ".join(repr(name) for name in reversed(names))
        yield Fault(f"/requests/{places[names[-1]]}/after", f"A circle: {chain}; remove one of them.")


def _avoid(avoid: Sequence[tuple[str, str]], known: _Known) -> Iterator[Fault]:
    for place, pair in enumerate(avoid):
        yield from _unknown("party", f"/avoid/{place}", pair, known.party)
        if pair[0] == pair[1]:
            yield Fault(f"/avoid/{place}", f"Party {pair[0]!r} cannot avoid itself; name two parties.")


def _fairness(spread: int | None) -> Iterator[Fault]:
    if spread is not None and spread < 0:
        yield Fault(
            "/fairness/max_break_spread", f"A difference of breaks is not negative, but this is {spread}."
        )
