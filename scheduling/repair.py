"""Mending a published schedule: what is published stays, and as few people as possible are disturbed.

Published meetings are pinned to their slot and table. Where a rule now forbids one, its table is given up,
then its slot. Only where something required or promised has no place otherwise are further meetings let go,
those of the fewest people first. What is freed is offered to requests without a place, which moves nobody.
"""

from collections.abc import Iterator

from scheduling.grid import Grid, Pin
from scheduling.index import Index
from scheduling.problem import Problem
from scheduling.rules import at_least, spread
from scheduling.schedule import Schedule
from scheduling.score import Seats
from scheduling.solution import Solution

Pins = dict[int, Pin]


def pins_of(problem: Problem, keep: Solution) -> Pins:
    """The published meetings whose request, slot, table and people still exist."""
    index = Index(problem)
    pins: Pins = {}
    for meeting in keep.meetings:
        known = meeting.request in index.request and meeting.slot in index.slot
        if known and all(name in index.party for name in meeting.attendees):
            parties = tuple(index.party[name] for name in meeting.attendees)
            pin = Pin(index.slot[meeting.slot], index.table.get(meeting.table), parties)
            pins[index.request[meeting.request]] = pin
    return pins


def kept_grid(problem: Problem, pins: Pins) -> Grid:
    """The grid with every pin that still holds: of a meeting at least the slot, and none that clash."""
    grid = Grid(problem, pins)
    while True:
        loose = {place for place in pins if place not in grid.pinned}
        loose |= _clashing(grid)
        if not loose:
            return grid
        for place in loose:
            pin = pins.pop(place)
            if pin.table is not None:
                pins[place] = Pin(pin.slot, None, pin.parties)
        grid = Grid(problem, pins)


def _clashing(grid: Grid) -> set[int]:
    """Pinned meetings that do not fit beside the others, the least pressing ones."""
    requests = grid.problem.requests
    order = sorted(
        grid.pinned, key=lambda place: (not requests[place].required, -requests[place].weight, place)
    )
    schedule = Schedule(grid)
    waiting = order
    while waiting:
        refused = [place for place in waiting if not _placed(schedule, place)]
        if len(refused) == len(waiting):
            break
        waiting = refused
    return set(waiting)


def _placed(schedule: Schedule, place: int) -> bool:
    option = schedule.grid.options[place][0]
    slots = schedule.open_slots(option)
    if slots:
        schedule.place(option, slots.bit_length() - 1)
    return bool(slots)


def loosened(schedule: Schedule, pins: Pins) -> bool:
    """Let go of the pins that stand in the way of what is still owed; whether there were any."""
    released = set(_in_the_way(schedule))
    for place in released:
        pins.pop(place, None)
    return bool(released)


def _in_the_way(schedule: Schedule) -> Iterator[int]:
    index, pinned = schedule.index, schedule.grid.pinned
    for place in schedule.out():
        request = index.problem.requests[place]
        short = {
            party
            for party in range(len(index.problem.parties))
            if schedule.count[party] < index.problem.parties[party].min_meetings
        }
        promised = any(not short.isdisjoint(option.parties) for option in schedule.grid.options[place])
        if request.required or promised:
            yield from _cheapest_place(schedule, place)
            return
    if spread(schedule):
        worst = max(range(len(schedule.count)), key=schedule.breaks)
        yield from (place for place in schedule.at[worst].values() if place in pinned)
    elif at_least(schedule):
        yield from pinned


def _cheapest_place(schedule: Schedule, place: int) -> set[int]:
    """The pinned meetings of the fewest people that would have to give way to a request."""
    choices = []
    for option in schedule.grid.options[place]:
        for slot in range(len(schedule.index.day)):
            if option.slots >> slot & 1:
                rivals = {schedule.at[party][slot] for party in option.parties if slot in schedule.at[party]}
                rivals |= _table_rivals(schedule, option.sets, slot, rivals)
                choices.append((_disturbed(schedule, rivals), sorted(rivals & schedule.grid.pinned)))
    choices = [choice for choice in choices if choice[1]]
    return set(min(choices)[1]) if choices else set()


def _table_rivals(schedule: Schedule, sets: tuple[int, ...], slot: int, leaving: set[int]) -> set[int]:
    """One meeting of each table set that would be overfull, the one with the fewest people."""
    found: set[int] = set()
    for tables in sets:
        gone = leaving | found
        load = schedule.load[tables][slot]
        users = [place for place in schedule.placed() if _uses(schedule, place, tables, slot)]
        if load - len(gone.intersection(users)) >= schedule.grid.room[tables][slot]:
            others = [place for place in users if place not in gone]
            found |= (
                {min(others, key=lambda place: (_disturbed(schedule, {place}), place))} if others else set()
            )
    return found


def _uses(schedule: Schedule, place: int, tables: int, slot: int) -> bool:
    option = schedule.option[place]
    return option is not None and schedule.slot[place] == slot and tables in option.sets


def _disturbed(schedule: Schedule, places: set[int]) -> int:
    """How many people attend these meetings."""
    return sum(len(option.parties) for place in places if (option := schedule.option[place]) is not None)


def kept_tables(grid: Grid, pins: Pins) -> Seats:
    """The tables that pinned meetings keep."""
    return {place: table for place in sorted(grid.pinned) if (table := pins[place].table) is not None}
