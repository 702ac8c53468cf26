"""A closer floor of the breaks, where not only the parties' days but the meetings themselves are placed.

One linear program holds the days of every party and, for each way to hold a request, the slot in which it
stands: a party meets in a slot exactly as often as one of its meetings stands there, tables and weight are
counted meeting by meeting. It is greater than the floor of ``floors.py`` for few fairs in ten, and dearer:
seconds for two hundred people. The prices that it finds are rounded and the floor is computed from them
once more in whole numbers, so that it holds whatever the program's arithmetic did.
"""

from collections import defaultdict

import numpy as np

from scheduling.days import FAR, UNIT, Calendar
from scheduling.flows import add_days
from scheduling.grid import Grid, Option
from scheduling.index import bits
from scheduling.linear import Answer, Program
from scheduling.patterns import Kind, certain, kinds_of, spare_at

MOST_COLUMNS = 100_000
"""Larger programs are not tried; the floor is then nothing. This size takes some ten seconds."""
COLUMNS_PER_STEP = 3
"""About as many arcs leave each slot for each number of meetings of a party."""
COUNTED = (1 << 30, 1)
"""Meetings are counted where their number is known but for so many; always, if the program allows."""
MOST_PRICE = 64.0
"""Of a price in breaks; what lies beyond only makes the floor weaker."""


def closer_floor(
    grid: Grid, seconds: float, weight: int | None = None, most_columns: int = MOST_COLUMNS
) -> int:
    """The fewest breaks of any schedule that weighs so much at least; ``None``: in which nothing is left out.

    Nothing where the problem is too large or the ``seconds`` end it, or where no such schedule can exist.
    """
    spare = spare_at(grid, weight)
    if spare < 0 or not grid.complete:
        return 0
    kinds = kinds_of(grid, spare)
    fitting = [open_by for open_by in COUNTED if _size(grid, kinds, open_by) <= most_columns]
    if not kinds or not fitting:
        return 0
    fair = _Fair(grid, kinds, spare, fitting[0])
    answer = fair.program.solve(seconds, interior=True)
    return 0 if answer.least is None else max(0, -(-fair.proven(answer) // UNIT))


def _counted(kind: Kind, open_by: int) -> bool:
    return kind.most[-1] - kind.fewest[-1] <= open_by


def _size(grid: Grid, kinds: dict[int, Kind], open_by: int) -> int:
    """About how many columns the program would have."""
    meetings = sum(option.slots.bit_count() for ways in grid.options for option in ways)
    counts = sum(
        min(kind.most[-1], kind.slots.bit_count() - kind.fewest[-1]) + 1 if _counted(kind, open_by) else 1
        for kind in kinds.values()
    )
    return meetings + COLUMNS_PER_STEP * len(grid.problem.slots) * counts


class _Fair:
    """The linear program of a whole fair, and what its prices prove."""

    def __init__(self, grid: Grid, kinds: dict[int, Kind], spare: int, open_by: int) -> None:
        self.grid, self.kinds, self.spare = grid, kinds, spare
        self.held = certain(grid, spare)
        self.program = Program()
        self.meets = {
            party: {slot: self.program.equal.row(0.0) for slot in bits(kind.slots)}
            for party, kind in kinds.items()
        }
        """For each party and slot, the row that holds its days against its meetings."""
        self.rooms: dict[tuple[int, int], int] = {}
        """For each set of tables and slot that may be overfull, the row that counts the meetings."""
        self.weight = self.program.at_most.row(float(spare))
        """The row that counts the weight left out."""
        for party, kind in kinds.items():
            counting = _counted(kind, open_by)
            add_days(self.program, kind, grid.index.day, self.meets[party], counting=counting)
        self._place(self._crowded())

    def _crowded(self) -> set[tuple[int, int]]:
        """The sets of tables and slots in which more could meet than there is room for."""
        users: defaultdict[tuple[int, int], int] = defaultdict(int)
        for ways in self.grid.options:
            for tables in {tables: None for option in ways for tables in option.sets}:
                slots = 0
                for option in ways:
                    slots |= option.slots if tables in option.sets else 0
                for slot in bits(slots):
                    users[tables, slot] += 1
        return {(tables, slot) for (tables, slot), n in users.items() if n > self.grid.room[tables][slot]}

    def _place(self, crowded: set[tuple[int, int]]) -> None:
        """Choose a way and a slot for each request, or to leave it out at its weight."""
        program = self.program
        for place, ways in enumerate(self.grid.options):
            if not ways:
                continue
            once = program.equal.row(1.0)
            if not self.held[place]:
                left_out = program.column(0.0)
                program.equal.add(once, [left_out])
                program.at_most.add(self.weight, [left_out], float(self.grid.problem.requests[place].weight))
            for option in ways:
                for slot in bits(option.slots):
                    column = program.column(0.0)
                    program.equal.add(once, [column])
                    for party in option.parties:
                        program.equal.add(self.meets[party][slot], [column], -1.0)
                    for tables in option.sets:
                        if (tables, slot) in crowded:
                            program.at_most.add(self._room(tables, slot), [column])

    def _room(self, tables: int, slot: int) -> int:
        if (tables, slot) not in self.rooms:
            self.rooms[tables, slot] = self.program.at_most.row(float(self.grid.room[tables][slot]))
        return self.rooms[tables, slot]

    def proven(self, answer: Answer) -> int:
        """The floor that these prices prove, in parts of ``UNIT`` and without rounding.

        Every party pays at least for its cheapest days, every request for its cheapest place, or for being
        left out; what the rooms and the weight left out may cost at most is paid back.
        """
        prices = np.zeros((len(self.kinds), len(self.grid.problem.slots)), np.int64)
        rows = {party: row for row, party in enumerate(self.kinds)}
        for party, meets in self.meets.items():
            for slot, row in meets.items():
                prices[rows[party], slot] = _whole(answer.equal[row])
        rooms = {where: _whole(answer.at_most[row]) for where, row in self.rooms.items()}
        out = _whole(answer.at_most[self.weight])
        costs = Calendar(list(self.kinds.values()), self.grid.index.day).cheapest(prices).costs
        if (costs >= FAR // 2).any():
            return 0
        table = prices.tolist()
        total = int(costs.sum()) - out * self.spare
        total -= sum(price * self.grid.room[tables][slot] for (tables, slot), price in rooms.items())
        for place, ways in enumerate(self.grid.options):
            paid = [cost for option in ways for cost in _paid(option, rows, table, rooms)]
            if ways and not self.held[place]:
                paid.append(out * self.grid.problem.requests[place].weight)
            total += min(paid, default=0)
        return total


def _paid(
    option: Option, rows: dict[int, int], prices: list[list[int]], rooms: dict[tuple[int, int], int]
) -> list[int]:
    """What a meeting costs in each slot in which it may stand."""
    return [
        sum(rooms.get((tables, slot), 0) for tables in option.sets)
        - sum(prices[rows[party]][slot] for party in option.parties)
        for slot in bits(option.slots)
    ]


def _whole(price: float) -> int:
    return round(max(-MOST_PRICE, min(MOST_PRICE, price)) * UNIT)
