"""What people do at a fair while its machinery is killed again and again."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import clock
from fairs.domain import letters, webhooks
from fairs.models import Edition, Job, Participant, Schedule
from fairs.queries import recipients
from tests import factories
from tests.torture.crowd import Browser, wait_for
from tests.torture.ear import HOST

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from tests.torture.sink import Sink

AT_ONCE = 6  # people at their browsers
WISHES = 3
ORGANISER = "organiser@boucles.example"
TOLD = ("RegistrationApproved", "WishesDeclared", "AgendaPublished", "ParticipantWithdrew")
IN_DAYS = timedelta(days=30)


@dataclass(frozen=True)
class Stage:
    """Where the play takes place."""

    sessions: sessionmaker[Session]
    url: str
    sink: Sink
    slug: str

    def browser(self) -> Browser:
        """Somebody's."""
        return Browser(self.url)

    def enter(self, address: str) -> Browser:
        """Come in by the newest link that was mailed to an address."""
        browser = self.browser()
        browser.press(wait_for(lambda: self.sink.link(address)))
        return browser


def lay_out(sessions: sessionmaker[Session], people: int, hook: str) -> str:
    """A fair a month from now that lets everybody in, and tells another program of it; returns its slug."""
    with sessions.begin() as session:
        starts_at = (clock.now() + IN_DAYS).replace(minute=0, second=0, microsecond=0)
        edition = factories.edition(
            session,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=8),
            opened_at=clock.now() - timedelta(days=1),
            approves_itself=True,
        )
        factories.block(session, edition, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))
        factories.tables(session, edition, max(2, people // 4))
        factories.organiser(session, edition.fair, email=ORGANISER, language="en")
        webhooks.register(session, edition, hook, TOLD, {HOST}, clock.now())
        return edition.slug


def address(number: int) -> str:
    """The address of the participant of that number."""
    return f"person.{number}@example.org"


def register(stage: Stage, number: int) -> None:
    """Register, and prove the address."""
    stage.browser().press(
        f"/e/{stage.slug}/register?family=ess",
        organisation=f"Atelier {number}",
        town="Saint-Aubin",
        name=f"Zoé Łukasiewicz {number}",
        email=address(number),
        language="en",
        listed="y",
    )
    stage.enter(address(number))


def wish(stage: Stage, number: int, people: int) -> None:
    """Wish to meet the next few, and the one before."""
    browser = stage.enter(address(number))
    ids = wait_for(lambda: ids_of(stage))
    for step in (*range(1, WISHES), -1):
        other = ids.get(address((number + step) % people))
        if other is not None:
            browser.press(f"/me/{stage.slug}/find", f"/me/{stage.slug}/wish/{other}", level="must")


def ids_of(stage: Stage) -> dict[str, str]:
    """Those who take part, by their addresses."""
    with stage.sessions() as session:
        rows = session.execute(
            select(Participant.email, Participant.id)
            .join(Edition, Edition.id == Participant.edition_id)
            .where(Edition.slug == stage.slug, Participant.state == "approved")
        )
        return {email: str(person) for email, person in rows}


def publish(stage: Stage) -> None:
    """The organiser closes the wishes, has a grid made, and lets it out."""
    browser = stage.browser()
    browser.press("/in", email=ORGANISER)
    browser = stage.enter(ORGANISER)
    desk = f"/o/{stage.slug}"
    browser.press(desk, f"{desk}/wishes/close")

    def planned() -> bool:
        """A plan that was killed as often as it may be tried is asked for again."""
        if _schedule(stage, "draft") or _schedule(stage, "published"):
            return True
        if not _planning(stage):
            browser.press(f"{desk}/plan", seconds="1")
        return False

    wait_for(planned)
    if not _schedule(stage, "published"):
        browser.press(f"{desk}/publish")
    wait_for(lambda: _schedule(stage, "published"))


def write_to_everybody(stage: Stage) -> None:
    """The organiser has a word for those who take part."""

    def ask() -> bool:
        with stage.sessions.begin() as session:
            edition = session.scalars(select(Edition).filter_by(slug=stage.slug)).one()
            words = letters.Words("approved", "Parking", "Come by train.")
            people = len(recipients.of_edition(session, edition, words.audience))
            letters.ask_letter(session, edition, words, people, clock.now(), uuid.uuid4())
        return True

    wait_for(ask)


def withdraw(stage: Stage, number: int) -> None:
    """Somebody cannot come after all."""
    stage.enter(address(number)).press(f"/me/{stage.slug}/withdraw", sure="y")


def _planning(stage: Stage) -> bool:
    with stage.sessions() as session:
        return bool(
            session.scalar(select(Job.id).where(Job.kind == "plan", Job.state.in_(["asked", "running"])))
        )


def _schedule(stage: Stage, state: str) -> str | None:
    with stage.sessions() as session:
        found = session.scalar(
            select(Schedule.id)
            .join(Edition, Edition.id == Schedule.edition_id)
            .where(Edition.slug == stage.slug, Schedule.state == state)
        )
        return str(found) if found else None


def perform(stage: Stage, people: int, leaving: int) -> None:
    """All of it, several people at a time."""
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        list(crowd.map(partial(register, stage), range(people)))
        list(crowd.map(lambda number: wish(stage, number, people), range(people)))
        publish(stage)
        write_to_everybody(stage)
        list(crowd.map(partial(withdraw, stage), range(leaving)))
