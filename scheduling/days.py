"""The cheapest days that parties can have where each meeting in a slot has a price, and each break too.

For one party that is a shortest path through (slot, meetings so far, state); here all parties take each step
together, in whole numbers, so that what follows from the result is exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scheduling.patterns import Kind

Whole: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

FRESH, BUSY, IDLE = range(3)
"""A party's state before a slot: no meeting yet today, one in the slot before, some but not there."""
STATES = 3
UNIT = 1 << 20
"""What a break costs; prices are told in this measure."""
FAR = 1 << 58
"""The cost of what cannot be; greater than any sum of prices."""


@dataclass(frozen=True, slots=True)
class Days:
    """For each kind of party, the cost of its cheapest days, and the slots in which it then meets."""

    costs: Whole
    """One number for each kind; ``FAR`` or more where the kind has no possible days."""
    meets: Flags
    """Kinds times slots."""


class Calendar:
    """The days that each of many kinds of party may have."""

    def __init__(self, kinds: Sequence[Kind], day: Sequence[int]) -> None:
        slots = range(len(day))
        self.ends = [slot + 1 == len(day) or day[slot + 1] != day[slot] for slot in slots]
        """Whether a day ends with each slot."""
        self.height = max((kind.most[-1] for kind in kinds), default=0) + 1
        held = np.arange(self.height)
        fewest = np.array([kind.fewest for kind in kinds], np.int64)[:, :, None]
        most = np.array([kind.most for kind in kinds], np.int64)[:, :, None]
        allowed = (fewest <= held) & (held <= most)
        open_to = np.array([[kind.slots >> slot & 1 for slot in slots] for kind in kinds], bool)
        bound = np.array([[kind.always >> slot & 1 for slot in slots] for kind in kinds], bool)
        self.meeting = [_barred(open_to[:, slot, None] & allowed[:, slot + 1, 1:]) for slot in slots]
        """For each slot, kind and number of meetings before it: whether one more is barred."""
        self.idling = [_barred(~bound[:, slot, None] & allowed[:, slot + 1]) for slot in slots]
        self.final = np.where(allowed[:, -1], 0, FAR)

    def cheapest(self, prices: Whole) -> Days:
        """The cheapest days at these prices: kinds times slots, in parts of ``UNIT``, of either sign."""
        after = [self.final] * STATES
        choices: list[Flags] = []
        for slot in reversed(range(len(self.ends))):
            if self.ends[slot]:
                after = [after[FRESH]] * STATES
            meet = np.maximum(after[BUSY][:, 1:] + prices[:, slot, None], self.meeting[slot])
            rest = np.maximum(after[IDLE], self.idling[slot])
            before = [np.maximum(after[FRESH], self.idling[slot]), rest.copy(), rest]
            chosen = np.zeros((STATES, *rest.shape), bool)
            for state, extra in ((FRESH, 0), (BUSY, 0), (IDLE, UNIT)):
                cost = meet + extra
                np.less(cost, before[state][:, :-1], out=chosen[state, :, :-1])
                np.minimum(cost, before[state][:, :-1], out=before[state][:, :-1])
            after = before
            choices.append(chosen)
        return Days(after[FRESH][:, 0].copy(), self._followed(choices[::-1]))

    def _followed(self, choices: list[Flags]) -> Flags:
        """The slots in which each kind meets when it goes by these choices from the first slot on."""
        kinds = np.arange(len(self.final))
        meets = np.zeros((len(kinds), len(choices)), bool)
        state, held = np.full(len(kinds), FRESH), np.zeros(len(kinds), np.int64)
        for slot, chosen in enumerate(choices):
            now = chosen[state, kinds, held]
            meets[:, slot] = now
            held += now
            state = np.where(now, BUSY, np.where(state == FRESH, FRESH, IDLE))
            if self.ends[slot]:
                state[:] = FRESH
        return meets


def _barred(possible: Flags) -> Whole:
    """A floor of the cost: none where it is possible, too much where it is not."""
    return np.where(possible, -FAR, FAR)
