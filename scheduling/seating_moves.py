"""The improvement of a seating, compiled.

The one move: two tables exchange what they hold from one slot up to another. Exchanged in a single slot, two
meetings change places, or one moves to a free table; exchanged from a slot to the end, everybody who stays
at one of the tables keeps staying, and only those who pass from before to after are asked anew. Moves are
accepted by simulated annealing (Kirkpatrick, Gelatt and Vecchi, Science 220, 1983).
"""

from scheduling.compiled import compiled
from scheduling.moves import draw, uphill
from scheduling.seating_room import Room, Seating

SINGLE, TAIL, HEAD, KINDS = 3, 5, 6, 8
"""Of eight lots, those below the first name exchange one slot, then a tail, a head, and any run of slots."""
WHOLE = 4
"""Of eight lots, those below exchange tables entirely where steps on the way are counted."""


@compiled
def fits(room: Room, seating: Seating, one: int, other: int, start: int, end: int) -> bool:
    """Whether two tables may exchange what they hold."""
    for slot in range(start, end):
        first, second = seating.held[slot, one], seating.held[slot, other]
        if first >= 0 and not (room.suits[room.kind[first], other] and room.open[slot, other]):
            return False
        if second >= 0 and not (room.suits[room.kind[second], one] and room.open[slot, one]):
            return False
    return True


@compiled
def broken(room: Room, seating: Seating, one: int, other: int, start: int, end: int) -> int:
    """By how much the worth of the broken links would grow."""
    change = 0
    for slot in range(start, end):
        for turn in range(2):
            here, there = (one, other) if turn else (other, one)
            meeting = seating.held[slot, here]
            if meeting < 0:
                continue
            for k in range(room.links_of[meeting], room.links_of[meeting + 1]):
                beside = room.other[k]
                if start <= room.slot[beside] < end:
                    continue
                if seating.table[beside] == here:
                    change += room.worth[k]
                elif seating.table[beside] == there:
                    change -= room.worth[k]
    return change


@compiled
def further(room: Room, seating: Seating, one: int, other: int, start: int, end: int) -> float:
    """By how many metres the ways would grow."""
    change = 0.0
    for slot in range(start, end):
        for turn in range(2):
            here, there = (one, other) if turn else (other, one)
            meeting = seating.held[slot, here]
            if meeting < 0:
                continue
            for k in range(room.links_of[meeting], room.links_of[meeting + 1]):
                table = seating.table[room.other[k]]
                along = start <= room.slot[room.other[k]] < end
                if along and table in (one, other):
                    continue
                change += room.legs[k] * (room.metres[there, table] - room.metres[here, table])
    return change


@compiled
def exchange(seating: Seating, one: int, other: int, start: int, end: int) -> None:
    """Let two tables exchange what they hold."""
    for slot in range(start, end):
        first, second = seating.held[slot, one], seating.held[slot, other]
        seating.held[slot, one], seating.held[slot, other] = second, first
        if first >= 0:
            seating.table[first] = other
        if second >= 0:
            seating.table[second] = one


@compiled
def stretch(seating: Seating, lot: int, earlier: int, later: int) -> tuple[int, int]:
    """From which slot up to which tables exchange, so that a meeting after, or one before, comes along."""
    slots, back = len(seating.held), draw(seating.random, 2)
    if lot < SINGLE:
        slot = earlier if back else later
        return slot, slot + 1
    if lot < TAIL:
        return later, slots
    if lot < HEAD:
        return 0, earlier + 1
    if back:
        return earlier - draw(seating.random, earlier + 1), earlier + 1
    return later, later + 1 + draw(seating.random, slots - later)


@compiled
def keep_people_seated(room: Room, seating: Seating, steps: int, hot: float, cold: float) -> None:
    """Anneal the worth of the broken links from one temperature to another."""
    number = len(room.ends) // 2
    for step in range(steps):
        k = 2 * draw(seating.random, number)
        earlier, later = room.ends[k], room.ends[k + 1]
        one, other = seating.table[earlier], seating.table[later]
        if one == other:
            continue
        lot = draw(seating.random, KINDS)
        start, end = stretch(seating, lot, room.slot[earlier], room.slot[later])
        change = broken(room, seating, one, other, start, end)
        if change > 0 and change > uphill(seating.random, hot + (cold - hot) * step / steps):
            continue
        if fits(room, seating, one, other, start, end):
            exchange(seating, one, other, start, end)
            seating.broken[0] += change


@compiled
def shorten_ways(room: Room, seating: Seating, steps: int, hot: float, cold: float) -> None:
    """Anneal the metres walked from one temperature to another, never at the price of a broken link."""
    slots, tables = seating.held.shape
    for step in range(steps):
        one, other = draw(seating.random, tables), draw(seating.random, tables)
        start, end = 0, slots
        if draw(seating.random, KINDS) >= WHOLE:
            start = draw(seating.random, slots)
            end = start + 1 + draw(seating.random, slots - start)
        if one == other:
            continue
        worth = broken(room, seating, one, other, start, end)
        if worth > 0:
            continue
        change = further(room, seating, one, other, start, end)
        if worth == 0 and change > 0 and change > uphill(seating.random, hot + (cold - hot) * step / steps):
            continue
        if fits(room, seating, one, other, start, end):
            exchange(seating, one, other, start, end)
            seating.broken[0] += worth
            seating.walk[0] += change
