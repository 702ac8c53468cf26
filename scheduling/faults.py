"""Everything that makes a problem contradict itself, each with its place in the file and a sentence."""

from collections.abc import Iterator, Sequence

from scheduling.fault_list import FaultList, fault, quoted
from scheduling.fault_names import Known, doubled_ids, unknown
from scheduling.fault_requests import MOST_WEIGHT, request_faults
from scheduling.problem import Fault, InvalidProblem, Party, Problem, Slot, Table

__all__ = ["MOST_METRES", "MOST_WEIGHT", "each_fault", "faults_of", "validated"]

MOST_METRES = 100_000
"""From the corner of the room that positions are measured from."""


def validated(problem: Problem) -> Problem:
    """The problem itself, or ``InvalidProblem`` with its faults: the first thousand, and how many more."""
    found = FaultList(InvalidProblem)
    for one in each_fault(problem):
        found.add(one)
    if found.total:
        raise InvalidProblem(found.told())
    return problem


def faults_of(problem: Problem) -> tuple[Fault, ...]:
    """Every fault of the problem, in the order of the file.

    >>> from scheduling.problem import Party, Problem, Request
    >>> wrong = Problem((), (), (Party("ann"),), (Request("r1", (("ann",), ("bob",))),))
    >>> [one.sentence for one in faults_of(wrong) if one.pointer == "/requests/0/attendees/1"]
    ["There is no party 'bob'; name one of the list of parties."]
    """
    return tuple(each_fault(problem))


def each_fault(problem: Problem) -> Iterator[Fault]:
    """One fault of the problem after the other, in the order of the file."""
    known = Known(problem)
    yield from _slots(problem.slots)
    yield from _tables(problem.tables, known)
    yield from _parties(problem.parties, known)
    yield from request_faults(problem.requests, known)
    yield from _avoid(problem.avoid, known)
    yield from _fairness(problem.max_break_spread)


def _slots(slots: Sequence[Slot]) -> Iterator[Fault]:
    if not slots:
        yield fault("/slots", "There is no slot; without one nothing can be scheduled.")
    yield from doubled_ids("slots", slots)
    naive = {place for place, slot in enumerate(slots) if not slot.start.tzinfo or not slot.end.tzinfo}
    for place, slot in enumerate(slots):
        pointer = f"/slots/{place}"
        if place in naive:
            yield fault(pointer, "A time has no offset from UTC; write it as in 2027-03-18T09:00:00+01:00.")
            continue
        if slot.end <= slot.start:
            yield fault(f"{pointer}/end", "The slot ends before it starts; exchange the two times.")
        if place and place - 1 not in naive and slot.start < slots[place - 1].end:
            sentence = "It starts before slot %(before)s ends; slots stand in order, without overlap."
            yield fault(f"{pointer}/start", sentence, before=quoted(slots[place - 1].id))


def _tables(tables: Sequence[Table], known: Known) -> Iterator[Fault]:
    if not tables:
        yield fault("/tables", "There is no table; without one nobody can meet.")
    yield from doubled_ids("tables", tables)
    for place, table in enumerate(tables):
        pointer = f"/tables/{place}"
        if table.seats < 1:
            sentence = "A table has at least one seat, not %(seats)s."
            yield fault(f"{pointer}/seats", sentence, seats=table.seats)
        yield from unknown("slot", f"{pointer}/closed", table.closed, known)
        if table.position and not all(abs(metres) <= MOST_METRES for metres in table.position):
            sentence = "A position is in metres, up to %(most)s each way."
            yield fault(f"{pointer}/position", sentence, most=MOST_METRES)


def _parties(parties: Sequence[Party], known: Known) -> Iterator[Fault]:
    yield from doubled_ids("parties", parties)
    for place, party in enumerate(parties):
        pointer = f"/parties/{place}"
        yield from unknown("slot", f"{pointer}/unavailable", party.unavailable, known)
        if party.table is not None and party.table not in known.ids["table"]:
            yield known.missing("table", f"{pointer}/table", party.table)
        for name, number in (("min_meetings", party.min_meetings), ("max_meetings", party.max_meetings)):
            if number is not None and number < 0:
                sentence = "A number of meetings is not negative, but this is %(number)s."
                yield fault(f"{pointer}/{name}", sentence, number=number)
        if party.max_meetings is not None and party.min_meetings > max(party.max_meetings, 0):
            sentence = "At least %(least)s and at most %(most)s meetings: change one."
            bounds = {"least": party.min_meetings, "most": party.max_meetings}
            yield fault(f"{pointer}/min_meetings", sentence, **bounds)


def _avoid(avoid: Sequence[tuple[str, str]], known: Known) -> Iterator[Fault]:
    for place, pair in enumerate(avoid):
        yield from unknown("party", f"/avoid/{place}", pair, known)
        if pair[0] == pair[1]:
            sentence = "Party %(party)s cannot avoid itself; name two parties."
            yield fault(f"/avoid/{place}", sentence, party=quoted(pair[0]))


def _fairness(spread: int | None) -> Iterator[Fault]:
    if spread is not None and spread < 0:
        sentence = "A difference of breaks is not negative, but this is %(spread)s."
        yield fault("/fairness/max_break_spread", sentence, spread=spread)
