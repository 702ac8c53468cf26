"""What was to be reached on two cores, and whether it was; a time may be judged only on a machine at rest."""

from collections.abc import Callable, Iterable

from benchmarks.measure import Measure, shown

HALF = 0.5


def at_most(limit: float) -> Callable[[Measure], bool]:
    """The value is no more."""
    return lambda one: one.value is not None and one.value <= limit


def at_least(limit: float) -> Callable[[Measure], bool]:
    """The value is no less."""
    return lambda one: one.value is not None and one.value >= limit


def half(one: Measure) -> bool:
    """At most half of the baseline."""
    return one.ratio is not None and one.ratio <= HALF


def fewer(one: Measure) -> bool:
    """Less than the baseline."""
    return one.value is not None and one.baseline is not None and one.value < one.baseline


def as_few(one: Measure) -> bool:
    """As few as the baseline, which is the least possible."""
    return one.value is not None and one.baseline is not None and one.value <= one.baseline


def all_of_them(one: Measure) -> bool:
    """As many as the note says there are."""
    words = one.note.removeprefix("of ").replace(":", " ").split()
    return bool(words) and words[0].isdigit() and one.value == int(words[0])


TARGETS: dict[str, tuple[str, str, Callable[[Measure], bool]]] = {
    "originals_proven": ("published originals", "proven optimal, all", all_of_them),
    "originals_total_s": ("published originals, in all", "half the baseline's time", half),
    "all_closed": ("all variants, fairness 0 to 3", "closed, all", all_of_them),
    "all_closed_worst_s": ("the slowest of them", "30 s", at_most(30)),
    "all_closed_total_s": ("all of them", "half the baseline's time", half),
    "people_200_gap": ("200 people, breaks above the bound", "2", at_most(2)),
    "people_500_gap_percent": ("500 people, gap", "15 %", at_most(15)),
    "people_1000_complete_s": ("1,000 people, all placed", "2 s", at_most(2)),
    "people_1000_breaks": ("1,000 people, breaks after a minute", "130", at_most(130)),
    "people_2000_complete_s": ("2,000 people, all placed", "5 s", at_most(5)),
    "people_2000_breaks": ("2,000 people, breaks after a minute", "350", at_most(350)),
    "people_10000_s": ("10,000 people, until the answer", "60 s", at_most(60)),
    "people_10000_mb": ("10,000 people, memory", "2 GB (2,000 MB)", at_most(1907)),
    "choose_1000_percent_of_bound": ("1.8 times the wishes, 10 s", "99.97 % of bound", at_least(99.97)),
    "choose_1000_breaks": ("the same, breaks", "fewer than the baseline", fewer),
    "repair_1000_s": ("repair after a withdrawal", "1 s", at_most(1)),
    "repair_1000_moved": ("people moved by it who need not be", "none", as_few),
    "repair_small_disturbed": ("people disturbed in small cases", "the exact minimum", as_few),
}  # fmt: skip
"""By measure: what it is about, what was asked for, and the judgement."""


def reached(measures: Iterable[Measure]) -> str:
    """A table in Markdown of the targets that were measured."""
    rows = ["| on two cores | asked for | here | unit | baseline | reached |", "|---|---|---:|---|---:|---|"]
    for one in measures:
        if one.measure in TARGETS:
            subject, asked, judged = TARGETS[one.measure]
            beside = "" if one.baseline is None else shown(one.baseline)
            verdict = "yes" if judged(one) else "**no**"
            rows.append(f"| {subject} | {asked} | {shown(one.value)} | {one.unit} | {beside} | {verdict} |")
    return "\n".join(rows)
