"""The breaks of those to whom anything may happen, as rows of a program in zeros and ones."""

from collections import defaultdict
from collections.abc import Mapping

from scheduling.index import bits
from scheduling.linear import Rows
from scheduling.schedule import Schedule

Aim = dict[int, float]
"""What each column costs."""


class ZeroOne:
    """Columns between bounds, and rows of which each is at most its side."""

    def __init__(self) -> None:
        self.at_most = Rows()
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.impossible = False
        """Whether a row without columns is broken."""

    def new(self, upper: float = 1.0) -> int:
        """A column between zero and this."""
        self.lower.append(0.0)
        self.upper.append(upper)
        return len(self.upper) - 1

    def row(self, side: float, terms: Mapping[int, float]) -> None:
        """The terms sum up to the side at most."""
        if terms:
            self.at_most.entries(self.at_most.row(side), list(terms), list(terms.values()))
        elif side < 0:
            self.impossible = True


class BreakRows:
    """Counts breaks: the runs of meetings less the days that have any."""

    def __init__(self, rows: ZeroOne, schedule: Schedule, here: Mapping[tuple[int, int], list[int]]) -> None:
        self.rows, self.schedule, self.here = rows, schedule, here

    def aim(self) -> Aim:
        """The runs of meetings less the days that have any, of all to whom anything may happen."""
        fair = self.schedule.index.problem.max_break_spread
        counts = {
            party: self._breaks_of(party, exact=fair is not None)
            for party in sorted({p for p, _ in self.here})
        }
        if fair is not None:
            self._fair(counts, fair)
        aim: defaultdict[int, float] = defaultdict(float)
        for count in counts.values():
            for column, value in count.items():
                aim[column] += value
        return dict(aim)

    def _breaks_of(self, party: int, *, exact: bool) -> Aim:
        count: Aim = {}
        for day in self.schedule.index.days:
            places = bits(day)
            meets = [self._meets(party, slot) for slot in places]
            met = self.rows.new()
            count[met] = -1.0
            anywhere: Aim = {}
            for terms, _ in meets:
                anywhere |= terms
            constant = any(held for _, held in meets)
            if not constant:
                self.rows.row(0.0, {met: 1.0} | {column: -value for column, value in anywhere.items()})
            before: tuple[Aim, int] = ({}, 0)
            for terms, held in meets:
                begins = self.rows.new()
                count[begins] = 1.0
                minus = {column: -value for column, value in before[0].items()}
                self.rows.row(before[1] - held, {begins: -1.0} | terms | minus)
                if exact:
                    self.rows.row(held, {begins: 1.0} | dict.fromkeys(terms, -1.0))
                    self.rows.row(1.0 - before[1], {begins: 1.0} | before[0])
                    self.rows.row(-held, {met: -1.0} | terms)
                before = terms, held
        return count

    def _meets(self, party: int, slot: int) -> tuple[Aim, int]:
        """Whether a party meets in a slot: a sum of columns, or a fact."""
        held = self.schedule.busy[party] >> slot & 1
        return dict.fromkeys(self.here.get((party, slot), ()), 1.0), held

    def _fair(self, counts: Mapping[int, Aim], spread: int) -> None:
        """Between a least number of breaks, which is a column, and that and the bound."""
        schedule, most = self.schedule, float(len(self.schedule.index.day))
        least = self.rows.new(most)
        for party, held in enumerate(schedule.count):
            if party in counts:
                count = counts[party]
                self.rows.row(float(spread), count | {least: -1.0})
                minus = {column: -value for column, value in count.items()}
                if held:
                    self.rows.row(0.0, {least: 1.0} | minus)
                    continue
                for columns in (self.here[one] for one in sorted(self.here) if one[0] == party):
                    self.rows.row(most, {least: 1.0} | minus | dict.fromkeys(columns, most))
            elif held:
                breaks = float(schedule.breaks(party))
                self.rows.row(spread - breaks, {least: -1.0})
                self.rows.row(breaks, {least: 1.0})
