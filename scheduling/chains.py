"""Simulated annealing over chains, compiled: from any schedule to a better one."""

from typing import NamedTuple

from scheduling.board import BREAKS, OUT, WRONG, Board, Ints, State
from scheduling.busy import AIMED
from scheduling.compiled import compiled
from scheduling.inserts import drop, insert
from scheduling.moves import Factors, draw, put
from scheduling.swaps import swap

INSERTIONS = 150
"""Of a thousand steps, as many try to place what is out, while something is."""
DROPS = 50
"""Of a thousand steps, as many try to give something up, while a rule is broken."""
LOOKS = 6
"""How often somebody, or a meeting of theirs, is drawn for what is looked for."""


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
def somebody(board: Board, state: State) -> int:
    """Anybody; every other time by preference somebody who has breaks."""
    party = draw(state.random, len(board.least))
    if draw(state.random, 2):
        for _ in range(LOOKS):
            if state.breaks[party] > 0:
                break
            party = draw(state.random, len(board.least))
    return party


@compiled
def meeting_of(board: Board, state: State, party: int) -> int:
    """The slot of one of a party's meetings; -1 if none was found."""
    asks = board.asks_of[party + 1] - board.asks_of[party]
    for _ in range(LOOKS if asks else 0):
        request = board.asks[board.asks_of[party] + draw(state.random, asks)]
        slot = state.slot[request]
        if slot >= 0 and state.at[party, slot] == request:
            return int(slot)
    return -1


@compiled
def alone(board: Board, state: State, party: int, slot: int) -> bool:
    """Whether a slot before or after is free."""
    last = len(board.word) - 1
    early = slot == 0 or state.at[party, slot - 1] < 0
    return bool(early or slot == last or state.at[party, slot + 1] < 0)


@compiled
def home_of(board: Board, state: State, party: int) -> int:
    """A slot for a meeting of a party to leave: mostly at the rim of a run; -1 if none was found."""
    aimed = draw(state.random, 1000) < AIMED
    slot = meeting_of(board, state, party)
    for _ in range(LOOKS if aimed else 0):
        if slot < 0 or alone(board, state, party, slot):
            break
        slot = meeting_of(board, state, party)
    return slot


@compiled
def target(board: Board, state: State, party: int, home: int) -> int:
    """Another slot to move to: mostly a free one beside another meeting; -1 if none was found."""
    if draw(state.random, 1000) < AIMED:
        for _ in range(LOOKS):
            slot = meeting_of(board, state, party)
            other = slot + 1 - 2 * draw(state.random, 2)
            if slot != home and 0 <= other < len(board.word) and state.at[party, other] < 0:
                return int(other)
        return -1
    other = draw(state.random, len(board.word) - 1)
    return int(other + 1 if other >= home else other)


@compiled
def try_insert(board: Board, state: State, request: int, temperature: float, factors: Factors) -> bool:
    """Try to hold the request in a way and slot drawn by lot."""
    ways = board.options_of[request + 1] - board.options_of[request]
    if ways == 0:
        return False
    option = board.options_of[request] + draw(state.random, ways)
    return insert(board, state, request, option, draw(state.random, len(board.word)), temperature, factors)


@compiled
def step(board: Board, state: State, temperature: float, factors: Factors) -> bool:
    """One try; whether anything changed."""
    lot = draw(state.random, 1000)
    if state.out_number[0] > 0 and lot < INSERTIONS:
        request = state.out[draw(state.random, state.out_number[0])]
        return try_insert(board, state, request, temperature, factors)
    if state.totals[WRONG] > 0 and lot >= 1000 - DROPS:
        return drop(board, state, draw(state.random, len(board.weight)), temperature, factors)
    party = somebody(board, state)
    home = home_of(board, state, party)
    if home < 0 or len(board.word) == 1:
        return False
    request = state.at[party, home]
    ways = board.options_of[request + 1] - board.options_of[request]
    if ways > 1 and lot % 2:
        return try_insert(board, state, request, temperature, factors)
    other = target(board, state, party, home)
    return other >= 0 and swap(board, state, request, other, temperature, factors[1])


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
