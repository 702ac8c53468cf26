"""Giving a two-person meeting a place, compiled: by moving what stands in its way, or by putting that out."""

from scheduling.board import BREAKS, LACKING, OUT, WRONG
from scheduling.busy import beside, drawn, first, mostly, size
from scheduling.compiled import compiled
from scheduling.moves import TRIES, draw, takes_room
from scheduling.pairs import DEPTH, MOST_UNDONE, Pairs, Play
from scheduling.paths import Prices, carry_out, follow, put, revert, take


@compiled
def cost(play: Play, prices: Prices) -> float:
    """What the search lowers: all at their prices, breaks as they are."""
    totals = play.totals
    whole = totals[BREAKS] + prices[0] * totals[OUT] + prices[1] * totals[WRONG] + prices[2] * totals[LACKING]
    return float(whole + prices[3] * play.idle[0])


@compiled
def restore(pairs: Pairs, play: Play) -> None:
    """Take back all parts of a move, the last first."""
    for n in range(play.undo_number[0] - 1, -1, -1):
        option, place = play.undo[n, 0], play.undo[n, 1]
        if option >= 0:
            put(pairs, play, option, place)
        else:
            revert(pairs, play, place)
    play.undo_number[0] = 0


@compiled
def note(play: Play, option: int, place: int) -> None:
    """Remember a part of a move."""
    step = play.undo_number[0]
    play.undo[step, 0], play.undo[step, 1] = option, place
    play.undo_number[0] = step + 1


@compiled
def eject(pairs: Pairs, play: Play, option: int, slot: int) -> bool:
    """Put a meeting out, unless it must stay."""
    if pairs.locked[option] or play.undo_number[0] >= MOST_UNDONE:
        return False
    note(play, option, slot)
    take(pairs, play, option, slot)
    return True


@compiled
def sidestep(pairs: Pairs, play: Play, party: int, slot: int, chains: int, begin: int) -> int:
    """Free a party in a slot by exchanging its chain with another slot drawn by lot; where the path ends."""
    busy = play.busy[party]
    free = pairs.present[party] & ~busy
    if free == 0 or chains >= DEPTH:
        return 0
    target = first(mostly(play.random, beside(busy ^ (1 << slot)) & free, free))
    end = follow(pairs, play, party, slot, target, begin)
    if end:
        carry_out(pairs, play, chains, begin, end, slot, target)
        note(play, -1, chains)
    return end


@compiled
def free_people(pairs: Pairs, play: Play, option: int, slot: int, moving: bool) -> bool:
    """See to it that both people are free in this slot."""
    party, chains, begin = pairs.one[option], 0, 0
    for _ in range(2):
        held = play.at[party, slot]
        if held >= 0 and moving:
            begin = sidestep(pairs, play, party, slot, chains, begin)
            chains += 1
            if begin == 0:
                return False
        elif held >= 0 and not eject(pairs, play, held, slot):
            return False
        party ^= pairs.across[option]
    return bool(play.at[party, slot] < 0 and play.at[party ^ pairs.across[option], slot] < 0)


@compiled
def rival(pairs: Pairs, play: Play, tables: int, slot: int) -> int:
    """A meeting in the slot that takes room in the table set: the next after a party drawn by lot."""
    parties = len(pairs.present)
    start = draw(play.random, parties)
    for n in range(parties):
        held = play.at[(start + n) % parties, slot]
        if held >= 0 and takes_room(pairs.sets_of, pairs.sets, held, tables) and not pairs.locked[held]:
            return int(held)
    return -1


@compiled
def free_tables(pairs: Pairs, play: Play, option: int, slot: int) -> bool:
    """Put out meetings drawn by lot until a suitable table is free."""
    for k in range(pairs.sets_of[option], pairs.sets_of[option + 1]):
        tables = pairs.sets[k]
        while play.load[tables, slot] >= pairs.room[tables, slot]:
            held = rival(pairs, play, tables, slot)
            if held < 0 or not eject(pairs, play, held, slot):
                return False
    return True


@compiled
def relieve(pairs: Pairs, play: Play, option: int) -> bool:
    """Put out meetings, drawn by lot, of people who have as many as they can bear."""
    party = pairs.one[option]
    for _ in range(2):
        for _ in range(4 * TRIES):
            if play.attended[party] < pairs.most[party] or play.busy[party] == 0:
                break
            slot = first(drawn(play.random, play.busy[party]))
            held = play.at[party, slot]
            if not pairs.locked[held] and not eject(pairs, play, held, slot):
                return False
        if play.attended[party] >= pairs.most[party]:
            return False
        party ^= pairs.across[option]
    return True


@compiled
def aimed(pairs: Pairs, play: Play, option: int) -> int:
    """A slot for a meeting: beside other meetings of one of its people, or any in which it may be held."""
    slots = pairs.allowed[option]
    party = pairs.one[option]
    if draw(play.random, 2):
        party ^= pairs.across[option]
    return first(mostly(play.random, beside(play.busy[party]) & slots, slots))


@compiled
def too_dear(pairs: Pairs, play: Play, option: int, slot: int, limit: float, prices: Prices) -> bool:
    """Whether too much weight stands in the way for breaks to make up for it."""
    weight, party, people, last = -pairs.weight[pairs.request[option]], pairs.one[option], 2, -1
    for _ in range(2):
        held = play.at[party, slot]
        if held >= 0 and held != last:
            weight += pairs.weight[pairs.request[held]]
            people += 2
            last = held
        party ^= pairs.across[option]
    return bool(prices[0] * weight - people * (1.0 + prices[3] * size(pairs.present[party])) > limit)


@compiled
def where(pairs: Pairs, play: Play, option: int) -> int:
    """The slot of a meeting that is held so."""
    left = play.busy[pairs.one[option]]
    while play.at[pairs.one[option], first(left)] != option:
        left &= left - 1
    return first(left)


@compiled
def insert(pairs: Pairs, play: Play, request: int, limit: float, prices: Prices) -> bool:
    """Try to hold a request in a way and slot drawn by lot, wherever it stood; whether it was done."""
    ways = pairs.options_of[request + 1] - pairs.options_of[request]
    option, held = pairs.options_of[request] + draw(play.random, ways), play.held[request]
    slot, moving = aimed(pairs, play, option), bool(draw(play.random, 2))
    simple = held < 0 and not pairs.fair and pairs.required[request] == 0 and play.totals[WRONG] == 0
    if simple and not moving and too_dear(pairs, play, option, slot, limit, prices):
        return False
    before = cost(play, prices)
    ready = (
        (held < 0 or eject(pairs, play, held, where(pairs, play, held)))
        and free_people(pairs, play, option, slot, moving)
        and free_tables(pairs, play, option, slot)
        and relieve(pairs, play, option)
    )
    if ready:
        put(pairs, play, option, slot)
        if cost(play, prices) - before <= limit:
            play.undo_number[0] = 0
            return True
        take(pairs, play, option, slot)
    restore(pairs, play)
    return False


@compiled
def drop(pairs: Pairs, play: Play, request: int, limit: float, prices: Prices) -> bool:
    """Try to give up a request that has a place; whether it was done."""
    option = play.held[request]
    if option < 0 or pairs.locked[option]:
        return False
    before, slot = cost(play, prices), where(pairs, play, option)
    take(pairs, play, option, slot)
    if cost(play, prices) - before <= limit:
        return True
    put(pairs, play, option, slot)
    return False
