"""A fair with three people, and the real reactions to what happens there."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import sessionmaker

from fairs.config import Settings
from fairs.delivery.handler import Tools
from fairs.delivery.processes import Processes
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.delivery.transports import Mailbox
from fairs.domain import schedules as drafts
from fairs.domain.planning import request_id
from fairs.domain.publishing import publish
from fairs.models import Delivery, Mail, Participant
from fairs.models.engine import open_engine
from fairs.queries import slots
from scheduling.solution import Bounds, Figures, Meeting, Solution
from tests import factories
from tests.delivery import sinks
from tests.jobs.works import Works
from tests.mailing import a_mail_server

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from fairs.models import Edition

BASE_URL = "https://fairs.example"
Pair = tuple[str, str, int]  # two people, the number of the slot


@dataclass
class Town(Works):
    """A fair in it: Zoé and Ali read French, Mia English; everyone may meet everyone."""

    people: dict[str, uuid.UUID] = field(default_factory=dict)
    edition_id: uuid.UUID | None = None

    def settle(self) -> None:
        with self.sessions.begin() as session:
            edition = factories.edition(session, wishes_closed_at=factories.NOW)
            factories.block(session, edition)
            factories.tables(session, edition)
            self.edition_id = edition.id
            for name, language in (("Zoé", "fr"), ("Ali", "fr"), ("Mia", "en")):
                person = factories.participant(
                    session,
                    edition,
                    name=name,
                    language=language,
                    email=f"{name.lower().replace('é', 'e')}@org.example",
                    organisation=f"Atelier {name}",
                )
                self.people[name] = person.id
            for one, other in (("Zoé", "Ali"), ("Zoé", "Mia"), ("Ali", "Mia")):
                factories.mutual(
                    session, *(session.get_one(Participant, self.people[n]) for n in (one, other))
                )
        self.subscribe(*SUBSCRIPTIONS)

    def edition_in(self, session: Session) -> Edition:
        return self.person_in(session, "Zoé").edition

    def person_in(self, session: Session, name: str) -> Participant:
        return session.get_one(Participant, self.people[name])

    def publish(self, *meetings: Pair) -> None:
        """Let a grid out that has these meetings."""
        with self.sessions.begin() as session:
            edition = self.edition_in(session)
            schedule = drafts.keep(
                session, edition, self.solution(session, *meetings), {}, "plan", self.time()
            )
            publish(session, schedule, self.time())

    def solution(self, session: Session, *meetings: Pair) -> Solution:
        edition = self.edition_in(session)
        places = [slot.id for slot in slots.of_edition(session, edition)]
        table = slots.tables(session, edition)[0].id.hex
        return Solution(
            status="optimal",
            meetings=tuple(
                Meeting(
                    request_id(self.people[one].hex, self.people[other].hex),
                    places[place],
                    table,
                    (self.people[one].hex, self.people[other].hex),
                )
                for one, other, place in meetings
            ),
            unplaced=(),
            figures=Figures(),
            bounds=Bounds(0, 0),
        )

    def mails(self) -> list[EmailMessage]:
        """What lies in the site's own mailbox, in the order of sending."""
        with self.sessions() as session:
            rows = session.scalars(
                select(Mail)
                .outerjoin(Delivery, Delivery.id == Mail.delivery_id)
                .order_by(Mail.sent_at, Delivery.event_seq, Mail.recipient)
            ).all()
            return [parsed(row.raw) for row in rows if row.raw is not None]

    def mails_by_reader(self) -> dict[str, EmailMessage]:
        return {mail["To"].addresses[0].display_name: mail for mail in self.mails()}

    def forget_mails(self) -> None:
        """Empty the mailbox; that they left stays known."""
        with self.sessions.begin() as session:
            session.execute(update(Mail).values(raw=None))


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def words(mail: EmailMessage, kind: str = "plain") -> str:
    """The text of a mail, or its HTML."""
    part = mail.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def span(start: str, end: str) -> str:
    """From when to when, as mails write it."""
    return f"{start}\N{EN DASH}{end}"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def processes() -> Iterator[Processes]:
    """One set of children for all tests: to start them takes longer than what they do."""
    processes = Processes()
    yield processes
    processes.close()


@pytest.fixture
def town(engine: Engine, tmp_path: Path, processes: Processes) -> Town:
    settings = Settings(
        home=tmp_path,
        database_url="",
        secret_key=factories.SECRET,
        base_url=BASE_URL,
        mail_from="post@fairs.example",
    )
    sessions = sessionmaker(engine)
    town = Town(sessions, Tools(settings, Mailbox(), processes, sessions.begin))
    town.settle()
    return town


@pytest.fixture
def sink(town: Town) -> Iterator[sinks.Sink]:
    """A mail server on this machine, and the town uses it."""
    sink = sinks.Sink()
    with a_mail_server(sink, sink.port) as url:
        sinks.post(town, url)
        yield sink
        town.tools.post.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that this machine made for itself, with its key: for 127.0.0.1 and hooks.example."""
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    wanted = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=here"
    names = ["-addext", "subjectAltName=IP:127.0.0.1,DNS:hooks.example"]
    files = ["-keyout", str(path), "-out", str(path) + ".crt"]
    subprocess.run(["openssl", *wanted.split(), *names, *files], check=True, capture_output=True)
    path.write_text(path.read_text() + path.with_suffix(".pem.crt").read_text())
    return path
