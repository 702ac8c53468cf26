"""A first schedule at once: request by request, next to what its people already do where that is possible."""

from scheduling.grid import Grid, Option
from scheduling.rules import spread
from scheduling.schedule import Schedule


def constructed(grid: Grid) -> Schedule:
    """Required ones first, then the heaviest; what must be held earlier is placed earlier."""
    schedule = Schedule(grid)
    fill(schedule)
    return schedule


def fill(schedule: Schedule) -> None:
    """Place what is out wherever it fits without moving anything, the pressing and heavy first."""
    grid = schedule.grid
    requests = grid.problem.requests

    def urgency(request: int) -> tuple[bool, bool, int, int]:
        asked = requests[request]
        freedom = sum(option.slots.bit_count() for option in grid.options[request])
        importance = 0 if asked.required else -asked.weight
        return (request not in grid.pinned, not asked.required, importance, freedom)

    waiting = sorted(schedule.out(), key=urgency)
    while waiting:
        late = []
        for request in waiting:
            if all(schedule.slot[other] >= 0 for other in grid.index.before[request]):
                settle(schedule, request)
            else:
                late.append(request)
        waiting = late if len(late) < len(waiting) else []


def settle(schedule: Schedule, request: int) -> bool:
    """Place one request where it adds the fewest breaks, if it fits anywhere."""
    best: tuple[int, int, Option] | None = None
    for option in schedule.grid.options[request]:
        slots = schedule.open_slots(option)
        if not slots:
            continue
        touching, slot = _snuggest(schedule, option, slots)
        if best is None or touching > best[0]:
            best = (touching, slot, option)
    if best is None:
        return False
    schedule.place(best[2], best[1])
    return True


def _snuggest(schedule: Schedule, option: Option, slots: int) -> tuple[int, int]:
    """The open slot next to meetings of as many attendees as possible; the earliest of those."""
    level = slots
    touching = 0
    for party in sorted(option.parties, key=lambda party: -schedule.count[party]):
        busy = schedule.busy[party]
        beside = level & (busy << 1 | busy >> 1)
        if beside:
            level = beside
            touching += 1
    return touching, (level & -level).bit_length() - 1


def complete(schedule: Schedule) -> None:
    """Place what still fits without moving anything, unless breaks would then be shared too unevenly."""
    for request in sorted(schedule.out(), key=lambda place: -schedule.index.problem.requests[place].weight):
        unfair = spread(schedule)
        if settle(schedule, request) and spread(schedule) > unfair:
            schedule.remove(request)


def thinned(schedule: Schedule) -> None:
    """Give up the lightest meetings of those with the most breaks until breaks are shared evenly enough."""
    while spread(schedule):
        order = sorted(range(len(schedule.count)), key=lambda party: (-schedule.breaks(party), party))
        removable = (place for party in order for place in _spare(schedule, party))
        place = next(removable, None)
        if place is None:
            return
        schedule.remove(place)


def _spare(schedule: Schedule, party: int) -> list[int]:
    """The meetings of a party that no rule asks for, the lightest first."""
    requests = schedule.index.problem.requests
    held = sorted(schedule.at[party].values(), key=lambda place: (requests[place].weight, place))
    return [
        place
        for place in held
        if not requests[place].required
        and all(schedule.slot[later] < 0 for later in schedule.index.later[place])
        and all(_more_than_promised(schedule, attendee) for attendee in _attendees(schedule, place))
    ]


def _attendees(schedule: Schedule, place: int) -> tuple[int, ...]:
    option = schedule.option[place]
    return option.parties if option else ()


def _more_than_promised(schedule: Schedule, party: int) -> bool:
    return schedule.count[party] > schedule.index.problem.parties[party].min_meetings
