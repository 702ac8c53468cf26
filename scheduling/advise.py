"""What holds a grid back, and what each remedy would bring, found out by solving again with the remedy."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Literal

from scheduling.bounds import ceiling
from scheduling.grid import Grid
from scheduling.problem import Problem
from scheduling.remedies import Kind, Proposal, proposals
from scheduling.solution import Solution
from scheduling.solve import solve

ENOUGH = 5
"""As many bottlenecks of a kind are named."""
FIRST_SHARE = 0.3
"""Of the seconds, as much is for the problem as it is."""
BOUND_SECONDS = 2.0
"""For the ceiling of each remedy."""

EFFECTS = {
    "proven": "%(title)s: %(meetings)s meetings, %(weight)s in weight (proven at least %(least)s),"
    " %(breaks)s breaks.",
    "estimate": "%(title)s: %(meetings)s meetings, %(weight)s in weight, %(breaks)s breaks (an estimate).",
    "breaks": "%(title)s: as much weight with %(breaks)s breaks (proven at least %(least)s fewer).",
    "nothing": "%(title)s: no more weight (proven).",
    "possible": "%(title)s: there is a schedule, with %(placed)s meetings.",
    "impossible": "%(title)s: no schedule was found.",
    "untried": "%(title)s: not tried in the time allowed.",
}
"""How the effect of a remedy is told."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Who or what stands in the way of how many requests."""

    kind: Literal["party", "tables", "block", "musts"]
    name: str
    requests: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change and what it brings: the schedule found with it beside the one found without.

    ``least`` is a proven lower bound of the gain in weight: what was reached with the remedy beyond the
    proven ceiling without it. ``fewer_breaks`` is the same for breaks, at a weight that is no smaller.
    """

    kind: Kind
    block: str
    meetings: int
    weight: int
    breaks: int
    least: int
    fewer_breaks: int
    effect: str
    """A key of ``EFFECTS``."""
    sentence: str

    @property
    def proven(self) -> bool:
        """Whether it certainly brings something, or certainly nothing."""
        return self.effect in ("proven", "breaks", "nothing", "possible")


@dataclass(frozen=True, slots=True)
class Advice:
    """The grid as it is, its bottlenecks, and the remedies, the most helpful first."""

    solution: Solution
    bottlenecks: tuple[Bottleneck, ...]
    remedies: tuple[Remedy, ...]


def advise(
    problem: Problem,
    *,
    seconds: float = 30.0,
    seed: int = 1,
    steps: int | None = None,
    workers: int = 1,
    cancelled: Callable[[], bool] | None = None,
) -> Advice:
    """Solve the problem as it is and with each remedy, in the seconds allowed altogether.

    A remedy of which a linear program proves that it brings nothing is not searched for; the others are,
    the most promising first; those for which no time is left are named, but not tried. With ``steps`` (of
    each search) and one worker the answer is always the same.
    """
    begun = monotonic()

    def left() -> float:
        return seconds if steps is not None else seconds - (monotonic() - begun)

    def solved(changed: Problem, allowed: float) -> Solution:
        return solve(
            changed, seconds=max(allowed, 0.1), seed=seed, steps=steps, workers=workers, cancelled=cancelled
        )

    now = solved(problem, seconds * FIRST_SHARE)
    promising: list[tuple[int, int, Proposal]] = []
    remedies = []
    for number, proposal in enumerate(proposals(problem, now)):
        if left() <= 0:
            remedies.append(_remedy(proposal, now, None, "untried"))
            continue
        most = ceiling(Grid(proposal.problem), BOUND_SECONDS).weight
        if now.meetings and most <= now.figures.weight and not now.figures.breaks:
            remedies.append(_remedy(proposal, now, None, "nothing"))
        else:
            promising.append((-most, number, proposal))
    promising.sort(key=lambda one: one[:2])
    for place, (_, _, proposal) in enumerate(promising):
        rest = left()
        then = solved(proposal.problem, rest / (len(promising) - place)) if rest > 0 else None
        remedies.append(_remedy(proposal, now, then, "untried"))
    remedies.sort(key=lambda one: (-one.weight, -one.least, one.breaks, one.kind, one.block))
    return Advice(now, tuple(bottlenecks(problem, now)), tuple(remedies))


def _remedy(proposal: Proposal, now: Solution, then: Solution | None, effect: str) -> Remedy:
    """What a remedy brings; ``effect`` is told where it was not tried."""
    meetings = weight = breaks = least = fewer = 0
    lacking = now.status in ("infeasible", "unknown")
    if then is not None:
        meetings = then.figures.placed - now.figures.placed
        weight = then.figures.weight - now.figures.weight
        breaks = then.figures.breaks - now.figures.breaks
        effect = "estimate"
        if lacking:
            effect = "possible" if then.status in ("optimal", "feasible") else "impossible"
        else:
            least = max(0, then.figures.weight - now.bounds.weight)
            if now.figures.weight <= then.figures.weight:
                fewer = max(0, now.bounds.breaks - then.figures.breaks)
            effect = "proven" if least else "breaks" if fewer and not weight else "estimate"
    details = {
        "title": proposal.title,
        "meetings": f"{meetings:+d}",
        "weight": f"{weight:+d}",
        "breaks": f"{breaks:+d}",
        "least": str(fewer if effect == "breaks" else least),
        "placed": str(then.figures.placed if then else 0),
    }
    sentence = EFFECTS[effect] % details
    return Remedy(proposal.kind, proposal.block, meetings, weight, breaks, least, fewer, effect, sentence)


def bottlenecks(problem: Problem, solution: Solution) -> Iterator[Bottleneck]:
    """The parties whose full days, and the tables whose want, leave most requests without a place."""
    unplaced = {one.request: one for one in solution.unplaced}
    lacking = sum(one.reason == "tables_full" for one in unplaced.values())
    full = _full_slots(problem, solution)
    if unplaced and full:
        told = f"All tables are taken in {full} of {len(problem.slots)} slots"
        yield Bottleneck("tables", "", lacking, f"{told}; {lacking} requests find none when they need one.")
    yield from _blocks(problem, solution)
    musts = sum(request.required for request in problem.requests)
    if musts and solution.clash:
        clashing = sum(demand.kind == "required" for demand in solution.clash)
        yield Bottleneck("musts", "", clashing, f"{musts} requests are required; {clashing} of them clash.")
    waiting: defaultdict[str, int] = defaultdict(int)
    for request in problem.requests:
        if request.id in unplaced and unplaced[request.id].reason in ("busy", "busy_once", "limit_reached"):
            for name in {name for choice in request.attendees for name in choice}:
                waiting[name] += 1
    parties = {party.id: party for party in problem.parties}
    for name, number in sorted(waiting.items(), key=lambda item: (-item[1], item[0]))[:ENOUGH]:
        held = sum(name in meeting.attendees for meeting in solution.meetings)
        sentence = f"{parties[name].label} has {held} meetings, and {number} more requests find no room."
        yield Bottleneck("party", name, number, sentence)


def _blocks(problem: Problem, solution: Solution) -> Iterator[Bottleneck]:
    """The blocks in which most of the places at the tables are taken, where there are several."""
    blocks = list(dict.fromkeys(slot.block for slot in problem.slots))
    block_of = {slot.id: slot.block for slot in problem.slots}
    taken = Counter(block_of[meeting.slot] for meeting in solution.meetings)
    for block in blocks if len(blocks) > 1 and solution.unplaced else ():
        room = sum(
            slot.id not in table.closed
            for slot in problem.slots
            if slot.block == block
            for table in problem.tables
        )
        if room and taken[block] == room:
            told = f"Every table is taken throughout block {block}: {room} meetings."
            yield Bottleneck("block", block, len(solution.unplaced), told)


def _full_slots(problem: Problem, solution: Solution) -> int:
    """In how many slots every open table is taken."""
    taken = Counter(meeting.slot for meeting in solution.meetings)
    openings = {
        slot.id: sum(slot.id not in table.closed for table in problem.tables) for slot in problem.slots
    }
    return sum(0 < openings[slot] <= number for slot, number in taken.items())
