"""Random problems in which every feature of the format occurs, small enough to try everything."""

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from scheduling.problem import Party, Problem, Request, Slot, Table
from tests.scheduling.cases import LENGTH, MORNING

T = TypeVar("T")

TIMES_MORE = int(os.environ.get("MAILLAGE_EXAMPLES", "1"))
"""So many times the examples of the normal run; then other ones on each run."""


def examples(number: int) -> settings:
    """How many examples a test tries."""
    return settings(max_examples=number * TIMES_MORE, derandomize=TIMES_MORE == 1)


@dataclass(frozen=True)
class Size:
    """The most of everything that a problem may have."""

    people: int = 5
    requests: int = 4
    slots: int = 4
    tables: int = 2


FEATURES = (
    "absence",
    "avoid",
    "after",
    "booths",
    "closed",
    "company",
    "delegates",
    "fairness",
    "fewest",
    "fixed",
    "limits",
    "most",
    "needs",
    "night",
    "positions",
    "required",
    "seats",
    "tags",
    "weights",
)
"""A problem has some of them: were all in each, hardly any problem would have a solution."""


class Maker:
    """Draws the parts of one problem; what is first in a list of chances is what remains when it shrinks."""

    def __init__(self, draw: st.DrawFn, size: Size) -> None:
        self.draw = draw
        self.size = size
        self.features = draw(st.sets(st.sampled_from(FEATURES)))
        self.slots = self._slots()
        self.slot_ids = [slot.id for slot in self.slots]
        self.table_ids = [f"t{n + 1}" for n in range(self.number(size.tables))]
        self.names = [f"p{n + 1}" for n in range(max(2, self.number(size.people)))]

    def number(self, most: int) -> int:
        """Usually as many as there may be, though little is shown where hardly anything is asked for."""
        return self.one(1, *range(max(1, most - 2), most), *[most] * 3)

    def has(self, feature: str, one_in: int = 3) -> bool:
        """Whether something has a feature of the problem; one in so many has it."""
        return feature in self.features and self.draw(st.integers(1, one_in)) == one_in

    def one(self, *values: T) -> T:
        """One of these, the first one by preference."""
        return self.draw(st.sampled_from(values))

    def some(self, values: list[str], most: int) -> tuple[str, ...]:
        """A few of these."""
        return tuple(self.draw(st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)))

    def _slots(self) -> tuple[Slot, ...]:
        number = self.number(self.size.slots)
        night = self.draw(st.integers(1, number)) if "night" in self.features else number
        starts = [MORNING + n * LENGTH + timedelta(days=n >= night) for n in range(number)]
        return tuple(Slot(f"s{n + 1}", start, start + LENGTH) for n, start in enumerate(starts))

    def table(self, name: str) -> Table:
        """A table, sometimes with a ramp, sometimes closed, sometimes with a position."""
        return Table(
            id=name,
            seats=self.one(4, 3, 1) if self.has("seats", 2) else 2 + ("company" in self.features),
            tags=self.some(["ramp", "quiet"], 2) if self.has("tags", 2) else (),
            closed=self.some(self.slot_ids, 2) if self.has("closed") else (),
            position=self.one((0.0, 0.0), (3.0, 4.0), (0.5, 6.25)) if self.has("positions", 2) else None,
        )

    def party(self, name: str) -> Party:
        """Somebody, sometimes absent, with a booth, a need or a limit."""
        least = self.one(1, 2) if self.has("fewest", 4) else 0
        return Party(
            id=name,
            unavailable=self.some(self.slot_ids, 2) if self.has("absence") else (),
            table=self.one(*self.table_ids) if self.has("booths") else None,
            needs=("ramp",) if self.has("needs", 4) else (),
            min_meetings=least,
            max_meetings=max(self.one(1, 2, 3), least) if self.has("most", 2) else None,
        )

    def request(self, number: int) -> Request:
        """Of two to four attendees, each sometimes one of several; sometimes fixed, late or required."""
        size = min(len(self.names), self.one(3, 4) if self.has("company") else 2)
        who = self.draw(st.permutations(self.names))
        more: dict[str, Any] = {}
        if self.has("fixed", 5):
            more = {"at_slot": self.one(*self.slot_ids), "at_table": self.one(None, *self.table_ids)}
        return Request(
            id=f"r{number + 1}",
            attendees=tuple(self.choice(name) for name in who[:size]),
            weight=self.one(1, 2, 3, 7) if "weights" in self.features else 1,
            required=self.has("required", 4),
            slots=self.some(self.slot_ids, 3) if self.has("limits") else None,
            after=self.some([f"r{n + 1}" for n in range(number)], 2) if number and self.has("after") else (),
            **more,
        )

    def choice(self, name: str) -> tuple[str, ...]:
        """One attendee, or several of whom one attends."""
        return tuple(dict.fromkeys((name, *self.some(self.names, 2)))) if self.has("delegates") else (name,)

    def problem(self) -> Problem:
        """All of it."""
        pairs = st.lists(st.permutations(self.names).map(lambda names: (names[0], names[1])), max_size=2)
        return Problem(
            slots=self.slots,
            tables=tuple(self.table(name) for name in self.table_ids),
            parties=tuple(self.party(name) for name in self.names),
            requests=tuple(self.request(n) for n in range(self.number(self.size.requests))),
            avoid=tuple(self.draw(pairs)) if "avoid" in self.features else (),
            max_break_spread=self.one(0, 1, 2) if "fairness" in self.features else None,
        )


@st.composite
def everything(draw: st.DrawFn, size: Size) -> Problem:
    """Random problems in which every feature of the format may occur, within a size."""
    return Maker(draw, size).problem()
