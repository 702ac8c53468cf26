"""Everything under my address: also for who left an edition, and for whoever runs one."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from fairs.domain import tokens
from fairs.domain.sign_ins import code_of
from fairs.models import Account, Knock
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
    assert visitor.get("/in/data").location == "/in"
    visitor.post("/in", email=zoe.email)
    knock = session.scalars(select(Knock).order_by(Knock.at.desc())).first()
    assert knock
    tokens.issue(session, "sign_in", knock.id, SECRET, factories.NOW)  # as the mail does
    answer = visitor.post("/in/code", code=code_of(knock, SECRET))
    assert answer.location == "/in/data"
    assert zoe.name in words(visitor.get("/in/data"))
    assert visitor.get(me(edition)).status_code == 303
    assert visitor.post("/in/data/erase", sure="y").status_code == 303
    session.expire_all()
    assert zoe.state == "erased"


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
