"""The product's repairs of published schedules, as tasks of its player."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from time import monotonic

from benchmarks.engine.plain import Plain, problem_of, read, read_file
from benchmarks.engine.serving import Answer, Job
from scheduling.check import violations
from scheduling.problem import Problem
from scheduling.solution import Solution
from scheduling.solve import solve


def withdrawals(job: Job) -> Answer:
    """One withdrawal after another from the same published schedule, each answered on its own."""
    problem = problem_of(read_file(job["plain"]))
    limits = {"workers": job["workers"], "seed": job["seed"]}
    before = solve(problem, seconds=job["seconds"], **limits)
    times, moved, returned, faults = [], [], [], []
    for name in _leaving(problem, job["withdrawals"], job["seed"]):
        changed = without(problem, name)
        begun = monotonic()
        after = solve(changed, seconds=job["patience"], keep=before, **limits)
        times.append(monotonic() - begun)
        moved.append(len(set(_moved(before, after, name))))
        returned.append(after.figures.placed - sum(name not in one.attendees for one in before.meetings))
        faults += [str(one) for one in violations(changed, after)]
    return {"times": times, "moved": moved, "returned": returned, "faults": faults[:5]}


def without(problem: Problem, name: str) -> Problem:
    """One party is away all day."""
    parties = tuple(
        replace(one, unavailable=tuple(slot.id for slot in problem.slots)) if one.id == name else one
        for one in problem.parties
    )
    return replace(problem, parties=parties)


def _leaving(problem: Problem, number: int, seed: int) -> list[str]:
    return [party.id for party in Random(seed).sample(problem.parties, min(number, len(problem.parties)))]


def _moved(before: Solution, after: Solution, name: str) -> Iterator[str]:
    """Who had a meeting that is now at another time or table, or not held although nobody in it left."""
    places = {one.request: (one.slot, one.table, one.attendees) for one in after.meetings}
    for one in before.meetings:
        if name not in one.attendees and places.get(one.request) != (one.slot, one.table, one.attendees):
            yield from one.attendees


def mend(job: Job) -> Answer:
    """A schedule, and what becomes of it after each of several changes: the slots of the meetings."""
    limits = {"seconds": job["seconds"], "workers": job["workers"], "seed": job["seed"]}
    plain = read_file(job["plain"])
    before = solve(problem_of(plain), **limits)
    after, faults = [], []
    for change in job["changes"]:
        changed = read(change)
        problem = problem_of(changed)
        mended = solve(problem, keep=before, **limits)
        after.append(_slots(changed, mended))
        faults += [str(one) for one in violations(problem, mended)]
    return {"before": _slots(plain, before), "after": after, "faults": faults[:5]}


def _slots(plain: Plain, solution: Solution) -> list[int | None]:
    slots: list[int | None] = [None] * len(plain.meetings)
    for meeting in solution.meetings:
        slots[int(meeting.request[1:]) - 1] = int(meeting.slot[1:]) - 1
    return slots
