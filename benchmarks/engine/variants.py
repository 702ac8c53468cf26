"""What came of all variants of the published set: closed or open, right or wrong, and how soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.engine.known import CLOSED, Known, agrees
from benchmarks.engine.serving import Answer
from benchmarks.measure import Measure

PUBLISHED_FAIRNESS = 2


@dataclass(frozen=True, slots=True)
class Run:
    """One file with one bound of fairness; ``their`` is missing where the trial was not asked."""

    file: Path
    fairness: int
    our: Answer
    their: Answer | None

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.file.stem}/{self.fairness}"

    @property
    def closed(self) -> bool:
        """Whether nothing is left to be known."""
        return self.our["status"] in CLOSED

    def breaks(self) -> float:
        """Of a closed one; beyond all numbers where there is no schedule."""
        return float("inf") if self.our["status"] == "infeasible" else float(self.our["breaks"])


def reported(runs: list[Run], known: dict[str, Known]) -> Iterator[Measure]:
    """How many are closed and agree with what is known, and the seconds of those that both were asked."""
    wrong = sorted({*_differing(runs, known), *_out_of_order(runs)})
    open_ones = [run.name for run in runs if not run.closed]
    both = [run for run in runs if run.their is not None]
    their_closed = sum(run.their["status"] in CLOSED for run in both if run.their)
    note = f"of {len(runs)}: {len({run.file for run in runs})} files, each with fairness 0, 1, 2 and 3"
    note += f"; the trial closed {their_closed} of the {len(both)} it was asked" if both else ""
    note += f"; open: {', '.join(open_ones)}" if open_ones else ""
    note += f"; wrong: {', '.join(wrong)}" if wrong else ""
    closed = sum(run.closed and run.name not in wrong for run in runs)
    yield Measure("all_closed", closed, "files", their_closed if len(both) == len(runs) else None, note)
    told = "until the answer is proven" + (
        f"; those {len(both)} that the trial was asked too: its SAT search from nothing upward, on one core"
        if both
        else f"; all {len(runs)}"
    )
    compared = round(sum(float(run.our["proven"]) for run in both or runs), 2)
    beside = round(sum(run.their["seconds"] for run in both if run.their), 2) if both else None
    yield Measure("all_closed_total_s", compared, "s", beside, told)
    more = round(sum(float(run.our["seconds"]) - float(run.our["proven"]) for run in runs), 2)
    why = "until the infeasible ones' smallest clash is found as well, which the trial does not look for"
    yield Measure("all_closed_reasons_s", more, "s", note=f"more, of all {len(runs)}: {why}")
    worst = max(runs, key=lambda run: run.our["seconds"])
    slowest = max((run.their["seconds"] for run in both if run.their), default=None)
    value = round(worst.our["seconds"], 2)
    yield Measure(
        "all_closed_worst_s", value, "s", None if slowest is None else round(slowest, 2), worst.name
    )
    for fairness in sorted({run.fairness for run in runs}):
        yield _of_fairness(fairness, [run for run in runs if run.fairness == fairness])


def _of_fairness(fairness: int, runs: list[Run]) -> Measure:
    worst = max(runs, key=lambda run: run.our["seconds"])
    closed = sum(run.closed for run in runs)
    none = sum(run.our["status"] == "infeasible" for run in runs)
    note = f"{closed} of {len(runs)} closed, {none} of them without a schedule; "
    note += f"worst {worst.our['seconds']:.1f} s, {worst.name}"
    return Measure(f"all_closed_fairness_{fairness}_s", _seconds(runs), "s", note=note)


def _seconds(runs: list[Run]) -> float:
    return round(sum(float(run.our["seconds"]) for run in runs), 2)


def _differing(runs: list[Run], known: dict[str, Known]) -> Iterator[str]:
    """Closed otherwise than published, or than the trial closed them."""
    for run in runs:
        expected = known.get(run.file.stem) if run.fairness == PUBLISHED_FAIRNESS else None
        if expected is None and run.their is not None and run.their["status"] in CLOSED:
            expected = (run.their["status"], run.their["breaks"])
        if run.closed and not agrees(run.our, expected):
            yield run.name


def _out_of_order(runs: list[Run]) -> Iterator[str]:
    """Closed with more breaks than with a narrower bound of fairness, which cannot be."""
    for file in {run.file for run in runs}:
        closed = sorted(
            (run for run in runs if run.file == file and run.closed), key=lambda run: run.fairness
        )
        for narrow, wide in pairwise(closed):
            if wide.breaks() > narrow.breaks():
                yield wide.name
