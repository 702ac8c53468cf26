"""The hard rules. Each is a name, a sentence an organiser would agree with, and a short function.

A rule about tables says at which tables it would let a meeting sit; a rule about slots, in which slots it
would let it stand; a rule of play does so in view of the meetings that already have a place. All speak in
sets of places (bits), so that applying them together is an intersection. A rule of the whole counts what a
schedule still owes. To add a rule: one function, one line in the list, one check in ``check.py``, one test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from scheduling.problem import Request

if TYPE_CHECKING:
    from scheduling.grid import Option
    from scheduling.index import Index
    from scheduling.schedule import Schedule

F = TypeVar("F")

Parties = tuple[int, ...]
Standing = Callable[["Index", Request, Parties], int]
InPlay = Callable[["Schedule", "Option"], int]
OfWhole = Callable[["Schedule"], int]


@dataclass(frozen=True, slots=True)
class Rule(Generic[F]):
    """One hard rule."""

    name: str
    sentence: str
    test: F


# Which tables would do


def seats(index: "Index", _request: Request, parties: Parties) -> int:
    """A chair for each attendee."""
    return index.seated[len(parties)]


def needs(index: "Index", _request: Request, parties: Parties) -> int:
    """What any attendee needs of a table, the table has."""
    tables = index.every_table
    for party in parties:
        for need in index.problem.parties[party].needs:
            tables &= index.tagged[need]
    return tables


def booth(index: "Index", _request: Request, parties: Parties) -> int:
    """The first attendee with a table of its own is met there."""
    for party in parties:
        table = index.problem.parties[party].table
        if table is not None:
            return 1 << index.table[table]
    return index.every_table


def at_table(index: "Index", request: Request, _parties: Parties) -> int:
    """A fixed table is kept."""
    return index.every_table if request.at_table is None else 1 << index.table[request.at_table]


# In which slots it may stand, whatever the others do


def available(index: "Index", _request: Request, parties: Parties) -> int:
    """Everybody is there."""
    slots = index.every_slot
    for party in parties:
        slots &= index.present[party]
    return slots


def limits(index: "Index", request: Request, _parties: Parties) -> int:
    """Only where the request may stand."""
    return index.every_slot if request.slots is None else index.slots(request.slots)


def at_slot(index: "Index", request: Request, _parties: Parties) -> int:
    """A fixed slot is kept."""
    return index.every_slot if request.at_slot is None else 1 << index.slot[request.at_slot]


def avoid(index: "Index", _request: Request, parties: Parties) -> int:
    """Those who must not meet do not."""
    apart = all(index.avoided[party].isdisjoint(parties) for party in parties)
    return index.every_slot if apart else 0


# In which slots it may stand beside the meetings that have a place


def one_place(schedule: "Schedule", option: "Option") -> int:
    """Nobody is in two meetings at once."""
    slots = schedule.index.every_slot
    for party in option.parties:
        slots &= ~schedule.busy[party]
    return slots


def one_meeting(schedule: "Schedule", option: "Option") -> int:
    """A table holds one meeting at a time."""
    slots = schedule.index.every_slot
    for tables in option.sets:
        slots &= ~schedule.full[tables]
    return slots


def after(schedule: "Schedule", option: "Option") -> int:
    """What must be held earlier is, and what must be held later is not yet over."""
    slots = schedule.index.every_slot
    for other in schedule.index.before[option.request]:
        held = schedule.slot[other]
        slots &= -2 << held if held >= 0 else 0
    for other in schedule.index.later[option.request]:
        held = schedule.slot[other]
        if held >= 0:
            slots &= (1 << held) - 1
    return slots


def at_most(schedule: "Schedule", option: "Option") -> int:
    """Nobody has more meetings than they can bear."""
    most = schedule.grid.most
    return (
        0
        if any(schedule.count[party] >= most[party] for party in option.parties)
        else schedule.index.every_slot
    )


# What a schedule as a whole still owes


def required(schedule: "Schedule") -> int:
    """A required request has a place."""
    requests = schedule.index.problem.requests
    return sum(request.required and slot < 0 for request, slot in zip(requests, schedule.slot, strict=True))


def at_least(schedule: "Schedule") -> int:
    """Everybody has the meetings they were promised."""
    parties = schedule.index.problem.parties
    return sum(
        max(0, party.min_meetings - count) for party, count in zip(parties, schedule.count, strict=True)
    )


def spread(schedule: "Schedule") -> int:
    """No two parties with a meeting differ by more breaks than the bound."""
    bound = schedule.index.problem.max_break_spread
    return 0 if bound is None else max(0, schedule.break_spread() - bound)


TABLES: tuple[Rule[Standing], ...] = (
    Rule("seats", "The table has a seat for each attendee.", seats),
    Rule("needs", "The table has what each attendee needs.", needs),
    Rule("booth", "The first attendee who has a table of its own is met there.", booth),
    Rule("at_table", "A meeting with a fixed table is held at it.", at_table),
)
SLOTS: tuple[Rule[Standing], ...] = (
    Rule("avoid", "Those who must not meet do not.", avoid),
    Rule("available", "Everybody is there.", available),
    Rule("limits", "A meeting stands only where its request allows.", limits),
    Rule("at_slot", "A meeting with a fixed slot stands in it.", at_slot),
)
PLAY: tuple[Rule[InPlay], ...] = (
    Rule("at_most", "Nobody has more meetings than their limit.", at_most),
    Rule("after", "What must be held earlier is held earlier.", after),
    Rule("one_place", "Nobody is in two meetings at once.", one_place),
    Rule("one_meeting", "A table holds one meeting at a time and is not closed.", one_meeting),
)
WHOLE: tuple[Rule[OfWhole], ...] = (
    Rule("required", "Required requests have a place.", required),
    Rule("at_least", "Everybody has at least the meetings they were promised.", at_least),
    Rule("spread", "No two parties differ by more breaks than the bound.", spread),
)
