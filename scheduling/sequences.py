"""The move of the search for pairs, compiled: a sequence of chains, each mending the one before.

A party with a break moves a meeting from the rim of one of its runs beside another of its meetings. That
moves a chain, and the person at the chain's other end may be worse off than before. Then the chain is
exchanged all the same and the move goes on from there, with the best that this person can do, until the
whole is good enough or nothing is left to try; then all is undone. The idea is that of Lin and Kernighan
(Operations Research 21, 1973) and of Glover's ejection chains (Discrete Applied Mathematics 65, 1996).
"""

from scheduling.busy import beside, breaks_in, first, mostly, rims
from scheduling.compiled import compiled
from scheduling.moves import draw
from scheduling.pairs import DEPTH, Pairs, Play
from scheduling.paths import Prices, carry_out, follow, revert, strain

LOANS = 1.0
"""By how much a sequence may be worse on its way than it may be in the end."""
WORTHWHILE = 0.5
"""What a person must gain for a sequence to go on from there."""
LOOKS = 8
"""How many people are looked at for one with breaks."""


@compiled
def somebody(pairs: Pairs, play: Play) -> int:
    """Anybody; every other time by preference somebody with breaks."""
    party = draw(play.random, len(pairs.present))
    if draw(play.random, 2):
        for _ in range(LOOKS):
            if breaks_in(play.busy[party], pairs.days) > 0:
                break
            party = draw(play.random, len(pairs.present))
    return party


@compiled
def lot(pairs: Pairs, play: Play, party: int) -> tuple[int, int]:
    """A busy and a free slot between which to move a meeting of the party; none if it has none."""
    busy = play.busy[party]
    free = pairs.present[party] & ~busy
    if busy == 0 or free == 0:
        return 0, 0
    home = mostly(play.random, rims(busy), busy)
    return home, mostly(play.random, beside(busy ^ home) & free, free)


@compiled
def mending(pairs: Pairs, play: Play, party: int, prices: Prices, undone: int) -> tuple[int, int, float]:
    """The best move of one of the party's meetings, other than exchanging ``undone`` again; ties by lot."""
    busy, count = play.busy[party], play.attended[party]
    free, now = pairs.present[party] & ~busy, strain(pairs, busy, count, prices)
    home = target = ties = 0
    best = -WORTHWHILE
    left = rims(busy)
    while left:
        one = left & -left
        left ^= one
        snug = beside(busy ^ one) & free
        while snug:
            other = snug & -snug
            snug ^= other
            rise = strain(pairs, busy ^ one | other, count, prices) - now
            if rise <= best and one | other != undone:
                ties = 1 if rise < best else ties + 1
                if draw(play.random, ties) == 0:
                    home, target = one, other
                best = rise
    return home, target, best


@compiled
def undo(pairs: Pairs, play: Play, chains: int) -> None:
    """Exchange the first ``chains`` of a move once more, the last one first."""
    for n in range(chains - 1, -1, -1):
        revert(pairs, play, n)


@compiled
def sequence(pairs: Pairs, play: Play, limit: float, prices: Prices) -> bool:
    """Try a sequence that raises the cost by ``limit`` at most; whether it was done."""
    party, begin, rise, undone = somebody(pairs, play), 0, 0.0, 0
    for chains in range(DEPTH):
        busy, count = play.busy[party], play.attended[party]
        if chains == 0:
            home, target = lot(pairs, play, party)
            change = strain(pairs, busy ^ home | target, count, prices) - strain(pairs, busy, count, prices)
        else:
            home, target, change = mending(pairs, play, party, prices, undone)
        end = 0
        if home and rise + change <= limit + LOANS:
            end = follow(pairs, play, party, first(home), first(target), begin)
        if end:
            other = play.path[end - 1]
            busy, count = play.busy[other], play.attended[other]
            change += strain(pairs, busy ^ (home | target), count, prices) - strain(
                pairs, busy, count, prices
            )
        if end == 0 or rise + change > limit + LOANS:
            undo(pairs, play, chains)
            return False
        rise += change
        carry_out(pairs, play, chains, begin, end, first(home), first(target))
        if rise <= limit:
            return True
        party, begin, undone = other, end, home | target
    undo(pairs, play, DEPTH)
    return False
