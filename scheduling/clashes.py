"""Why there is no schedule: demands that cannot be met together, in sentences with names and times."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from scheduling.explain import explained
from scheduling.grid import Grid
from scheduling.schedule import Schedule
from scheduling.words import joined, times_of

MOST_SENTENCES = 5


def clashes(grid: Grid) -> str:
    """The demands that clash, of a problem that is proven to have no solution."""
    found = list(islice(_found(grid), MOST_SENTENCES))
    return " ".join(found) or (
        "What is required and promised cannot be held together: even if meetings could be split among slots,"
        " the people's time and the tables would not suffice."
    )


def _found(grid: Grid) -> Iterator[str]:
    yield from _without_place(grid)
    yield from _too_many_for_people(grid)
    yield from _too_many_for_tables(grid)
    yield from _promises(grid)


def _without_place(grid: Grid) -> Iterator[str]:
    for reason in explained(Schedule(grid)):
        request = grid.problem.requests[grid.index.request[reason.request]]
        if not request.required or grid.options[grid.index.request[request.id]]:
            continue
        if reason.reason in ("waits", "order") or request.id in _awaited(grid):
            yield f"Request {request.id} is required, but no slot is left that keeps the order."
        else:
            yield f"Request {request.id} is required, but it has no place: {reason.because}"


def _awaited(grid: Grid) -> set[str]:
    """What required requests must come after."""
    return {name for request in grid.problem.requests if request.required for name in request.after}


def _windows(grid: Grid) -> dict[int, int]:
    """For each required request, the slots it is confined to."""
    found = {}
    for place, request in enumerate(grid.problem.requests):
        if request.required and grid.options[place]:
            slots = 0
            for option in grid.options[place]:
                slots |= option.slots
            found[place] = slots
    return found


def _too_many_for_people(grid: Grid) -> Iterator[str]:
    windows = _windows(grid)
    certain: defaultdict[int, list[int]] = defaultdict(list)
    for place in windows:
        everywhere = set(grid.options[place][0].parties)
        for option in grid.options[place]:
            everywhere.intersection_update(option.parties)
        for party in sorted(everywhere):
            certain[party].append(place)
    for party, places in sorted(certain.items()):
        label = grid.problem.parties[party].label
        if len(places) > grid.most[party]:
            most = grid.most[party]
            yield f"{label} may have {most} meetings, but {len(places)} are required: {_ids(grid, places)}."
        crowded = _crowded(windows, places)
        if crowded:
            slots, inside = crowded
            times = times_of(grid.index, slots)
            number = f"{len(inside)} required meetings ({_ids(grid, inside)})"
            yield f"{label} has {number} for {slots.bit_count()} slots: {times}."


def _crowded(windows: dict[int, int], places: list[int]) -> tuple[int, list[int]] | None:
    """A set of slots to which more of these requests are confined than it has slots."""
    union = 0
    for place in places:
        union |= windows[place]
    for slots in sorted({windows[place] for place in places} | {union}, key=int.bit_count):
        inside = [place for place in places if windows[place] & ~slots == 0]
        if len(inside) > slots.bit_count():
            return slots, inside
    return None


def _too_many_for_tables(grid: Grid) -> Iterator[str]:
    windows = _windows(grid)
    for number, tables in enumerate(grid.table_sets):
        users = [place for place in windows if all(number in option.sets for option in grid.options[place])]
        for slots in sorted({windows[place] for place in users} | {grid.index.every_slot}, key=int.bit_count):
            inside = [place for place in users if windows[place] & ~slots == 0]
            room = sum(free for slot, free in enumerate(grid.room[number]) if slots >> slot & 1)
            if len(inside) > room:
                names = joined([table.id for n, table in enumerate(grid.problem.tables) if tables >> n & 1])
                times = times_of(grid.index, slots)
                yield f"{len(inside)} required meetings need {names} at {times}, which has room for {room}."
                break


def _promises(grid: Grid) -> Iterator[str]:
    for place, party in enumerate(grid.problem.parties):
        ways = [ways for ways in grid.options if any(place in option.parties for option in ways)]
        slots = 0
        for option in (option for options in ways for option in options if place in option.parties):
            slots |= option.slots
        possible = min(len(ways), slots.bit_count())
        if party.min_meetings > possible:
            promised = f"{party.label} is promised {party.min_meetings} meetings"
            yield f"{promised}, but at most {possible} are possible."


def owed(schedule: Schedule) -> str:
    """What was still missing when the time ran out."""
    problem = schedule.index.problem
    missing = [problem.requests[place].id for place in schedule.out() if problem.requests[place].required]
    short = [
        party.label
        for party, count in zip(problem.parties, schedule.count, strict=True)
        if count < party.min_meetings
    ]
    told = [
        f"Required and without a place: {joined(missing)}." if missing else "",
        f"Fewer meetings than promised: {joined(short)}." if short else "",
        "Breaks are shared too unevenly." if not missing and not short else "",
    ]
    return " ".join(["The time ran out before a schedule was found.", *filter(None, told)])


def _ids(grid: Grid, places: list[int]) -> str:
    return joined([grid.problem.requests[place].id for place in places])
