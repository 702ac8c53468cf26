"""Who sits where: after the slots are settled, people stay at the table where they sit as often as possible.

Slot by slot the cheapest assignment of meetings to tables is found, a price of one for each attendee whose
meeting before or after is elsewhere; sweeping over the slots again can only lower the sum.
"""

from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from scheduling.index import bits
from scheduling.schedule import Schedule
from scheduling.score import Seats, table_moves

SWEEPS = 6
FORBIDDEN = 1e6
LARGE = 4_000_000
"""Meetings times tables, summed over the slots, from which on one sweep must do."""


def seated(schedule: Schedule, kept: Seats | None = None) -> Seats:
    """A table for every meeting that can have one; ``kept`` tables stay as they are."""
    slots: list[list[int]] = [[] for _ in schedule.index.day]
    for request in schedule.placed():
        slots[schedule.slot[request]].append(request)
    placed = set(schedule.placed())
    tables = {request: table for request, table in (kept or {}).items() if request in placed}
    fixed = frozenset(tables)
    neighbours = _neighbours(schedule)
    size = sum(len(requests) for requests in slots) * len(schedule.index.open)
    moves = None
    for _ in range(1 if size > LARGE else SWEEPS):
        for slot, requests in enumerate(slots):
            _assign(schedule, slot, requests, tables, fixed, neighbours)
        before, moves = moves, table_moves(schedule, tables) if len(tables) == len(placed) else None
        if moves is None or moves == before or not moves:
            break
    return tables


def _neighbours(schedule: Schedule) -> dict[int, list[int]]:
    """For each meeting, the meetings that its attendees have just before and just after."""
    found: dict[int, list[int]] = {request: [] for request in schedule.placed()}
    for meetings in schedule.at:
        order = [meetings[slot] for slot in sorted(meetings)]
        for one, other in pairwise(order):
            found[one].append(other)
            found[other].append(one)
    return found


def _suitable(schedule: Schedule, request: int) -> npt.NDArray[np.bool_]:
    """For each table, whether the meeting may be held there."""
    option = schedule.option[request]
    return _marked(option.tables if option else 0, len(schedule.index.open))


@lru_cache(maxsize=1024)
def _marked(tables: int, number: int) -> npt.NDArray[np.bool_]:
    marks = np.zeros(number, np.bool_)
    marks[bits(tables)] = True
    return marks


def _assign(
    schedule: Schedule,
    slot: int,
    requests: list[int],
    tables: Seats,
    fixed: frozenset[int],
    neighbours: dict[int, list[int]],
) -> None:
    """Seat the meetings of one slot anew."""
    taken = {tables[request] for request in requests if request in fixed}
    free = [n for n, opening in enumerate(schedule.index.open) if opening >> slot & 1 and n not in taken]
    column = {table: n for n, table in enumerate(free)}
    moving = [request for request in requests if request not in fixed]
    prices = np.full((len(moving), len(free)), FORBIDDEN)
    for row, request in enumerate(moving):
        suits = _suitable(schedule, request)[free]
        elsewhere = [tables[other] for other in neighbours[request] if other in tables]
        prices[row, suits] = len(elsewhere)
        for table in elsewhere:
            if table in column and suits[column[table]]:
                prices[row, column[table]] -= 1
    for request in moving:
        tables.pop(request, None)
    for row, chosen in np.transpose(linear_sum_assignment(prices)).tolist():
        if prices[row, chosen] < FORBIDDEN:
            tables[moving[row]] = free[chosen]
