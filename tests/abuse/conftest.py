"""One site for each database, as it is really served, with two networks on it and everybody at its doors."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from fairs import clock
from fairs.app import create_app
from fairs.config import Settings
from fairs.models import Base, Fair, Participant, SignIn
from fairs.models.engine import open_engine
from tests import factories
from tests.abuse import world
from tests.abuse.browsing import SECRET, Browser, mailed
from tests.serving import serving

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from fairs.models.account import Role
    from tests.abuse.world import World
    from tests.serving import Site

OF_THE_MACHINE = {"tick", "heartbeat"}  # what the site writes down by itself


@dataclass
class Served:
    """The site, what stands in it, and browsers of those who come."""

    world: World
    site: Site
    system: str
    _browsers: dict[str, Browser] = field(default_factory=dict)

    def nobody(self) -> Browser:
        return Browser(self.site.url)

    def by_link(self, person: uuid.UUID) -> Browser:
        """Somebody who takes part, entered by the personal link."""
        return self._known(f"link {person}", f"/p/{self.secret('personal', person)}")

    def by_mail(self, subject: uuid.UUID) -> Browser:
        """Somebody who signed in just now: an account, or somebody who takes part."""
        return self._known(f"mail {subject}", f"/in/{self.secret('sign_in', subject)}")

    def member(self, role: Role, of: str = "here") -> Browser:
        return self.by_mail(self.world.team[of, role])

    def secret(self, purpose: str, subject: uuid.UUID) -> str:
        return mailed(self.world.sessions, purpose, subject, clock.now())  # type: ignore[arg-type]

    def long_ago(self, subject: uuid.UUID, email: str) -> Browser:
        """Signed in, but not lately."""
        browser = self.nobody()
        browser.press_mailed(f"/in/{self.secret('sign_in', subject)}")
        with self.world.sessions.begin() as session:
            newest = select(func.max(SignIn.signed_in_at)).where(SignIn.email == email).scalar_subquery()
            session.execute(
                update(SignIn)
                .where(SignIn.email == email, SignIn.signed_in_at == newest)
                .values(signed_in_at=clock.now() - timedelta(hours=3))
            )
        return browser

    def turncoat(self) -> Browser:
        """An owner who came in by the personal link of somebody who takes part: who reads a mail, no more."""
        with self.world.sessions.begin() as session:
            fair = session.get_one(Fair, self.world.here.fair_id)
            person = session.get_one(Participant, self.world.here.people[3])
            person.email = factories.member(session, fair, "owner").email
        return self.by_link(self.world.here.people[3])

    def written(self) -> dict[str, list[str]]:
        """Everything in the database, but for what the site notes of itself."""
        with self.world.sessions() as session:
            return {
                table.name: sorted(
                    str(row)
                    for row in session.execute(select(*(c for c in table.columns if c.name != "seen_at")))
                )
                for table in Base.metadata.sorted_tables
                if table.name not in OF_THE_MACHINE
            }

    @contextmanager
    def nothing_written(self) -> Iterator[None]:
        """Whatever is tried, the database says afterwards what it said before."""
        for browser in self._browsers.values():
            browser.token  # noqa: B018 - fetched, which may be noted
        before = self.written()
        yield
        after = self.written()
        new = [row for name in before for row in sorted(set(after[name]) - set(before[name]))]
        gone = [row for name in before for row in sorted(set(before[name]) - set(after[name]))]
        assert (new, gone) == ([], []), "refused, and yet written"

    def _known(self, who: str, door: str) -> Browser:
        if who not in self._browsers:
            self._browsers[who] = self.nobody()
            self._browsers[who].press_mailed(door)
        return self._browsers[who]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Made once: attacks that fail leave no trace, so that the next one finds it as it was."""
    system, home = request.getfixturevalue(request.param), tmp_path_factory.mktemp("abused")
    with system.fresh(home) if request.param == "sqlite" else system.fresh() as url:
        engine = open_engine(url)
        made = world.build(engine)
        arguments = ["serve"] if request.param == "sqlite" else ["web", "--workers", "2"]
        environment = {"MAILLAGE_DATABASE_URL": url, "MAILLAGE_SECRET_KEY": SECRET}
        with serving(*arguments, home=home, **environment) as site:
            yield Served(made, site, request.param)
        engine.dispose()


@pytest.fixture(scope="session")
def map_of_site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """What addresses there are, and for whom each says that it is."""
    home: Path = tmp_path_factory.mktemp("map")
    return create_app(Settings(home=home, database_url="sqlite://", secret_key="x", pump=False))
