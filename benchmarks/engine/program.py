"""What the benchmark of the engine measures, in which order; each group answers for some names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.chart import Chart
from benchmarks.engine.arena import Arena
from benchmarks.engine.choosing import choosing
from benchmarks.engine.pictures import pictures
from benchmarks.engine.published import everything, originals
from benchmarks.engine.repairing import repairing, repairing_small
from benchmarks.engine.sizes import SIZES, contest
from benchmarks.measure import Measure
from benchmarks.setting import Setting


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
) -> tuple[list[Measure], dict[str, Chart]]:
    """Every measure, told as soon as it is known, and the pictures; ``only`` names measures or beginnings.

    ``said`` hears of every single answer.
    """
    found = []
    with Arena(setting, scratch, said) as arena:
        for group in GROUPS:
            if only and not any(_concerns(group, name) for name in only):
                continue
            for measure in group.run(arena):
                if not only or any(measure.measure.startswith(name) for name in only):
                    told(measure)
                    found.append(measure)
        return found, dict(pictures(arena))


def _concerns(group: Group, name: str) -> bool:
    return any(name.startswith(prefix) or prefix.startswith(name) for prefix in group.prefix.split())
