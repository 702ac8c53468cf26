"""The record of processing, made from what is really kept; and how long an edition keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.domain import consents
from fairs.models import Consent, PrivacyTerms
from fairs.models.traces import HOLDINGS
from fairs.queries import processing
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk


def test_each_purpose_names_every_table_and_column_that_serves_it() -> None:
    recorded = {(title, columns) for activity in processing.record() for title, columns in activity.holdings}
    held = {(one.title, tuple(one.tells.values())) for one in HOLDINGS if one.tells}
    assert recorded == held


def test_the_record_stands_on_the_page_with_its_dates(desk: Desk, session: Session, edition: Edition) -> None:
    factories.participant(session, edition)
    page = desk.words(f"/o/{edition.slug}/privacy")
    assert "Saturday 18 March 2028" in page
    assert "The team is told by mail on Saturday 4 March 2028." in page
    assert "One person is known by name." in page
    for activity in processing.record():
        assert activity.title in page
        assert activity.basis in page


def test_what_the_organiser_says_is_kept_and_moves_the_dates(
    desk: Desk, session: Session, edition: Edition
) -> None:
    address = f"/o/{edition.slug}/privacy"
    said = {"controller": "Les Boucles", "contact": "", "recipients": "", "measures": "A locked room."}
    assert desk.post(address, kept_months="6", **said).status_code == 303
    page = desk.words(address)
    assert "Saturday 18 September 2027" in page
    assert "Saturday 4 September 2027" in desk.words(f"/o/{edition.slug}/settings")
    kept = session.get_one(PrivacyTerms, edition.id)
    assert (kept.kept_months, kept.controller, kept.measures) == (6, "Les Boucles", "A locked room.")
    assert "changed what the edition says of data." in desk.words(f"/o/{edition.slug}/journal")


def test_what_is_no_time_is_told_at_the_field_and_nothing_typed_is_lost(desk: Desk, edition: Edition) -> None:
    answer = desk.post(f"/o/{edition.slug}/privacy", kept_months="0", controller="Les Boucles")
    assert answer.status_code == 422
    assert 'value="Les Boucles"' in answer.text


def test_agreements_are_counted_with_those_that_were_withdrawn(
    desk: Desk, session: Session, edition: Edition
) -> None:
    people = [factories.participant(session, edition, email_shown=True) for _ in range(3)]
    for person in people:
        consents.note(session, person, NOW)
    given = session.scalars(
        select(Consent).filter_by(participant_id=people[0].id, subject="email_shown")
    ).one()
    consents.withdraw(session, people[0], given, NOW)
    page = desk.words(f"/o/{edition.slug}/privacy")
    assert "Those I will meet may see my e-mail address. 2 1" in page
    assert "My organisation may stand in the public directory of this edition. 3 0" in page
