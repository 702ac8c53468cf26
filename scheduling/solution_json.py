"""The format maillage.solution/1."""

import hashlib
from dataclasses import asdict
from typing import get_args

from scheduling.demands import Demand
from scheduling.problem import InvalidSolution
from scheduling.reading import Reader, opened
from scheduling.solution import Bounds, Figures, Meeting, Solution, Status, Unplaced
from scheduling.writing import lines

FORMAT = "maillage.solution/1"


def digest(data: bytes) -> str:
    """What a solution calls its problem by: the SHA-256 of the problem file's bytes.

    >>> digest(b"{}")[:12]
    '44136fa355b3'
    """
    return hashlib.sha256(data).hexdigest()


def solution_from_json(data: bytes) -> tuple[Solution, str]:
    """The solution, and the digest of its problem; ``InvalidSolution`` with every fault."""
    keys = "format problem status meetings unplaced figures bounds seed seconds because clash"
    reader = opened(data, FORMAT, keys, InvalidSolution)
    numbers = reader.below("figures", "requests placed weight breaks break_spread table_moves walk")
    bounds = reader.below("bounds", "weight breaks table_moves")
    statuses: dict[str, Status] = {status: status for status in get_args(Status)}
    status = reader.required(str, "status", "unknown")
    if status not in statuses:
        reader.fault("/status", f"A status is one of {', '.join(statuses)}.")
    seconds = reader.value.get("seconds", 0.0)
    solution = Solution(
        status=statuses.get(status, "unknown"),
        meetings=reader.each("meetings", _meeting, "request slot table attendees"),
        unplaced=reader.each("unplaced", _unplaced, "request reason because nearest", required=False),
        figures=Figures(**{name: numbers.optional(int, name, 0) for name in Figures.__dataclass_fields__}),
        bounds=Bounds(**{name: bounds.optional(int, name, 0) for name in Bounds.__dataclass_fields__}),
        seed=reader.optional(int, "seed", 1),
        seconds=float(seconds) if isinstance(seconds, int | float) else 0.0,
        because=reader.optional(str, "because", ""),
        clash=reader.each("clash", _demand, "kind names", required=False),
    )
    if reader.faults.total:
        raise InvalidSolution(reader.faults.told())
    return solution, reader.optional(str, "problem", "")


def _meeting(reader: Reader) -> Meeting:
    request, slot, table = (reader.required(str, key, "") for key in ("request", "slot", "table"))
    return Meeting(request, slot, table, reader.names("attendees"))


def _unplaced(reader: Reader) -> Unplaced:
    keys = ("request", "reason", "because", "nearest")
    request, reason, because, nearest = (reader.optional(str, key, "") for key in keys)
    return Unplaced(request, reason, because, nearest=nearest)


def _demand(reader: Reader) -> Demand:
    return Demand(reader.required(str, "kind", ""), reader.names("names"))


def solution_bytes(solution: Solution, problem: bytes) -> bytes:
    """The bytes of a solution file; ``problem`` are those of its problem's file."""
    value = {
        "format": FORMAT,
        "problem": digest(problem),
        "status": solution.status,
        "meetings": [asdict(meeting) for meeting in solution.meetings],
        "unplaced": [_unplaced_to_json(one) for one in solution.unplaced],
        "figures": asdict(solution.figures),
        "bounds": asdict(solution.bounds),
        "seed": solution.seed,
        "seconds": solution.seconds,
    }
    if solution.because:
        value["because"] = solution.because
    if solution.clash:
        value["clash"] = [asdict(demand) for demand in solution.clash]
    return lines(value)


def _unplaced_to_json(one: Unplaced) -> dict[str, str]:
    value = {"request": one.request, "reason": one.reason, "because": one.because}
    return value | {"nearest": one.nearest} if one.nearest else value
