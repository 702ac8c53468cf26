"""What can be wrong with requests and their attendees."""

from collections.abc import Iterator, Sequence

from scheduling.fault_circles import circles
from scheduling.fault_list import fault, quoted
from scheduling.fault_names import Known, doubled_ids, unknown
from scheduling.problem import Fault, Request

MOST_WEIGHT = 1_000_000_000
"""So that sums of weights stay exact whatever they are computed with."""
MOST_MATCHED = 200
"""Names in a request up to which it is found out whether all attendees can be different parties."""


def request_faults(requests: Sequence[Request], known: Known) -> Iterator[Fault]:
    """Everything wrong with them, in their order; circles come last."""
    yield from doubled_ids("requests", requests)
    for place, request in enumerate(requests):
        pointer = f"/requests/{place}"
        yield from _attendees(f"{pointer}/attendees", request, known)
        if not 1 <= request.weight <= MOST_WEIGHT:
            sentence = "A weight is from 1 to %(most)s, not %(weight)s."
            yield fault(f"{pointer}/weight", sentence, most=MOST_WEIGHT, weight=request.weight)
        if request.slots is not None:
            yield from unknown("slot", f"{pointer}/slots", request.slots, known)
        yield from unknown("request", f"{pointer}/after", request.after, known)
        yield from _fixed(pointer, request, known)
    yield from _circles(requests)


def _fixed(pointer: str, request: Request, known: Known) -> Iterator[Fault]:
    if request.at_slot is not None and request.at_slot not in known.ids["slot"]:
        yield known.missing("slot", f"{pointer}/at/slot", request.at_slot)
    if request.at_table is not None and request.at_table not in known.ids["table"]:
        yield known.missing("table", f"{pointer}/at/table", request.at_table)
    if request.at_table is not None and request.at_slot is None:
        yield fault(f"{pointer}/at", "A table is fixed without its slot; name the slot too.")


def _attendees(pointer: str, request: Request, known: Known) -> Iterator[Fault]:
    if len(request.attendees) < 2:  # noqa: PLR2004 - two make a meeting
        yield fault(pointer, "A meeting has two attendees or more.")
    alone: set[str] = set()
    themselves = False
    for place, choice in enumerate(request.attendees):
        if not choice:
            yield fault(f"{pointer}/{place}", "Nobody may attend here; name at least one party.")
        for party in choice:
            if party not in known.ids["party"]:
                yield known.missing("party", f"{pointer}/{place}", party)
        if len(set(choice)) == 1:
            if choice[0] in alone:
                themselves = True
                sentence = "Party %(party)s meets itself; name somebody else."
                yield fault(f"{pointer}/{place}", sentence, party=quoted(choice[0]))
            alone.add(choice[0])
    if not themselves and not _different(request.attendees):
        sentence = (
            "Whoever attends, one party meets itself: there are fewer parties than attendees; name more."
        )
        yield fault(pointer, sentence)


def _different(attendees: Sequence[Sequence[str]]) -> bool:
    """Whether each attendee can be another party: a matching, found along augmenting paths (Kuhn 1955)."""
    size = sum(map(len, attendees))
    if size > MOST_MATCHED or not all(attendees) or len({name for one in attendees for name in one}) == size:
        return True
    seat_of: dict[str, int] = {}

    def seated(seat: int, tried: set[str]) -> bool:
        for name in attendees[seat]:
            if name not in tried:
                tried.add(name)
                if name not in seat_of or seated(seat_of[name], tried):
                    seat_of[name] = seat
                    return True
        return False

    return all(seated(seat, set()) for seat in range(len(attendees)))


def _circles(requests: Sequence[Request]) -> Iterator[Fault]:
    for request, entry, names, length in circles(requests):
        pointer = f"/requests/{request}/after/{entry}"
        if length == 1:
            sentence = "Request %(name)s waits for itself; remove it."
            yield fault(pointer, sentence, name=quoted(names[0]))
            continue
        chain = " → ".join([*map(quoted, names), *["…"] * (length > len(names)), quoted(names[0])])
        sentence = (
            "%(number)s requests wait for each other in a circle: %(circle)s; remove this entry or another."
        )
        yield fault(pointer, sentence, number=length, circle=chain)
