"""The door to the solver: a problem in, the best schedule that could be found in the time allowed out."""

from collections.abc import Callable

from scheduling.problem import Problem
from scheduling.solution import Progress, Solution


def solve(
    problem: Problem,
    *,
    seconds: float = 30.0,
    workers: int = 1,
    seed: int = 1,
    steps: int | None = None,
    keep: Solution | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Place the heaviest meetings with the fewest breaks; ``keep`` repairs a published schedule instead.

    With one worker, a seed and a limit of ``steps`` the answer is always the same (its ``seconds`` are then 0).
    Raises ``InvalidProblem`` with every fault.
    """
    raise NotImplementedError
