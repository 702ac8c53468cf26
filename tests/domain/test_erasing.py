"""Somebody is forgotten, everywhere; the numbers stay, and so do others."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from fairs.domain import erasing, packs
from fairs.domain.erasing import NOBODY
from fairs.errors import Refused
from fairs.jobs.due_leftovers import Leftovers
from fairs.models import Account, Job, Mail, Meeting, Organisation, PeopleImport
from fairs.models.engine import open_engine
from fairs.queries import census, editions, visible
from tests import factories, planting
from tests.factories import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.planting import Planted

LATER = factories.FAIR_DAY + timedelta(days=30)


def left_behind(session: Session, database_url: str, at: datetime) -> list[str]:
    """The lines of the whole database in which a planted word still stands, an hour later."""
    session.commit()
    engine = open_engine(database_url)
    Leftovers().see_to(sessionmaker(engine), at)
    lines = [line for line in planting.dump(engine).splitlines() if planting.SEED in line]
    lines += in_the_file(session)
    engine.dispose()
    return lines


def in_the_file(session: Session) -> list[str]:
    """What is deleted is not to be read from the pages of a file of SQLite that are free by now."""
    file = session.get_bind().engine.url.database
    if session.get_bind().dialect.name != "sqlite":
        return []
    session.commit()
    session.connection().exec_driver_sql("COMMIT")
    session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    session.connection().exec_driver_sql("BEGIN")
    content = Path(file).read_bytes()
    return [planting.SEED] if planting.SEED.encode() in content else []


def found(session: Session, planted: Planted) -> list[str]:
    session.commit()
    whole = planting.dump(session.get_bind().engine)
    return [word for word in planted.words.values() if word in whole]


@pytest.mark.abuse(42)
@pytest.mark.parametrize("at", [NOW, LATER])
def test_abuse_42_no_word_of_somebody_stays_in_the_whole_database(
    session: Session, database_url: str, at: datetime
) -> None:
    planted = planting.everything(session, factories.edition(session))
    assert set(planted.words.values()) <= set(found(session, planted)), "each of them can be found"
    erasing.erase(session, planted.person, at)
    assert session.scalars(select(Mail.raw)).all() == [None, None], "also where it is written in base64"
    (sheet,) = session.scalars(select(PeopleImport)).all()
    assert (sheet.state, sheet.content) == ("stopped", None), (
        "also where it is packed; one that waited is gone"
    )
    assert left_behind(session, database_url, at + timedelta(hours=2)) == []


@pytest.mark.abuse(42)
def test_abuse_42_no_word_stays_of_whoever_has_an_account_as_well(
    session: Session, database_url: str
) -> None:
    planted = planting.with_account(session, planting.everything(session, factories.edition(session)))
    assert planting.personal_columns() <= planted.words.keys(), "a word was planted in each of them"
    erasing.erase_address(session, planted.email, NOW)
    assert left_behind(session, database_url, NOW + timedelta(hours=2)) == []
    assert session.scalar(select(func.count()).select_from(Account)) == 1, "whoever else owns the fair"


def numbers(session: Session, edition: Edition) -> dict[str, object]:
    session.expire_all()
    counts = editions.counts(session, edition)
    return {
        "people": counts.approved,
        "organisations": counts.organisations,
        "wishes": counts.wishes,
        "places": edition.taken,
        "census": sum(census.by_family(session, edition).values()),
        "meetings": session.scalar(select(func.count()).select_from(Meeting).filter_by(cancelled=False)),
    }


def test_after_the_end_everything_still_counts_and_the_meeting_was_with_somebody_who_left(
    session: Session,
) -> None:
    planted = planting.everything(session, factories.edition(session))
    before = numbers(session, planted.edition)
    erasing.erase(session, planted.person, LATER)
    assert numbers(session, planted.edition) == before
    assert visible.to_those_met(planted.person, "en").name == "Somebody who left"
    assert visible.to_those_met(planted.person, "fr").name == "Une personne qui est partie"


def test_before_the_end_it_is_a_withdrawal_as_well_and_the_next_of_the_list_is_let_in(
    session: Session,
) -> None:
    edition = factories.edition(session, capacity=1)
    person = factories.participant(session, edition)
    waits = factories.participant(session, edition, state="waitlisted", waitlisted_at=NOW, approved_at=None)
    erasing.erase(session, person, NOW)
    session.flush()
    assert (waits.state, edition.taken) == ("approved", 1)
    assert planting.events_of(session) == ["ParticipantWithdrew", "PersonErased", "RegistrationApproved"]


def test_a_place_on_the_waiting_list_is_given_up(session: Session) -> None:
    edition = factories.edition(session, capacity=0)
    waits = factories.participant(session, edition, state="waitlisted", waitlisted_at=NOW, approved_at=None)
    erasing.erase(session, waits, NOW)
    assert (waits.state, waits.waitlisted_at, edition.taken) == ("erased", None, 0)


def test_twice_is_once(session: Session) -> None:
    person = factories.participant(session, factories.edition(session))
    erasing.erase(session, person, NOW)
    erasing.erase(session, person, NOW)
    assert planting.events_of(session) == ["ParticipantWithdrew", "PersonErased"]


def test_an_organisation_stays_with_those_who_belong_to_it(session: Session) -> None:
    edition = factories.edition(session)
    person, colleague = (factories.participant(session, edition) for _ in range(2))
    colleague.organisation = person.organisation
    name, shared = person.organisation.name, person.organisation_id
    session.flush()
    erasing.erase(session, person, LATER)
    assert session.get_one(Organisation, shared).name == name
    assert (person.organisation.name, colleague.organisation_id) == (NOBODY, shared)
    assert person.organisation.family == "ess", "of a family it still counts"


def test_what_was_said_in_another_edition_stays_there(session: Session) -> None:
    fair = factories.fair(session)
    this, other = (factories.edition(session, of=fair) for _ in range(2))
    erased, stays = (
        factories.participant(session, one, email="zoe@recyclerie.example", name="Zoé Lefèvre")
        for one in (this, other)
    )
    erasing.erase(session, erased, NOW)
    assert (erased.name, stays.name, stays.email) == (NOBODY, "Zoé Lefèvre", "zoe@recyclerie.example")


def test_nobody_is_erased_who_alone_owns_a_fair(session: Session) -> None:
    account = factories.organiser(session, factories.fair(session), name="Maïwenn")
    with pytest.raises(Refused) as refused:
        erasing.erase_address(session, account.email, NOW)
    assert str(refused.value) == "Maïwenn is the only owner: make somebody else an owner first."
    assert session.get(Account, account.id) is account


def test_a_pack_of_papers_is_drawn_anew(session: Session) -> None:
    planted = planting.everything(session, factories.edition(session))
    pack = session.scalars(select(Job).filter_by(kind="pack")).one()
    assert packs.is_there(session, pack)
    erasing.erase(session, planted.person, LATER)
    assert not packs.is_there(session, pack)
