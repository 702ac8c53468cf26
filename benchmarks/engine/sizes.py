"""Generated fairs in which all can be placed, from twenty people to ten thousand; tables are 95 % full."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.engine.arena import Arena, Fair
from benchmarks.engine.greedy import greedy, outcome
from benchmarks.engine.pictures import noted, traced
from benchmarks.engine.serving import Answer, Job
from benchmarks.measure import Measure

FULL_SECONDS = 60.0
CPSAT_SECONDS = {200: 30.0, 500: 30.0, 1000: 60.0}
HIGHS_SECONDS = {200: 20.0}
SMALL_SECONDS = 10.0
REPEATED = (1000, 2000)
"""Where the time to a complete schedule is promised, and so is measured more than once."""
COMPLETE_TIMES, COMPLETE_LIMIT = 5, 30.0
SLOTS_AND_DEGREE = {
    20: (8, 6), 50: (10, 8), 100: (12, 9), 200: (14, 10), 500: (16, 10), 1000: (20, 10), 2000: (24, 12),
    10_000: (24, 13),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rival:
    """How a contestant fared."""

    name: str
    answer: Answer | None
    who: str


def fair_of(arena: Arena, people: int) -> Fair:
    """The fair that bears this number of people; a smoke test makes a smaller one in its place."""
    slots, degree = SLOTS_AND_DEGREE[people]
    return Fair(arena.setting.people(people), slots, degree)


def contest(arena: Arena, people: int) -> Iterator[Measure]:
    """Everybody on one fair: breaks, the bound, the time to a complete schedule."""
    fair = fair_of(arena, people)
    plain, file = arena.fair(fair)
    seconds = arena.setting.seconds(FULL_SECONDS)
    job = {"plain": str(file), "task": "solve"}
    arena.ready("product", 0)
    theirs = arena.trial_pair(kempe_job(arena, fair), seconds)
    ours = arena.product(job, seconds)
    best = min(theirs, key=lambda one: (-one["placed"], one["breaks"]), default=None)
    total = len(plain.meetings)
    yield _breaks(people, "", ours, best, f"in {seconds:g} s, {placed(ours, total)}{_beside(best, total)}")
    yield from _bound(arena, people, fair, ours, best)
    found = outcome(plain, greedy(plain))
    yield _breaks(
        people,
        "_greedy",
        {"breaks": found.breaks},
        None,
        f"{found.placed:,} of {total:,} placed: what the field does",
    )
    yield Measure(
        f"people_{people}_placed_greedy", _percent(found.placed, total), "%", note="of all meetings"
    )
    others = list(_others(arena, people, job))
    for rival in others:
        told = rival.who + ": " + (placed(rival.answer, total) if _held(rival.answer) else "no schedule")
        yield _breaks(people, f"_{rival.name}", rival.answer or {}, None, told)
    if people in REPEATED:
        yield from _complete(arena, people, fair, job)
    else:
        yield _once(people, ours)
    noted(arena, people, plain, ours, found.breaks)
    if people == 1000:  # noqa: PLR2004 - the fair of the picture
        cpsat = next((rival.answer for rival in others if rival.name == "cpsat"), None)
        traced(arena, {"here": ours, "trial (Kempe)": best, "CP-SAT": cpsat}, found.breaks)


def kempe_job(arena: Arena, fair: Fair, **more: object) -> Job:
    """What the trial is asked; it makes the same fair itself."""
    return {"task": "kempe", "shape": fair.for_trial(arena.setting.seed), **more}


def _breaks(people: int, suffix: str, ours: Answer, theirs: Answer | None, note: str) -> Measure:
    value = ours.get("breaks")
    return Measure(
        f"people_{people}_breaks{suffix}", value, "breaks", theirs["breaks"] if theirs else None, note
    )


def placed(answer: Answer | None, total: int) -> str:
    """How much of a fair has a place."""
    if not answer or not _held(answer):
        return "no schedule"
    return "all placed" if answer["placed"] == total else f"{answer['placed']:,} of {total:,} placed"


def _held(answer: Answer | None) -> bool:
    return (
        bool(answer) and answer is not None and answer.get("placed") is not None and not answer.get("faults")
    )


def _beside(theirs: Answer | None, total: int) -> str:
    return "" if theirs is None else f"; the better of two trial runs at once: {placed(theirs, total)}"


def _percent(part: float, whole: float) -> float:
    return round(100 * part / max(whole, 1), 3)


def _bound(arena: Arena, people: int, fair: Fair, ours: Answer, best: Answer | None) -> Iterator[Measure]:
    """How far from proven, and the same of the trial with the trial's bound."""
    their = arena.ask("trial", {"task": "floor", "shape": fair.for_trial(arena.setting.seed)}, 200.0)
    mine, theirs = ours["floor"], their["floor"] if their else None
    yield Measure(f"people_{people}_bound", mine, "breaks", theirs, "proven: nobody can have fewer")
    both = best is not None and theirs is not None
    gap = best["breaks"] - theirs if best is not None and theirs is not None else None
    yield Measure(f"people_{people}_gap", ours["breaks"] - mine, "breaks", gap, ours["status"])
    share = _percent(ours["breaks"] - mine, ours["breaks"])
    beside = _percent(gap, best["breaks"]) if both and best is not None and gap is not None else None
    yield Measure(f"people_{people}_gap_percent", share, "%", beside, "(breaks - bound) / breaks")


def _others(arena: Arena, people: int, job: Job) -> Iterator[Rival]:
    """CP-SAT and HiGHS, who are told beforehand that all can be placed, which helps them."""
    asked = (
        ("cpsat", CPSAT_SECONDS.get(people), f"CP-SAT, {arena.setting.workers} workers"),
        ("highs", HIGHS_SECONDS.get(people), "HiGHS MIP, one core"),
    )
    for name, full, who in asked:
        if full is None:
            continue
        if arena.player(name) is None:
            yield Rival(name, None, f"{who} (not installed)")
            continue
        arena.ready(name, 0)
        seconds = arena.setting.seconds(full)
        yield Rival(name, arena.ask(name, job, seconds), f"{who}, {seconds:g} s")
        arena.end(name)  # what it holds would press on the next


def _complete(arena: Arena, people: int, fair: Fair, job: Job) -> Iterator[Measure]:
    """Seconds until everything has a place: the median of several, alternating."""
    ours: list[float] = []
    theirs: list[float] = []
    limit = COMPLETE_LIMIT
    for _ in range(arena.setting.times(COMPLETE_TIMES)):
        trial = kempe_job(arena, fair, until_complete=True, seconds=FULL_SECONDS)
        answer = arena.ask("trial", trial, limit)
        theirs += [answer["complete"]] if answer and answer.get("complete") is not None else []
        mine = arena.product(job | {"task": "complete"}, limit)["complete"]
        ours += [] if mine is None else [mine]
    name, times = f"people_{people}_complete_s", arena.setting.times(COMPLETE_TIMES)
    note = f"median of {times} until a report says that all is placed"
    note += "" if len(ours) == times else f"; {times - len(ours)} times never"
    yield Measure(name, _median(ours), "s", _median(theirs), note)


def _once(people: int, ours: Answer) -> Measure:
    """The same of one run, where it is no promise."""
    seconds = ours["complete"]
    return Measure(f"people_{people}_complete_s", None if seconds is None else round(seconds, 2), "s")


def _median(values: Sequence[float]) -> float | None:
    return round(median(values), 2) if values else None


def small(arena: Arena) -> Iterator[Measure]:
    """Fairs as most are: the product alone, ten seconds each, for the pictures and the proofs."""
    for people in (20, 50, 100):
        fair = fair_of(arena, people)
        plain, file = arena.fair(fair)
        seconds = arena.setting.seconds(SMALL_SECONDS)
        arena.ready("product", 0)
        theirs = arena.ask("trial", kempe_job(arena, fair), seconds)
        ours = arena.product({"plain": str(file), "task": "solve"}, seconds)
        note = f"{ours['status']} after {ours['seconds']:.1f} s, bound {ours['floor']}, "
        note += placed(ours, len(plain.meetings))
        yield _breaks(people, "", ours, theirs, note)
        yield Measure(f"people_{people}_bound", ours["floor"], "breaks", note="proven: nobody can have fewer")
        yield _once(people, ours)
        found = outcome(plain, greedy(plain))
        yield _breaks(people, "_greedy", {"breaks": found.breaks}, None, f"{found.placed:,} placed")
        noted(arena, people, plain, ours, found.breaks)


def largest(arena: Arena) -> Iterator[Measure]:
    """Ten thousand people in a process of its own, whose memory is counted."""
    fair = fair_of(arena, 10_000)
    plain, file = arena.fair(fair)
    seconds = arena.setting.seconds(FULL_SECONDS)
    theirs = arena.trial_pair(kempe_job(arena, fair), seconds)
    arena.end("product")
    arena.ready("product", 0)
    ours = arena.product({"plain": str(file), "task": "solve"}, seconds)
    best = min(theirs, key=lambda one: (-one["placed"], one["breaks"]), default=None)
    total, found = len(plain.meetings), outcome(plain, greedy(plain))
    told = f"{placed(ours, total)}; allowed {seconds:g} s, until the answer is there{_beside(best, total)}"
    yield Measure("people_10000_s", round(ours["seconds"], 1), "s", note=told)
    yield Measure("people_10000_mb", ours["mb"], "MiB", note="peak of the process")
    yield Measure("people_10000_complete_s", ours["complete"], "s", best["complete"] if best else None)
    yield Measure(
        "people_10000_placed",
        _percent(ours["placed"], total),
        "%",
        _percent(best["placed"], total) if best else None,
    )
    yield _breaks(10_000, "", ours, best, f"bound {ours['floor']}")
    yield Measure("people_10000_bound", ours["floor"], "breaks", note="proven: nobody can have fewer")
    yield _breaks(10_000, "_greedy", {"breaks": found.breaks}, None, f"{found.placed:,} of {total:,} placed")
    arena.end("product")
    noted(arena, 10_000, plain, ours, found.breaks)
