"""The published set: everything required, breaks to be proven fewest, or that there is no schedule."""

import csv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.engine.arena import Arena
from benchmarks.engine.serving import Answer
from benchmarks.measure import Measure

ORIGINALS = "*.original"
FAIRNESS = 2
OTHER_FAIRNESS = (0, 1, 3)
PROOF_SECONDS = 60.0
CONTEST_SECONDS = 10.0
CLOSED = ("optimal", "infeasible")


def originals(arena: Arena) -> Iterator[Measure]:
    """The originals, file by file: the trial's hybrid, the product; then the others, with a shorter limit."""
    files = arena.published(ORIGINALS)
    if not files:
        yield Measure("originals_total_s", None, "s", note="the published set is missing (MAILLAGE_B2BSP)")
        return
    arena.ready("product", 0)
    arena.ready("trial", 0)
    limit = arena.setting.seconds(PROOF_SECONDS)
    ours, theirs = [], []
    for file in files:
        job = {"file": str(file), "fairness": FAIRNESS}
        theirs.append(arena.ask("trial", job | {"task": "hybrid"}, limit))
        ours.append(arena.product(job | {"task": "solve"}, limit))
    proven = [answer for answer in ours if answer["status"] == "optimal"]
    differ = _differing(files, ours)
    told = f"{len(proven)} of {len(files)} proven optimal" + (f"; wrong: {differ}" if differ else "")
    baseline = _total(theirs)
    note = (
        f"{told}; the trial's hybrid uses one core"
        if baseline is not None
        else f"{told}; no trial to compare"
    )
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
    yield from _contest(arena, files)


def _total(answers: list[Answer | None] | list[Answer]) -> float | None:
    told = [answer["seconds"] for answer in answers if answer]
    return round(sum(told), 2) if len(told) == len(answers) else None


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
        arena.ready(player, 0)
        answers = [_within(arena, player, task, file, limit) for file in files]
        closed = [one for one in answers if one and one["status"] in CLOSED and not one.get("faults")]
        wrong = _differing(files, answers)
        total = sum(min(limit, one["seconds"]) if one in closed and one else limit for one in answers)
        note = f"{who}: {len(closed)} of {len(files)} closed, limit {limit:g} s each"
        yield Measure(
            f"originals_{name}_s", round(total, 1), "s", note=note + (f"; wrong: {wrong}" if wrong else "")
        )


def _within(arena: Arena, player: str, task: str, file: Path, limit: float) -> Answer | None:
    """An answer within the limit, without grace for a program that knows none."""
    asked = arena.player(player)
    job = {
        "task": task,
        "file": str(file),
        "fairness": FAIRNESS,
        "seconds": limit,
        "seed": arena.setting.seed,
    }
    grace = 0.0 if task == "rc2" else limit + 30.0
    if asked is None:
        return None
    asked.start()
    return asked.ask(job | {"workers": arena.setting.workers}, limit + grace)


def everything(arena: Arena) -> Iterator[Measure]:
    """All variants, and the originals with other bounds of fairness; nothing may stay open."""
    jobs = [(file, FAIRNESS) for file in arena.published("*")]
    jobs += [(file, fairness) for file in arena.published(ORIGINALS) for fairness in OTHER_FAIRNESS]
    if not jobs:
        yield Measure("all_closed", None, "files", note="the published set is missing (MAILLAGE_B2BSP)")
        return
    arena.ready("product", 0)
    arena.ready("trial", 0)
    limit = arena.setting.seconds(PROOF_SECONDS)
    ours, theirs = [], []
    for file, fairness in jobs:
        job = {"file": str(file), "fairness": fairness}
        theirs.append(arena.ask("trial", job | {"task": "linear"}, limit))
        ours.append(arena.product(job | {"task": "solve"}, limit))
    yield from _closed(arena, jobs, ours, theirs)


def _closed(
    arena: Arena, jobs: list[tuple[Path, int]], ours: list[Answer], theirs: list[Answer | None]
) -> Iterator[Measure]:
    names = [f"{file.stem}/{fairness}" for file, fairness in jobs]
    known = _known(jobs[0][0].parent)
    wrong = [
        name
        for name, (file, fairness), our, their in zip(names, jobs, ours, theirs, strict=True)
        if our["status"] in CLOSED
        and not _agrees(our, known.get(file.stem) if fairness == FAIRNESS else None, their)
    ]
    open_ones = [name for name, our in zip(names, ours, strict=True) if our["status"] not in CLOSED]
    closed = len(jobs) - len(open_ones) - len(wrong)
    their_closed = sum(bool(one) and one["status"] in CLOSED for one in theirs if one)
    with_trial = arena.trials is not None
    note = f"of {len(jobs)}: variants with fairness 2, originals with 0, 1 and 3"
    note += f"; open: {', '.join(open_ones)}" if open_ones else ""
    note += f"; wrong: {', '.join(wrong)}" if wrong else ""
    yield Measure("all_closed", closed, "files", their_closed if with_trial else None, note)
    worst = max(range(len(jobs)), key=lambda place: ours[place]["seconds"])
    mine, seconds = [one["seconds"] for one in ours], [one["seconds"] for one in theirs if one]
    total, slowest = (round(sum(seconds), 2), round(max(seconds), 2)) if seconds else (None, None)
    told = f"the trial's SAT search from nothing upward, one core, {their_closed} closed"
    yield Measure("all_closed_total_s", round(sum(mine), 2), "s", total, told if seconds else "")
    yield Measure("all_closed_worst_s", round(max(mine), 2), "s", slowest, names[worst])


def _known(folder: Path) -> dict[str, tuple[str, int | None]]:
    """The published values: status and breaks of each file."""
    table = folder / "results.tsv"
    if not table.is_file():
        return {}
    with table.open(encoding="utf-8", newline="") as lines:
        return {
            f"{row['family']}.{row['variant']}": (
                row["status"],
                int(row["breaks"]) if row["breaks"] else None,
            )
            for row in csv.DictReader(lines, delimiter="\t")
        }


def _agrees(our: Answer, known: tuple[str, int | None] | None, their: Answer | None) -> bool:
    """Whether an answer equals the published one, or else the trial's, as far as there is one."""
    if known is None:
        if their is None or their["status"] not in CLOSED:
            return True
        known = (their["status"], their["breaks"])
    status, breaks = known
    return bool(our["status"] == status and (status != "optimal" or breaks in (None, our["breaks"])))


def _differing(files: list[Path], answers: list[Answer] | list[Answer | None]) -> str:
    known = _known(files[0].parent)
    return ", ".join(
        file.stem
        for file, answer in zip(files, answers, strict=True)
        if answer and answer["status"] in CLOSED and not _agrees(answer, known.get(file.stem), None)
    )
