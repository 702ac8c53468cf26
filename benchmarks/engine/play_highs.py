"""HiGHS as a contestant, a MIP through SciPy: ``python -m benchmarks.engine.play_highs``."""

from pathlib import Path
from time import monotonic

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from benchmarks.engine.greedy import faults, outcome
from benchmarks.engine.plain import plain_of, published, read_file
from benchmarks.engine.serving import Answer, Job, serve
from benchmarks.engine.zero_one import ZeroOne, zero_one

OPTIMAL, INFEASIBLE = 0, 2
HALF = 0.5


def rows(model: ZeroOne) -> LinearConstraint:
    """Clauses and sums as linear rows."""
    places: list[tuple[int, int, int]] = []
    low: list[float] = []
    high: list[float] = []
    for clause in model.clauses:
        places += [(len(low), abs(number) - 1, 1 if number > 0 else -1) for number in clause]
        low.append(1.0 - sum(number < 0 for number in clause))
        high.append(np.inf)
    for numbers, least, most in model.sums:
        places += [(len(low), number - 1, 1) for number in numbers]
        low.append(float(least))
        high.append(float(most))
    row, column, value = zip(*places, strict=True)
    matrix = coo_array((value, (row, column)), shape=(len(low), model.variables)).tocsr()
    return LinearConstraint(matrix, low, high)


def minimised(model: ZeroOne, seconds: float) -> tuple[str, set[int] | None]:
    """How it ended, and the variables that are true in the best that was found."""
    price = np.zeros(model.variables)
    for number, dear in model.price.items():
        price[number - 1] = dear
    found = milp(
        price,
        integrality=np.ones(model.variables, np.int64),
        bounds=Bounds(0, 1),
        constraints=rows(model),
        options={"time_limit": max(0.1, seconds)},
    )
    status = {OPTIMAL: "optimal", INFEASIBLE: "infeasible"}.get(found.status, "unknown")
    true = None if found.x is None else {int(number) + 1 for number in np.flatnonzero(found.x > HALF)}
    return status, true


def solve(job: Job) -> Answer:
    """One problem, within the seconds that are given, on one core: HiGHS has no more for this."""
    plain = (
        plain_of(published(Path(job["file"]), job["fairness"])) if "file" in job else read_file(job["plain"])
    )
    begun = monotonic()
    model = zero_one(plain, choosing=bool(job.get("choosing")))
    status, true = minimised(model, job["seconds"] - (monotonic() - begun))
    answer: Answer = {"status": status, "seconds": monotonic() - begun}
    if true is None:
        return answer
    slots = model.slots(true, len(plain.meetings))
    held = outcome(plain, slots)
    return answer | {
        "placed": held.placed,
        "weight": held.weight,
        "breaks": held.breaks,
        "faults": faults(plain, slots)[:5],
    }


if __name__ == "__main__":
    serve({"solve": solve})
