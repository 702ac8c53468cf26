"""What the benchmark of the engine measures, in which order; each group answers for some names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.chart import Chart
from benchmarks.engine.arena import Arena
from benchmarks.engine.choosing import choosing
from benchmarks.engine.pictures import pictures
from benchmarks.engine.player import Broken
from benchmarks.engine.published import everything, originals
from benchmarks.engine.repairing import repairing, repairing_small
from benchmarks.engine.sizes import SIZES, contest
from benchmarks.measure import Measure
from benchmarks.setting import Setting

FAILED = "_failed"
"""How the name of a measure ends that tells of a failure."""


@dataclass(frozen=True, slots=True)
class Group:
    """Measures that are taken together; their names begin with ``prefix``."""

    prefix: str
    run: Callable[[Arena], Iterator[Measure]]


GROUPS = (
    Group("originals_", originals),
    Group("all_closed", everything),
    *(Group(f"people_{people}_", partial(contest, people=people)) for people in SIZES),
    Group("choose_1000_", choosing),
    Group("repair_1000_", repairing),
    Group("repair_small_", repairing_small),
)


def engine(
    setting: Setting,
    scratch: Path,
    only: tuple[str, ...],
    told: Callable[[Measure], None],
    said: Callable[[str], None],
    groups: tuple[Group, ...] = GROUPS,
) -> tuple[list[Measure], dict[str, Chart]]:
    """Every measure, told as soon as it is known, and the pictures; ``only`` names measures or beginnings.

    ``said`` hears of every single answer. A group that fails leaves a measure whose name says so.
    """
    found = []
    with Arena(setting, scratch, said) as arena:
        for group in groups:
            if only and not any(_concerns(group, name) for name in only):
                continue
            for measure in _measured(group, arena):
                wanted = not only or any(measure.measure.startswith(name) for name in only)
                if wanted or measure.measure.endswith(FAILED):
                    told(measure)
                    found.append(measure)
        return found, dict(pictures(arena))


def _measured(group: Group, arena: Arena) -> Iterator[Measure]:
    """The measures of a group; that one of them fails is told, and does not keep others from their turn."""
    try:
        yield from group.run(arena)
    except (Broken, TimeoutError, ValueError) as error:
        arena.said(str(error))
        last = str(error).strip().splitlines()[-1]
        yield Measure(f"{group.prefix.removesuffix('_')}{FAILED}", None, "", note=last)
        arena.end("")


def _concerns(group: Group, name: str) -> bool:
    return any(name.startswith(prefix) or prefix.startswith(name) for prefix in group.prefix.split())
