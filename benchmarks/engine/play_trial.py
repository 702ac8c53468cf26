"""The trials, unchanged: ``python -m benchmarks.engine.play_trial`` in a copy of its folder.

What is added here only listens: it wraps the annealer to note when which schedule was
found, and hands the trial's hybrid one file at a time.
"""

import contextlib
import glob
import io
import re
import runpy
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import choose
import kempe as annealing
import numpy as np
import satenc
from b2b import read_dzn
from gen import gen
from lb import lb

from benchmarks.engine.plain import Plain, written
from benchmarks.engine.serving import Answer, Job, serve

OUT_PRICE, CHOOSING_PRICE = 20.0, 3.0
BEST, WEIGHTS = 17, 10
"""Where the best slots and the weights stand among the annealer's arguments."""
TOLERANCE = 1e-6
annealing_itself = annealing.anneal


class Complete(Exception):
    """All is placed, and no more was asked for."""


def fair(job: Job) -> Answer:
    """What the trial's generator makes, in everybody's words."""
    made = gen(*job["shape"])
    plain = Plain(
        name=made.name,
        people=made.P,
        slots=made.T,
        tables=made.cap,
        meetings=tuple(made.meetings),
        weights=tuple(made.weight),
        away=tuple(tuple(sorted(slots)) for slots in made.forb),
        domains=tuple(tuple(made.dom(meeting)) for meeting in range(len(made.meetings))),
    )
    return {"plain": written(plain)}


class Listening:
    """Stands in for the annealer, and notes after each of its slices what the best schedule is."""

    def __init__(self, annealer: Callable[..., Any], price: float, *, until_complete: bool) -> None:
        self.annealer, self.price, self.until_complete = annealer, price, until_complete
        self.begun = monotonic()
        self.complete: float | None = None
        self.best: float | None = None
        self.slices = 0
        self.trace: list[tuple[float, int, int]] = []

    def __call__(self, *arguments: Any) -> Any:  # noqa: D102 - it is called as the annealer is
        answer = self.annealer(*arguments)
        self.slices += 1
        if self.slices == 1:  # the trial throws its first slice away: it is there to compile
            return answer
        slots, now, cost = arguments[BEST], round(monotonic() - self.begun, 3), float(answer[0])
        out = int(np.count_nonzero(slots == arguments[1]))
        if self.best is None or cost < self.best - TOLERANCE:
            self.best = cost
            weights = arguments[WEIGHTS]
            left = float(weights[slots == arguments[1]].sum()) * self.price
            self.trace.append((now, len(slots) - out, round(cost - left)))
        if out == 0 and self.complete is None:
            self.complete = now
            if self.until_complete:
                raise Complete
        return answer


def kempe(job: Job) -> Answer:
    """The annealing alone, as long as it is given; its own figures."""
    made = gen(*job["shape"])
    price = CHOOSING_PRICE if job.get("choosing") else OUT_PRICE
    heat = {"T0": 4.0, "T1": 0.1} if job.get("choosing") else {}
    listening = Listening(annealing_itself, price, until_complete=bool(job.get("until_complete")))
    annealing.anneal = listening
    try:
        found = annealing.kempe(made, limit=job["seconds"], seed=job["seed"], d=-1, Wun=price, **heat)
    except Complete:
        return {"complete": listening.complete}
    finally:
        annealing.anneal = annealing_itself
    figures = {key: int(found[key]) for key in ("placed", "weight", "breaks")}
    return figures | {"seconds": found["time"], "complete": listening.complete, "trace": listening.trace}


def floor(job: Job) -> Answer:
    """The trial's bound of the breaks."""
    found = lb(gen(*job["shape"]))
    return {"floor": found["lb"], "seconds": found["time"]}


def ceiling(job: Job) -> Answer:
    """The trial's bound of the weight."""
    return {"ceiling": choose.wbound(gen(*job["shape"]))}


def hybrid(job: Job) -> Answer:
    """Bound, annealing and SAT on what is between: the trial's program, on one file."""
    everything, said = glob.glob, io.StringIO()
    glob.glob = lambda *_, **__: [job["file"]]
    try:
        with contextlib.redirect_stdout(said):
            runpy.run_path("hybrid.py")
    finally:
        glob.glob = everything
    told = said.getvalue()
    breaks, total = re.search(r"opt (\d+)", told), re.search(r"total ([\d.]+)", told)
    if breaks is None or total is None:
        raise ValueError(told)
    # one decimal is told; the sum over files may be off by a twentieth of a second each
    return {"breaks": int(breaks[1]), "seconds": float(total[1]), "status": "optimal"}


def linear(job: Job) -> Answer:
    """The trial's SAT search from nothing upward."""
    return _said(satenc.solve_sat(read_dzn(job["file"]), job["fairness"], job["seconds"]))


def rc2(job: Job) -> Answer:
    """The trial's encoding, given to python-sat's RC2."""
    return _said(satenc.solve_rc2(read_dzn(job["file"]), job["fairness"]))


def _said(found: dict[str, Any]) -> Answer:
    return {
        "status": found["status"].lower(),
        "breaks": found.get("breaks"),
        "seconds": found["time"],
        "name": Path(found["name"]).name,
    }


TASKS: dict[str, Callable[[Job], Answer]] = {
    "fair": fair,
    "kempe": kempe,
    "floor": floor,
    "ceiling": ceiling,
    "hybrid": hybrid,
    "linear": linear,
    "rc2": rc2,
}

if __name__ == "__main__":
    annealing.kempe(gen(40, 10, 8, 0.95, 1), limit=1)
    serve(TASKS)
