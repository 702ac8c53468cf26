"""What couples the parties over the whole fair: counts that a heavy schedule reaches for certain.

Each party counts for a share whenever it meets. A schedule that leaves out little weight holds nearly all
that is worth the most, so whoever is in much demand must meet often, whoever is chosen.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from scheduling.grid import Grid
from scheduling.linear import Program
from scheduling.patterns import PAIR, Kind, attendances, certain

MOST_COLUMNS = 200_000
"""Ways to hold a request; where there are more, only places at tables are counted."""
FINE = 4
"""Shares are told in so many parts of a unit of weight; prices of small weights are halves at the finest."""
MOST_SHARE = 256
"""Shares are told less finely where they would be greater."""
SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Duty:
    """Shares of the parties, and the least that those of all who meet sum up to, over all meetings."""

    shares: tuple[int, ...]
    least: int


def duties_of(grid: Grid, kinds: dict[int, Kind], spare: int, seconds: float = SECONDS) -> list[Duty]:
    """Everybody counted once; and, where something may be left out, by what an hour with them is worth."""
    everybody = Duty((1,) * len(grid.problem.parties), attendances(grid, spare))
    if not spare or sum(map(len, grid.options)) > MOST_COLUMNS:
        return [everybody]
    worth = _worth(grid, kinds, seconds)
    most = max(worth, default=0.0)
    parts = Fraction(FINE) if FINE * most <= MOST_SHARE else Fraction(MOST_SHARE, ceil(most))
    shares = tuple(round(one * parts) for one in worth)
    return [everybody, Duty(shares, _least(grid, spare, shares, parts))] if any(shares) else [everybody]


def _least(grid: Grid, spare: int, shares: tuple[int, ...], parts: Fraction) -> int:
    """What remains of everything when ``spare`` is left out.

    A request counts for no more than its weight, unless it is held for certain; so what is left out counts
    for no more than the spare weight.
    """
    total = 0
    for request, ways, held in zip(grid.problem.requests, grid.options, certain(grid, spare), strict=True):
        if ways:
            counts = min(sum(shares[party] for party in option.parties) for option in ways)
            total += counts if held else min(counts, int(request.weight * parts))
    return total - ceil(spare * parts)


def _worth(grid: Grid, kinds: dict[int, Kind], seconds: float) -> list[float]:
    """By how much the weight would grow if a party could meet once more, and had its share of a table.

    The prices of the linear program over the choice of requests; whatever they are, what follows holds.
    """
    program = Program()
    often = {party: program.at_most.row(float(kind.most[-1])) for party, kind in kinds.items()}
    places = program.at_most.row(float(sum(grid.room_in(grid.index.every_table))))
    for request, ways in zip(grid.problem.requests, grid.options, strict=True):
        columns = [program.column(-float(request.weight), 0.0, 1.0) for _ in ways]
        for column, option in zip(columns, ways, strict=True):
            for party in option.parties:
                program.at_most.add(often[party], [column])
        program.at_most.add(places, columns)
        if len(columns) > 1:
            program.at_most.add(program.at_most.row(1.0), columns)
    prices = program.solve(seconds).at_most
    if not prices:
        return []
    return [
        prices[often[party]] + prices[places] / PAIR if party in often else 0.0
        for party in range(len(grid.problem.parties))
    ]
