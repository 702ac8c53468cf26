"""Simulated annealing for two-person meetings, compiled: from any schedule to a better one."""

from scheduling.board import WRONG, Ints
from scheduling.chains import DROPS, Best, better
from scheduling.compiled import compiled
from scheduling.moves import draw, uphill
from scheduling.pairs import Pairs, Play
from scheduling.paths import Prices, put
from scheduling.places import drop, insert
from scheduling.sequences import sequence

INSERTIONS = 300
"""Of a thousand steps, as many try to place what is out, while something is."""
RECASTS = 100
"""Of a thousand steps, as many try other people for a meeting, where there are delegates."""


@compiled
def fill(pairs: Pairs, play: Play, slots: Ints, options: Ints) -> None:
    """Give the requests of an empty schedule their places."""
    for request in range(len(slots)):
        if slots[request] >= 0:
            put(pairs, play, options[request], slots[request])


@compiled
def remember(pairs: Pairs, play: Play, best: Best) -> None:
    """Keep the places of all requests."""
    best.slot[:] = -1
    best.option[:] = -1
    for party in range(play.at.shape[0]):
        for slot in range(play.at.shape[1]):
            option = play.at[party, slot]
            if option >= 0:
                best.slot[pairs.request[option]] = slot
                best.option[pairs.request[option]] = option
    for n in range(len(play.totals)):
        best.totals[n] = play.totals[n]


@compiled
def stride(pairs: Pairs, play: Play, limit: float, prices: Prices) -> bool:
    """One try; whether anything changed."""
    lot = draw(play.random, 1000)
    if play.out_number[0] > 0 and lot < INSERTIONS:
        return insert(pairs, play, play.out[draw(play.random, play.out_number[0])], limit, prices)
    if play.totals[WRONG] > 0 and lot >= 1000 - DROPS:
        return drop(pairs, play, draw(play.random, len(pairs.weight)), limit, prices)
    if pairs.delegates and lot >= 1000 - RECASTS - DROPS:
        request = draw(play.random, len(pairs.weight))
        several = pairs.options_of[request + 1] - pairs.options_of[request] > 1
        return several and insert(pairs, play, request, limit, prices)
    return sequence(pairs, play, limit, prices)


@compiled
def walk(
    pairs: Pairs,
    play: Play,
    best: Best,
    goal: Ints,
    steps: int,
    heat: tuple[float, float],
    prices: Prices,
) -> int:
    """Search from one temperature to another; the steps done, fewer only where the goal was reached."""
    temperature = heat[0]
    for done in range(steps):
        if done % 64 == 0:
            temperature = heat[0] * (heat[1] / heat[0]) ** (done / steps)
        if stride(pairs, play, uphill(play.random, temperature), prices) and better(play.totals, best.totals):
            remember(pairs, play, best)
            if not better(goal, best.totals):
                return done + 1
    return steps
