"""How quickly what follows is carried out, by real processes on one machine.

Databases are durable, and mails go to a real server. Beside each other: what a process commits carried
out in it, as `maillage serve` does (the baseline on SQLite, then on PostgreSQL), and by 1, 2 and 4
workers of their own (`maillage worker`). A *rush* commits many approvals at once, each of which becomes
a mail; its figure is mails taken by the mail server per second, from the commit to the last. *Calm*
commits one at a time; its figure is the median time from the commit until the mail server has the mail.
The mail server runs in the process that commits.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from benchmarks.chart import Chart
from benchmarks.measure import Measure
from benchmarks.setting import Setting
from fairs import clock
from fairs.config import from_environment
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.events import RegistrationApproved
from fairs.jobs.embedded import Embedded
from fairs.jobs.fanout import attach
from fairs.models import Edition
from fairs.models.engine import open_engine
from fairs.outbox import record
from tests import factories
from tests.databases import PostgreSQL, lay_schema, postgresql_server
from tests.mailing import a_mail_server
from tests.torture.cluster import Cluster

RUSH = 1000  # approvals in one transaction
CALM, BETWEEN = 60, 0.15  # approvals one at a time, and seconds between them
PATIENCE = 300.0
FIGURES = {"deliveries_per_s": "mails/s", "commit_to_effect_ms": "ms"}


@dataclass(frozen=True, slots=True)
class Way:
    """Who carries deliveries out."""

    name: str
    told: str
    parts: tuple[str, ...]
    on_postgresql: bool


WAYS = (
    Way("embedded", "in the process that commits, SQLite", (), on_postgresql=False),
    Way("embedded_postgresql", "in the process that commits, PostgreSQL", (), on_postgresql=True),
    *(
        Way(f"workers_{number}", f"{number} × `maillage worker`", ("worker",) * number, on_postgresql=True)
        for number in (1, 2, 4)
    ),
)


class Arrivals:
    """A mail server that notes when something came for whom."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}
        self._came = threading.Condition()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - its name
        """What aiosmtpd calls with each mail."""
        message_from_bytes(envelope.content)  # a server reads what it takes
        with self._came:
            self.at[envelope.rcpt_tos[0]] = time.perf_counter()
            self._came.notify_all()
        return "250 OK"

    def wait_for(self, recipients: set[str]) -> float:
        """When the last of them had its mail. Raises TimeoutError."""
        with self._came:
            if not self._came.wait_for(lambda: recipients <= self.at.keys(), PATIENCE):
                message = f"{len(recipients - self.at.keys())} of {len(recipients)} mails never came"
                raise TimeoutError(message)
        return max(self.at[one] for one in recipients)


def events(
    setting: Setting,
    _scratch: Path,
    only: tuple[str, ...],
    told: Callable[[Measure], None],
    said: Callable[[str], None],
) -> tuple[list[Measure], dict[str, Chart]]:
    """Every measure, told as soon as it is known; the first way is the baseline of the others.

    ``only`` chooses ways, by the beginnings of their measures' names.
    """
    found: list[Measure] = []
    known: dict[str, float] = {}
    with ExitStack() as stack:
        server = PostgreSQL(stack.enter_context(postgresql_server(settings_off=())))
        stack.enter_context(closing(server))
        for way in WAYS:
            if only and not any(_called(what, way).startswith(only) for what in FIGURES):
                continue
            said(way.told)
            for what, value in _measured(way, setting, server):
                known.setdefault(what, value)
                found.append(Measure(_called(what, way), value, FIGURES[what], known[what], way.told))
                told(found[-1])
    return found, {}


def _called(what: str, way: Way) -> str:
    """The time until the effect is, by itself, that of the way that most people use."""
    return what if what == "commit_to_effect_ms" and way.name == "embedded" else f"{what}_{way.name}"


def _measured(way: Way, setting: Setting, server: PostgreSQL) -> Iterator[tuple[str, float]]:
    arrivals = Arrivals()
    with (
        tempfile.TemporaryDirectory() as folder,
        _database(way, server, folder) as url,
        a_mail_server(arrivals) as smtp,
    ):
        engine = open_engine(url)
        sessions = sessionmaker(engine)
        attach(sessions, SUBSCRIPTIONS)
        stage = _Stage(sessions)
        environment = {"MAILLAGE_DATABASE_URL": url, "MAILLAGE_SMTP_URL": smtp, "MAILLAGE_HOME": folder}
        hands = (
            Cluster(Path(folder), way.parts, environment)
            if way.parts
            else Embedded(engine, from_environment(environment))
        )
        hands.start()
        try:
            arrivals.wait_for({stage.approve(1)[0][0]})  # all are up
            people, committed = stage.approve(setting.people(RUSH))
            yield "deliveries_per_s", len(people) / (arrivals.wait_for(set(people)) - committed)
            yield "commit_to_effect_ms", _calm(stage, arrivals, setting.people(CALM))
        finally:
            hands.stop()
            engine.dispose()


def _calm(stage: "_Stage", arrivals: Arrivals, how_many: int) -> float:
    """The median time from a commit to its mail, in milliseconds."""
    committed = {}
    for _ in range(how_many):
        (person,), at = stage.approve(1)
        committed[person] = at
        time.sleep(BETWEEN)
    arrivals.wait_for(set(committed))
    return 1000 * statistics.median(arrivals.at[person] - at for person, at in committed.items())


class _Stage:
    """A fair that people are let into."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        self._people = 0
        with sessions.begin() as session:
            self._edition = factories.edition(session).id

    def approve(self, how_many: int) -> tuple[list[str], float]:
        """Let so many new people in, in one transaction: their addresses, and when it was committed."""
        addresses = [f"person.{self._people + number}@example.org" for number in range(how_many)]
        self._people += how_many
        with self._sessions.begin() as session:
            edition = session.get_one(Edition, self._edition)
            for address in addresses:
                person = factories.participant(session, edition, email=address)
                record(session, RegistrationApproved(edition.id, person.id), clock.now())
        return addresses, time.perf_counter()


@contextmanager
def _database(way: Way, server: PostgreSQL, folder: str) -> Iterator[str]:
    if way.on_postgresql:
        with server.fresh() as url:
            yield url
    else:
        url = f"sqlite:///{folder}/maillage.sqlite3"
        lay_schema(url)
        yield url
