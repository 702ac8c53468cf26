"""The workers of a search: each with a state of its own, its best schedule, and its price of broken rules."""

from abc import ABC, abstractmethod

from scheduling.board import WRONG, Board, Ints, State, board_of, empty_state
from scheduling.chains import Best, anneal, load
from scheduling.cooling import Leg
from scheduling.grid import Grid
from scheduling.moves import Factors
from scheduling.pairs import Pairs, Play, empty_play, in_pairs, pairs_of
from scheduling.walks import fill, walk

PRESSING = 5
"""How many of the heaviest requests a required one outweighs."""
PENALTY, MOST_PENALTY = 5.0, 1e4
"""The price of a broken rule, in breaks; it rises while rules stay broken."""
RISE, FALL = 1.3, 1.1


class Walker(ABC):
    """One worker."""

    best: Best
    pressing: float
    """The weight of a required request: more than of all that could stand in its way."""

    def __init__(self) -> None:
        self.penalty = PENALTY

    @abstractmethod
    def restart(self) -> None:
        """Begin anew from the best schedule, with the random numbers that come next."""

    @abstractmethod
    def _anneal(self, leg: Leg, goal: Ints, factors: Factors) -> int:
        """Search on; the steps done."""

    @abstractmethod
    def _broken(self) -> bool:
        """Whether rules are broken at the moment."""

    def walk(self, leg: Leg, goal: Ints) -> int:
        """Go on for some steps; how many were done before the goal was reached."""
        done = self._anneal(leg, goal, (leg.out, self.penalty, leg.out * self.pressing))
        self.penalty = (
            min(self.penalty * RISE, MOST_PENALTY) if self._broken() else max(self.penalty / FALL, PENALTY)
        )
        return done


class PairWalker(Walker):
    """Where all meetings are between two people."""

    def __init__(self, grid: Grid, pairs: Pairs, slots: Ints, options: Ints, seed: int) -> None:
        super().__init__()
        self.pairs, self.slots = pairs, len(grid.problem.slots)
        self.pressing = float(PRESSING * pairs.weight.max(initial=0))
        self.play = self._filled(slots, options, seed)
        self.best = Best(slots.copy(), options.copy(), self.play.totals.copy())

    def _filled(self, slots: Ints, options: Ints, seed: int) -> Play:
        play = empty_play(self.pairs, self.slots, seed)
        fill(self.pairs, play, slots, options)
        return play

    def restart(self) -> None:
        """Begin anew from the best schedule, with the random numbers that come next."""
        random = int(self.play.random[0])
        self.play = self._filled(self.best.slot, self.best.option, 0)
        self.play.random[0] = random

    def _broken(self) -> bool:
        return bool(self.play.totals[WRONG] > 0)

    def _anneal(self, leg: Leg, goal: Ints, factors: Factors) -> int:
        return walk(self.pairs, self.play, self.best, goal, leg.steps, leg.heat, (*factors, leg.guide))


class BoardWalker(Walker):
    """Whatever a meeting may be: any number of people, delegates, orders."""

    def __init__(self, board: Board, slots: Ints, options: Ints, seed: int) -> None:
        super().__init__()
        self.board = board
        self.pressing = float(PRESSING * board.weight.max(initial=0))
        self.state = self._filled(slots, options, seed)
        self.best = Best(slots.copy(), options.copy(), self.state.totals.copy())

    def _filled(self, slots: Ints, options: Ints, seed: int) -> State:
        state = empty_state(self.board, seed)
        load(self.board, state, slots, options)
        return state

    def restart(self) -> None:
        """Begin anew from the best schedule, with the random numbers that come next."""
        random = int(self.state.random[0])
        self.state = self._filled(self.best.slot, self.best.option, 0)
        self.state.random[0] = random

    def _broken(self) -> bool:
        return bool(self.state.totals[WRONG] > 0)

    def _anneal(self, leg: Leg, goal: Ints, factors: Factors) -> int:
        return anneal(self.board, self.state, self.best, goal, leg.steps, leg.heat, factors)


def walkers_of(grid: Grid, slots: Ints, options: Ints, seeds: list[int], least_breaks: int) -> list[Walker]:
    """One for each seed, of the quickest kind that the fair allows; all share what does not change."""
    if in_pairs(grid):
        pairs = pairs_of(grid, least_breaks)
        return [PairWalker(grid, pairs, slots, options, seed) for seed in seeds]
    board = board_of(grid, least_breaks)
    return [BoardWalker(board, slots, options, seed) for seed in seeds]
