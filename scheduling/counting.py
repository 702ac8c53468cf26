"""Demands that cannot be met together because there are more meetings than places for them.

Meetings are handed out to slots one by one, each making room by moving others along; where no room can be
made, the meetings looked at and the slots they are confined to are too many for too few (D. König's theorem,
1931, and H. Kuhn's method, 1955). What must be held earlier or later is not looked at.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from scheduling.claims import Claim
from scheduling.demands import Demand, concerned, kept
from scheduling.grid import Grid, union
from scheduling.index import bits
from scheduling.problem import Problem


def counted(problem: Problem, demands: Sequence[Demand]) -> tuple[Claim, tuple[Demand, ...]] | None:
    """A count that shows that these demands clash, if there is one, and those of them that it rests on."""
    asked = [demand for demand in demands if demand.kind not in ("after", "fairness")]
    here = kept(problem, asked, concerned(problem, asked))
    claim = next(_claims(Grid(here)), None)
    return None if claim is None else (claim, tuple(_grounds(here, claim, demands)))


def _claims(grid: Grid) -> Iterator[Claim]:
    if grid.complete:
        windows = {
            place: union(grid.options[place])
            for place, request in enumerate(grid.problem.requests)
            if request.required
        }
        yield from _nowhere(grid, windows)
        yield from _people(grid, windows)
        yield from _tables(grid, windows)
        yield from _promises(grid)


def _named(grid: Grid, places: Sequence[int], slots: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    problem = grid.problem
    times = tuple(problem.slots[slot].id for slot in bits(slots))
    return tuple(problem.requests[place].id for place in sorted(places)), times


def _nowhere(grid: Grid, windows: Mapping[int, int]) -> Iterator[Claim]:
    for place, slots in windows.items():
        if not slots:
            yield Claim("nowhere", (grid.problem.requests[place].id,))


def _people(grid: Grid, windows: Mapping[int, int]) -> Iterator[Claim]:
    certain: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for place, slots in windows.items():
        everywhere = set(grid.options[place][0].parties)
        for option in grid.options[place]:
            everywhere.intersection_update(option.parties)
        for party in everywhere:
            certain[party][place] = slots
    room = [1] * len(grid.problem.slots)
    for party, mine in sorted(certain.items()):
        name, most = grid.problem.parties[party].id, grid.most[party]
        if len(mine) > most:
            yield Claim("limit", _named(grid, list(mine)[: most + 1], 0)[0], party=name)
        elif crowd := overfull(mine, room):
            yield Claim("party", *_named(grid, *crowd), party=name)


def _tables(grid: Grid, windows: Mapping[int, int]) -> Iterator[Claim]:
    for number, tables in enumerate(grid.table_sets):
        users = {
            place: slots
            for place, slots in windows.items()
            if all(number in option.sets for option in grid.options[place])
        }
        if crowd := overfull(users, grid.room[number]):
            names = tuple(table.id for n, table in enumerate(grid.problem.tables) if tables >> n & 1)
            yield Claim("tables", *_named(grid, *crowd), tables=names)


def _promises(grid: Grid) -> Iterator[Claim]:
    mine: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for option in (option for ways in grid.options for option in ways):
        for party in option.parties:
            mine[party][option.request] |= option.slots
    room = [1] * len(grid.problem.slots)
    for place, asked in enumerate(grid.problem.parties):
        left, taken = dict(mine[place]), 0
        # whatever crowds its slots fills them, and adds nothing to what the others can bring
        while crowd := overfull(left, room):
            taken |= crowd[1]
            left = {request: slots & ~taken for request, slots in left.items() if slots & ~taken}
        if asked.min_meetings > taken.bit_count() + len(left):
            yield Claim("promise", *_named(grid, list(left), taken), party=asked.id)


def overfull(windows: Mapping[int, int], room: Sequence[int]) -> tuple[list[int], int] | None:
    """Things confined to slots (bits) that have too little room for them, and these slots."""
    load: list[list[int]] = [[] for _ in room]
    free = sum(1 << slot for slot, places in enumerate(room) if places)
    for thing, slots in windows.items():
        seen, source = _reached(windows, load, slots, free)
        if not seen & free:
            return [thing, *(other for slot in bits(seen) for other in load[slot])], seen
        target = (seen & free & -(seen & free)).bit_length() - 1
        last = target
        while target in source:
            slot, other = source[target]
            load[slot].remove(other)
            load[target].append(other)
            target = slot
        load[target].append(thing)
        if len(load[last]) >= room[last]:
            free ^= 1 << last
    return None


def _reached(
    windows: Mapping[int, int], load: Sequence[Sequence[int]], slots: int, free: int
) -> tuple[int, dict[int, tuple[int, int]]]:
    """The slots to which room can be made, until one has room; and who would move where from."""
    seen, waiting = slots, bits(slots)
    source: dict[int, tuple[int, int]] = {}
    for slot in waiting:
        for other in () if seen & free else load[slot]:
            fresh = windows[other] & ~seen
            for further in bits(fresh) if fresh else ():
                source[further] = (slot, other)
                waiting.append(further)
            seen |= fresh
    return seen, source


def _grounds(problem: Problem, claim: Claim, demands: Sequence[Demand]) -> Iterator[Demand]:
    """Whatever confines the meetings that were counted, and why they must be held."""
    counts = set(claim.requests)
    if claim.kind == "promise":
        counts = {one.id for one in problem.requests if any(claim.party in who for who in one.attendees)}
    chosen = [request for request in problem.requests if request.id in counts]
    people = {name for request in chosen for choice in request.attendees for name in choice}
    for demand in demands:
        about = {
            "required": claim.kind != "promise" and demand.names[:1] and demand.names[0] in counts,
            "promise": claim.kind == "promise" and demand.names[:1] == (claim.party,),
            "limit": claim.kind == "limit" and demand.names[:1] == (claim.party,),
            "window": counts.issuperset(demand.names),
            "fixed": counts.issuperset(demand.names),
            "unavailable": people.issuperset(demand.names),
            "avoid": people.issuperset(demand.names),
            "booth": people.issuperset(demand.names),
            "needs": people.issuperset(demand.names),
            "closed": True,
        }
        if about.get(demand.kind, False):
            yield demand
