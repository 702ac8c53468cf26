"""Mending a published schedule: what is published stays, and as few people as possible are disturbed.

A person is *disturbed* if a published meeting of theirs is moved in time, has another attendee or is
cancelled, though the rules would let it stand where it was. The fewest such people come first, then the
fewest of their meetings, then tables, then the weight, then the breaks. What cannot stand any more (somebody
withdrew) disturbs nobody beyond those who hear of it anyway; what has begun never changes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduling.affected import Affected, affected_by
from scheduling.problem import Problem
from scheduling.solution import Progress, Solution
from scheduling.solve import solve
from scheduling.standing import Objection, objections

__all__ = ["Repair", "repair"]

AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Repair:
    """A mended schedule, and who must be told what."""

    solution: Solution
    affected: tuple[Affected, ...]
    """Every party whose day is another than was published, in the order of the problem."""
    objections: tuple[Objection, ...] = ()
    """The rules that meetings break which have begun, and therefore stay."""

    @property
    def disturbed(self) -> tuple[str, ...]:
        """The ids of those who are disturbed."""
        return tuple(one.party for one in self.affected if one.disturbed)


def repair(
    problem: Problem,
    keep: Solution,
    *,
    now: datetime | None = None,
    notice: timedelta = AT_ONCE,
    seconds: float = 10.0,
    seed: int = 1,
    workers: int = 1,
    steps: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Repair:
    """Mend the published schedule ``keep`` so that it fits the ``problem`` as it is after a change.

    A withdrawal is a party that is unavailable everywhere, or whose requests are gone. Meetings in slots
    that begin up to ``now`` (with a time zone), or before ``now + notice``, stay as they are, even where the
    rules object, and nothing is added there. Raises ``InvalidProblem`` with every fault. The solution is
    ``infeasible`` where what is required or promised cannot be had any more.
    """
    solution = solve(
        problem,
        seconds=seconds,
        workers=workers,
        seed=seed,
        steps=steps,
        keep=keep,
        now=now,
        notice=notice,
        progress=progress,
        cancelled=cancelled,
    )
    if solution.status in ("infeasible", "unknown"):
        return Repair(solution, ())
    told = tuple(objections(problem, solution, now, notice))
    return Repair(solution, affected_by(problem, keep, solution), told)
