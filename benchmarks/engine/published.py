"""The published set: everything required, breaks to be proven fewest, or that there is no schedule."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.engine.arena import Arena
from benchmarks.engine.known import CLOSED, agrees, known_of
from benchmarks.engine.serving import Answer
from benchmarks.engine.variants import Run, reported
from benchmarks.measure import Measure

ORIGINALS = "*.original"
FAIRNESS = 2
"""The bound of the published values."""
ALL_FAIRNESS = (2, 0, 1, 3)
PROOF_SECONDS = 60.0
CONTEST_SECONDS = 5.0
TRIAL_SECONDS = 360.0
"""For all variants together; then the trial is asked no more, and totals compare what both were asked."""


def originals(arena: Arena) -> Iterator[Measure]:
    """The originals, file by file: the trial's hybrid, the product; then the others, with a shorter limit."""
    files = arena.published(ORIGINALS)
    if not files:
        yield Measure("originals_total_s", None, "s", note="the published set is missing (MAILLAGE_B2BSP)")
        return
    arena.ready("product", 0)
    arena.ready("trial", 0)
    limit = arena.setting.seconds(PROOF_SECONDS)
    ours: list[Answer] = []
    theirs: list[Answer | None] = []
    for file in files:
        job = {"file": str(file), "fairness": FAIRNESS}
        theirs.append(arena.ask("trial", job | {"task": "hybrid"}, limit))
        ours.append(arena.product(job | {"task": "solve"}, limit))
    told = _closed_of(files, ours)
    baseline = _total(theirs)
    note = f"{told}; " + ("no trial to compare" if baseline is None else "the trial's hybrid uses one core")
    yield Measure("originals_total_s", _total(ours), "s", baseline, note)
    worst = max(range(len(files)), key=lambda place: ours[place]["seconds"])
    slowest = [answer["seconds"] for answer in theirs if answer]
    yield Measure(
        "originals_worst_s",
        round(ours[worst]["seconds"], 2),
        "s",
        round(max(slowest), 2) if slowest else None,
        files[worst].stem,
    )
    proven = sum(answer["status"] == "optimal" for answer in ours)
    their = sum(bool(answer) and answer["status"] == "optimal" for answer in theirs if answer)
    yield Measure("originals_proven", proven, "files", their if slowest else None, f"of {len(files)}")
    yield from _contest(arena, files)


def _total(answers: list[Answer] | list[Answer | None]) -> float | None:
    told = [answer["seconds"] for answer in answers if answer]
    return round(sum(told), 2) if len(told) == len(answers) else None


def _closed_of(files: list[Path], answers: list[Answer] | list[Answer | None]) -> str:
    """How many are closed, and which of these differ from the published values."""
    known = known_of(files[0].parent)
    closed = [
        (file, answer)
        for file, answer in zip(files, answers, strict=True)
        if answer and answer["status"] in CLOSED and not answer.get("faults")
    ]
    wrong = [file.stem for file, answer in closed if not agrees(answer, known.get(file.stem))]
    return f"{len(closed)} of {len(files)} closed" + (f"; wrong: {', '.join(wrong)}" if wrong else "")


def _contest(arena: Arena, files: list[Path]) -> Iterator[Measure]:
    """What else is to be had: the seconds in all, a file that is not closed counting with its limit."""
    limit = arena.setting.seconds(CONTEST_SECONDS)
    others = (
        ("rc2", "trial", "rc2", "python-sat's RC2 on the trial's encoding, one core"),
        ("cpsat", "cpsat", "solve", f"CP-SAT, {arena.setting.workers} workers"),
        ("highs", "highs", "solve", "HiGHS MIP, one core"),
    )
    for name, player, task, who in others:
        if arena.player(player) is None:
            yield Measure(f"originals_{name}_s", None, "s", note=f"{who}: not installed")
            continue
        answers = [_within(arena, player, task, file, limit) for file in files]
        closed = [bool(one) and one["status"] in CLOSED and not one.get("faults") for one in answers if one]
        spent = [min(limit, one["seconds"]) for one in answers if one and one["status"] in CLOSED]
        total = sum(spent) + limit * (len(files) - len(spent))
        note = f"{who}: {_closed_of(files, answers)}, limit {limit:g} s each"
        yield Measure(f"originals_{name}_s", round(total, 1), "s", note=note)
        yield Measure(f"originals_{name}_proven", sum(closed), "files", note=f"of {len(files)}")


def _within(arena: Arena, player: str, task: str, file: Path, limit: float) -> Answer | None:
    """An answer within the limit, without grace for a program that knows none."""
    arena.ready(player, 0)
    asked = arena.player(player)
    job = {"task": task, "file": str(file), "fairness": FAIRNESS, "seconds": limit}
    limits = {"workers": arena.setting.workers, "seed": arena.setting.seed}
    grace = 0.0 if task == "rc2" else limit + 30.0
    return None if asked is None else asked.ask(job | limits, limit + grace)


def everything(arena: Arena) -> Iterator[Measure]:
    """All variants with each bound of fairness, the published ones first; nothing may stay open."""
    files = arena.published("*")
    if not files:
        yield Measure("all_closed", None, "files", note="the published set is missing (MAILLAGE_B2BSP)")
        return
    arena.ready("product", 0)
    arena.ready("trial", 0)
    limit = arena.setting.seconds(PROOF_SECONDS)
    left = arena.setting.seconds(TRIAL_SECONDS)
    runs: list[Run] = []
    for fairness in ALL_FAIRNESS:
        for file in sorted(files, key=lambda one: not one.match(f"{ORIGINALS}.dzn")):
            job = {"file": str(file), "fairness": fairness}
            their = arena.ask("trial", job | {"task": "linear"}, limit) if left > 0 else None
            left -= their["seconds"] if their else 0.0
            runs.append(Run(file, fairness, arena.product(job | {"task": "solve"}, limit), their))
    yield from reported(runs, known_of(files[0].parent))
