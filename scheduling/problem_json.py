"""The format maillage.problem/1."""

from contextlib import suppress
from dataclasses import asdict
from typing import Any

from scheduling.fault_list import MOST_FAULTS
from scheduling.faults import each_fault
from scheduling.problem import InvalidProblem, Party, Problem, Request, Slot, Table
from scheduling.reading import Reader, in_order, opened
from scheduling.writing import lines

FORMAT = "maillage.problem/1"


def problem_from_json(data: bytes) -> Problem:
    """The problem, or ``InvalidProblem`` with the faults of both form and sense."""
    keys = "format name slots tables parties requests avoid fairness"
    reader = opened(data, FORMAT, keys, InvalidProblem)
    fairness = reader.below("fairness", "max_break_spread")
    problem = Problem(
        slots=reader.each("slots", _slot, "id start end block"),
        tables=reader.each("tables", _table, "id seats tags closed position"),
        parties=reader.each("parties", _party, "id name unavailable table needs min_meetings max_meetings"),
        requests=reader.each("requests", _request, "id attendees weight required slots after at"),
        name=reader.optional(str, "name", ""),
        avoid=tuple(_pair(reader, below, pair) for below, pair in reader.items("avoid")),
        max_break_spread=fairness.number("max_break_spread"),
    )
    faults = reader.faults
    spoilt = {fault.pointer for fault in faults.kept}
    for fault in each_fault(problem) if faults.total < MOST_FAULTS else ():
        if not _within(fault.pointer, spoilt):
            faults.add(fault)
    if faults.total:
        raise InvalidProblem(faults.told(in_order(faults.kept, keys)))
    return problem


def _within(pointer: str, spoilt: set[str]) -> bool:
    """Whether a fault of sense only repeats one of form."""
    while spoilt and pointer not in spoilt and pointer:
        pointer = pointer.rpartition("/")[0]
    return pointer in spoilt


def _slot(reader: Reader) -> Slot:
    return Slot(
        reader.required(str, "id", ""),
        reader.instant("start"),
        reader.instant("end"),
        reader.optional(str, "block", ""),
    )


def _table(reader: Reader) -> Table:
    return Table(
        reader.required(str, "id", ""),
        reader.optional(int, "seats", 2),
        reader.names("tags"),
        reader.names("closed"),
        _position(reader),
    )


def _position(reader: Reader) -> tuple[float, float] | None:
    place = reader.value.get("position")
    if place is None:
        return None
    numbers = [one for one in place if type(one) in (int, float)] if isinstance(place, list) else []
    with suppress(OverflowError, ValueError):  # a whole number beyond all measure; too few or too many
        along, across = map(float, numbers if numbers == place else ())
        return along, across
    reader.fault("/position", "A position is a list of two numbers, the metres along and across the room.")
    return None


def _party(reader: Reader) -> Party:
    return Party(
        id=reader.required(str, "id", ""),
        name=reader.optional(str, "name", ""),
        unavailable=reader.names("unavailable"),
        table=reader.name("table"),
        needs=reader.names("needs"),
        min_meetings=reader.optional(int, "min_meetings", 0),
        max_meetings=reader.number("max_meetings"),
    )


def _request(reader: Reader) -> Request:
    fixed = reader.below("at", "slot table")
    attendees = reader.required(list, "attendees", [])
    return Request(
        id=reader.required(str, "id", ""),
        attendees=tuple(_choice(reader, place, choice) for place, choice in enumerate(attendees)),
        weight=reader.optional(int, "weight", 1),
        required=reader.optional(bool, "required", default=False),
        slots=reader.names("slots") if reader.has("slots") else None,
        after=reader.names("after"),
        at_slot=fixed.name("slot"),
        at_table=fixed.name("table"),
    )


def _choice(reader: Reader, place: int, choice: Any) -> tuple[str, ...]:
    names = [choice] if isinstance(choice, str) else choice
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return tuple(dict.fromkeys(names))
    reader.fault(
        f"/attendees/{place}", "An attendee is the id of a party, or a list of ids of which one attends."
    )
    return ()


def _pair(reader: Reader, below: str, pair: Any) -> tuple[str, str]:
    match pair:
        case [str(one), str(other)]:
            return one, other
    reader.fault(below, "A pair to keep apart is a list of two ids of parties.")
    return "", ""


def problem_bytes(problem: Problem) -> bytes:
    """The bytes of a problem file; what has its default value is left out."""
    value: dict[str, Any] = {
        "format": FORMAT,
        "name": problem.name,
        "slots": [
            _slim({"id": s.id, "start": s.start.isoformat(), "end": s.end.isoformat(), "block": s.block})
            for s in problem.slots
        ],
        "tables": [
            {"id": t.id, "seats": t.seats}
            | _slim({"tags": t.tags, "closed": t.closed, "position": t.position})
            for t in problem.tables
        ],
        "parties": [_party_to_json(party) for party in problem.parties],
        "requests": [_request_to_json(request) for request in problem.requests],
        "avoid": problem.avoid,
    }
    if problem.max_break_spread is not None:
        value["fairness"] = {"max_break_spread": problem.max_break_spread}
    return lines(value)


def _slim(value: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {key: entry for key, entry in value.items() if entry not in (None, "", ())}


def _party_to_json(party: Party) -> dict[str, Any]:
    value = _slim(asdict(party))
    if not party.min_meetings:
        del value["min_meetings"]
    return value


def _request_to_json(request: Request) -> dict[str, Any]:
    value = {
        "id": request.id,
        "attendees": [choice[0] if len(choice) == 1 else choice for choice in request.attendees],
        "weight": request.weight,
    }
    if request.required:
        value["required"] = True
    if request.slots is not None:
        value["slots"] = request.slots
    at = _slim({"slot": request.at_slot, "table": request.at_table})
    return value | _slim({"after": request.after, "at": at or None})
