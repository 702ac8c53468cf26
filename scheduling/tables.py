"""Who sits where: after the slots are settled, people stay at the table where they sit as often as possible.

A first seating gives every meeting a table that suits, wherever one can have one; then annealing lowers the
changes of table, those of people with needs first among equals, and at last the metres walked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from time import monotonic

from scheduling.compiled import AVAILABLE
from scheduling.links import Links, suitable
from scheduling.schedule import Schedule
from scheduling.score import Seats
from scheduling.seating_moves import keep_people_seated, shorten_ways
from scheduling.seating_room import Room, Seating, room_of, seating_of, walked
from scheduling.seating_start import Seater

SWEEPS = 3
LARGE = 4_000_000
"""Meetings times tables, summed over the slots, from which on one sweep must do."""
HOT, COLD = 0.3, 0.08
"""The temperatures between which changes of table are annealed, in changes of one party."""
STEPS_PER_LINK, EXTRA_STEPS = 1000, 1_000_000
"""Small schedules have extra steps, up to as many again."""
MOST_STEPS = 40_000_000 if AVAILABLE else 100_000
CHUNKS = 50
"""How often the clock is asked, and the temperature lowered by it, where seconds are given."""
HOT_WAY, COLD_WAY = 1.0, 0.02
"""The temperatures between which ways are annealed, in ways of average length."""
WALK_SHARE = 0.4
"""Of the steps, as many are for ways where tables have positions."""


def seated(
    schedule: Schedule,
    kept: Seats | None = None,
    *,
    seconds: float | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Seats:
    """A table for every meeting that can have one; ``kept`` tables stay as they are.

    The same schedule has the same answer, unless ``seconds`` or ``cancelled`` end the improvement early.
    Where a slot's meetings cannot all be seated, the lightest are left out, none of those required.
    """
    clock = _Clock(seconds, cancelled, CHUNKS)
    links = Links(schedule)
    suits = suitable(schedule)
    tables = {request: table for request, table in (kept or {}).items() if request in suits}
    suits |= {request: 1 << table for request, table in tables.items()}
    seater = Seater(links, suits, _weights(schedule), tables)
    size = len(suits) * len(schedule.index.open)
    for _ in range(1 if size > LARGE else SWEEPS):
        seater.sweep()
    if len(tables) < len(suits) or not links.all:
        return tables
    room = room_of(schedule, links, suits)
    seating = seating_of(room, links, tables)
    return _improved(room, seating, links, clock)


def _weights(schedule: Schedule) -> dict[int, int]:
    """What each meeting weighs; more than all wishes together where it is required."""
    requests, total = schedule.index.problem.requests, schedule.index.total_weight
    return {
        place: requests[place].weight + (total if requests[place].required else 0)
        for place in schedule.placed()
    }


@dataclass(slots=True)
class _Clock:
    """How much of the work is done, by its chunks or by the seconds, whichever is further."""

    seconds: float | None
    cancelled: Callable[[], bool] | None
    chunks: int
    started: float = field(default_factory=monotonic)

    def shares(self, begin: float, end: float) -> Iterator[tuple[float, float]]:
        """The chunks of a phase of the work: where in the phase, from 0 to 1, each begins and ends."""
        first, last = round(self.chunks * begin), round(self.chunks * end)
        for chunk in range(first, last):
            done, length = max(chunk / self.chunks, self._elapsed()), end - begin
            if done >= end or (self.cancelled is not None and self.cancelled()):
                return
            yield (done - begin) / length, min(1.0, (done - begin) / length + 1 / (last - first))

    def _elapsed(self) -> float:
        if self.seconds is None:
            return 0.0
        return (monotonic() - self.started) / max(self.seconds, 1e-9)


def _improved(room: Room, seating: Seating, links: Links, clock: _Clock) -> Seats:
    """The seating after annealing, or as it was where that is no worse."""
    before = (int(seating.broken[0]), float(seating.walk[0])), seating.table.copy()
    legs = int(room.legs.sum()) // 2
    walking = bool(room.metres.any() and legs)
    turn = 1.0 - WALK_SHARE * walking
    steps = STEPS_PER_LINK * len(room.ends) // 2  # where all but a few are to stay, little is to be done
    steps = min(steps + min(steps, EXTRA_STEPS), MOST_STEPS) // CHUNKS
    if room.ends.size:
        for begin, end in clock.shares(0.0, turn):
            hot, cold = (links.scale * (HOT + (COLD - HOT) * share) for share in (begin, end))
            keep_people_seated(room, seating, steps, hot, cold)
        keep_people_seated(room, seating, steps, 0.0, 0.0)
    if walking:
        seating.walk[0] = walked(room, seating)
        way = float(room.metres.mean())
        for begin, end in clock.shares(turn, 1.0):
            hot, cold = (way * HOT_WAY * (COLD_WAY / HOT_WAY) ** share for share in (begin, end))
            shorten_ways(room, seating, steps, hot, cold)
        shorten_ways(room, seating, steps, 0.0, 0.0)
    after = (int(seating.broken[0]), float(seating.walk[0])), seating.table
    best = min((before, after), key=itemgetter(0))[1].tolist()
    return {meeting: table for meeting, table in enumerate(best) if table >= 0}
