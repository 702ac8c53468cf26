"""Everything under my address: also for who left an edition, and for whoever runs one."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from fairs.domain import tokens
from fairs.domain.sign_ins import code_of, reader
from fairs.models import Account, Follower, Handover, Invitation, Knock, TeamInvitation
from fairs.models.traces import HOLDINGS
from tests import factories, planting
from tests.visiting import SECRET, me, words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.jobs.works import Time
    from tests.planting import Planted
    from tests.visiting import Visitor


@pytest.fixture
def planted(session: Session, edition: Edition) -> Planted:
    return planting.with_account(session, planting.everything(session, edition))


@pytest.mark.abuse(42)
def test_abuse_42_the_export_of_an_account_has_all_of_it(
    visitor: Visitor, session: Session, planted: Planted
) -> None:
    account = session.scalars(select(Account).filter_by(email=planted.email)).one()
    account.second_factor_at = None
    visitor.sign_in(account)
    answer = visitor.get("/in/data.json")
    written = json.dumps(json.loads(answer.text)["held"], ensure_ascii=False)
    told = {
        (one.table.__tablename__, column) for one in HOLDINGS for column in one.tells if one.fate != "soon"
    }
    missing = {
        said
        for column, said in planted.words.items()
        if column in told and said not in written and base64.b64encode(said.encode()).decode() not in written
    }
    assert missing == set()
    assert planted.words["code_app", "secret"] not in answer.text, "a secret is none of an export"


@pytest.mark.abuse(8, 42)
def test_abuse_42_an_account_is_erased_with_all_that_hangs_on_it(
    visitor: Visitor, session: Session, planted: Planted
) -> None:
    account = session.scalars(select(Account).filter_by(email=planted.email)).one()
    visitor.sign_in(account)
    assert "You leave your teams." in words(visitor.get("/in/data/erase"))
    answer = visitor.post("/in/data/erase", sure="y")
    assert (answer.status_code, answer.location) == (303, "/")
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Account).filter_by(email=planted.email)) == 0
    assert planted.person.state == "erased"
    assert visitor.get("/o").location == "/in", "the session is dead"


def test_the_only_owner_of_a_fair_is_told_what_to_do_first(
    visitor: Visitor, session: Session, edition: Edition
) -> None:
    account = factories.organiser(session, edition.fair, name="Maïwenn")
    visitor.sign_in(account)
    answer = visitor.post("/in/data/erase", sure="y")
    assert answer.status_code == 422
    assert "Maïwenn is the only owner: make somebody else an owner first." in words(answer)


@pytest.mark.parametrize("state", ["withdrawn", "declined"])
def test_who_left_reaches_what_is_held_about_them_and_nothing_else(
    visitor: Visitor, session: Session, edition: Edition, state: str
) -> None:
    zoe = factories.participant(session, edition, email="zoe@recyclerie.example", state=state)
    assert visitor.get(f"/e/{edition.slug}/my-data").location == "/in/data"
    sign_in_for_own_data(visitor, session, zoe.email)
    assert zoe.name in words(visitor.get("/in/data"))
    assert visitor.get(me(edition)).status_code == 303
    assert visitor.post("/in/data/erase", sure="y").status_code == 303
    session.expire_all()
    assert zoe.state == "erased"


@pytest.mark.parametrize("written", ["invitation", "following", "handing over", "team"])
def test_who_was_only_ever_written_to_reaches_it_as_well(
    visitor: Visitor, session: Session, edition: Edition, written: str
) -> None:
    email, at = "lou@atelier.example", factories.NOW
    place = factories.participant(session, edition)
    rows = {
        "invitation": Invitation(
            edition_id=edition.id, kind="personal", email=email, filled_in={}, created_at=at, language="en"
        ),
        "following": Follower(fair_id=edition.fair_id, email=email, language="en", asked_at=at),
        "handing over": Handover(
            participant_id=place.id, name="Lou", email=email, language="en", handed_over_at=at
        ),
        "team": TeamInvitation(
            fair_id=edition.fair_id,
            edition_id=edition.id,
            email=email,
            role="viewer",
            invited_at=at,
            ends_at=at,
        ),
    }
    session.add(rows[written])
    session.flush()
    assert ask(visitor, session, email).subject_id is None, "it opens nothing else"
    sign_in_for_own_data(visitor, session, email)
    held = json.loads(visitor.get("/in/data.json").text)["held"]
    assert email in json.dumps(held)
    assert visitor.get("/o").status_code == 303
    assert visitor.post("/in/data/erase", sure="y").status_code == 303
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(type(rows[written])).filter_by(email=email)) == 0
    assert ask(visitor, session, email).subject_id is None, "nobody knows the address any more"


def sign_in_for_own_data(visitor: Visitor, session: Session, email: str) -> None:
    assert visitor.get("/in/data").location == "/in"
    knock = ask(visitor, session, email)
    assert reader(session, knock.subject_id, knock.back)
    tokens.issue(session, "sign_in", knock.id, SECRET, factories.NOW)  # as the mail does
    assert visitor.post("/in/code", code=code_of(knock, SECRET)).location == "/in/data"


def ask(visitor: Visitor, session: Session, email: str) -> Knock:
    """Ask for a way in; returns what was noted of it."""
    before = set(session.scalars(select(Knock.id)))
    visitor.post("/in", email=email)
    return session.scalars(select(Knock).where(Knock.id.not_in(before))).one()


def test_nobody_sees_them_who_is_not_signed_in(visitor: Visitor) -> None:
    pages = ("", ".json", ".pdf", "/erase")
    assert {visitor.get(f"/in/data{page}").location for page in pages} == {"/in"}


def test_a_sign_in_of_an_hour_ago_is_not_enough(
    visitor: Visitor, session: Session, edition: Edition, time: Time
) -> None:
    visitor.sign_in(factories.organiser(session, edition.fair))
    assert visitor.get("/in/data").status_code == 200
    time.pass_by(hours=1)
    assert visitor.get("/in/data").location == "/in"
