"""A propositional formula put together clause by clause, with the counting constraints it is made of.

Variables are numbered from 1 and a literal is a variable or its negative, as solvers take them. Counting is
done by totalizers (Bailleux and Boufkhad, CP 2003) where the counts are needed themselves, and by the
cardinality networks of python-sat where only a limit is to hold.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from typing import Any

card: Any = None
with suppress(ImportError):  # without python-sat nothing is proven by search; the engine works all the same
    card = import_module("pysat.card")

AVAILABLE = card is not None
FEW = 5
"""Of so many literals, at most one is said pair by pair."""

Literals = list[int]


class Formula:
    """Clauses, and the next free variable."""

    def __init__(self) -> None:
        self.clauses: list[Literals] = []
        self.top = 0

    def new(self) -> int:
        """A fresh variable."""
        self.top += 1
        return self.top

    def add(self, *literals: int) -> None:
        """At least one of these holds."""
        self.clauses.append(list(literals))

    def either(self, literals: Sequence[int]) -> int:
        """A literal that holds exactly if one of these does."""
        if len(literals) == 1:
            return literals[0]
        one = self.new()
        self.clauses.append([-one, *literals])
        self.clauses.extend([-literal, one] for literal in literals)
        return one

    def all(self, literals: Sequence[int]) -> int:
        """A literal that holds exactly if all of these do."""
        return -self.either([-literal for literal in literals])

    def at_most_one(self, literals: Sequence[int]) -> None:
        """Not two of these."""
        if len(literals) <= FEW:
            self.clauses.extend([-a, -b] for n, a in enumerate(literals) for b in literals[:n])
        else:
            self.at_most(literals, 1)

    def at_most(self, literals: Sequence[int], limit: int) -> None:
        """No more of these than ``limit``, which may be negative: then the formula has no model."""
        if limit < 0:
            self.add()
        elif limit == 0:
            self.clauses.extend([-literal] for literal in literals)
        elif limit < len(literals):
            kind = card.EncType.seqcounter if limit == 1 else card.EncType.cardnetwrk
            self._take(card.CardEnc.atmost(list(literals), limit, self.top, encoding=kind))

    def at_least(self, literals: Sequence[int], limit: int) -> None:
        """No fewer of these than ``limit``."""
        if limit == 1:
            self.add(*literals)
        elif limit > 0:
            self.at_most([-literal for literal in literals], len(literals) - limit)

    def exactly(self, literals: Sequence[int], number: int) -> None:
        """As many of these as that."""
        if 0 < number < len(literals):
            self._take(
                card.CardEnc.equals(list(literals), number, self.top, encoding=card.EncType.cardnetwrk)
            )
        else:
            self.at_most(literals, number)
            self.at_least(literals, number)

    def _take(self, encoded: Any) -> None:
        self.clauses.extend(encoded.clauses)
        self.top = max(self.top, encoded.nv)

    def count(self, groups: Iterable[Literals], most: int) -> Literals:
        """Literals of which the first n hold where n of the leaves do; it counts no further than ``most``.

        Each group is such a count itself: its literals hold from the first on.
        """
        level = [group[:most] for group in groups if group]
        while len(level) > 1:
            pairs = [self._merged(level[n], level[n + 1], most) for n in range(0, len(level) - 1, 2)]
            level = pairs + level[2 * len(pairs) :]
        return level[0] if level else []

    def _merged(self, one: Literals, other: Literals, most: int) -> Literals:
        total = [self.new() for _ in range(min(len(one) + len(other), most))]
        for a in range(len(one) + 1):
            for b in range(len(other) + 1):
                if 0 < a + b <= len(total):
                    reached = [-one[a - 1]] * (a > 0) + [-other[b - 1]] * (b > 0)
                    self.clauses.append([*reached, total[a + b - 1]])
                if a + b < len(total):
                    not_reached = one[a : a + 1] + other[b : b + 1]
                    self.clauses.append([*not_reached, -total[a + b]])
        self.clauses.extend([-more, fewer] for fewer, more in pairwise(total))
        return total
