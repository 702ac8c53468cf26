"""Asks a SAT solver, in this process or in one of its own."""

import json
import os
import selectors
import signal
import subprocess
import sys
from array import array
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple, Protocol

from scheduling.formula import Formula

solver: Any = None
with suppress(ImportError):  # without python-sat the engine works all the same
    solver = import_module("scheduling.proofs_child")

PROGRAM = Path(__file__).with_name("proofs_child.py")
CHUNK = 1 << 16
STEADY = {"stabilizeonly": 1}
"""Options of a solver that is to find a model: it keeps to what it has, and restarts seldom."""
CONFLICTS_AT_ONCE = 1000
"""In this process, between two looks at whether to come to an end."""


class Answer(NamedTuple):
    """``holds`` is ``None`` where the solver did not find out."""

    holds: bool | None
    literals: list[int]
    """The places of a model, or the assumptions that cannot hold together."""


class Oracle(Protocol):
    """Decides whether a formula has a model in which the assumed literals hold."""

    def ask(self, assumed: list[int]) -> None:
        """Put a question."""

    def wait(self, seconds: float) -> Answer | None:
        """The answer, or nothing if it is not there in time."""

    def rest(self, *, resting: bool) -> None:
        """Leave the processor to others, or go on."""

    def close(self) -> None:
        """End it, whatever it is doing."""


class Inside:
    """In this process, as far as a number of ``conflicts`` leads in all: the same on each run."""

    def __init__(self, formula: Formula, told: int, conflicts: int, ended: Callable[[], bool]) -> None:
        self._decider = solver.Decider(flat(formula), told)
        self._left = conflicts
        self._ended = ended
        self._assumed: list[int] = []

    def ask(self, assumed: list[int]) -> None:
        """Remember the question."""
        self._assumed = assumed

    def wait(self, seconds: float) -> Answer | None:
        """Find the answer; time does not matter."""
        del seconds
        while self._left > 0 and not self._ended():
            before = self._decider.conflicts()
            holds, literals = self._decider.answer(self._assumed, min(self._left, CONFLICTS_AT_ONCE))
            self._left -= max(1, self._decider.conflicts() - before)
            if holds is not None:
                return Answer(holds, literals)
        return Answer(None, [])

    def rest(self, *, resting: bool) -> None:
        """It works only while it is asked."""

    def close(self) -> None:
        """Let go of the memory."""
        self._decider.close()


class Beside:
    """In a process of its own, which can be stopped at any moment and ends with this one.

    A new program is started in place of a copy of this process, which may have other threads and much memory.
    If it dies, what it was asked remains open, and so does what takes more than so many ``conflicts``.
    """

    def __init__(
        self,
        formula: Formula,
        told: int,
        options: dict[str, int] | None = None,
        conflicts: int | None = None,
    ) -> None:
        program = [sys.executable, "-P", str(PROGRAM), str(os.getpid())]
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own program
        self._heard = bytearray()
        self.awake = False
        """Whether it has begun, and will end with this process even if it rests then."""
        self._ready = selectors.DefaultSelector()
        if self._process.stdout:
            self._ready.register(self._process.stdout, selectors.EVENT_READ)
        literals = flat(formula)
        head = {"literals": len(literals), "told": told, "options": options, "conflicts": conflicts}
        self._tell(head, literals.tobytes())

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def ask(self, assumed: list[int]) -> None:
        """Send the question; the answer comes later."""
        self._tell(assumed)

    def _tell(self, message: object, more: bytes = b"") -> None:
        if self._process.stdin:
            with suppress(BrokenPipeError):  # it died; waiting will notice
                self._process.stdin.write(json.dumps(message).encode() + b"\n" + more)
                self._process.stdin.flush()

    def wait(self, seconds: float) -> Answer | None:
        """The answer, or nothing if it is not there in time."""
        until = monotonic() + seconds
        line = self._line(until)
        if line is not None and not self.awake:
            self.awake = True
            line = self._line(until)
        if line is None:
            return None
        return Answer(*json.loads(line)) if line else Answer(None, [])

    def _line(self, until: float) -> bytes | None:
        """What it says next; nothing if that is not there in time, and empty if it died."""
        while b"\n" not in self._heard:
            events = self._ready.select(max(0.0, until - monotonic()))
            if not events:
                return None
            read = os.read(events[0][0].fd, CHUNK)
            if not read:
                return b""
            self._heard += read
        line, _, self._heard = self._heard.partition(b"\n")
        return bytes(line)

    def rest(self, *, resting: bool) -> None:
        """Halt the process, or let it go on."""
        if self.awake:
            self._process.send_signal(signal.SIGSTOP if resting else signal.SIGCONT)

    def close(self) -> None:
        """End the process at once."""
        self._ready.close()
        self._process.kill()
        for pipe in filter(None, (self._process.stdin, self._process.stdout)):
            with suppress(BrokenPipeError):  # what it had not read yet
                pipe.close()
        self._process.wait()


def flat(formula: Formula) -> "array[int]":
    """The literals of all clauses, with a 0 after each."""
    return array("i", chain.from_iterable([*clause, 0] for clause in formula.clauses))
