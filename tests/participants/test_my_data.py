"""What is held about me: seen, corrected, taken along, erased; against the program as it is served."""

from __future__ import annotations

import base64
import json
import logging
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from fairs.config import Settings
from fairs.delivery.handler import Tools
from fairs.delivery.processes import Processes
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.delivery.transports import Mailbox
from fairs.domain import consents, tokens
from fairs.jobs.due_leftovers import Leftovers
from fairs.models import Consent, Mail
from fairs.models.traces import HOLDINGS
from tests import factories, planting
from tests.factories import NOW
from tests.jobs.works import Works
from tests.visiting import SECRET, me, words

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from fairs.models import Participant
    from tests.planting import Planted
    from tests.visiting import Visitor


@pytest.fixture
def planted(session: Session) -> Planted:
    return planting.everything(session, factories.edition(session))


@pytest.fixture
def engine(session: Session) -> Engine:
    return session.get_bind().engine


def sign_in(visitor: Visitor, person: Participant) -> None:
    """Freshly, by a mailed link."""
    raw = tokens.issue(visitor.session, "sign_in", person.id, SECRET, NOW)
    assert visitor.post(f"/in/{raw}").status_code == 303


def told_words(planted: Planted) -> set[str]:
    """Those that the register promises to tell, as far as somebody wrote them."""
    told = {
        (holding.table.__tablename__, column)
        for holding in HOLDINGS
        for column in holding.tells
        if holding.tells and holding.fate != "soon"
    }
    return {said for column, said in planted.words.items() if column in told}


@pytest.mark.abuse(42)
def test_abuse_42_the_export_has_every_word_of_mine_and_of_nobody_else(
    visitor: Visitor, session: Session, planted: Planted
) -> None:
    factories.participant(session, planted.edition, name="Somebody Else", email="else@example.org")
    sign_in(visitor, planted.person)
    answer = visitor.get(me(planted.edition, "/data.json"))
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    found = json.loads(answer.text)
    written = json.dumps(found["held"], ensure_ascii=False)
    missing = {
        said
        for said in told_words(planted)
        if said not in written and base64.b64encode(said.encode()).decode() not in written
    }
    assert missing == set()
    assert "else@example.org" not in answer.text
    assert "Somebody Else" not in answer.text
    assert "sign_in.hash" in found["not_told"]


@pytest.mark.abuse(42)
def test_abuse_42_files_that_were_sent_stand_in_the_export(visitor: Visitor, planted: Planted) -> None:
    sign_in(visitor, planted.person)
    (upload,) = json.loads(visitor.get(me(planted.edition, "/data.json")).text)["held"]["upload"]
    content = base64.b64decode(upload["content"]["base64"]).decode()
    assert content == planted.words["upload", "content"]


def test_the_page_tells_the_same_and_changes_nothing(
    visitor: Visitor, planted: Planted, engine: Engine
) -> None:
    visitor.enter(planted.person)
    before = planting.dump(engine)
    page = words(visitor.get(me(planted.edition, "/data")))
    assert planting.dump(engine) == before
    spoken = {column for column in planted.words if column[0] in {"participant", "organisation", "listing"}}
    assert {column for column in spoken if planted.words[column] not in page} == set()
    assert "On Saturday 18 March 2028 it is erased, and you become a number." in page


def test_it_can_be_read_on_paper_in_one_s_language(visitor: Visitor, planted: Planted) -> None:
    sign_in(visitor, planted.person)
    visitor.client.set_cookie("lang", "fr")
    answer = visitor.get(me(planted.edition, "/data.pdf"))
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=mes-donnees-{planted.edition.slug}.pdf"
    )
    assert "Ce qui est conservé sur vous." in text
    assert planted.words["interest", "message"] in text


@pytest.mark.parametrize("page", ["/data.json", "/data.pdf", "/erase"])
def test_a_personal_link_is_not_enough_to_take_it_along_or_to_erase_it(
    visitor: Visitor, planted: Planted, page: str
) -> None:
    visitor.enter(planted.person)
    assert visitor.get(me(planted.edition, page)).location == "/in"
    assert visitor.post(me(planted.edition, "/erase"), sure="y").location == "/in"
    assert planted.person.state == "approved"


def test_whoever_acts_for_somebody_neither_takes_along_nor_erases(
    visitor: Visitor, session: Session, planted: Planted
) -> None:
    account = factories.organiser(session, planted.edition.fair)
    visitor.sign_in(account)
    visitor.post(f"/o/{planted.edition.slug}/people/{planted.person.id}/act")
    assert visitor.get(me(planted.edition, "/data")).status_code == 200
    assert visitor.get(me(planted.edition, "/data.json")).status_code == 403
    assert visitor.post(me(planted.edition, "/erase"), sure="y").status_code == 403


def test_the_foot_of_every_mail_leads_there_by_signing_in(visitor: Visitor, planted: Planted) -> None:
    link = f"/e/{planted.edition.slug}/my-data"
    assert visitor.get(link).location == "/in/data"
    assert visitor.get("/in/data").location == "/in"
    visitor.enter(planted.person)
    assert visitor.get(link).location == me(planted.edition, "/data")


def test_what_erasing_means_is_said_before(visitor: Visitor, planted: Planted) -> None:
    sign_in(visitor, planted.person)
    page = words(visitor.get(me(planted.edition, "/erase")))
    assert "Your meeting is cancelled. Whom you would have met is told so, without the reason" in page
    assert "Your organisation goes with you" in page
    refused = visitor.post(me(planted.edition, "/erase"))
    assert (refused.status_code, "Tick the sentence if you mean it." in words(refused)) == (422, True)


@pytest.mark.abuse(8, 42)
def test_abuse_42_who_is_erased_stands_nowhere_any_more_and_every_way_in_is_dead(
    visitor: Visitor,
    session: Session,
    planted: Planted,
    engine: Engine,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    person, slug = planted.person, planted.edition.slug
    feed = tokens.issue(session, "feed", person.id, SECRET, NOW)
    personal = tokens.issue(session, "personal", person.id, SECRET, NOW)
    visitor.enter(person)
    sign_in(visitor, person)
    assert visitor.get(f"/cal/{feed}.ics").status_code == 200
    answer = visitor.post(me(planted.edition, "/erase"), sure="y")
    assert (answer.status_code, answer.location) == (303, f"/e/{slug}")
    assert "nothing is held about you here any more" in words(visitor.get(f"/e/{slug}"))
    assert [visitor.get(f"/cal/{feed}.ics").status_code, visitor.get(f"/p/{personal}").status_code] == [
        404,
        404,
    ]
    assert visitor.get(me(planted.edition)).status_code == 303, "the session on this device is dead"
    assert visitor.get("/in/devices").location == "/in"

    works = town(engine, tmp_path)
    works.run_all()
    Leftovers().see_to(sessionmaker(engine), NOW + timedelta(hours=2))
    session.expire_all()
    assert [line for line in planting.dump(engine).splitlines() if planting.SEED in line] == []
    assert session.scalars(select(Mail.raw).where(Mail.recipient == planted.email)).all() == []
    home = [path for path in tmp_path.rglob("*") if path.is_file() and "sqlite3" not in path.name]
    assert {path.name: path.read_text() for path in home} == {"erased": f"participant {person.id}\n"}
    assert planting.SEED not in caplog.text + "".join(capsys.readouterr())
    assert person.state == "erased"


def town(engine: Engine, home: Path) -> Works:
    settings = Settings(home=home, database_url="", secret_key=SECRET, base_url="https://fairs.example")
    tools = Tools(settings, Mailbox(), Processes(), sessionmaker(engine).begin)
    works = Works(sessionmaker(engine), tools)
    works.subscriptions = {subscription.name: subscription for subscription in SUBSCRIPTIONS}
    return works


@pytest.mark.abuse(42)
def test_abuse_42_the_journal_keeps_that_it_happened_and_not_to_whom(
    visitor: Visitor, session: Session, planted: Planted
) -> None:
    sign_in(visitor, planted.person)
    visitor.post(me(planted.edition, "/erase"), sure="y")
    visitor.sign_in(factories.organiser(session, planted.edition.fair))
    journal = words(visitor.get(f"/o/{planted.edition.slug}/journal"))
    assert "The data of a person were erased, as that person asked." in journal
    assert "Somebody withdrew." in journal
    assert planting.SEED not in visitor.get(f"/o/{planted.edition.slug}/journal.json").text


def test_an_agreement_is_withdrawn_as_easily_as_it_was_given(visitor: Visitor, session: Session) -> None:
    edition = factories.edition(session)
    person = factories.participant(session, edition, email_shown=True)
    consents.note(session, person, NOW - timedelta(days=3))
    visitor.enter(person)
    given = session.scalars(select(Consent).filter_by(subject="email_shown")).one()
    answer = visitor.post(me(edition, f"/data/consents/{given.id}/withdraw"))
    assert answer.location == me(edition, "/data#agreed")
    session.expire_all()
    assert (person.email_shown, given.withdrawn_at, person.listed) == (False, NOW, True)
    page = words(visitor.get(me(edition, "/data")))
    assert "do not see your e-mail address" in page
    assert "Withdrawn on Monday 1 March 2027." in page


def test_nobody_withdraws_what_somebody_else_agreed_to(visitor: Visitor, session: Session) -> None:
    edition = factories.edition(session)
    one, other = (factories.participant(session, edition) for _ in range(2))
    consents.note(session, other, NOW)
    visitor.enter(one)
    theirs = session.scalars(select(Consent).filter_by(participant_id=other.id)).one()
    assert visitor.post(me(edition, f"/data/consents/{theirs.id}/withdraw")).status_code == 404
    session.expire_all()
    assert theirs.withdrawn_at is None
