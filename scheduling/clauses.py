"""Clauses of propositional logic, put together from plain building blocks.

A literal is a number: a variable, or its negative for the opposite. Counting follows the totalizer of
O. Bailleux and Y. Boufkhad, Efficient CNF Encoding of Boolean Cardinality Constraints, CP 2003.
"""

from collections.abc import Sequence

Clause = tuple[int, ...]

PAIRS = 6
"""Of so many literals at most, every two exclude each other by a clause of their own."""


class Clauses:
    """A growing list of clauses, and the variables they use."""

    def __init__(self) -> None:
        self.all: list[Clause] = []
        self.top = 0

    def variable(self) -> int:
        """A new one."""
        self.top += 1
        return self.top

    def add(self, *literals: int) -> None:
        """At least one of these is true."""
        self.all.append(literals)

    def any_of(self, literals: Sequence[int]) -> int:
        """A literal that is true exactly if one of these is; none of them make a false one."""
        if len(literals) == 1:
            return literals[0]
        whole = self.variable()
        self.add(-whole, *literals)
        for literal in literals:
            self.add(-literal, whole)
        return whole

    def at_most_one(self, literals: Sequence[int]) -> None:
        """No two of these are true."""
        rest = list(literals)
        while len(rest) > PAIRS:
            free = self.variable()
            self._apart([*rest[: PAIRS - 1], free])
            # whoever is true makes its part not free, and so stands for it among the others
            rest = [*rest[PAIRS - 1 :], -free]
        self._apart(rest)

    def _apart(self, literals: Sequence[int]) -> None:
        for place, one in enumerate(literals):
            for other in literals[:place]:
                self.add(-one, -other)

    def count(self, literals: Sequence[int], most: int, *, exact: bool = False) -> list[int]:
        """Numbers in ones: the first literal is true if at least one of these is, the next if two are...

        Up to ``most`` of them are counted. Unless ``exact``, a literal may also be true without reason.
        """
        parts = [[literal] for literal in literals]
        while len(parts) > 1:
            odd = [parts.pop()] if len(parts) % 2 else []
            pairs = zip(parts[::2], parts[1::2], strict=True)
            parts = [self._sum(one, other, most, exact=exact) for one, other in pairs] + odd
        return parts[0][:most] if parts else []

    def _sum(self, one: list[int], other: list[int], most: int, *, exact: bool) -> list[int]:
        whole = [self.variable() for _ in range(min(len(one) + len(other), most))]
        for i in range(min(len(one), len(whole)) + 1):
            for j in range(min(len(other), len(whole) - i) + 1):
                if i or j:
                    self.add(*(-part[n - 1] for part, n in ((one, i), (other, j)) if n), whole[i + j - 1])
                if exact and i + j < len(whole):
                    lack = [part[n] for part, n in ((one, i), (other, j)) if n < len(part)]
                    self.add(*lack, -whole[i + j])
        return whole
