"""Generated fairs in which all can be placed, from twenty people to ten thousand; tables are 95 % full."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.engine.arena import Arena, Fair
from benchmarks.engine.greedy import greedy, outcome
from benchmarks.engine.pictures import noted, timed, traced
from benchmarks.engine.plain import Plain
from benchmarks.engine.rivals import LINES, Rival, complete_breaks, placed, rivals
from benchmarks.engine.serving import Answer, Job, figure
from benchmarks.measure import Measure

COMPLETE_TIMES = 5
PICTURED = 1000
"""The size whose breaks are drawn over time."""
FLOOR_PATIENCE = 200.0


@dataclass(frozen=True, slots=True)
class Size:
    """A fair, and the seconds that contestants have for it; ``None`` is not asked."""

    slots: int
    degree: int
    seconds: float
    cpsat: float | None = None
    highs: float | None = None
    measured_apart: bool = False
    """Whether the product gets a fresh process, whose memory is told, and the long ones run once."""


SIZES = {
    20: Size(8, 6, 10.0, cpsat=5.0, highs=5.0),
    50: Size(10, 8, 10.0, cpsat=5.0, highs=5.0),
    100: Size(12, 9, 10.0, cpsat=5.0, highs=5.0),
    200: Size(14, 10, 60.0, cpsat=30.0, highs=20.0),
    500: Size(16, 10, 60.0, cpsat=30.0),
    1000: Size(20, 10, 60.0, cpsat=40.0),
    2000: Size(24, 12, 60.0),
    10_000: Size(24, 13, 60.0, measured_apart=True),
}


@dataclass(frozen=True, slots=True)
class Heat:
    """One fair, and how product and trial fared on it."""

    people: int
    fair: Fair
    plain: Plain
    job: Job
    ours: Answer
    theirs: Answer | None
    """The better of the trial's runs, one a core."""

    def measure(self, name: str, value: float | None, unit: str, beside: float | None, note: str) -> Measure:
        """A figure of this size."""
        return Measure(f"people_{self.people}_{name}", value, unit, beside, note)


def fair_of(arena: Arena, people: int) -> Fair:
    """The fair that bears this number of people; a smoke test makes a smaller one in its place."""
    size = SIZES[people]
    return Fair(arena.setting.people(people), size.slots, size.degree)


def contest(arena: Arena, people: int) -> Iterator[Measure]:
    """Everybody on one fair: breaks, the bound, the time to a complete schedule."""
    size = SIZES[people]
    seconds = arena.setting.seconds(size.seconds)
    heat = _played(arena, people, seconds)
    yield from _outcome(heat, seconds)
    yield from _bound(arena, heat)
    if size.measured_apart:
        told = (
            f"{placed(heat.ours, len(heat.plain.meetings))}; allowed {seconds:g} s, until the answer is there"
        )
        yield heat.measure("s", round(heat.ours["seconds"], 1), "s", None, told)
        yield heat.measure("mb", heat.ours["mb"], "MiB", None, "peak of the process")
    yield from _complete(arena, heat, 1 if size.measured_apart else arena.setting.times(COMPLETE_TIMES))
    found = outcome(heat.plain, greedy(heat.plain))
    total = len(heat.plain.meetings)
    told = f"what the field does; {found.placed:,} of {total:,} placed"
    yield heat.measure("breaks_greedy", found.breaks, "breaks", None, told)
    yield heat.measure("placed_greedy", percent(found.placed, total), "%", None, "of all meetings")
    others = list(rivals(arena, heat.job, {"cpsat": size.cpsat, "highs": size.highs}))
    yield from (_rival(heat, rival) for rival in others)
    answers = {"here": heat.ours, "trial (Kempe)": heat.theirs}
    answers |= {LINES[rival.name]: rival.answer for rival in others}
    known = {name: complete_breaks(answer, total) for name, answer in answers.items()}
    known |= {"greedy": float(found.breaks), "proven bound": float(heat.ours["floor"])}
    noted(arena, people, total, known)
    if people == PICTURED:
        asked = {LINES[rival.name] for rival in others if rival.asked}
        known_or_asked = {name: one for name, one in answers.items() if one or name in asked}
        traced(arena, known_or_asked, found.breaks)


def _played(arena: Arena, people: int, seconds: float) -> Heat:
    fair = fair_of(arena, people)
    plain, file = arena.fair(fair)
    job = {"plain": str(file), "task": "solve"}
    theirs = arena.trial_pair(kempe_job(arena, fair), seconds)
    if SIZES[people].measured_apart:
        arena.end("product")
    arena.ready("product", 0)
    ours = arena.product(job, seconds)
    best = min(theirs, key=lambda one: (-one["placed"], one["breaks"]), default=None)
    return Heat(people, fair, plain, job, ours, best)


def kempe_job(arena: Arena, fair: Fair, **more: object) -> Job:
    """What the trial is asked; it makes the same fair itself."""
    return {"task": "kempe", "shape": fair.for_trial(arena.setting.seed), **more}


def percent(part: float, whole: float) -> float:
    """A share, with digits enough to tell one meeting in ten thousand."""
    return round(100 * part / max(whole, 1), 3)


def _outcome(heat: Heat, seconds: float) -> Iterator[Measure]:
    ours, theirs, total = heat.ours, heat.theirs, len(heat.plain.meetings)
    beside = "" if theirs is None else "; baseline: the better of two trial runs at once"
    note = f"{ours['status']} after {ours['seconds']:.1f} of {seconds:g} s, {placed(ours, total)}{beside}"
    yield heat.measure("breaks", ours["breaks"], "breaks", figure(theirs, "breaks"), note)
    share = None if theirs is None else percent(theirs["placed"], total)
    told = f"{ours['placed']:,} of {total:,}"
    yield heat.measure("placed", percent(ours["placed"], total), "%", share, told)


def _bound(arena: Arena, heat: Heat) -> Iterator[Measure]:
    """How far from proven, and the same of the trial with the trial's bound."""
    job = {"task": "floor", "shape": heat.fair.for_trial(arena.setting.seed)}
    apart = SIZES[heat.people].measured_apart
    their = None if apart else arena.ask("trial", job, FLOOR_PATIENCE)
    breaks, floor = heat.ours["breaks"], heat.ours["floor"]
    beside = None if their is None else their["floor"]
    told = "proven: with all placed nobody can have fewer" + ("; the trial was not asked" if apart else "")
    yield heat.measure("bound", floor, "breaks", beside, told)
    known = heat.theirs is not None and beside is not None
    rival = heat.theirs["breaks"] if heat.theirs is not None and known else None
    gap = None if rival is None or beside is None else rival - beside
    told = f"{breaks} breaks, bound {floor}" + ("" if gap is None else f"; baseline {rival}, bound {beside}")
    yield heat.measure("gap", breaks - floor, "breaks", gap, told)
    share = None if gap is None or rival is None else percent(gap, rival)
    told = f"(breaks - bound) / breaks: ({breaks} - {floor}) / {breaks}"
    yield heat.measure("gap_percent", percent(breaks - floor, breaks), "%", share, told)


def _complete(arena: Arena, heat: Heat, times: int) -> Iterator[Measure]:
    """Seconds until everything has a place: the median of several, alternating."""
    ours = [] if times > 1 else [heat.ours["complete"]]
    theirs = [] if times > 1 else [figure(heat.theirs, "complete")]
    limit = arena.setting.seconds(SIZES[heat.people].seconds)
    trial = kempe_job(arena, heat.fair, until_complete=True)
    for _ in range(times if times > 1 else 0):
        answer = arena.ask("trial", trial, limit)
        theirs.append(figure(answer, "complete"))
        ours.append(arena.product(heat.job | {"task": "complete"}, limit)["complete"])
    note = "until a report says that all is placed"
    note = note if times == 1 else f"median of {times} {note}"
    missed = sum(one is None for one in ours)
    note += f"; {missed} times never" if missed else ""
    yield heat.measure("complete_s", _median(ours), "s", _median(theirs), note)
    timed(arena, heat.people, {"here": _median(ours), "trial (Kempe)": _median(theirs)})


def _median(values: Sequence[float | None]) -> float | None:
    """``None`` where that is the usual outcome."""
    known = [value for value in values if value is not None]
    return round(median(known), 3) if 2 * len(known) > len(values) else None


def _rival(heat: Heat, rival: Rival) -> Measure:
    told = f"{rival.who}: {placed(rival.answer, len(heat.plain.meetings))}" if rival.asked else rival.who
    return heat.measure(f"breaks_{rival.name}", rival.figure("breaks"), "breaks", None, told)
