"""What is to be scheduled: slots, tables, parties and the meetings they ask for, as frozen values."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """One meeting-length interval; its day is the date of ``start`` in its own time zone."""

    id: str
    start: datetime
    end: datetime
    block: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A place where one meeting at a time can be held."""

    id: str
    seats: int = 2
    tags: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    """The slots in which nobody can sit here."""
    position: tuple[float, float] | None = None
    """Where it stands in the room, in metres; the distance between two tables is the straight one."""


@dataclass(frozen=True, slots=True)
class Party:
    """Whoever must not be in two places at once."""

    id: str
    name: str = ""
    unavailable: tuple[str, ...] = ()
    table: str | None = None
    """Its fixed table, a booth: its meetings are held there, unless an earlier attendee has one too."""
    needs: tuple[str, ...] = ()
    """Tags that any table it meets at must carry."""
    min_meetings: int = 0
    max_meetings: int | None = None

    @property
    def label(self) -> str:
        """What to call it in a sentence."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Request:
    """A meeting asked for; each attendee is a choice of parties of which one attends."""

    id: str
    attendees: tuple[tuple[str, ...], ...]
    weight: int = 1
    required: bool = False
    slots: tuple[str, ...] | None = None
    """Where it may stand; ``None`` means anywhere."""
    after: tuple[str, ...] = ()
    """Requests that must be held in an earlier slot; while one of them has no place, neither has this."""
    at_slot: str | None = None
    at_table: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the solver is given. Slots stand in order of time."""

    slots: tuple[Slot, ...]
    tables: tuple[Table, ...]
    parties: tuple[Party, ...]
    requests: tuple[Request, ...]
    name: str = ""
    avoid: tuple[tuple[str, str], ...] = ()
    """Pairs of parties that must never sit in the same meeting."""
    max_break_spread: int | None = None
    """Bounds the difference between the most and the fewest breaks of parties that have a meeting."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong with a problem: where (a JSON pointer) and what to do about it."""

    pointer: str
    sentence: str
    template: str = field(default="", compare=False, repr=False)
    """The sentence before its ``details`` were put in, so that other languages can say the same."""
    details: tuple[tuple[str, str], ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.sentence}"


class Faulty(Exception):
    """Something that was read cannot be used; every fault found is named."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class InvalidProblem(Faulty):
    """The problem contradicts itself, or its file does not hold one."""


class InvalidSolution(Faulty):
    """The file does not hold a solution."""
