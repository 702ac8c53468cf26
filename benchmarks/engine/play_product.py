"""The product as a contestant: ``python -m benchmarks.engine.play_product``."""

from pathlib import Path
from time import monotonic

from benchmarks.engine.mending import mend, withdrawals
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
        self.proven: float | None = None
        """When it was known that there is no schedule."""
        self.trace: list[tuple[float, int, int]] = []

    def __call__(self, progress: Progress) -> None:  # noqa: D102 - the callback that ``solve`` asks for
        figures, now = progress.figures, round(monotonic() - self.begun, 3)
        if self.complete is None and figures.placed == figures.requests:
            self.complete = now
        if progress.phase == "explain":
            self.proven = now
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
        "proven": seconds if watch.proven is None else watch.proven,
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
    serve({"solve": solve, "complete": complete, "withdrawals": withdrawals, "mend": mend})
