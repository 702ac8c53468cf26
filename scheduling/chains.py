"""Simulated annealing over chains, compiled: from any schedule to a better one."""

from typing import NamedTuple

from scheduling.board import BREAKS, OUT, WRONG, Board, Ints, State
from scheduling.compiled import compiled
from scheduling.inserts import drop, insert
from scheduling.moves import Factors, draw, put
from scheduling.swaps import swap

INSERTIONS = 150
"""Of a thousand steps, as many try to place what is out, while something is."""
DROPS = 50
"""Of a thousand steps, as many try to give something up, while a rule is broken."""
NEAR = 500
"""Of the lots from 0 to 999, those below aim at a slot beside another meeting of an attendee."""


class Best(NamedTuple):
    """The best schedule met so far."""

    slot: Ints
    option: Ints
    totals: Ints


@compiled
def better(totals: Ints, best: Ints) -> bool:
    """Fewer rules broken, else less weight left out, else fewer breaks."""
    if totals[WRONG] != best[WRONG]:
        return bool(totals[WRONG] < best[WRONG])
    if totals[OUT] != best[OUT]:
        return bool(totals[OUT] < best[OUT])
    return bool(totals[BREAKS] < best[BREAKS])


@compiled
def copy(state: State, best: Best) -> None:
    """Remember the places of all requests."""
    for request in range(len(state.slot)):
        best.slot[request] = state.slot[request]
        best.option[request] = state.option[request]
    for n in range(len(state.totals)):
        best.totals[n] = state.totals[n]


@compiled
def load(board: Board, state: State, slots: Ints, options: Ints) -> None:
    """Fill an empty state."""
    for request in range(len(slots)):
        if slots[request] >= 0:
            put(board, state, request, options[request], slots[request])


@compiled
def pick(board: Board, state: State) -> int:
    """A meeting to move, by preference of somebody who has breaks; -1 if none was found."""
    if draw(state.random, 2):
        return draw(state.random, len(board.weight))
    party = draw(state.random, len(board.least))
    for _ in range(6):
        if state.breaks[party] > 0:
            break
        party = draw(state.random, len(board.least))
    asks = board.asks_of[party + 1] - board.asks_of[party]
    return board.asks[board.asks_of[party] + draw(state.random, asks)] if asks else -1


@compiled
def try_insert(board: Board, state: State, request: int, temperature: float, factors: Factors) -> bool:
    """Try to hold the request in a way and slot drawn by lot."""
    ways = board.options_of[request + 1] - board.options_of[request]
    if ways == 0:
        return False
    option = board.options_of[request] + draw(state.random, ways)
    return insert(board, state, request, option, draw(state.random, len(board.word)), temperature, factors)


@compiled
def target(board: Board, state: State, request: int, lot: int) -> int:
    """Another slot to move to: any, or one beside another meeting of an attendee; -1 if none was found."""
    home = state.slot[request]
    if lot >= NEAR:
        other = draw(state.random, len(board.word) - 1)
        return int(other + 1 if other >= home else other)
    option = state.option[request]
    first = board.people_of[option]
    party = board.people[first + draw(state.random, board.people_of[option + 1] - first)]
    asks = board.asks_of[party + 1] - board.asks_of[party]
    slot = state.slot[board.asks[board.asks_of[party] + draw(state.random, asks)]]
    other = slot + 1 - 2 * (lot % 2)
    found = slot >= 0 and 0 <= other < len(board.word) and other != home
    return int(other) if found else -1


@compiled
def step(board: Board, state: State, temperature: float, factors: Factors) -> bool:
    """One try; whether anything changed."""
    lot = draw(state.random, 1000)
    if state.out_number[0] > 0 and lot < INSERTIONS:
        request = state.out[draw(state.random, state.out_number[0])]
        return try_insert(board, state, request, temperature, factors)
    if state.totals[WRONG] > 0 and lot >= 1000 - DROPS:
        return drop(board, state, draw(state.random, len(board.weight)), temperature, factors)
    request = pick(board, state)
    if request < 0 or state.slot[request] < 0 or len(board.word) == 1:
        return False
    ways = board.options_of[request + 1] - board.options_of[request]
    if ways > 1 and lot % 2:
        return try_insert(board, state, request, temperature, factors)
    other = target(board, state, request, lot)
    if other < 0:
        return False
    return swap(board, state, request, other, temperature, factors[1])


@compiled
def anneal(
    board: Board,
    state: State,
    best: Best,
    goal: Ints,
    steps: int,
    heat: tuple[float, float],
    factors: Factors,
) -> int:
    """Search from one temperature to another; the steps done, fewer only where the goal was reached."""
    temperature = heat[0]
    for done in range(steps):
        if done % 64 == 0:
            temperature = heat[0] * (heat[1] / heat[0]) ** (done / steps)
        if step(board, state, temperature, factors) and better(state.totals, best.totals):
            copy(state, best)
            if not better(goal, best.totals):
                return done + 1
    return steps
