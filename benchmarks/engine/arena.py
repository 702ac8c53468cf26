"""Where the contestants meet: the same fairs for all, and who is there to compare with.

The trials are copied into a scratch folder of their own, with their compiled code; nothing is written beside
the originals. Where they are missing, fairs come from the product's own generator, and without a baseline.
"""

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from benchmarks.chart import Point
from benchmarks.engine.plain import Plain, plain_of, read, written
from benchmarks.engine.player import Player
from benchmarks.engine.serving import Answer, Job
from benchmarks.setting import Setting
from scheduling.generate import Shape, generated

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
GRACE = 60.0
"""Seconds after its limit until a contestant is ended."""


@dataclass(frozen=True, slots=True)
class Fair:
    """What is asked of a generator; ``demand`` above 1 means that not all can be placed."""

    people: int
    slots: int
    degree: int
    fill: float = 0.95
    demand: float = 1.0
    required: bool = False
    """Whether everything must be placed."""

    def for_trial(self, seed: int) -> list[object]:
        """The arguments of the trial's generator."""
        return [self.people, self.slots, self.degree, self.fill, seed, "gen", self.demand]

    def shape(self) -> Shape:
        """The same kind of fair in the words of the product's generator."""
        return Shape(
            people=self.people,
            slots=self.slots,
            meetings=self.degree,
            fill=self.fill,
            demand=self.demand,
            minutes=10,
            tables=int(self.people * self.fill / 2) if self.demand > 1 else 0,
        )


@dataclass(slots=True)
class Arena:
    """Everything that the measures share; to be entered, and left so that no program stays."""

    setting: Setting
    scratch: Path
    said: Callable[[str], None] = print
    """Told of every answer, so that a long run is seen to go on."""
    traces: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    """Of the people_1000 contest, for a picture: seconds and breaks of each contestant."""
    sizes: dict[str, list[Point]] = field(default_factory=dict)
    """By the name of a contestant: people, and the breaks of a meeting."""
    seconds: dict[str, list[Point]] = field(default_factory=dict)
    """By the name of a contestant: people, and the seconds until everything has a place."""
    _fairs: dict[Fair, tuple[Plain, Path]] = field(default_factory=dict)
    _players: dict[str, Player] = field(default_factory=dict)
    _ends: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        self.scratch.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.close()

    @property
    def trials(self) -> Path | None:
        """The folder of the trials, if it is there."""
        folder = Path(os.environ.get("MAILLAGE_PROTOTYPES", SHARED / "prototypes"))
        return folder if (folder / "hybrid.py").is_file() else None

    def published(self, pattern: str) -> list[Path]:
        """The files of the literature, if they are there; a smoke test takes two small ones."""
        folder = Path(os.environ.get("MAILLAGE_B2BSP", SHARED / "b2bsp")).resolve()
        files = sorted(folder.glob(f"{pattern}.dzn"))
        return files[5:7] if self.setting.quick else files

    def player(self, name: str, number: int = 0) -> Player | None:
        """A contestant; ``None`` where it is not installed. A second of its kind has another number."""
        missing = {"trial": self.trials is None, "cpsat": find_spec("ortools") is None}
        if missing.get(name):
            return None
        key = f"{name}-{number}"
        if key not in self._players:
            folder = self._copied() if name == "trial" else ROOT
            env = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
            if name == "trial":
                env["NUMBA_CACHE_DIR"] = str(self.scratch / "compiled")
            player = Player(f"benchmarks.engine.play_{name}", self.scratch, folder, env)
            self._players[key] = self._ends.enter_context(player)
        return self._players[key]

    def ask(self, name: str, job: Job, seconds: float, number: int = 0) -> Answer | None:
        """What a contestant answers within the seconds; ``None`` if it is missing or says nothing."""
        player = self.player(name, number)
        if player is None:
            return None
        limits = {"seconds": seconds, "workers": self.setting.workers, "seed": self.setting.seed}
        limits |= job
        player.start()
        begun = monotonic()
        answer = player.ask(limits, seconds + GRACE)
        self.said(_told(name, limits, answer, monotonic() - begun))
        return answer

    def product(self, job: Job, seconds: float) -> Answer:
        """What the product answers; that it says nothing is an error."""
        answer = self.ask("product", job, seconds)
        if answer is None:
            raise TimeoutError(f"The product gives no answer to {job} within {seconds + GRACE:g} s.")
        if answer.get("faults"):
            raise ValueError(f"The product's answer to {job} breaks rules: {answer['faults']}")
        return answer

    def trial_pair(self, job: Job, seconds: float) -> list[Answer]:
        """The trial knows one core: two runs of it at once, with two seeds, for two cores."""

        def run(number: int) -> Answer | None:
            return self.ask("trial", job | {"seed": self.setting.seed + number}, seconds, number)

        self.ready("trial", *range(self.setting.workers))
        with ThreadPoolExecutor(self.setting.workers) as pool:
            return [answer for answer in pool.map(run, range(self.setting.workers)) if answer]

    def ready(self, name: str, *numbers: int) -> None:
        """Load and compile before a clock is looked at."""
        for number in numbers:
            player = self.player(name, number)
            if player is not None:
                player.start()

    def end(self, name: str) -> None:
        """Let a contestant go, so that the next job finds fresh memory."""
        for key, player in self._players.items():
            if key.startswith(name):
                player.end()

    def fair(self, fair: Fair) -> tuple[Plain, Path]:
        """A generated fair, and the file that holds it."""
        if fair not in self._fairs:
            plain = replace(self._generated(fair), required=fair.required)
            file = self.scratch / f"fair-{len(self._fairs)}.json"
            file.write_text(json.dumps(written(plain)), encoding="utf-8")
            self._fairs[fair] = (plain, file)
        return self._fairs[fair]

    def _generated(self, fair: Fair) -> Plain:
        made = self.ask("trial", {"task": "fair", "shape": fair.for_trial(self.setting.seed)}, 300.0)
        return plain_of(generated(fair.shape(), self.setting.seed)) if made is None else read(made["plain"])

    def _copied(self) -> Path:
        """The trials' programs, in a folder that can be written to; kept while they are the same."""
        folder = self.scratch / "prototypes"
        folder.mkdir(exist_ok=True)
        for source in sorted((self.trials or folder).glob("*.py")):
            target = folder / source.name
            if not target.is_file() or target.read_bytes() != source.read_bytes():
                shutil.copyfile(source, target)
        return folder


def _told(name: str, job: Job, answer: Answer | None, seconds: float) -> str:
    """One line about a question and its answer."""
    subject = Path(str(job.get("file", job.get("plain", job.get("shape", ""))))).stem
    what = f"{name} {job['task']} {subject}".rstrip()
    if "fairness" in job:
        what += f" fairness {job['fairness']}"
    if answer is None:
        return f"  {what}: no answer, {seconds:.1f} s"
    figures = [f"{key} {answer[key]}" for key in ("status", "placed", "breaks", "floor") if key in answer]
    return f"  {what}: {', '.join(figures)}, {seconds:.1f} s"
