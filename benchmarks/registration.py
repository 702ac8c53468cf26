"""How many people can register at once, on both databases, against the program as it is served.

Locust plays the people: some open the form alone, then some go the whole way: form, registration, the mail,
and the button behind its link. On SQLite one process does everything (``maillage serve``, the baseline); on
PostgreSQL pages, a worker and a clock are processes of their own. Databases are durable, and mails go to a
real server. Whoever loads and whoever is loaded share the machine. In the end forty people want the last seat
at once.
"""

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from benchmarks.chart import Chart
from benchmarks.importing import importing
from benchmarks.measure import Measure
from benchmarks.setting import Setting
from fairs import clock
from fairs.domain import tokens
from fairs.models import Edition, Participant
from fairs.models.engine import open_engine
from tests import factories
from tests.databases import PostgreSQL, lay_schema, postgresql_server
from tests.mailing import a_mail_server
from tests.torture.cluster import Cluster
from tests.torture.crowd import Browser
from tests.torture.sink import Sink

PEOPLE = 20  # at a time
LOOKING, COMING = 10.0, 30.0  # seconds
FOR_THE_LAST_SEAT = 40
SYSTEMS = {
    "sqlite": (("serve",), "SQLite, `maillage serve`"),
    "postgresql": (("web", "worker", "clock"), "PostgreSQL, `maillage web`, `worker` and `clock`"),
}
FIGURES = {
    "form_per_s": "pages/s",
    "form_ms": "ms",
    "form_ms_95": "ms",
    "register_per_s": "people/s",
    "register_ms": "ms",
    "register_ms_95": "ms",
    "last_seat_oversold": "seats",
}
SECRET = "a secret of the benchmark and of nothing else"  # noqa: S105 - as it says


class Post(Sink):
    """A mail server that puts the link of each mail where the newcomers look."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - its name
        """What aiosmtpd calls with each mail."""
        answer = await super().handle_DATA(server, session, envelope)
        recipient = envelope.rcpt_tos[0]
        if link := self.link(recipient):
            draft = self._folder / f".{recipient}"
            draft.write_text(link, encoding="ascii")
            draft.rename(self._folder / recipient)  # whole, or not there
        return answer


def registration(
    setting: Setting,
    _scratch: Path,
    only: tuple[str, ...],
    told: Callable[[Measure], None],
    said: Callable[[str], None],
) -> tuple[list[Measure], dict[str, Chart]]:
    """Every measure, told once its database is done; SQLite is the baseline of PostgreSQL."""
    found: list[Measure] = []
    known: dict[str, float] = {}
    for system, (parts, note) in SYSTEMS.items():
        if only and not any(_called(what, system).startswith(only) for what in FIGURES):
            continue
        said(note)
        for what, value in _measured(parts, setting):
            known.setdefault(what, value)
            found.append(Measure(_called(what, system), value, FIGURES[what], known[what], note))
            told(found[-1])
    by_sheet, _ = importing(setting, _scratch, only, told, said)
    return found + by_sheet, {}


def _called(what: str, system: str) -> str:
    """`form_per_s` and `last_seat_oversold` are, by themselves, those of SQLite."""
    plain = system == "sqlite" and not what.startswith("register")
    return what if plain else f"{what}_{system}"


def _measured(parts: tuple[str, ...], setting: Setting) -> Iterator[tuple[str, float]]:
    with tempfile.TemporaryDirectory() as home, _database(parts, home) as url:
        post = Path(home) / "post"
        post.mkdir()
        engine = open_engine(url)
        sessions = sessionmaker(engine)
        with a_mail_server(Post(post)) as smtp:
            settings = {
                "MAILLAGE_DATABASE_URL": url,
                "MAILLAGE_SMTP_URL": smtp,
                "MAILLAGE_SECRET_KEY": SECRET,
            }
            cluster = Cluster(Path(home), parts, settings)
            cluster.start()
            try:
                cluster.wait_for_pages()
                form = f"/e/{_fair(sessions)}/register?family=ess"
                looked = _load(cluster.url, form, post, setting.seconds(LOOKING), only_look=True)
                yield from _figures("form", looked["form"])
                came = _load(cluster.url, form, post, setting.seconds(COMING))
                yield from _figures("register", came["registered"])
                yield "last_seat_oversold", _oversold(sessions, cluster.url)
            finally:
                cluster.stop()
                engine.dispose()


def _figures(name: str, row: dict[str, str]) -> Iterator[tuple[str, float]]:
    yield f"{name}_per_s", float(row["Requests/s"])
    yield f"{name}_ms", float(row["50%"])
    yield f"{name}_ms_95", float(row["95%"])


def _fair(sessions: sessionmaker[Session], **values: Any) -> str:
    """A fair that lets everybody in; its slug."""
    with sessions.begin() as session:
        edition = factories.edition(
            session,
            starts_at=clock.now() + timedelta(days=30),
            ends_at=clock.now() + timedelta(days=30, hours=8),
            opened_at=clock.now() - timedelta(days=1),
            approves_itself=True,
            **values,
        )
        return edition.slug


def _load(
    site: str, form: str, post: Path, seconds: float, *, only_look: bool = False
) -> dict[str, dict[str, str]]:
    """Let Locust load the site: its table, by the names of requests. Raises RuntimeError if any failed."""
    seconds = max(2.0, seconds)  # everybody has to come once
    places = {
        "NEWCOMERS_FORM": form,
        "NEWCOMERS_POST": str(post),
        "NEWCOMERS_ONLY_LOOK": "yes" if only_look else "no",
    }
    order = [sys.executable, "-m", "locust", "--locustfile", str(Path(__file__).with_name("newcomers.py"))]
    order += ["--headless", "--only-summary", "--users", str(PEOPLE), "--spawn-rate", str(PEOPLE)]
    order += ["--run-time", f"{seconds:.0f}s", "--stop-timeout", "60", "--host", site, "--csv", "load"]
    done = subprocess.run(  # noqa: S603 - a program of ours
        order, cwd=post.parent, env=os.environ | places, capture_output=True, text=True, check=False
    )
    if done.returncode:
        message = f"some requests failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        raise RuntimeError(message)
    with (post.parent / "load_stats.csv").open(encoding="utf-8", newline="") as file:
        return {row["Name"]: row for row in csv.DictReader(file)}


def _oversold(sessions: sessionmaker[Session], site: str) -> float:
    """Let forty people press their buttons at once for one seat: how many too many have it."""
    slug = _fair(sessions, capacity=1)
    with sessions.begin() as session:
        edition = session.scalars(select(Edition).filter_by(slug=slug)).one()
        people = [factories.participant(session, edition, state="received") for _ in range(FOR_THE_LAST_SEAT)]
        doors = [tokens.issue(session, "confirm", person.id, SECRET, clock.now()) for person in people]
    with ThreadPoolExecutor(FOR_THE_LAST_SEAT) as hands:
        list(hands.map(lambda door: Browser(site).press(f"/p/{door}"), doors))
    seated = select(func.count()).select_from(Participant).join(Edition, Edition.id == Participant.edition_id)
    with sessions() as session:
        return (
            float(session.scalar(seated.where(Edition.slug == slug, Participant.state == "approved")) or 0)
            - 1
        )


@contextmanager
def _database(parts: tuple[str, ...], home: str) -> Iterator[str]:
    if "worker" not in parts:
        url = f"sqlite:///{home}/maillage.sqlite3"
        lay_schema(url)
        yield url
        return
    with ExitStack() as stack:
        server = PostgreSQL(stack.enter_context(postgresql_server(settings_off=())))
        stack.enter_context(closing(server))
        yield stack.enter_context(server.fresh())
