"""Lifelike fairs from a seed, for tests, benchmarks and first trials.

People differ in popularity (lognormal) and belong to communities within which they mostly meet. An eighth
comes late, an eighth leaves early, some miss a slot in between. Each side of a pair gives its interest a
weight from 1 to 5; mutual interest counts 3 more. A fair of two sides has exhibitors, who meet more, and
visitors.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from scheduling.problem import Party, Problem, Request, Slot, Table

BEGIN = datetime(2027, 3, 18, 9, tzinfo=ZoneInfo("Europe/Paris"))
LENGTH = timedelta(minutes=20)
LUNCH = timedelta(minutes=90)
LATE, EARLY, AWAY = 0.125, 0.25, 0.3
"""Where one kind of absence ends and the next begins, of a lot between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of fair."""

    people: int = 60
    slots: int = 14
    meetings: int = 10
    """What everybody could have on average, if all were placed."""
    demand: float = 1.0
    """How many times as many requests there are."""
    fill: float = 0.9
    """How full the tables would be with all meetings of a demand of 1."""
    two_sides: bool = False


def generated(shape: Shape, seed: int = 1) -> Problem:
    """A fair; the same shape and seed make the same one."""
    lots = Random(seed)  # noqa: S311 - a fair is to be repeatable, not secret
    slots = _slots(shape)
    parties = tuple(_party(n, slots, lots) for n in range(shape.people))
    requests = _requests(shape, lots)
    tables = max(1, round(shape.people * shape.meetings / 2 / (shape.slots * shape.fill)))
    return Problem(
        slots=slots,
        tables=tuple(Table(f"t{n + 1:03}") for n in range(min(tables, shape.people // 2))),
        parties=parties,
        requests=requests,
        name=f"Generated {shape.people}x{shape.slots}, demand {shape.demand}, seed {seed}",
    )


def _slots(shape: Shape) -> tuple[Slot, ...]:
    """A morning and an afternoon."""
    morning = (shape.slots + 1) // 2
    starts = [BEGIN + n * LENGTH + (LUNCH if n >= morning else timedelta()) for n in range(shape.slots)]
    return tuple(
        Slot(f"s{n + 1:02}", start, start + LENGTH, "morning" if n < morning else "afternoon")
        for n, start in enumerate(starts)
    )


def _party(number: int, slots: tuple[Slot, ...], lots: Random) -> Party:
    lot, quarter = lots.random(), lots.randint(1, max(1, len(slots) // 4))
    away: list[Slot] = []
    if lot < LATE:
        away = list(slots[:quarter])
    elif lot < EARLY:
        away = list(slots[-quarter:])
    elif lot < AWAY:
        away = lots.sample(slots, 1)
    return Party(f"p{number + 1:03}", f"Organisation {number + 1}", tuple(slot.id for slot in away))


def _requests(shape: Shape, lots: Random) -> tuple[Request, ...]:
    """The heaviest of the pairs that were thought of, as many as the demand asks for."""
    exhibitors = shape.people * 3 // 10 if shape.two_sides else 0
    popular = [lots.lognormvariate(0, 0.5) for _ in range(shape.people)]
    communities = [lots.randrange(max(3, shape.people // 60)) for _ in range(shape.people)]
    wishes: dict[tuple[int, int], int] = {}
    for one in range(shape.people):
        others = range(shape.people)
        if shape.two_sides:
            others = range(exhibitors, shape.people) if one < exhibitors else range(exhibitors)
        attraction = [
            popular[n] * (3 if communities[n] == communities[one] else 1) * (n != one) for n in others
        ]
        for other in lots.choices(others, attraction, k=round(shape.meetings * shape.demand * 1.5)):
            pair = (min(one, other), max(one, other))
            wishes[pair] = wishes[pair] + 3 if pair in wishes else lots.randint(1, 5)
    most = round(shape.meetings * shape.demand * 1.3)
    most = most if shape.demand > 1 else min(most, shape.slots * 3 // 4)
    return _chosen(wishes, most, round(shape.people * shape.meetings * shape.demand / 2))


def _chosen(wishes: dict[tuple[int, int], int], most: int, number: int) -> tuple[Request, ...]:
    asked: dict[int, int] = {}
    chosen: list[Request] = []
    for (one, other), weight in sorted(wishes.items(), key=lambda wish: (-wish[1], wish[0])):
        if len(chosen) < number and max(asked.get(one, 0), asked.get(other, 0)) < most:
            asked[one], asked[other] = asked.get(one, 0) + 1, asked.get(other, 0) + 1
            name = f"r{len(chosen) + 1:04}"
            chosen.append(Request(name, ((f"p{one + 1:03}",), (f"p{other + 1:03}",)), min(weight, 13)))
    return tuple(chosen)
