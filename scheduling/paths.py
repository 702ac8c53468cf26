"""Chains of two-person meetings as paths of people, compiled: follow one, exchange its slots, undo that.

In two slots, the meetings that hang together by the people they share form a path from somebody with one
meeting to somebody else with one (a Kempe chain; in a closed ring nobody would change). Exchanging its two
slots moves a meeting of each end and leaves everybody between as busy as before.
"""

from scheduling.board import BREAKS, LACKING, OUT, WRONG
from scheduling.busy import breaks_in, idle_in
from scheduling.compiled import compiled
from scheduling.moves import unfair
from scheduling.pairs import Pairs, Play

Prices = tuple[float, float, float, float]
"""In breaks: of a unit of weight left out, of a rule broken, of a meeting lacking, of an idle slot."""


@compiled
def strain(pairs: Pairs, busy: int, count: int, prices: Prices) -> float:
    """What the pattern of a party with so many meetings costs."""
    breaks = breaks_in(busy, pairs.days)
    cost = float(breaks)
    if prices[3] > 0.0:
        cost += prices[3] * idle_in(busy, pairs.days)
    if pairs.fair:
        cost += prices[1] * unfair(pairs.window, breaks, count)
    return cost


@compiled
def renew(pairs: Pairs, play: Play, party: int, busy: int, change: int) -> None:
    """Give a party another pattern, and ``change`` more meetings."""
    was, count = play.busy[party], play.attended[party]
    before, after = breaks_in(was, pairs.days), breaks_in(busy, pairs.days)
    play.busy[party], play.attended[party] = busy, count + change
    play.totals[BREAKS] += after - before
    play.idle[0] += idle_in(busy, pairs.days) - idle_in(was, pairs.days)
    lacking = max(pairs.least[party] - count - change, 0) - max(pairs.least[party] - count, 0)
    play.totals[LACKING] += lacking
    play.totals[WRONG] += lacking
    if pairs.fair:
        play.totals[WRONG] += unfair(pairs.window, after, count + change) - unfair(
            pairs.window, before, count
        )


@compiled
def put(pairs: Pairs, play: Play, option: int, slot: int) -> None:
    """Hold a request that is out so, in a slot in which its people are free."""
    request = pairs.request[option]
    play.held[request] = option
    play.totals[WRONG] -= pairs.required[request]
    play.totals[LACKING] -= pairs.required[request]
    play.totals[OUT] -= pairs.weight[request]
    party = pairs.one[option]
    for _ in range(2):
        play.at[party, slot] = option
        renew(pairs, play, party, play.busy[party] | (1 << slot), 1)
        party ^= pairs.across[option]
    for k in range(pairs.sets_of[option], pairs.sets_of[option + 1]):
        play.load[pairs.sets[k], slot] += 1
    play.out_number[0] -= 1
    last = play.out[play.out_number[0]]
    play.out[play.out_place[request]] = last
    play.out_place[last] = play.out_place[request]


@compiled
def take(pairs: Pairs, play: Play, option: int, slot: int) -> None:
    """Take a request out of the slot in which it is held so."""
    request = pairs.request[option]
    play.held[request] = -1
    play.totals[WRONG] += pairs.required[request]
    play.totals[LACKING] += pairs.required[request]
    play.totals[OUT] += pairs.weight[request]
    party = pairs.one[option]
    for _ in range(2):
        play.at[party, slot] = -1
        renew(pairs, play, party, play.busy[party] ^ (1 << slot), -1)
        party ^= pairs.across[option]
    for k in range(pairs.sets_of[option], pairs.sets_of[option + 1]):
        play.load[pairs.sets[k], slot] -= 1
    play.out[play.out_number[0]] = request
    play.out_place[request] = play.out_number[0]
    play.out_number[0] += 1


@compiled
def follow(pairs: Pairs, play: Play, party: int, home: int, target: int, begin: int) -> int:
    """Write the people of the chain from a party, busy in ``home`` alone, into ``path`` from ``begin`` on.

    Returns where they end; 0 where somebody cannot move or the tables would not suffice.
    """
    path, at = play.path, play.at
    path[begin] = party
    end, here, there = begin + 1, home, target
    option = at[party, here]
    while option >= 0:
        if not pairs.loose and (pairs.locked[option] or not pairs.allowed[option] >> there & 1):
            return 0
        party ^= pairs.across[option]
        path[end] = party
        end += 1
        here, there = there, here
        option = at[party, here]
    if not pairs.present[party] >> here & 1 or not has_room(pairs, play, begin, end, home, target):
        return 0
    return end


@compiled
def has_room(pairs: Pairs, play: Play, begin: int, end: int, home: int, target: int) -> bool:
    """Whether the tables suffice in both slots after the exchange."""
    if pairs.shared:
        return (end - begin) % 2 == 1 or play.load[0, target] < pairs.room[0, target]
    if len(pairs.room) == 0:
        return True
    play.net[:] = 0
    for n in range(begin, end - 1):
        forth = (n - begin) % 2 == 0
        option = play.at[play.path[n], home if forth else target]
        for k in range(pairs.sets_of[option], pairs.sets_of[option + 1]):
            play.net[pairs.sets[k]] += 1 if forth else -1
    for tables in range(len(pairs.room)):
        net = play.net[tables]
        if net > 0 and play.load[tables, target] + net > pairs.room[tables, target]:
            return False
        if net < 0 and play.load[tables, home] - net > pairs.room[tables, home]:
            return False
    return True


@compiled
def exchange(pairs: Pairs, play: Play, begin: int, end: int, home: int, target: int) -> None:
    """Exchange the two slots of the chain that stands in ``path``, of which the first leaves ``home``."""
    if pairs.shared:
        if (end - begin) % 2 == 0:
            play.load[0, home] -= 1
            play.load[0, target] += 1
    elif len(pairs.room):
        carry_tables(pairs, play, begin, end, home, target)
    for n in range(begin, end):
        party = play.path[n]
        play.at[party, home], play.at[party, target] = play.at[party, target], play.at[party, home]
    both = (1 << home) | (1 << target)
    for party in (play.path[begin], play.path[end - 1]):
        renew(pairs, play, party, play.busy[party] ^ both, 0)


@compiled
def carry_out(pairs: Pairs, play: Play, number: int, begin: int, end: int, home: int, target: int) -> None:
    """Exchange the slots of a chain, as the one of this number in a move."""
    exchange(pairs, play, begin, end, home, target)
    link = play.links[number]
    link[0], link[1], link[2], link[3] = begin, end, home, target


@compiled
def revert(pairs: Pairs, play: Play, number: int) -> None:
    """Exchange the chain of this number back."""
    link = play.links[number]
    exchange(pairs, play, link[0], link[1], link[3], link[2])


@compiled
def carry_tables(pairs: Pairs, play: Play, begin: int, end: int, home: int, target: int) -> None:
    """Count the room that the meetings of a chain leave in one slot and take in the other."""
    here, there = home, target
    for n in range(begin, end - 1):
        option = play.at[play.path[n], here]
        for k in range(pairs.sets_of[option], pairs.sets_of[option + 1]):
            play.load[pairs.sets[k], here] -= 1
            play.load[pairs.sets[k], there] += 1
        here, there = there, here
