"""A proven floor of the breaks where every request has a place, from a linear program over daily patterns.

Each party chooses in which slots it meets: exactly as often as it has meetings, only where it can, at the
price of the breaks in between. For one party alone that is a shortest path through (slot, meetings so far,
state); parties are coupled by the tables of each slot, and in a fair of two sides by both sides meeting
equally often in each slot.
"""

from collections import Counter
from collections.abc import Iterator
from math import ceil

from scheduling.grid import Grid
from scheduling.linear import Program
from scheduling.patterns import Kind, kinds_of

MOST_COLUMNS = 60_000
"""Larger programs are not tried; the floor is then nothing."""
FRESH, BUSY, IDLE = range(3)
"""A party's state before a slot: no meeting yet today, one in the slot before, some but not there."""

Node = tuple[int, int]
"""Meetings so far, and the state."""


def break_floor(grid: Grid, seconds: float = 10.0) -> int:
    """The fewest breaks that any schedule can have in which every request has a place."""
    for coarse in (False, True):
        kinds = Counter(kinds_of(grid, coarse=coarse))
        flow = _Flow(grid)
        if all(flow.fits(kind, number) for kind, number in sorted(kinds.items())):
            least, _ = flow.program.solve(seconds) if flow.program.costs else (None, False)
            return 0 if least is None else max(0, ceil(least - 1e-6 * max(1.0, least)))
    return 0


class _Flow:
    """The linear program: a flow for every kind of party, coupled slot by slot."""

    def __init__(self, grid: Grid) -> None:
        self.program = Program()
        self.day = grid.index.day
        seats = max((len(option.parties) for ways in grid.options for option in ways), default=0)
        room = grid.room_in(grid.index.every_table)
        self.people = [self.program.at_most.row(float(seats * free)) for free in room]
        """For each slot, the row that counts those who meet."""
        self.balance = [self.program.equal.row(0.0) for _ in room]
        """For each slot, the row that holds one side against the other."""
        self.two_sided = any(kind.side for kind in kinds_of(grid, coarse=True))

    def fits(self, kind: Kind, number: int) -> bool:
        """Add the layered graph of one kind of party; whether the program is still small enough."""
        layer: dict[Node, int] = {(0, FRESH): self.program.equal.row(float(number))}
        sink = self.program.equal.row(-float(number))
        for slot in range(len(self.day)):
            following: dict[Node, int] = {}
            for node, source in layer.items():
                for then, cost in self._steps(kind, slot, node):
                    done = slot + 1 == len(self.day) or then[0] == kind.fewest[-1] == kind.most[-1]
                    if not done and then not in following:
                        following[then] = self.program.equal.row(0.0)
                    target = sink if done else following[then]
                    self._arc(source, target, cost, (slot, kind.side) if then[0] > node[0] else None)
            layer = following
        return len(self.program.costs) <= MOST_COLUMNS

    def _steps(self, kind: Kind, slot: int, node: Node) -> Iterator[tuple[Node, float]]:
        """Where a party may stand after a slot, and the price: to meet in it, and not to."""
        held, state = node
        new_day = slot + 1 == len(self.day) or self.day[slot + 1] != self.day[slot]
        left = (kind.slots >> slot + 1).bit_count()
        for meets in (1, 0):
            possible = kind.slots if meets else ~kind.always
            then = held + meets
            in_time = kind.fewest[slot + 1] <= then <= kind.most[slot + 1] and then + left >= kind.fewest[-1]
            if possible >> slot & 1 and in_time:
                after = BUSY if meets else FRESH if state == FRESH else IDLE
                yield (then, FRESH if new_day else after), float(meets and state == IDLE)

    def _arc(self, source: int, target: int, cost: float, meeting: tuple[int, int] | None) -> None:
        column = self.program.column(cost)
        self.program.equal.add(source, [column])
        self.program.equal.add(target, [column], -1.0)
        if meeting:
            slot, side = meeting
            self.program.at_most.add(self.people[slot], [column])
            if self.two_sided:
                self.program.equal.add(self.balance[slot], [column], -1.0 if side else 1.0)
