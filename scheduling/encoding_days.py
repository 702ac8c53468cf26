"""The days of one party as clauses: how many meetings by when, and its breaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduling.formula import Formula

Day = Sequence[int | None]
"""For each slot of a day, the literal that says that the party meets; nothing where it cannot."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Before each slot, and at the end, the fewest and the most meetings a party may have had."""

    fewest: list[int]
    most: list[int]


def pace(slots: int, certain: list[int], possible: list[int], low: int, high: int) -> Pace:
    """From the windows (sets of slots) of the meetings that a party has for certain, and may have at all.

    ``low`` and ``high`` bound the number of its meetings over all ``slots``.
    """
    everywhere = 0
    for window in possible:
        everywhere |= window
    fewest, most = [], []
    for slot in range(slots + 1):
        past = (1 << slot) - 1
        over = sum(window & ~past == 0 for window in certain)
        begun = sum(window & past != 0 for window in possible)
        fewest.append(max(over, low - (everywhere & ~past).bit_count()))
        most.append(min(begun, high, (everywhere & past).bit_count()))
    fewest[-1], most[-1] = max(fewest[-1], low), min(most[-1], high)
    return Pace(fewest, most)


class _Tally:
    """Literals that say that at least so many meetings are over; known where the pace decides."""

    def __init__(self, formula: Formula, fewest: int, most: int) -> None:
        self.fewest, self.most = fewest, most
        self.reached = {number: formula.new() for number in range(fewest + 1, most + 1)}

    def clause(self, number: int, *, holds: bool) -> list[int] | None:
        """What a clause needs to say that ``number`` is reached, or not; nothing if that is true anyway."""
        if number <= self.fewest or number > self.most:
            return None if holds == (number <= self.fewest) else []
        return [self.reached[number] if holds else -self.reached[number]]


def counted(formula: Formula, met: dict[int, int], limits: Pace) -> None:
    """Hold a party's meetings to a pace: a sequential counter (Sinz, CP 2005), cut to what is possible."""
    if any(few > many for few, many in zip(limits.fewest, limits.most, strict=True)):
        formula.add()
        return
    before = _Tally(formula, 0, 0)
    for slot in range(len(limits.fewest) - 1):
        after = _Tally(formula, limits.fewest[slot + 1], limits.most[slot + 1])
        meets = [met[slot]] if slot in met else []
        not_met = [[-literal] for literal in meets]
        for number in range(before.fewest, after.most + 2):
            _imply(formula, before.clause(number, holds=False), after.clause(number, holds=True))
            _imply(formula, after.clause(number, holds=False), before.clause(number, holds=True), meets)
            _imply(formula, after.clause(number + 1, holds=False), before.clause(number, holds=True))
            for literal in not_met:
                _imply(
                    formula, before.clause(number, holds=False), after.clause(number + 1, holds=True), literal
                )
        before = after


def _imply(formula: Formula, *parts: list[int] | None) -> None:
    """One of the parts holds; nothing to say if one is true anyway."""
    known = [part for part in parts if part is not None]
    if len(known) == len(parts):
        formula.add(*(literal for part in known for literal in part))


def day_breaks(formula: Formula, day: Day) -> Iterator[int]:
    """Literals that each hold if a break ends in some slot: one for each slot in which one can end."""
    possible = [slot for slot, meets in enumerate(day) if meets is not None]
    begun: list[int] = []
    for slot in range(possible[0], possible[-1] + 1) if possible else ():
        meets, before = day[slot], day[slot - 1] if slot else None
        if meets is None:
            continue
        if begun and (before is None or slot - 1 > possible[0]):
            yield formula.all([*begun, meets] + ([-before] if before is not None else []))
        begun = [formula.either([*begun, meets])]
