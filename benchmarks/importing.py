"""How long a sheet of 5,000 people takes, and how much memory, on both databases.

The sheet is a CSV in Windows-1252 with accents and forty faults, of an edition that asks three questions. It
is read and its columns are guessed, as when it is sent; looked over, as when the page shows what would
follow; carried out by the handler that a worker runs, and undone by it. Each database has a process of its
own, whose memory is counted from before the sheet is read to its peak.
"""

import logging
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from benchmarks.chart import Chart
from benchmarks.measure import Measure
from benchmarks.setting import Setting
from fairs import clock
from fairs.config import Settings
from fairs.delivery.handler import Tools
from fairs.delivery.processes import Processes
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.delivery.transports import Mailbox
from fairs.domain.importing import acts, receiving
from fairs.domain.importing.previewing import preview
from fairs.jobs import claims
from fairs.jobs.fanout import attach
from fairs.jobs.runner import Runner
from fairs.models import Edition, Participant, PeopleImport, schema
from fairs.models.engine import open_engine
from tests import crowds, factories
from tests.databases import PostgreSQL, postgresql_server

LINES, FAULTS = 5_000, 40
FIGURES = {
    "import_5000_s": "s",
    "import_5000_read_s": "s",
    "import_5000_check_s": "s",
    "import_5000_carry_out_s": "s",
    "import_5000_undo_s": "s",
    "import_5000_mb": "MB",
}
NOTES = {
    "import_5000_s": "read, checked and carried out",
    "import_5000_mb": "peak of the process, which takes {before:.0f} MB before the sheet",
}
SPAWN = multiprocessing.get_context("spawn")


def importing(
    setting: Setting,
    _scratch: Path,
    only: tuple[str, ...],
    told: Callable[[Measure], None],
    said: Callable[[str], None],
) -> tuple[list[Measure], dict[str, Chart]]:
    """Every measure; SQLite is the baseline of PostgreSQL."""
    found: list[Measure] = []
    if only and not any(name.startswith(only) for name in FIGURES):
        return found, {}
    known: dict[str, float] = {}
    lines = setting.people(LINES)
    content = crowds.as_csv(crowds.lines(lines, min(FAULTS, lines // 3))[0])
    for system, url in _databases(setting):
        said(f"{LINES} people by a sheet, {system}")
        with SPAWN.Pool(1) as pool:
            figures = pool.apply(measured, (url, content))
        for name, unit in FIGURES.items():
            known.setdefault(name, figures[name])
            called = name if system == "sqlite" else f"{name}_{system}"
            more = NOTES.get(name, "").format(before=figures["before"])
            note = ", ".join(filter(None, (system, more)))
            found.append(Measure(called, figures[name], unit, known[name], note))
            told(found[-1])
    return found, {}


def _databases(setting: Setting) -> Iterator[tuple[str, str]]:
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        url = f"sqlite:///{home}/maillage.sqlite3"
        engine = open_engine(url)
        schema.upgrade(engine)
        engine.dispose()
        yield "sqlite", url
        if setting.quick:
            return  # a server takes longer to start than all the rest
        server = PostgreSQL(stack.enter_context(postgresql_server(settings_off=())))
        stack.enter_context(closing(server))
        yield "postgresql", stack.enter_context(server.fresh())


def measured(url: str, content: bytes) -> dict[str, float]:
    """What one database takes; in a process of its own."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    engine = open_engine(url)
    sessions = sessionmaker(engine)
    attach(sessions, SUBSCRIPTIONS)
    with sessions.begin() as session:
        edition_id = _edition(session).id
    before, figures = _peak(), {}
    began = time.perf_counter()
    with sessions.begin() as session:
        edition = session.get_one(Edition, edition_id)
        sheet_id = receiving.receive(session, edition, None, "people.csv", content, clock.now()).id
    figures["import_5000_read_s"] = time.perf_counter() - began
    began = time.perf_counter()
    with sessions() as session:
        seen = preview(session, session.get_one(PeopleImport, sheet_id), clock.now())
    figures["import_5000_check_s"] = time.perf_counter() - began
    for act in (acts.carry_out, acts.undo):
        began = time.perf_counter()
        with sessions.begin() as session:
            sheet = session.get_one(PeopleImport, sheet_id)
            order: Any = (sheet, {}, clock.now()) if act is acts.carry_out else (sheet, clock.now())
            act(session, *order)
        _work(sessions)
        figures[f"import_5000_{act.__name__}_s"] = time.perf_counter() - began
        _object_to_wrong_count(sessions, len(seen.newcomers) if act is acts.carry_out else 0)
    parts = ("read", "check", "carry_out")
    figures["import_5000_s"] = sum(figures[f"import_5000_{part}_s"] for part in parts)
    figures["import_5000_mb"], figures["before"] = _peak(), before
    engine.dispose()
    return figures


def _edition(session: Session) -> Edition:
    now = clock.now()
    edition = factories.edition(
        session,
        starts_at=now + timedelta(days=30),
        ends_at=now + timedelta(days=31),
        opened_at=now - timedelta(days=1),
    )
    meals = {"veg": "Végétarien", "gf": "Sans gluten", "all": "Tout"}
    factories.question(session, edition, "choice", labels={"fr": "Repas"}, choices=meals)
    factories.question(session, edition, "number", labels={"fr": "Combien de personnes ?"})
    factories.question(session, edition, "date", labels={"fr": "Arrivée le"})
    return edition


def _work(sessions: sessionmaker[Session]) -> None:
    """Carry out what is due, as a worker does."""
    settings = Settings(home=Path(tempfile.gettempdir()), database_url="", secret_key=factories.SECRET)
    processes = Processes()
    subscriptions = {one.name: one for one in SUBSCRIPTIONS}
    runner = Runner(sessions, subscriptions, Tools(settings, Mailbox(), processes, sessions.begin))
    while True:
        with sessions.begin() as session:
            taken = claims.claim(session, clock.now(), priorities=runner.priorities)
        if taken is None:
            break
        runner.run(taken)
    processes.close()


def _object_to_wrong_count(sessions: sessionmaker[Session], expected: int) -> None:
    with sessions() as session:
        found = session.scalar(select(func.count()).select_from(Participant))
    if found != expected:
        message = f"{found} people are registered, not {expected}"
        raise RuntimeError(message)


def _peak() -> float:
    """The most memory that this process has had, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1_000_000 if sys.platform == "darwin" else peak * 1024 / 1_000_000
