"""Who goes from which meeting to which next, and which tables suit: what seating is about."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from scheduling.rules import TABLES
from scheduling.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Link:
    """Two meetings that some parties attend one directly after the other."""

    earlier: int
    later: int
    parties: int
    worth: int
    """What keeping them at one table is worth: the parties first, then those among them who have needs."""
    same_day: bool


class Links:
    """The meetings of a schedule by slots, and the links between them in order."""

    def __init__(self, schedule: Schedule) -> None:
        index = schedule.index
        self.slot = schedule.slot
        self.in_slot: list[list[int]] = [[] for _ in index.day]
        for request in schedule.placed():
            self.in_slot[schedule.slot[request]].append(request)
        parties: Counter[tuple[int, int]] = Counter()
        needy: Counter[tuple[int, int]] = Counter()
        for party, meetings in enumerate(schedule.at):
            order = [meetings[slot] for slot in sorted(meetings)]
            parties.update(pairwise(order))
            if index.problem.parties[party].needs:
                needy.update(pairwise(order))
        self.scale = needy.total() + 1
        """The worth of one party's stay, which all wishes of those with needs together do not outweigh."""
        day = [index.day[slot] for slot in schedule.slot]
        self.all = [
            Link(one, other, number, number * self.scale + needy[one, other], day[one] == day[other])
            for (one, other), number in sorted(parties.items())
        ]
        self.parties = parties.total()
        """How often anybody goes from one meeting to the next."""

    @cached_property
    def around(self) -> dict[int, list[tuple[int, int]]]:
        """For each meeting those its people come from and go to, and what staying at one table is worth."""
        found: dict[int, list[tuple[int, int]]] = {}
        for link in self.all:
            found.setdefault(link.earlier, []).append((link.later, link.worth))
            found.setdefault(link.later, []).append((link.earlier, link.worth))
        return found


def open_tables(schedule: Schedule) -> list[int]:
    """The tables that are open in each slot."""
    opening = schedule.index.open
    return [
        sum(1 << table for table, slots in enumerate(opening) if slots >> slot & 1)
        for slot in range(len(schedule.index.day))
    ]


def suitable(schedule: Schedule) -> dict[int, int]:
    """The open tables at which each meeting may be held, a pin counted as the rules are."""
    in_slot, found = open_tables(schedule), {}
    for request in schedule.placed():
        option = schedule.option[request]
        found[request] = option.tables & in_slot[schedule.slot[request]] if option else 0
    return found


def allowed(schedule: Schedule) -> dict[int, int]:
    """The open tables at which the rules would let each meeting be held, pinned or not."""
    index, in_slot, found = schedule.index, open_tables(schedule), {}
    for request in schedule.placed():
        option, tables = schedule.option[request], in_slot[schedule.slot[request]]
        for rule in TABLES:
            tables &= rule.test(index, index.problem.requests[request], option.parties if option else ())
        found[request] = tables
    return found
