"""Problems and solutions as files: maillage.problem/1 and maillage.solution/1, and the benchmark's .dzn."""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from scheduling.dzn import from_dzn
from scheduling.faults import faults_of
from scheduling.problem import (
    Fault,
    Faulty,
    InvalidProblem,
    InvalidSolution,
    Party,
    Problem,
    Request,
    Slot,
    Table,
)
from scheduling.reading import Reader
from scheduling.solution import Bounds, Figures, Meeting, Solution, Status, Unplaced

PROBLEM_FORMAT = "maillage.problem/1"
SOLUTION_FORMAT = "maillage.solution/1"
DEFAULT_FAIRNESS = 2
"""The benchmark's bound on the difference of breaks."""


def digest(data: bytes) -> str:
    """What a solution calls its problem by."""
    return hashlib.sha256(data).hexdigest()


def read_problem(path: Path, fairness: int = DEFAULT_FAIRNESS) -> Problem:
    """The problem of a ``.json`` or ``.dzn`` file; ``fairness`` is the bound for the latter, which holds none."""
    data = read_bytes(path)
    return from_dzn(data, path.stem, fairness) if path.suffix == ".dzn" else problem_from_json(data)


def read_bytes(path: Path) -> bytes:
    """A file's content; a file that cannot be read is a fault like others."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Faulty((Fault("", f"{path} cannot be read: {error.strerror}."),)) from error


def _parsed(data: bytes, expected: str, keys: str, kind: type[Faulty]) -> Reader:
    """The object of a file of the expected format."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise kind((Fault("", f"This is not JSON: {error}."),)) from error
    faults: list[Fault] = []
    reader = Reader(value, "", faults, keys)
    found = reader.optional(str, "format", "")
    if not faults and found != expected:
        known = f"This program reads {expected!r}, but the file says {found!r}." if found else f"Add {expected!r}."
        raise kind((Fault("/format", known),))
    return reader


def problem_from_json(data: bytes) -> Problem:
    """The problem, or ``InvalidProblem`` with the faults of both form and sense."""
    keys = "format name slots tables parties requests avoid fairness"
    reader = _parsed(data, PROBLEM_FORMAT, keys, InvalidProblem)
    fairness = reader.below("fairness", "max_break_spread")
    problem = Problem(
        slots=reader.each("slots", _slot, "id start end block"),
        tables=reader.each("tables", _table, "id seats tags closed"),
        parties=reader.each("parties", _party, "id name unavailable table needs min_meetings max_meetings"),
        requests=reader.each("requests", _request, "id attendees weight required slots after at"),
        name=reader.optional(str, "name", ""),
        avoid=tuple(_pair(reader, below, pair) for below, pair in reader.items("avoid")),
        max_break_spread=fairness.number("max_break_spread"),
    )
    shape = tuple(reader.faults)
    spoilt = tuple(fault.pointer for fault in shape)
    sense = tuple(fault for fault in faults_of(problem) if not _within(fault.pointer, spoilt))
    if shape or sense:
        raise InvalidProblem((*shape, *sense))
    return problem


def _within(pointer: str, spoilt: tuple[str, ...]) -> bool:
    """Whether a fault of sense only repeats one of form."""
    return any(pointer == other or f"{pointer}/".startswith(f"{other}/") for other in spoilt)


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
    )


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
    reader.fault(f"/attendees/{place}", "An attendee is the id of a party, or a list of ids of which one attends.")
    return ()


def _pair(reader: Reader, below: str, pair: Any) -> tuple[str, str]:
    match pair:
        case [str(one), str(other)]:
            return one, other
    reader.fault(below, "A pair to keep apart is a list of two ids of parties.")
    return "", ""


def problem_to_json(problem: Problem) -> bytes:
    """The bytes of a problem file; what has its default value is left out."""
    value: dict[str, Any] = {
        "format": PROBLEM_FORMAT,
        "name": problem.name,
        "slots": [
            _slim({"id": s.id, "start": s.start.isoformat(), "end": s.end.isoformat(), "block": s.block})
            for s in problem.slots
        ],
        "tables": [{"id": t.id, "seats": t.seats} | _slim({"tags": t.tags, "closed": t.closed}) for t in problem.tables],
        "parties": [_party_to_json(party) for party in problem.parties],
        "requests": [_request_to_json(request) for request in problem.requests],
        "avoid": problem.avoid,
    }
    if problem.max_break_spread is not None:
        value["fairness"] = {"max_break_spread": problem.max_break_spread}
    return _bytes(value)


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


def read_solution(path: Path) -> tuple[Solution, str]:
    """The solution of a file, and the digest of the problem that it is for."""
    return solution_from_json(read_bytes(path))


def solution_from_json(data: bytes) -> tuple[Solution, str]:
    """The solution, and the digest of its problem; ``InvalidSolution`` with every fault."""
    keys = "format problem status meetings unplaced figures bounds seed seconds because"
    reader = _parsed(data, SOLUTION_FORMAT, keys, InvalidSolution)
    numbers = reader.below("figures", "requests placed weight breaks break_spread table_moves")
    bounds = reader.below("bounds", "weight breaks")
    statuses: dict[str, Status] = {status: status for status in get_args(Status)}
    status = reader.required(str, "status", "unknown")
    if status not in statuses:
        reader.fault("/status", f"A status is one of {', '.join(statuses)}.")
    seconds = reader.value.get("seconds", 0.0)
    solution = Solution(
        status=statuses.get(status, "unknown"),
        meetings=reader.each("meetings", _meeting, "request slot table attendees"),
        unplaced=reader.each("unplaced", _unplaced, "request reason because", required=False),
        figures=Figures(**{name: numbers.optional(int, name, 0) for name in Figures.__dataclass_fields__}),
        bounds=Bounds(bounds.optional(int, "weight", 0), bounds.optional(int, "breaks", 0)),
        seed=reader.optional(int, "seed", 1),
        seconds=float(seconds) if isinstance(seconds, int | float) else 0.0,
        because=reader.optional(str, "because", ""),
    )
    if reader.faults:
        raise InvalidSolution(tuple(reader.faults))
    return solution, reader.optional(str, "problem", "")


def _meeting(reader: Reader) -> Meeting:
    names = [reader.required(str, key, "") for key in ("request", "slot", "table")]
    return Meeting(*names, attendees=reader.names("attendees"))


def _unplaced(reader: Reader) -> Unplaced:
    return Unplaced(*(reader.optional(str, key, "") for key in ("request", "reason", "because")))


def solution_to_json(solution: Solution, problem_digest: str) -> bytes:
    """The bytes of a solution file."""
    value = {
        "format": SOLUTION_FORMAT,
        "problem": problem_digest,
        "status": solution.status,
        "meetings": [asdict(meeting) for meeting in solution.meetings],
        "unplaced": [
            {"request": one.request, "reason": one.reason, "because": one.because} for one in solution.unplaced
        ],
        "figures": asdict(solution.figures),
        "bounds": asdict(solution.bounds),
        "seed": solution.seed,
        "seconds": solution.seconds,
    }
    if solution.because:
        value["because"] = solution.because
    return _bytes(value)


def _bytes(value: dict[str, Any]) -> bytes:
    """One entry of a list on a line, so that files can be read and compared."""
    parts = []
    for key, entry in value.items():
        listed = isinstance(entry, list | tuple) and entry
        lines = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in entry) if listed else ""
        parts.append(f"{json.dumps(key)}: " + (f"[\n  {lines}]" if listed else json.dumps(entry, ensure_ascii=False)))
    return ("{" + ",\n ".join(parts) + "}\n").encode()


def write(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
