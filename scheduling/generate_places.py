"""Slots and tables of a generated fair."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from random import Random
from zoneinfo import ZoneInfo

from scheduling.generate_shape import LUNCH_MINUTES, Shape
from scheduling.problem import Slot, Table

BEGIN = datetime(2027, 3, 15, 9, tzinfo=ZoneInfo("Europe/Paris"))
LUNCH = timedelta(minutes=LUNCH_MINUTES)
ROUND_SEATS, MEDIATED_SEATS = 8, 4
ACCESSIBLE, LEAST_ACCESSIBLE = "accessible", 0.25
AISLE, ROW = 4.0, 6.0
"""Metres between the middles of two tables of a row, and between two rows."""


def slots_of(shape: Shape) -> tuple[Slot, ...]:
    """A morning and an afternoon each day, from nine o'clock in Paris; the times have offsets."""
    step, length = timedelta(minutes=shape.minutes + shape.pause), timedelta(minutes=shape.minutes)
    found: list[Slot] = []
    for day in range(shape.days):
        size = (shape.slots * (day + 1)) // shape.days - len(found)
        morning = (size + 1) // 2
        part = f" {day + 1}" if shape.days > 1 else ""
        for n in range(size):
            start = BEGIN + timedelta(days=day) + n * step + (LUNCH if n >= morning else timedelta())
            block = ("morning" if n < morning else "afternoon") + part
            found.append(Slot(f"s{len(found) + 1:02}", start, start + length, block))
    return tuple(found)


def blocks_of(slots: tuple[Slot, ...]) -> list[tuple[str, ...]]:
    """The ids of the slots of each block."""
    blocks: dict[str, list[str]] = {}
    for slot in slots:
        blocks.setdefault(slot.block, []).append(slot.id)
    return [tuple(block) for block in blocks.values()]


@dataclass(frozen=True, slots=True)
class Demand:
    """What the tables must serve."""

    requests: int
    booths: int


def tables_of(shape: Shape, slots: tuple[Slot, ...], demand: Demand, seed: int) -> tuple[Table, ...]:
    """Booths come first and are accessible; then tables for pairs, some with more seats where needed.

    With ``positions`` they stand in rows in a hall as wide as it is deep, in metres.
    """
    lots = Random(f"{seed} tables")  # noqa: S311 - a fair is to be repeatable, not secret
    placeable = min(demand.requests, shape.people * shape.meetings / 2)
    enough = min(ceil(placeable / (shape.slots * shape.fill)), max(1, shape.people // 2))
    number = max(shape.tables or enough, demand.booths, 1)
    blocks = blocks_of(slots)
    accessible = max(LEAST_ACCESSIBLE, 2 * shape.needs) if shape.needs else 0.0
    row = ceil((number * ROW / AISLE) ** 0.5)
    found = []
    for n in range(number):
        tagged = shape.needs > 0 and (n < demand.booths or n == demand.booths or lots.random() < accessible)
        closed = lots.choice(blocks) if lots.random() < shape.closed else ()
        here = (n % row * AISLE, n // row * ROW) if shape.positions else None
        found.append(Table(f"t{n + 1:03}", _seats(shape, n), (ACCESSIBLE,) * tagged, closed, here))
    return tuple(found)


def _seats(shape: Shape, number: int) -> int:
    """One table in eight is large if there are round tables, one in two has a seat for a mediator."""
    if shape.round_tables and number % 8 == 0:
        return ROUND_SEATS
    return MEDIATED_SEATS if shape.mediators and number % 2 == 0 else 2
