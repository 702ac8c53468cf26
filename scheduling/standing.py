"""What has begun when a repair is asked for: it stays whatever the rules say, and nothing is added."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduling.grid import Pin
from scheduling.index import Index
from scheduling.mending import Published, published_of
from scheduling.problem import Problem, Request
from scheduling.rules import SLOTS, TABLES
from scheduling.solution import Meeting, Solution
from scheduling.words import joined, time_of

OBJECTION = "The meeting of %(people)s at %(time)s stays as it is, although this rule is broken: %(rule)s"


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule that a meeting breaks which has begun; ``template`` takes the details."""

    request: str
    rule: str
    template: str
    details: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        """In English."""
        return self.template % dict(self.details)


def begun(problem: Problem, now: datetime | None, notice: timedelta) -> frozenset[str]:
    """The slots that have begun, or begin within the notice."""
    if now is None:
        return frozenset()
    return frozenset(slot.id for slot in problem.slots if slot.start <= now or slot.start < now + notice)


def standing(
    problem: Problem, keep: Solution, now: datetime | None, notice: timedelta
) -> tuple[Problem, Published]:
    """The problem that is left, in which nothing can be added to what has begun; and what is published."""
    published = published_of(problem, keep)
    gone = begun(problem, now, notice)
    if not gone:
        return problem, published
    index = Index(problem)
    past = {index.slot[name] for name in gone}
    pins, firm = dict(published.pins), set[tuple[int, int]]()
    for place, pin in published.pins.items():
        if pin.slot in past and pin.table is not None and firm.isdisjoint(_seats(pin)):
            pins[place] = replace(pin, firm=True)
            firm.update(_seats(pin))
        elif pin.slot in past:
            del pins[place]
    held = {meeting.request for meeting in keep.meetings if meeting.slot in gone}
    return _left(problem, index, pins, gone, held), Published(pins, published.affected)


def _seats(pin: Pin) -> set[tuple[int, int]]:
    """Each attendee in its slot."""
    return {(party, pin.slot) for party in pin.parties}


def _left(
    problem: Problem, index: Index, pins: dict[int, Pin], gone: frozenset[str], held: set[str]
) -> Problem:
    firm = [pin for pin in pins.values() if pin.firm]
    sitting = {(pin.table, pin.slot) for pin in firm}
    there = {(party, pin.slot) for pin in firm for party in pin.parties}
    number = Counter(party for party, _ in there)
    parties = tuple(
        replace(
            party,
            unavailable=tuple(name for name in party.unavailable if (n, index.slot[name]) not in there),
            max_meetings=None if party.max_meetings is None else max(party.max_meetings, number[n]),
        )
        for n, party in enumerate(problem.parties)
    )
    tables = tuple(
        replace(table, closed=tuple(name for name in table.closed if (n, index.slot[name]) not in sitting))
        for n, table in enumerate(problem.tables)
    )
    later = tuple(slot.id for slot in problem.slots if slot.id not in gone)

    def left(place: int, request: Request) -> Request:
        if place in pins and pins[place].firm:
            return replace(request, after=())
        if request.id in held:  # it was held where nobody can sit any more, and is not held again
            return replace(request, slots=())
        slots = later if request.slots is None else tuple(name for name in request.slots if name not in gone)
        return replace(request, slots=slots)

    requests = tuple(left(place, request) for place, request in enumerate(problem.requests))
    return replace(problem, parties=parties, tables=tables, requests=requests)


def objections(
    problem: Problem, solution: Solution, now: datetime | None, notice: timedelta
) -> Iterator[Objection]:
    """Which rules the meetings break that have begun."""
    gone, index = begun(problem, now, notice), Index(problem)
    for meeting in solution.meetings:
        if meeting.slot in gone:
            yield from _broken(index, meeting)


def _broken(index: Index, meeting: Meeting) -> Iterator[Objection]:
    request = index.problem.requests[index.request[meeting.request]]
    parties = tuple(index.party[name] for name in meeting.attendees)
    slot, table = index.slot[meeting.slot], index.table[meeting.table]
    details = {
        "people": joined([index.problem.parties[party].label for party in parties]),
        "time": time_of(index, slot),
    }
    broken = [
        (rule.name, rule.sentence) for rule in TABLES if not rule.test(index, request, parties) >> table & 1
    ]
    broken += [
        (rule.name, rule.sentence) for rule in SLOTS if not rule.test(index, request, parties) >> slot & 1
    ]
    if meeting.slot in index.problem.tables[table].closed:
        broken.append(("one_meeting", "A table holds one meeting at a time and is not closed."))
    for name, sentence in broken:
        told = tuple(sorted((details | {"rule": sentence}).items()))
        yield Objection(meeting.request, name, OBJECTION, told)
