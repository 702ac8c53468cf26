"""Compiles the search, so that the first organiser need not wait: ``python -m scheduling.warm``."""

from pathlib import Path

from scheduling.generate import Shape, generated
from scheduling.rup import failing_step
from scheduling.solve import solve

PAIRS = Shape(people=12, slots=4, meetings=3, demand=2.0, positions=True)
"""A small fair of too many wishes."""
COMPANY = Shape(people=40, slots=8, meetings=6, demand=1.5, mediators=2)
"""A larger one, which the proof does not decide before the search: some meet with a mediator."""


def warm() -> None:
    """Call every compiled function: both kinds of search, the seating, and the verifier of proofs."""
    for shape in (PAIRS, COMPANY):
        solve(generated(shape), steps=2000)
    failing_step([(1,), (-1,)], ["0"])


def forget() -> None:
    """Throw away what was compiled before: the compiler does not see that a function called has changed."""
    for kept in Path(__file__).parent.glob("__pycache__/*.nb[ci]"):
        kept.unlink()


if __name__ == "__main__":
    forget()
    warm()
