"""An organiser at the desk: signed in, on pages of the program as it is put together for the web."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

import pytest

from fairs.domain import tokens
from fairs.domain.planning import request_id
from fairs.domain.schedules import keep
from fairs.queries import slots
from scheduling.solution import Bounds, Figures, Meeting, Solution, Unplaced
from tests import factories

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from fairs.models import Account, Edition, Participant, Schedule

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
TAG = re.compile(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", re.DOTALL)


@dataclass
class Desk:
    """Somebody's browser. Before each request the test's own work is committed; then it reads anew."""

    client: FlaskClient
    session: Session

    def get(self, address: str) -> TestResponse:
        self.session.commit()
        return self.client.get(address, headers={"Accept-Language": "en"})

    def post(self, address: str, /, **typed: object) -> TestResponse:
        self.session.commit()
        token = TOKEN.search(self.client.get("/in").text)
        assert token
        return self.client.post(
            address, data={"csrf_token": token[1], **typed}, headers={"Accept-Language": "en"}
        )

    def words(self, address: str, status: int = 200) -> str:
        answer = self.get(address)
        assert answer.status_code == status
        return words(answer)

    def sign_in(self, account: Account) -> Desk:
        raw = tokens.issue(self.session, "sign_in", account.id, "of the tests", factories.NOW)
        assert self.post(f"/in/{raw}").status_code == 303
        return self


def words(answer: TestResponse) -> str:
    """What a person reads on a page."""
    return " ".join(unescape(TAG.sub(" ", answer.text)).split())


@pytest.fixture
def now() -> datetime:
    return factories.NOW


@pytest.fixture
def visitor(client: FlaskClient, session: Session) -> Desk:
    return Desk(client, session)


@pytest.fixture
def edition(session: Session) -> Edition:
    return factories.edition(session)


@pytest.fixture
def desk(visitor: Desk, session: Session, edition: Edition) -> Desk:
    """The desk of the one who runs `edition`."""
    return visitor.sign_in(factories.organiser(session, edition.fair, language="en"))


@dataclass
class Room:
    """Three people who wish to meet each other, four slots, two tables, and the wishes closed."""

    edition: Edition
    people: list[Participant]


@pytest.fixture
def room(session: Session, edition: Edition) -> Room:
    edition.wishes_closed_at = factories.NOW
    factories.block(session, edition)
    factories.tables(session, edition)
    names = ("Zoé", "Ali", "Mia")
    people = [
        factories.participant(session, edition, name=name, organisation=f"Maison {name}") for name in names
    ]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        factories.mutual(session, people[one], people[other])
    return Room(edition, people)


def draft(
    session: Session,
    room: Room,
    *placed: tuple[int, int, int, int],
    unplaced: tuple[int, int] | None = None,
    **figures: int,
) -> Schedule:
    """A grid as the solver might have made it: who meets whom in which slot at which table."""
    laid_out, tables = slots.of_edition(session, room.edition), slots.tables(session, room.edition)
    ids = [person.id.hex for person in room.people]
    names = [person.name for person in room.people]
    refused = (
        ()
        if unplaced is None
        else (
            Unplaced(
                request_id(ids[unplaced[0]], ids[unplaced[1]]),
                "no_common_slot",
                "The solver's own words.",
                (("people", " and ".join(names[index] for index in unplaced)),),
            ),
        )
    )
    solution = Solution(
        status="optimal",
        meetings=tuple(
            Meeting(
                request_id(ids[one], ids[other]),
                laid_out[slot].id,
                tables[table].id.hex,
                (ids[one], ids[other]),
            )
            for one, other, slot, table in placed
        ),
        unplaced=refused,
        figures=Figures(**{"requests": 3, "placed": len(placed), "weight": 9 * len(placed)} | figures),
        bounds=Bounds(weight=9 * len(placed), breaks=0),
    )
    return keep(session, room.edition, solution, {}, "plan", factories.NOW)


@pytest.fixture
def other_desk(app: Flask, session: Session) -> Desk:
    """The desk of somebody who runs another fair."""
    return Desk(app.test_client(), session).sign_in(factories.organiser(session, factories.fair(session)))
