"""What the solver answers, as frozen values."""

from dataclasses import dataclass
from typing import Literal

from scheduling.demands import Demand

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A request that has a place; ``attendees`` in the order of the request's."""

    request: str
    slot: str
    table: str
    attendees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A request without a place: a code of docs/reasons.md and an English sentence made from ``details``.

    ``details`` lets another language make its own sentence; it does not go to the solution file.
    """

    request: str
    reason: str
    because: str
    details: tuple[tuple[str, str], ...] = ()
    nearest: str = ""
    """What would come nearest to giving it a place, in an English sentence; empty where nothing is known."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How good a schedule is."""

    requests: int = 0
    placed: int = 0
    weight: int = 0
    breaks: int = 0
    break_spread: int = 0
    table_moves: int = 0
    walk: int = 0
    """Metres that parties walk between consecutive meetings of a day, where both tables have a position."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A proven ceiling of the weight, and a proven floor of the breaks at the weight reached.

    ``table_moves`` is a proven floor of the changes of table, the slots and attendees being as they are.
    """

    weight: int
    breaks: int
    table_moves: int = 0


@dataclass(frozen=True, slots=True)
class Solution:
    """A schedule with its figures and how far it is from the best possible at most."""

    status: Status
    meetings: tuple[Meeting, ...]
    unplaced: tuple[Unplaced, ...]
    figures: Figures
    bounds: Bounds
    seed: int = 1
    seconds: float = 0.0
    because: str = ""
    """Which demands clash, where no schedule was found; empty otherwise."""
    clash: tuple[Demand, ...] = ()
    """These demands, as values; empty where none are known to clash."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands; given to the ``progress`` callback from time to time."""

    phase: str
    """``construct``, ``search``, ``tables``, or ``explain`` once it is proven that there is no schedule."""
    share: float
    """Of the allowed time or steps already used, from 0 to 1."""
    figures: Figures
    bounds: Bounds
    seconds: float
    note: str = ""
    """A warning for people, such as that compiled code is missing; usually empty."""
