"""The meetings of a schedule and their tables as arrays, for the compiled moves."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scheduling.board import Bools, Ints
from scheduling.links import Links, open_tables
from scheduling.schedule import Schedule
from scheduling.score import Seats
from scheduling.seating_start import marked

Floats = npt.NDArray[np.float64]

SEED = 0x9E3779B9


class Room(NamedTuple):
    """What does not change: the meetings by number, their links, and where they may be held."""

    slot: Ints
    """Of each meeting."""
    links_of: Ints
    """Where the links of each meeting begin, and in the end their number."""
    other: Ints
    worth: Ints
    legs: Ints
    """Of each link, seen from one meeting: the other one, its worth, and how many walk there on one day."""
    ends: Ints
    """The two meetings of each link that is neither kept nor broken for good."""
    kind: Ints
    """Of each meeting; those of one kind may be held at the same tables."""
    suits: Bools
    """Kind by table."""
    open: Bools
    """Slot by table."""
    metres: Floats
    """Table by table; empty where no way can be measured."""


class Seating(NamedTuple):
    """What changes."""

    table: Ints
    """Of each meeting, or -1."""
    held: Ints
    """Slot by table, the meeting there or -1."""
    broken: Ints
    """The worth of all broken links, alone in its array."""
    walk: Floats
    """The metres walked, alone in its array."""
    random: Ints


def room_of(schedule: Schedule, links: Links, suits: Mapping[int, int]) -> Room:
    """The arrays; ``suits`` are the tables of each meeting, just one where it is to stay."""
    meetings, tables = len(schedule.slot), len(schedule.index.open)
    masks = {mask: kind for kind, mask in enumerate(dict.fromkeys(suits.values()))}
    seen = [
        (one, other, link.worth, link.parties if link.same_day else 0)
        for link in links.all
        for one, other in ((link.earlier, link.later), (link.later, link.earlier))
    ]
    table = np.array(sorted(seen), np.int64).reshape(-1, 4)
    ends = [
        (link.earlier, link.later)
        for link in links.all
        if suits[link.earlier].bit_count() > 1 or suits[link.later].bit_count() > 1
    ]
    return Room(
        slot=np.array(schedule.slot, np.int64),
        links_of=np.searchsorted(table[:, 0], np.arange(meetings + 1)).astype(np.int64),
        other=table[:, 1].copy(),
        worth=table[:, 2].copy(),
        legs=table[:, 3].copy(),
        ends=np.array(ends, np.int64).reshape(-1),
        kind=np.array([masks.get(suits.get(place, 0), 0) for place in range(meetings)], np.int64),
        suits=np.array([marked(mask, tables) for mask in masks], np.bool_).reshape(-1, tables),
        open=np.array([marked(mask, tables) for mask in open_tables(schedule)], np.bool_),
        metres=_metres(schedule),
    )


def _metres(schedule: Schedule) -> Floats:
    """Between each two tables; nothing where one of them has no position."""
    places = [table.position for table in schedule.index.problem.tables]
    if sum(place is not None for place in places) < 2:  # noqa: PLR2004 - a way has two ends
        return np.zeros((0, 0))
    known = np.array([place is not None for place in places])
    points = np.array([place or (0.0, 0.0) for place in places])
    ways = np.hypot(*(points[:, None, axis] - points[None, :, axis] for axis in (0, 1)))
    return np.where(known[:, None] & known[None, :], ways, 0.0)


def seating_of(room: Room, links: Links, seats: Seats) -> Seating:
    """The arrays of a seating of all meetings that have a slot."""
    table = np.full(len(room.slot), -1, np.int64)
    held = np.full(room.open.shape, -1, np.int64)
    for meeting, place in seats.items():
        table[meeting] = place
        held[room.slot[meeting], place] = meeting
    broken = sum(link.worth for link in links.all if table[link.earlier] != table[link.later])
    seating = Seating(table, held, np.array([broken], np.int64), np.zeros(1), np.array([SEED], np.int64))
    seating.walk[0] = walked(room, seating)
    return seating


def walked(room: Room, seating: Seating) -> float:
    """The metres that all parties walk from meeting to meeting."""
    if not room.metres.size:
        return 0.0
    here = np.repeat(seating.table, np.diff(room.links_of))
    return float((room.metres[here, seating.table[room.other]] * room.legs).sum() / 2)
