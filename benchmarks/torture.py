"""What becomes of facts while parts of the program are killed every second, on both databases.

Real processes (on PostgreSQL pages, two workers, two clocks; on SQLite one that does everything) work through
registrations, wishes, a publication, a letter and withdrawals, mails go to a real server and webhooks to a
real program, and one process after another is killed with SIGKILL. Then facts are compared with effects.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.chart import Chart
from benchmarks.measure import Measure
from benchmarks.setting import Setting
from tests.databases import PostgreSQL, postgresql_server
from tests.torture.run import Torture, run

PEOPLE, SECONDS = 300, 120.0
FEWEST, SHORTEST = 12, 8.0  # as a smoke test
EVERY = {"postgresql": 1.0, "sqlite": 5.0}  # seconds between two kills: all in one is away for longer


def torture(
    setting: Setting,
    _scratch: Path,
    only: tuple[str, ...],
    told: Callable[[Measure], None],
    said: Callable[[str], None],
) -> tuple[list[Measure], dict[str, Chart]]:
    """Every measure, told once its database is done: names without one are those of PostgreSQL."""
    found: list[Measure] = []
    for system, every in EVERY.items():
        suffix = "" if system == "postgresql" else f"_{system}"
        if only and not any(f"{name}{suffix}" in only for name in NAMES):
            continue
        said(f"{system}, {every:g} s between two kills")
        for name, value in _measured(system, setting, said):
            found.append(Measure(f"{name}{suffix}", value, "", note=NAMES[name]))
            told(found[-1])
    return found, {}


NAMES = {
    "facts": "events recorded",
    "kills": "processes killed",
    "lost": "effects that are missing, leases that are stuck, findings of the doctor",
    "doubled": "effects that came twice without a death in between",
    "smtp_window": "mails sent again under their Message-ID, after a death between sending and marking",
}


def _measured(system: str, setting: Setting, said: Callable[[str], None]) -> Iterator[tuple[str, int]]:
    people = FEWEST if setting.quick else PEOPLE
    seconds = SHORTEST if setting.quick else SECONDS * setting.scale
    task = Torture(people, people // 8, EVERY[system], seconds, setting.seed)
    with tempfile.TemporaryDirectory() as folder, _database(system, folder) as url:
        reckoning, kills = run(task, Path(folder), url)
    for fault in reckoning.faults:
        said(fault)
    yield "facts", reckoning.events
    yield "kills", kills
    yield "lost", len(reckoning.lost)
    yield "doubled", len(reckoning.doubled)
    yield "smtp_window", reckoning.sent_twice


@contextmanager
def _database(system: str, folder: str) -> Iterator[str]:
    if system == "sqlite":
        yield f"sqlite:///{folder}/maillage.sqlite3"
        return
    with postgresql_server() as server, closing(PostgreSQL(server)) as databases, databases.fresh() as url:
        yield url
