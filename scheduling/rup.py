"""Verifies that clauses contradict each other, step by step of a proof (DRUP).

Each step is a clause of which the opposite leads to a contradiction by mere propagation (E. Goldberg and
Y. Novikov, Verification of Proofs of Unsatisfiability for CNF Formulas, DATE 2003), or the deletion of one
that is no longer needed (M. Heule, W. Hunt and N. Wetzler, Trimming while Checking Clausal Proofs, FMCAD
2013). The inner loop watches two literals of each clause (M. Moskewicz et al., Chaff, DAC 2001).

A literal is here twice its variable, and one more if it is negative.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from scheduling.compiled import AVAILABLE, compiled

PROVEN = -1
"""Instead of the step that fails."""
UNSET, TRUE, FALSE = 0, 1, 2


class _Book(NamedTuple):
    """What the inner loop works on: arrays, or lists where nothing is compiled."""

    literals: Any
    first: Any
    """Of each clause, where its literals begin; and where the last ones end."""
    steps: Any
    head: Any
    """Of each literal, the first of the watches on it; -1 for none."""
    after: Any
    """Of each watch (two a clause), the next on the same literal."""
    dead: Any
    """Whether a clause is deleted."""
    value: Any
    """Of each literal."""
    trail: Any
    """The literals that hold, in the order in which that became known."""


@dataclass(slots=True)
class _Steps:
    """Clauses and steps, put end to end for the inner loop."""

    literals: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    """Of each clause, where its literals begin; and where the last ones end."""
    steps: list[int] = field(default_factory=list)
    """The number of a clause, from 1, to add; negative to delete it; 0 for nothing to do."""
    alike: defaultdict[tuple[int, ...], list[int]] = field(default_factory=lambda: defaultdict(list))

    def clause(self, numbers: Iterable[int]) -> int:
        """Note a clause."""
        literals = sorted({2 * abs(number) + (number < 0) for number in numbers})
        place = len(self.first)
        self.first.append(len(self.literals))
        self.literals.extend(literals)
        self.alike[tuple(literals)].append(place)
        return place

    def deletion(self, numbers: Iterable[int]) -> None:
        """Note that a clause is no longer needed; keeping one too many does no harm."""
        same = self.alike[tuple(sorted({2 * abs(number) + (number < 0) for number in numbers}))]
        self.steps.append(-1 - same.pop() if same else 0)

    def addition(self, numbers: Iterable[int]) -> None:
        """Note a clause to be added."""
        self.steps.append(self.clause(numbers) + 1)


def failing_step(clauses: Iterable[Sequence[int]], proof: Iterable[str]) -> int | None:
    """Nothing if the proof shows that the clauses contradict each other, or else the number of a step.

    ``proof`` holds a line for each step: literals and a closing 0, behind a ``d`` if the clause is deleted.
    The first step is 0; that of the end means that it proves all it says, but no contradiction.
    """
    steps = _Steps()
    for clause in clauses:
        steps.addition(clause)
    given = len(steps.steps)
    known = max(steps.literals, default=0) // 2
    for line in proof:
        numbers = [int(word) for word in line.removeprefix("d").split()][:-1]
        if any(abs(number) > known for number in numbers):
            break  # a variable that the clauses do not know can say nothing about them
        if line.startswith("d"):
            steps.deletion(numbers)
        else:
            steps.addition(numbers)
    step = _checked(steps, given)
    return None if step == PROVEN else step - given


def _checked(steps: _Steps, given: int) -> int:
    size, top = len(steps.first), max(steps.literals, default=1) + 2
    steps.first.append(len(steps.literals))
    lists: list[list[int]] = [
        steps.literals,
        steps.first,
        steps.steps,
        [-1] * top,
        [-1] * (2 * size),
        [0] * size,
        [UNSET] * top,
        [0] * top,
    ]
    return int(_check(given, _Book(*(np.array(one, np.int64) for one in lists) if AVAILABLE else lists)))


@compiled
def _check(given: int, book: _Book) -> int:
    """The first step that does not follow, the number of steps if they prove nothing, or ``PROVEN``."""
    sure = 0
    for step in range(len(book.steps)):
        clause = abs(book.steps[step]) - 1
        if book.steps[step] < 0:
            book.dead[clause] = 1
        if book.steps[step] <= 0:
            continue
        if step >= given and not _follows(clause, sure, book):
            return step
        sure, contradiction = _added(clause, sure, book)
        if contradiction:
            return PROVEN
    return len(book.steps)


@compiled
def _added(clause: int, sure: int, book: _Book) -> tuple[int, bool]:
    """Let a clause take part from now on: how many literals are certain then, and any contradiction."""
    literals, begin, free = book.literals, book.first[clause], 0
    for place in range(begin, book.first[clause + 1]):
        if free < 2 and book.value[literals[place]] != FALSE:  # noqa: PLR2004 - two are watched
            literals[place], literals[begin + free] = literals[begin + free], literals[place]
            free += 1
    if free == 1 and book.value[literals[begin]] == UNSET:
        book.trail[sure] = literals[begin]
        book.value[literals[begin]], book.value[literals[begin] ^ 1] = TRUE, FALSE
        return _propagate(sure, sure + 1, book)
    for watch in range(free if free > 1 else 0):
        watched = literals[begin + watch]
        book.after[2 * clause + watch] = book.head[watched]
        book.head[watched] = 2 * clause + watch
    return sure, free == 0


@compiled
def _follows(clause: int, sure: int, book: _Book) -> bool:
    """Whether the opposite of a clause leads to a contradiction by propagation."""
    size = sure
    contradiction = False
    for place in range(book.first[clause], book.first[clause + 1]):
        literal = book.literals[place]
        if book.value[literal] == TRUE:
            contradiction = True
        elif book.value[literal] == UNSET:
            book.value[literal], book.value[literal ^ 1] = FALSE, TRUE
            book.trail[size] = literal ^ 1
            size += 1
    if not contradiction:
        size, contradiction = _propagate(sure, size, book)
    for place in range(sure, size):
        book.value[book.trail[place]] = UNSET
        book.value[book.trail[place] ^ 1] = UNSET
    return contradiction


@compiled
def _propagate(begin: int, size: int, book: _Book) -> tuple[int, bool]:
    """Draw the consequences of the trail from ``begin`` on: its new size, and any contradiction."""
    contradiction = False
    while begin < size and not contradiction:
        false = book.trail[begin] ^ 1
        begin += 1
        node, book.head[false] = book.head[false], -1
        while node >= 0:
            following, clause = book.after[node], node >> 1
            one = book.first[clause]
            if book.literals[one] == false:
                book.literals[one], book.literals[one + 1] = book.literals[one + 1], false
            other, watched = book.literals[one], false
            if not contradiction and not book.dead[clause] and book.value[other] != TRUE:
                for place in range(one + 2, book.first[clause + 1]):
                    if book.value[book.literals[place]] != FALSE:
                        watched = book.literals[place]
                        book.literals[one + 1], book.literals[place] = watched, false
                        break
                if watched == false and book.value[other] == FALSE:
                    contradiction = True
                elif watched == false:
                    book.value[other], book.value[other ^ 1] = TRUE, FALSE
                    book.trail[size] = other
                    size += 1
            if not book.dead[clause]:
                book.after[node], book.head[watched] = book.head[watched], node
            node = following
    return size, contradiction
