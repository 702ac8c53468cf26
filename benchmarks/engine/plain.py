"""The part of the problem that every contestant understands: meetings of two in slots with equal tables.

A contestant is given what a fair comes to, not how the product writes it down, so that all see the same.
"""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scheduling.dzn import from_dzn
from scheduling.problem import Party, Problem, Request, Slot, Table

BEGIN = datetime(2027, 3, 18, 8, tzinfo=UTC)
LENGTH = timedelta(minutes=10)
PAIR = 2


@dataclass(frozen=True, slots=True)
class Plain:
    """People, slots and meetings by number, from zero."""

    name: str
    people: int
    slots: int
    tables: int
    meetings: tuple[tuple[int, int], ...]
    weights: tuple[int, ...]
    away: tuple[tuple[int, ...], ...]
    """For each person the slots missed."""
    domains: tuple[tuple[int, ...], ...]
    """For each meeting the slots where it may stand."""
    before: tuple[tuple[int, int], ...] = ()
    """Pairs of meetings, the first of which must be held in an earlier slot."""
    required: bool = False
    spread: int | None = None


class NotPlain(Exception):
    """The problem says something that only the product understands."""


def problem_of(plain: Plain) -> Problem:
    """The same in the product's words."""
    ids = [f"s{slot + 1}" for slot in range(plain.slots)]
    gone = [set(slots) for slots in plain.away]
    requests = []
    for number, (one, other) in enumerate(plain.meetings):
        anywhere = tuple(slot for slot in range(plain.slots) if slot not in gone[one] | gone[other])
        domain = plain.domains[number]
        requests.append(
            Request(
                id=f"r{number + 1}",
                attendees=((f"p{one + 1}",), (f"p{other + 1}",)),
                weight=plain.weights[number],
                required=plain.required,
                slots=None if domain == anywhere else tuple(ids[slot] for slot in domain),
                after=tuple(f"r{first + 1}" for first, second in plain.before if second == number),
            )
        )
    starts = [BEGIN + LENGTH * slot for slot in range(plain.slots)]
    return Problem(
        slots=tuple(Slot(name, start, start + LENGTH) for name, start in zip(ids, starts, strict=True)),
        tables=tuple(Table(f"t{table + 1}") for table in range(plain.tables)),
        parties=tuple(
            Party(f"p{person + 1}", unavailable=tuple(ids[slot] for slot in slots))
            for person, slots in enumerate(plain.away)
        ),
        requests=tuple(requests),
        name=plain.name,
        max_break_spread=plain.spread,
    )


def plain_of(problem: Problem) -> Plain:
    """What a problem comes to; ``NotPlain`` where it has more than meetings of two at equal tables."""
    _refuse_more(problem)
    slot = {one.id: number for number, one in enumerate(problem.slots)}
    person = {one.id: number for number, one in enumerate(problem.parties)}
    request = {one.id: number for number, one in enumerate(problem.requests)}
    away = [tuple(sorted(slot[name] for name in one.unavailable)) for one in problem.parties]
    meetings, domains = [], []
    for one in problem.requests:
        (first,), (second,) = one.attendees
        meetings.append((person[first], person[second]))
        gone = {*away[person[first]], *away[person[second]]}
        named = [name for name in slot if one.slots is None or name in one.slots]
        if one.at_slot is not None:
            named = [name for name in named if name == one.at_slot]
        domains.append(tuple(slot[name] for name in named if slot[name] not in gone))
    return Plain(
        name=problem.name,
        people=len(problem.parties),
        slots=len(problem.slots),
        tables=len(problem.tables),
        meetings=tuple(meetings),
        weights=tuple(one.weight for one in problem.requests),
        away=tuple(away),
        domains=tuple(domains),
        before=tuple((request[name], request[one.id]) for one in problem.requests for name in one.after),
        required=all(one.required for one in problem.requests),
        spread=problem.max_break_spread,
    )


def _refuse_more(problem: Problem) -> None:
    pairs = all(
        len(one.attendees) == PAIR and all(len(choice) == 1 for choice in one.attendees)
        for one in problem.requests
    )
    equal = not any(table.closed for table in problem.tables) and all(t.seats >= PAIR for t in problem.tables)
    free = not any(party.table or party.needs or party.max_meetings is not None for party in problem.parties)
    asked = {one.required for one in problem.requests}
    one_day = len({slot.start.date() for slot in problem.slots}) == 1
    seated = any(one.at_table for one in problem.requests)
    if not (pairs and equal and free and len(asked) == 1 and one_day) or seated or problem.avoid:
        raise NotPlain(f"{problem.name} has more than meetings of two at equal tables on one day.")


def published(file: Path, fairness: int) -> Problem:
    """A problem of the literature."""
    return from_dzn(file.read_bytes(), file.stem, fairness)


def written(plain: Plain) -> dict[str, Any]:
    """As JSON holds it."""
    return asdict(plain)


def read(value: dict[str, Any]) -> Plain:
    """What ``written`` made, after JSON turned its tuples into lists."""
    nested = ("meetings", "away", "domains", "before")
    tuples = {key: tuple(tuple(one) for one in value[key]) for key in nested}
    return Plain(**(value | tuples | {"weights": tuple(value["weights"])}))


def read_file(file: str) -> Plain:
    """A file that holds one."""
    return read(json.loads(Path(file).read_text(encoding="utf-8")))
