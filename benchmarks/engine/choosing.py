"""A thousand people who wish for 1.8 times what time allows: weight first, then breaks."""

from collections.abc import Iterator

from benchmarks.engine.arena import Arena, Fair
from benchmarks.engine.greedy import greedy, outcome
from benchmarks.engine.sizes import kempe_job
from benchmarks.measure import Measure

OUR_SECONDS, THEIR_SECONDS, CPSAT_SECONDS = 10.0, 30.0, 30.0


def choosing(arena: Arena) -> Iterator[Measure]:
    """The trial has three times as long, as it had when its figures were taken."""
    fair = Fair(arena.setting.people(1000), 16, 10, 0.8, 1.8)
    plain, file = arena.fair(fair)
    seconds, theirs_seconds = arena.setting.seconds(OUR_SECONDS), arena.setting.seconds(THEIR_SECONDS)
    arena.ready("product", 0)
    theirs = arena.trial_pair(kempe_job(arena, fair, choosing=True), theirs_seconds)
    best = max(theirs, key=lambda one: (one["weight"], -one["breaks"]), default=None)
    ours = arena.product({"plain": str(file), "task": "solve"}, seconds)
    bound = ours["ceiling"]
    note = (
        f"here {seconds:g} s, trial {theirs_seconds:g} s; weight {ours['weight']:,} of {bound:,} at most,"
        f" {ours['placed']:,} of {len(plain.meetings):,} placed"
    )

    def share(weight: int) -> float:
        return round(100 * weight / max(1, int(bound)), 3)

    yield Measure(
        "choose_1000_percent_of_bound",
        share(ours["weight"]),
        "%",
        share(best["weight"]) if best else None,
        note,
    )
    yield Measure("choose_1000_breaks", ours["breaks"], "breaks", best["breaks"] if best else None)
    found = outcome(plain, greedy(plain))
    yield Measure("choose_1000_percent_of_bound_greedy", share(found.weight), "%", note="what the field does")
    yield Measure("choose_1000_breaks_greedy", found.breaks, "breaks")
    limit = arena.setting.seconds(CPSAT_SECONDS)
    job = {"plain": str(file), "task": "solve", "choosing": True}
    missing = arena.player("cpsat") is None
    answer = None if missing else arena.ask("cpsat", job, limit)
    held = answer if answer and answer.get("weight") is not None and not answer["faults"] else None
    who = "CP-SAT (not installed)" if missing else f"CP-SAT, {arena.setting.workers} workers, {limit:g} s"
    yield Measure(
        "choose_1000_percent_of_bound_cpsat",
        share(held["weight"]) if held else None,
        "%",
        note=who if held else f"{who}: no schedule",
    )
    yield Measure("choose_1000_breaks_cpsat", held["breaks"] if held else None, "breaks", note=who)
