"""A thousand people who wish for 1.8 times what time allows: weight first, then breaks."""

from collections.abc import Iterator

from benchmarks.engine.arena import Arena, Fair
from benchmarks.engine.greedy import greedy, outcome
from benchmarks.engine.rivals import rivals
from benchmarks.engine.serving import figure
from benchmarks.engine.sizes import kempe_job, percent
from benchmarks.measure import Measure

OUR_SECONDS, THEIR_SECONDS, CPSAT_SECONDS = 10.0, 30.0, 30.0
SLOTS, DEGREE, FILL, DEMAND = 16, 10, 0.8, 1.8


def crowded(arena: Arena, people: int = 1000) -> Fair:
    """A fair where not all can be placed."""
    return Fair(arena.setting.people(people), SLOTS, DEGREE, FILL, DEMAND)


def choosing(arena: Arena) -> Iterator[Measure]:
    """The trial has three times as long, as it had when its figures were taken."""
    fair = crowded(arena)
    plain, file = arena.fair(fair)
    seconds, theirs_seconds = arena.setting.seconds(OUR_SECONDS), arena.setting.seconds(THEIR_SECONDS)
    arena.ready("product", 0)
    theirs = arena.trial_pair(kempe_job(arena, fair, choosing=True), theirs_seconds)
    best = max(theirs, key=lambda one: (one["weight"], -one["breaks"]), default=None)
    job = {"plain": str(file), "task": "solve"}
    ours = arena.product(job, seconds)
    bound, total = ours["ceiling"], len(plain.meetings)
    note = f"here {seconds:g} s, trial {theirs_seconds:g} s; weight {ours['weight']:,} of {bound:,} at most"
    note += f", {ours['placed']:,} of {total:,} placed"
    share = None if best is None else percent(best["weight"], bound)
    yield Measure("choose_1000_percent_of_bound", percent(ours["weight"], bound), "%", share, note)
    told = f"floor {ours['floor']} at this weight; {ours['status']} after {ours['seconds']:.1f} s"
    yield Measure("choose_1000_breaks", ours["breaks"], "breaks", figure(best, "breaks"), told)
    found = outcome(plain, greedy(plain))
    told = f"what the field does; {found.placed:,} of {total:,} placed"
    yield Measure("choose_1000_percent_of_bound_greedy", percent(found.weight, bound), "%", note=told)
    yield Measure("choose_1000_breaks_greedy", found.breaks, "breaks")
    for rival in rivals(arena, job | {"choosing": True}, {"cpsat": CPSAT_SECONDS}):
        weight = rival.figure("weight")
        reached = None if weight is None else percent(weight, bound)
        told = rival.who if weight is not None or not rival.asked else f"{rival.who}: no schedule"
        yield Measure(f"choose_1000_percent_of_bound_{rival.name}", reached, "%", note=told)
        yield Measure(f"choose_1000_breaks_{rival.name}", rival.figure("breaks"), "breaks", note=told)
