"""One of a thousand withdraws from a published schedule: how soon there is a new one, and who moves."""

from collections.abc import Iterator
from statistics import median

from benchmarks.engine.arena import Arena
from benchmarks.engine.sizes import fair_of
from benchmarks.measure import Measure

PUBLISH_SECONDS, PATIENCE = 10.0, 10.0
WITHDRAWALS = 15


def repairing(arena: Arena) -> Iterator[Measure]:
    """The trial knows no repair; what is compared is a new schedule, which moves nearly everybody."""
    plain, file = arena.fair(fair_of(arena, 1000))
    arena.ready("product", 0)
    withdrawals = max(3, arena.setting.times(WITHDRAWALS))
    job = {
        "plain": str(file),
        "task": "repair",
        "withdrawals": withdrawals,
        "patience": arena.setting.seconds(PATIENCE),
        "seconds": arena.setting.seconds(PUBLISH_SECONDS),
    }
    answer = arena.player("product")
    told = (
        answer.ask(job | {"workers": arena.setting.workers, "seed": arena.setting.seed}, 300.0)
        if answer
        else None
    )
    if told is None:
        yield Measure("repair_1000_s", None, "s", note="no answer")
        return
    times = told["times"]
    yield Measure(
        "repair_1000_s",
        round(median(times), 3),
        "s",
        note=f"median of {withdrawals} withdrawals, each until its answer; the worst took {max(times):.2f} s",
    )
    yield Measure(
        "repair_1000_moved",
        max(told["moved"]),
        "people",
        plain.people,
        "most people moved by one; baseline: everybody",
    )
