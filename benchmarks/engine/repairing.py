"""Published schedules after a change: how soon there is a new one, and how many people are disturbed."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from statistics import median

from benchmarks.engine.arena import Arena, Fair
from benchmarks.engine.choosing import crowded
from benchmarks.engine.least import disturbed, fewest_disturbed
from benchmarks.engine.plain import Plain, written
from benchmarks.engine.sizes import fair_of
from benchmarks.measure import Measure

PUBLISH_SECONDS, PATIENCE = 10.0, 10.0
WITHDRAWALS = 15
SMALL = Fair(people=16, slots=7, degree=5, fill=0.9, required=True)
SMALL_SECONDS = 1.0
CASES = 24
ONE_HOUR = 3
"""Slots that a latecomer misses."""


def repairing(arena: Arena) -> Iterator[Measure]:
    """A withdrawal among a thousand, with everything placed, and with many wishes waiting."""
    yield from _withdrawals(arena, "repair_1000", fair_of(arena, 1000), "all placed")
    yield from _withdrawals(arena, "repair_1000_crowded", crowded(arena), "1.8 times as many wishes")


def _withdrawals(arena: Arena, name: str, fair: Fair, told: str) -> Iterator[Measure]:
    """Nobody but those who lose a meeting must be disturbed, so the least number of people moved is none."""
    _, file = arena.fair(fair)
    arena.ready("product", 0)
    number = max(3, arena.setting.times(WITHDRAWALS))
    limits = {
        "seconds": arena.setting.seconds(PUBLISH_SECONDS),
        "patience": arena.setting.seconds(PATIENCE),
    }
    job = {"plain": str(file), "task": "withdrawals", "withdrawals": number, **limits}
    answer = arena.product(job, limits["seconds"] + number * limits["patience"])
    times, moved, returned = answer["times"], answer["moved"], answer["returned"]
    note = f"median of {number} withdrawals, each until its answer; {told}; the worst took {max(times):.2f} s"
    yield Measure(f"{name}_s", round(median(times), 3), "s", note=note)
    note = f"most people moved by one withdrawal; nobody has to; {sum(returned)} meetings won back in all"
    yield Measure(f"{name}_moved", max(moved), "people", 0, note)


def repairing_small(arena: Arena) -> Iterator[Measure]:
    """Everything is required; somebody comes late, or two must meet in addition: somebody has to move."""
    plain, file = arena.fair(SMALL)
    arena.ready("product", 0)
    changes = list(_changes(plain, Random(arena.setting.seed)))
    seconds = arena.setting.seconds(SMALL_SECONDS)
    job = {"plain": str(file), "task": "mend", "changes": [written(one) for one in changes]}
    answer = arena.product(job | {"seconds": seconds}, seconds * (len(changes) + 1))
    before = answer["before"]
    ours = least = equal = counted = 0
    for changed, after in zip(changes, answer["after"], strict=True):
        fewest = fewest_disturbed(changed, before)
        if fewest is None:
            continue
        held = None not in after
        mine = len(disturbed(changed, before, after))
        counted, ours, least = counted + 1, ours + mine, least + fewest
        equal += held and mine == fewest
    note = f"people disturbed in {counted} small cases that have an answer; baseline: the exact minimum"
    yield Measure("repair_small_disturbed", ours, "people", least, f"{note}; equal in {equal}")
    yield Measure("repair_small_exact", equal, "cases", counted, "as few people disturbed as is possible")


def _changes(plain: Plain, lots: Random) -> Iterator[Plain]:
    for number in range(CASES):
        yield _later(plain, lots) if number % 2 else _one_more(plain, lots)


def _later(plain: Plain, lots: Random) -> Plain:
    """Somebody comes an hour late."""
    late = lots.randrange(plain.people)
    domains = tuple(
        tuple(slot for slot in domain if slot >= ONE_HOUR) if late in pair else domain
        for pair, domain in zip(plain.meetings, plain.domains, strict=True)
    )
    missed = tuple(sorted({*plain.away[late], *range(ONE_HOUR)}))
    return replace(plain, away=(*plain.away[:late], missed, *plain.away[late + 1 :]), domains=domains)


def _one_more(plain: Plain, lots: Random) -> Plain:
    """Two who do not meet yet must."""
    held = {frozenset(pair) for pair in plain.meetings}
    pair = lots.sample(range(plain.people), 2)
    while frozenset(pair) in held:
        pair = lots.sample(range(plain.people), 2)
    one, other = pair
    domain = tuple(slot for slot in range(plain.slots) if slot not in {*plain.away[one], *plain.away[other]})
    return replace(
        plain,
        meetings=(*plain.meetings, (one, other)),
        weights=(*plain.weights, 1),
        domains=(*plain.domains, domain),
    )
