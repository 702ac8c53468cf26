"""The published benchmark's files, read as problems (Bofill et al., JAIR 74, 2022).

Everything is required, each slot of the file's single day follows the one before, and names count from one.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from scheduling.problem import Fault, InvalidProblem, Party, Problem, Request, Slot, Table

BEGIN = datetime(2000, 1, 1, 8, tzinfo=UTC)
"""The files know no times; these serve as names of the slots."""
MINUTES_OF_DAY = 900
LONGEST_SLOT = 20
MORNING, AFTERNOON = 1, 2
ROW = 3


class _Fields:
    """The fields of a file by name; a missing or malformed one is noted and read as empty."""

    def __init__(self, text: str) -> None:
        self.text = re.sub(r"%[^\n]*", "", text)
        self.faults: list[Fault] = []

    def fault(self, field: str, sentence: str) -> None:
        self.faults.append(Fault(f"/{field}", sentence))

    def number(self, field: str) -> int:
        found = re.search(rf"\b{field}\s*=\s*(\d+)\s*;", self.text)
        if not found:
            self.fault(field, f"The field {field!r} is missing; it holds a whole number.")
        return int(found[1]) if found else 0

    def _list(self, field: str, *, required: bool) -> str | None:
        found = re.search(rf"\b{field}\s*=\s*\[(.*?)\]\s*;", self.text, re.DOTALL)
        if not found and required:
            self.fault(field, f"The field {field!r} is missing; it holds a list.")
        return found[1] if found else None

    def rows(self, field: str, length: int) -> list[list[int]]:
        rows = [_numbers(row) for row in (self._list(field, required=True) or "").split("|")]
        rows = [row for row in rows if row]
        if len(rows) != length or any(len(row) != ROW for row in rows):
            self.fault(field, f"There are to be {length} rows of {ROW} numbers.")
            return []
        return rows

    def sets(self, field: str, length: int, *, required: bool = False) -> list[list[int]]:
        text = self._list(field, required=required)
        if text is None:
            return [[] for _ in range(length)]
        sets = [[number for number in _numbers(one) if number] for one in re.findall(r"\{([^}]*)\}", text)]
        if len(sets) != length:
            self.fault(field, f"There are to be {length} sets, but there are {len(sets)}.")
            return [[] for _ in range(length)]
        return sets

    def numbers(self, field: str, length: int) -> list[int]:
        text = self._list(field, required=False)
        numbers = [0] * length if text is None else _numbers(text)
        if len(numbers) != length:
            self.fault(field, f"There are to be {length} numbers, but there are {len(numbers)}.")
            return [0] * length
        return numbers


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def from_dzn(data: bytes, name: str, fairness: int) -> Problem:
    """The problem of a benchmark file; ``InvalidProblem`` with every fault."""
    fields = _Fields(data.decode("utf-8", "replace"))
    sizes = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots")
    parties, meetings, tables, slots, morning = (fields.number(size) for size in sizes)
    times = _slots(slots, morning)
    ids = [slot.id for slot in times]
    forbidden = fields.sets("forbidden", parties, required=True)
    problem = Problem(
        slots=times,
        tables=tuple(Table(f"t{n + 1}") for n in range(tables)),
        parties=tuple(Party(f"p{n + 1}", unavailable=_named("s", away)) for n, away in enumerate(forbidden)),
        requests=_requests(fields, meetings, ids[:morning], ids[morning:]),
        name=name,
        max_break_spread=fairness,
    )
    if fields.faults:
        raise InvalidProblem(tuple(fields.faults))
    return problem


def _slots(number: int, morning: int) -> tuple[Slot, ...]:
    length = timedelta(minutes=min(LONGEST_SLOT, MINUTES_OF_DAY / max(1, number)))
    blocks = ["morning"] * morning + ["afternoon"] * max(0, number - morning)
    return tuple(
        Slot(f"s{n + 1}", BEGIN + n * length, BEGIN + (n + 1) * length, block)
        for n, block in enumerate(blocks)
    )


def _named(letter: str, numbers: Sequence[int]) -> tuple[str, ...]:
    return tuple(f"{letter}{number}" for number in numbers)


def _requests(
    fields: _Fields, meetings: int, morning: list[str], afternoon: list[str]
) -> tuple[Request, ...]:
    rows = fields.rows("requested", meetings)
    fixed = fields.numbers("fixed", meetings)
    before = fields.sets("prec(?:edences)?", meetings)
    where = {MORNING: tuple(morning), AFTERNOON: tuple(afternoon)}
    return tuple(
        Request(
            id=f"r{n + 1}",
            attendees=((f"p{one}",), (f"p{other}",)),
            required=True,
            slots=where.get(part),
            after=_named("r", before[n]),
            at_slot=f"s{fixed[n]}" if fixed[n] else None,
        )
        for n, (one, other, part) in enumerate(rows)
    )
