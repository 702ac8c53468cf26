"""A SAT solver in a process of its own: it can be stopped at any moment, and other threads go on meanwhile.

Run by its path, so that it needs nothing of this package and is there at once. It reads a line of JSON (how
many clauses' literals follow, what of a model to tell, options of the solver), the literals as machine
integers with a 0 after each clause, and then a question a line: the literals to assume. It answers each with
a line: ``[true, places]`` or ``[false, core]``, and tells before all when it is awake.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from array import array
from itertools import takewhile
from typing import Any

from pysat.solvers import Solver

SOLVER = "cadical195"
END_WITH_PARENT = 1
"""The number of Linux' ``prctl`` that asks for a signal when the parent ends."""
MOST_SECONDS = 3600
"""Of computing, where there is no such call."""


class Decider:
    """A formula, and questions about it; each answer helps with the next."""

    def __init__(self, literals: "array[int]", told: int, options: dict[str, int] | None = None) -> None:
        self.solver = Solver(name=SOLVER)
        if options:
            self.solver.configure(options)
        self.told = told
        """The variables up to this one are told of a model."""
        clause: list[int] = []
        for literal in literals:
            if literal:
                clause.append(literal)
            else:
                self.solver.add_clause(clause)
                clause = []

    def conflicts(self) -> int:
        """How many it has met so far."""
        return int(self.solver.accum_stats()["conflicts"])

    def answer(self, assumed: list[int], conflicts: int | None = None) -> list[Any]:
        """Whether there is a model: its places, or what of the assumptions there is none for.

        Neither is known if it takes more than so many conflicts.
        """
        if conflicts is not None:
            self.solver.conf_budget(conflicts)
        found = self.solver.solve_limited(assumptions=assumed)
        if found is None:
            return [None, []]
        if found:
            told = takewhile(lambda literal: abs(literal) <= self.told, self.solver.get_model())
            return [True, [literal for literal in told if literal > 0]]
        return [False, self.solver.get_core() or []]

    def close(self) -> None:
        """Let go of the solver's memory."""
        self.solver.delete()


def end_with(parent: int) -> None:
    """Do not outlive the process that asks, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit()


def tell(message: object) -> None:
    """A line to the process that asks."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Answer until nobody asks."""
    end_with(int(sys.argv[1]))
    tell("awake")
    head = json.loads(sys.stdin.buffer.readline())
    literals = array("i")
    literals.frombytes(sys.stdin.buffer.read(head["literals"] * literals.itemsize))
    decider = Decider(literals, head["told"], head["options"])
    for question in sys.stdin.buffer:
        tell(decider.answer(json.loads(question), head["conflicts"]))


if __name__ == "__main__":
    main()
