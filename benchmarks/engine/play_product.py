"""The product as a contestant: ``python -m benchmarks.engine.play_product``."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from time import monotonic

from benchmarks.engine.plain import problem_of, published, read_file
from benchmarks.engine.serving import Answer, Job, serve
from scheduling.check import violations
from scheduling.problem import Problem
from scheduling.solution import Progress, Solution
from scheduling.solve import solve as solved
from scheduling.warm import warm

FIRST_SCHEDULE_SECONDS = 60.0


def asked(job: Job) -> Problem:
    """The problem of a job, from the literature or a generator."""
    return (
        published(Path(job["file"]), job["fairness"])
        if "file" in job
        else problem_of(read_file(job["plain"]))
    )


class Watch:
    """Notes what the search reports, and when."""

    def __init__(self, *, until_complete: bool = False) -> None:
        self.begun = monotonic()
        self.until_complete = until_complete
        self.complete: float | None = None
        self.trace: list[tuple[float, int, int]] = []

    def __call__(self, progress: Progress) -> None:  # noqa: D102 - the callback that ``solve`` asks for
        figures, now = progress.figures, round(monotonic() - self.begun, 3)
        if self.complete is None and figures.placed == figures.requests:
            self.complete = now
        self.trace.append((now, figures.placed, figures.breaks))

    def enough(self) -> bool:
        """Whether what was waited for has come."""
        return self.until_complete and self.complete is not None


def solve(job: Job) -> Answer:
    """A schedule, its bounds, and when it was complete; what the verifier finds is told as faults."""
    problem = asked(job)
    watch = Watch()
    found = solved(problem, seconds=job["seconds"], workers=job["workers"], seed=job["seed"], progress=watch)
    seconds = monotonic() - watch.begun
    return _told(found) | {
        "seconds": seconds,
        "complete": watch.complete,
        "trace": watch.trace,
        "faults": [str(one) for one in violations(problem, found)][:5],
    }


def complete(job: Job) -> Answer:
    """Only how long it takes until all is placed, as far as the search reports it."""
    problem = asked(job)
    watch = Watch(until_complete=True)
    solved(
        problem,
        seconds=FIRST_SCHEDULE_SECONDS,
        workers=job["workers"],
        seed=job["seed"],
        progress=watch,
        cancelled=watch.enough,
    )
    return {"complete": watch.complete}


def repair(job: Job) -> Answer:
    """One withdrawal after another from the same published schedule, each answered on its own."""
    problem = asked(job)
    published_one = solved(problem, seconds=job["seconds"], workers=job["workers"], seed=job["seed"])
    times, moved, returned = [], [], []
    for name in _leaving(problem, job["withdrawals"], job["seed"]):
        parties = tuple(
            replace(one, unavailable=tuple(slot.id for slot in problem.slots)) if one.id == name else one
            for one in problem.parties
        )
        changed = replace(problem, parties=parties)
        begun = monotonic()
        answer = solved(
            changed, seconds=job["patience"], workers=job["workers"], seed=job["seed"], keep=published_one
        )
        times.append(monotonic() - begun)
        moved.append(len(set(_moved(published_one, answer)) - {name}))
        returned.append(answer.figures.placed - _without(published_one, name))
    return _told(published_one) | {"times": times, "moved": moved, "returned": returned}


def _leaving(problem: Problem, number: int, seed: int) -> list[str]:
    return [party.id for party in Random(seed).sample(problem.parties, min(number, len(problem.parties)))]


def _moved(before: Solution, after: Solution) -> Iterator[str]:
    """Who has a meeting still, but at another time or table."""
    places = {one.request: (one.slot, one.table) for one in before.meetings}
    for one in after.meetings:
        if one.request in places and places[one.request] != (one.slot, one.table):
            yield from one.attendees


def _without(solution: Solution, name: str) -> int:
    return sum(name not in one.attendees for one in solution.meetings)


def _told(found: Solution) -> Answer:
    return {
        "status": found.status,
        "placed": found.figures.placed,
        "weight": found.figures.weight,
        "breaks": found.figures.breaks,
        "floor": found.bounds.breaks,
        "ceiling": found.bounds.weight,
    }


if __name__ == "__main__":
    warm()
    serve({"solve": solve, "complete": complete, "repair": repair})
