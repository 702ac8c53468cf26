"""The program as it is started, stopped and killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections import Counter
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from fairs import clock
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.domain import registrations
from fairs.domain import schedules as drafts
from fairs.domain.planning import request_id
from fairs.domain.publishing import publish
from fairs.domain.registrations import Application
from fairs.jobs.fanout import attach
from fairs.models import Delivery, Mail, schema
from fairs.models.engine import open_engine
from fairs.queries import slots
from scheduling.solution import Bounds, Figures, Meeting, Solution
from tests import factories
from tests.mailing import a_mail_server
from tests.serving import COMMAND, free_port, serving, surroundings
from tests.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant
    from tests.serving import Site

PEOPLE = 12
PATIENCE = 90.0  # seconds


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[sessionmaker[Session]]:
    """The database of the site to be started, written to as if by one of its pages."""
    engine = open_engine(f"sqlite:///{tmp_path / 'maillage.sqlite3'}")
    schema.upgrade(engine)
    sessions = sessionmaker(engine)
    attach(sessions, SUBSCRIPTIONS)
    yield sessions
    engine.dispose()


def publish_a_grid(sessions: sessionmaker[Session]) -> None:
    """Pairs of people, a meeting each, and it goes out."""
    with sessions.begin() as session:
        edition = factories.edition(session, wishes_closed_at=factories.NOW)
        factories.block(session, edition)
        factories.tables(session, edition, PEOPLE // 2)
        people = [factories.participant(session, edition) for _ in range(PEOPLE)]
        now = clock.now()
        schedule = drafts.keep(session, edition, in_pairs(session, edition, people), {}, "plan", now)
        publish(session, schedule, now)


def in_pairs(session: Session, edition: Edition, people: list[Participant]) -> Solution:
    first = slots.of_edition(session, edition)[0].id
    pairs = [(one.id.hex, other.id.hex) for one, other in zip(people[::2], people[1::2], strict=True)]
    tables = slots.tables(session, edition)
    return Solution(
        status="optimal",
        meetings=tuple(
            Meeting(request_id(*pair), first, table.id.hex, pair)
            for pair, table in zip(pairs, tables, strict=True)
        ),
        unplaced=(),
        figures=Figures(),
        bounds=Bounds(0, 0),
    )


def sent(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(Mail)) or 0


def kill_while_mails_leave(
    sessions: sessionmaker[Session], site: Callable[[], Any], at_least: tuple[int, ...]
) -> None:
    """Start; kill everything at once when so many mails have left; and so on; in the end let it finish."""
    for how_many in at_least:
        with site() as running:
            wait_until(lambda: sent(sessions) >= how_many, PATIENCE)  # noqa: B023 - called before the next round
            os.killpg(running.process.pid, signal.SIGKILL)
            running.process.wait()
        assert sent(sessions) < PEOPLE
    with site():
        wait_until(lambda: sent(sessions) == PEOPLE, PATIENCE)


@pytest.mark.abuse(40)
def test_abuse_40_killed_twice_while_mails_leave_each_mail_is_there_once(
    sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    publish_a_grid(sessions)
    kill_while_mails_leave(sessions, lambda: serving("serve", home=tmp_path), (2, 5))
    with sessions() as session:
        kept = session.scalars(select(Mail.raw)).all()
        recipients = session.scalars(select(Mail.recipient)).all()
        states = session.scalars(select(Delivery.state).filter_by(handler="mail.agenda")).all()
    identities = [message_from_bytes(raw, policy=policy.default)["Message-ID"] for raw in kept if raw]
    assert (len(identities), len(set(identities)), len(set(recipients))) == (PEOPLE, PEOPLE, PEOPLE)
    assert set(states) == {"done"}


class Sink:
    """A mail server that counts what it takes."""

    def __init__(self) -> None:
        self.taken: Counter[tuple[str, str]] = Counter()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.taken[envelope.rcpt_tos[0], mail["Message-ID"]] += 1
        return "250 OK"


@pytest.mark.abuse(40)
def test_abuse_40_a_mail_sent_again_after_a_kill_is_known_by_its_identity(
    sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    """Between sending and noting nothing can be known: what left twice must be recognised as one."""
    publish_a_grid(sessions)
    port = free_port()  # the same each time: the identity of a mail holds the address of the site
    sink = Sink()
    with a_mail_server(sink) as url:
        kill_while_mails_leave(
            sessions,
            lambda: serving("serve", home=tmp_path, port=port, MAILLAGE_SMTP_URL=url),
            (2,),
        )
    assert len(sink.taken) == PEOPLE  # so nobody got two that differ
    assert len({recipient for recipient, _ in sink.taken}) == PEOPLE
    assert sum(sink.taken.values()) - PEOPLE <= 2  # one for each thread that was killed while sending


def register_somebody(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        edition = factories.edition(session)
        application = Application("Scierie", "Bo", "bo@scierie.example", "en", listed=True)
        registrations.register(session, edition, application, clock.now())


def test_what_waits_is_sent_once_the_site_is_up(sessions: sessionmaker[Session], tmp_path: Path) -> None:
    register_somebody(sessions)
    assert sent(sessions) == 0
    with serving("serve", home=tmp_path):
        wait_until(lambda: sent(sessions) == 1, PATIENCE)


def refused(tmp_path: Path, *arguments: str, **environment: str) -> str:
    """What the command says when it does not start."""
    done = subprocess.run(
        [COMMAND, *arguments],
        cwd=tmp_path,
        env=surroundings(tmp_path, **environment),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    return done.stderr


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(tmp_path, "serve", "--port", str(port))
    assert said == (
        f"Port {port} of 127.0.0.1 cannot be used (Address already in use). Choose another with --port.\n"
    )


@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("db", "upgrade"), ("db", "check")])
def test_a_database_out_of_reach_is_one_clear_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    said = refused(tmp_path, *command, MAILLAGE_DATABASE_URL=url)
    assert said.startswith("The database cannot be reached: ")
    assert said.count("\n") == 1


def test_a_database_of_a_newer_program_is_one_clear_line(
    tmp_path: Path, sessions: sessionmaker[Session]
) -> None:
    with sessions.begin() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    said = refused(tmp_path, "serve", "--port", "0")
    assert said.startswith("The database is newer than this program (its revision is 9999")
    assert said.count("\n") == 1


def test_it_stops_at_once_when_it_is_told_to(tmp_path: Path) -> None:
    with serving("serve", home=tmp_path) as site:
        os.killpg(site.process.pid, signal.SIGINT)
        assert site.process.wait(timeout=20) == 0
        assert "Traceback" not in site.log


def test_a_worker_that_dies_is_replaced_with_all_that_runs_beside_its_pages(
    tmp_path: Path, sessions: sessionmaker[Session]
) -> None:
    with serving("serve", home=tmp_path) as site:
        (worker,) = children(site)
        os.kill(worker, signal.SIGKILL)
        wait_until(lambda: children(site) not in ((), (worker,)), PATIENCE)
        register_somebody(sessions)
        wait_until(lambda: sent(sessions) == 1, PATIENCE)


def children(site: Site) -> tuple[int, ...]:
    task = f"/proc/{site.process.pid}/task/{site.process.pid}/children"
    with open(task, encoding="ascii") as listed:  # noqa: PTH123 - the kernel's file, not one of ours
        return tuple(map(int, listed.read().split()))
