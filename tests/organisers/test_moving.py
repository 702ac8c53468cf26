"""The page on which an edition gets another date or place."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.models import DomainEvent, Follower
from tests import factories
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk

TYPED = {
    "starts_at": "2027-04-15T09:00",
    "ends_at": "2027-04-15T17:00",
    "venue": "Gymnase",
    "address": "2 rue Haute",
}


def test_what_follows_is_read_first_and_then_it_is_so(desk: Desk, session: Session, edition: Edition) -> None:
    here = f"/o/{edition.slug}/date"
    factories.participant(session, edition)
    factories.block(session, edition)
    assert 'value="2027-03-18T09:00"' in desk.get(here).text

    read = desk.post(here, **TYPED)

    assert read.status_code == 200
    assert "1 person who is registered gets a mail." in words(read)
    assert "1 block of meetings, and when people cannot come, move to the new day" in words(read)
    assert 'value="2027-04-15T09:00"' in read.text
    assert edition.venue == "Halle aux Grains"

    assert desk.post(here, **TYPED, sure="1").location == f"/o/{edition.slug}/settings"

    assert (edition.starts_at, edition.venue) == (datetime(2027, 4, 15, 7, tzinfo=UTC), "Gymnase")
    assert "Thursday 15 April 2027, 09:00–17:00, Gymnase." in desk.words(f"/o/{edition.slug}/settings")
    assert session.scalars(select(DomainEvent.kind).filter_by(kind="MoveAnnounced")).all() == [
        "MoveAnnounced"
    ]


def test_an_end_before_the_start_is_told_at_its_field_and_nothing_is_lost(
    desk: Desk, edition: Edition
) -> None:
    answer = desk.post(f"/o/{edition.slug}/date", **TYPED | {"ends_at": "2027-04-15T08:00"})
    assert answer.status_code == 422
    assert "The end must come after the start." in words(answer)
    assert 'value="Gymnase"' in answer.text


def test_what_a_new_date_would_compete_with_and_who_follows_is_read_first(
    desk: Desk, session: Session, edition: Edition
) -> None:
    theirs = factories.edition(
        session,
        of=factories.fair(session, network="La Chambre", territory=edition.fair.territory),
        starts_at=datetime(2027, 4, 15, 12, tzinfo=UTC),
        ends_at=datetime(2027, 4, 15, 18, tzinfo=UTC),
    )
    session.add(
        Follower(
            fair_id=edition.fair_id,
            email="lea@org.example",
            language="fr",
            asked_at=factories.NOW,
            confirmed_at=factories.NOW,
        )
    )
    said = words(desk.post(f"/o/{edition.slug}/date", **TYPED))
    assert "1 person who follows the dates gets a mail." in said
    assert "On the same day, in the same territory and for the same public: March fair" in said
    assert theirs.fair.network in said
