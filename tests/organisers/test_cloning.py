"""The page on which another edition is laid out like this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.models import Edition
from tests import factories
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.organisers.conftest import Desk

TYPED = {
    "starts_at": "2028-03-16T09:00",
    "ends_at": "2028-03-16T17:00",
    "venue": "Halle aux Grains",
    "address": "",
}


def test_the_next_one_is_proposed_a_year_later_on_the_same_day_of_the_week(
    desk: Desk, session: Session, edition: Edition
) -> None:
    factories.tables(session, edition, 3)
    page = desk.get(f"/o/{edition.slug}/clone")
    assert 'value="2028-03-16T09:00"' in page.text  # a Thursday, as 18 March 2027
    assert "6 families, with places, prices and who may meet whom" in words(page)
    assert "3 tables" in words(page)


def test_the_copy_is_a_draft_and_its_texts_come_next(desk: Desk, session: Session, edition: Edition) -> None:
    answer = desk.post(f"/o/{edition.slug}/clone", **TYPED)
    copy = session.scalars(select(Edition).filter_by(fair_id=edition.fair_id, opened_at=None)).one()
    assert answer.location == f"/o/{copy.slug}/texts"
    assert "The new edition is a draft." in desk.words(answer.location)


def test_an_end_before_the_start_is_told_and_nothing_is_lost(desk: Desk, edition: Edition) -> None:
    answer = desk.post(f"/o/{edition.slug}/clone", **TYPED | {"ends_at": "2028-03-16T08:00"})
    assert answer.status_code == 422
    assert "The end must come after the start." in words(answer)
    assert 'value="2028-03-16T09:00"' in answer.text
