"""The published benchmark's files, read as problems (Bofill et al., JAIR 74, 2022).

Everything is required, each slot of the file's single day follows the one before, and names count from one.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from scheduling.dzn_fields import MOST, Fields, Numbers
from scheduling.fault_list import fault
from scheduling.faults import each_fault
from scheduling.json_text import TOO_LARGE
from scheduling.problem import InvalidProblem, Party, Problem, Request, Slot, Table

MOST_BYTES = 16 * 2**20
"""Of a file; the published ones have some thousands."""
BEGIN = datetime(2000, 1, 1, 8, tzinfo=UTC)
"""The files know no times; these serve as names of the slots."""
MINUTES_OF_DAY = 900
LONGEST_SLOT = 20
MORNING, AFTERNOON, ANYWHERE = 1, 2, 3
ROW = 3


def from_dzn(data: bytes, name: str, fairness: int) -> Problem:
    """The problem of a benchmark file; ``InvalidProblem`` with every fault, each with its line."""
    if len(data) > MOST_BYTES:
        raise InvalidProblem((fault("", TOO_LARGE, most=MOST_BYTES // 2**20),))
    fields = Fields(data.decode("utf-8-sig", "replace"))
    parties, meetings, tables, slots = (
        fields.count(size) for size in ("nBusiness", "nMeetings", "nTables", "nTotalSlots")
    )
    morning = fields.count("nMorningSlots", slots if "nTotalSlots" in fields.fields else MOST)
    times = _slots(slots, morning)
    problem = Problem(
        slots=times,
        tables=tuple(Table(f"t{n + 1}") for n in range(tables)),
        parties=tuple(
            Party(f"p{n + 1}", unavailable=_named("s", away))
            for n, away in enumerate(_sets(fields, "forbidden", parties, slots, required=True))
        ),
        requests=_requests(fields, meetings, parties, times, morning),
        name=name,
        max_break_spread=fairness,
    )
    for one in each_fault(problem) if not fields.faults.total else ():
        fields.faults.add(one)
    if fields.faults.total:
        raise InvalidProblem(fields.faults.told())
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


def _sets(fields: Fields, name: str, length: int, most: int, *, required: bool = False) -> list[list[int]]:
    """Sets of numbers up to ``most``; a zero stands for none."""
    sets = fields.sets(name, length, required=required)
    named = [[number for number in row.numbers if number] for row in sets]
    return [
        numbers if fields.within(name, n, sets[n], numbers, most) else [] for n, numbers in enumerate(named)
    ]


def _requests(
    fields: Fields, meetings: int, parties: int, slots: Sequence[Slot], morning: int
) -> tuple[Request, ...]:
    rows = [_row(fields, n, row, parties) for n, row in enumerate(fields.rows("requested", meetings, ROW))]
    fixed = fields.numbers("fixed", meetings)
    for n, row in enumerate(fixed):
        fields.within("fixed", n, row, [number for number in row.numbers if number], len(slots))
    name = next((name for name in ("prec", "precedences") if name in fields.fields), "prec")
    before = _sets(fields, name, meetings, meetings)
    ids = _named("s", range(1, len(slots) + 1))
    where = {MORNING: ids[:morning], AFTERNOON: ids[morning:]}
    return tuple(
        Request(
            id=f"r{n + 1}",
            attendees=((f"p{one}",), (f"p{other}",)),
            required=True,
            slots=where.get(part),
            after=_named("r", before[n]),
            at_slot=f"s{fixed[n].numbers[0]}" if fixed[n].numbers[0] else None,
        )
        for n, (one, other, part) in enumerate(rows)
    )


def _row(fields: Fields, place: int, row: Numbers, parties: int) -> list[int]:
    """Who meets whom, and in which part of the day."""
    one, other, part = row.numbers
    known = fields.within("requested", place, row, (one, other), parties)
    if known and one == other:
        sentence = "Line %(line)s: party %(party)s meets itself; name somebody else."
        fields.wrong(f"requested/{place}", row.line, sentence, party=one)
    if not MORNING <= part <= ANYWHERE:
        sentence = (
            "Line %(line)s: a meeting may stand in 1 (morning), 2 (afternoon) or 3 (anywhere), not %(part)s."
        )
        fields.wrong(f"requested/{place}", row.line, sentence, part=part)
    return row.numbers
