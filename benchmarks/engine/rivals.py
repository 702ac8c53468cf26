"""Solvers of the shelf beside the product: CP-SAT and HiGHS, on the model of the published set."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.engine.arena import Arena
from benchmarks.engine.serving import Answer, Job

CORES = {"cpsat": "{workers} workers", "highs": "one core"}
NAMES = {"cpsat": "CP-SAT", "highs": "HiGHS MIP"}

LINES = {"cpsat": "CP-SAT", "highs": "HiGHS"}
"""What they are called in pictures."""


@dataclass(frozen=True, slots=True)
class Rival:
    """How a contestant fared; one that is not asked has no answer."""

    name: str
    who: str
    answer: Answer | None = None
    asked: bool = False

    def figure(self, name: str) -> float | None:
        """A figure of its answer, if that holds."""
        return self.answer[name] if self.answer and held(self.answer) else None


def rivals(arena: Arena, job: Job, limits: dict[str, float | None]) -> Iterator[Rival]:
    """Where all is to be placed they are told so beforehand, which helps them."""
    for name, full in limits.items():
        who = f"{NAMES[name]}, {CORES[name].format(workers=arena.setting.workers)}"
        if full is None:
            yield Rival(name, f"{who}: not asked, this is beyond its reach")
        elif arena.player(name) is None:
            yield Rival(name, f"{who}: not installed")
        else:
            arena.ready(name, 0)
            seconds = arena.setting.seconds(full)
            answer = arena.ask(name, job, seconds)
            arena.end(name)  # what it holds would press on the next
            yield Rival(name, f"{who}, {seconds:g} s", answer, asked=True)


def placed(answer: Answer | None, total: int) -> str:
    """How much of a fair has a place."""
    if answer is None or not held(answer):
        return "no schedule"
    return "all placed" if answer["placed"] == total else f"{answer['placed']:,} of {total:,} placed"


def complete_breaks(answer: Answer | None, total: int) -> float | None:
    """The breaks of an answer that places everything."""
    complete = answer is not None and held(answer) and answer["placed"] == total
    return float(answer["breaks"]) if answer is not None and complete else None


def held(answer: Answer) -> bool:
    """Whether an answer is a schedule, and breaks no rule."""
    return answer.get("placed") is not None and not answer.get("faults")
