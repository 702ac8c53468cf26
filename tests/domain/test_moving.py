"""An edition moves, and what hangs on it moves along."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import moving
from fairs.domain.moving import WhenAndWhere
from fairs.errors import Refused
from fairs.models import DomainEvent
from tests import factories
from tests.factories import FAIR_DAY, NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition

A_MONTH_LATER = WhenAndWhere(
    starts_at=datetime(2027, 4, 15, 7, tzinfo=UTC),  # 09:00 in Paris, as before; the clocks went forward
    ends_at=datetime(2027, 4, 15, 15, tzinfo=UTC),
    venue="Halle aux Grains",
    address="1 place du Marché, 00000 Saint-Aubin",
)
DAYS = timedelta(days=28)
AN_HOUR = timedelta(hours=1)


def happened(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)))


@pytest.fixture
def edition(session: Session) -> Edition:
    return factories.edition(
        session,
        registration_closes_at=NOW + timedelta(days=3),
        wishes_close_at=NOW - timedelta(days=1),
        wishes_closed_at=NOW - timedelta(days=1),
    )


def test_dates_to_come_blocks_and_absences_keep_their_distance(session: Session, edition: Edition) -> None:
    block = factories.block(session, edition)
    person = factories.participant(session, edition)
    absence = factories.absence(session, person, block.starts_at, block.ends_at)
    moving.move(session, edition, A_MONTH_LATER, NOW)
    assert (edition.starts_at, edition.ends_at) == (A_MONTH_LATER.starts_at, A_MONTH_LATER.ends_at)
    assert edition.registration_closes_at == NOW + timedelta(days=3) + DAYS - AN_HOUR  # 10:00 stays 10:00
    assert edition.wishes_close_at == NOW - timedelta(days=1)  # what is over stays so
    assert block.starts_at == FAIR_DAY.replace(hour=8) + DAYS - AN_HOUR
    assert (absence.starts_at, absence.ends_at) == (block.starts_at, block.ends_at)
    assert edition.grid_stale_at == NOW


def test_everyone_who_counts_on_it_is_told_once(session: Session, edition: Edition) -> None:
    told = [factories.participant(session, edition, state=state) for state in ("confirmed", "approved")]
    for state in ("received", "declined", "withdrawn"):
        factories.participant(session, edition, state=state)
    moving.move(session, edition, A_MONTH_LATER, NOW)
    session.flush()
    announced = session.scalars(select(DomainEvent).filter_by(kind="MoveAnnounced")).all()
    assert {event.payload["participant_id"] for event in announced} == {str(person.id) for person in told}
    assert {event.payload["started_at"] for event in announced} == {FAIR_DAY.replace(hour=8).isoformat()}
    moving.move(session, edition, A_MONTH_LATER, NOW)  # the button pressed twice
    assert happened(session) == ["EditionMoved", "MoveAnnounced", "MoveAnnounced"]


def test_another_hall_on_the_same_day_moves_nothing_else(session: Session, edition: Edition) -> None:
    block = factories.block(session, edition)
    factories.participant(session, edition)
    plan = replace(A_MONTH_LATER, starts_at=edition.starts_at, ends_at=edition.ends_at, venue="Gymnase")
    follows = moving.consequences(session, edition, plan, NOW)
    assert (follows.gates, follows.blocks, follows.people, follows.plans_anew) == ({}, 0, 1, False)
    moving.move(session, edition, plan, NOW)
    assert (edition.venue, block.starts_at) == ("Gymnase", FAIR_DAY.replace(hour=8))
    assert happened(session) == ["EditionMoved", "MoveAnnounced"]


def test_what_follows_is_known_before_it_is_done(session: Session, edition: Edition) -> None:
    factories.block(session, edition)
    factories.participant(session, edition)
    edition.published_at = NOW
    follows = moving.consequences(session, edition, A_MONTH_LATER, NOW)
    closing = NOW + timedelta(days=3)
    assert follows.gates == {"registration_closes_at": (closing, closing + DAYS - AN_HOUR)}
    assert (follows.blocks, follows.people, follows.plans_anew) == (1, 1, True)
    assert edition.starts_at == FAIR_DAY.replace(hour=8)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(A_MONTH_LATER, venue=""), "venue"),
        (replace(A_MONTH_LATER, ends_at=A_MONTH_LATER.starts_at), "ends_at"),
        (replace(A_MONTH_LATER, ends_at=A_MONTH_LATER.starts_at + timedelta(days=15)), "ends_at"),
        (replace(A_MONTH_LATER, starts_at=NOW - 2 * AN_HOUR, ends_at=NOW - AN_HOUR), "ends_at"),
        (
            replace(A_MONTH_LATER, starts_at=NOW + 6 * AN_HOUR, ends_at=NOW + 9 * AN_HOUR),
            "starts_at",  # registration would have closed two weeks ago
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    session: Session, edition: Edition, wrong: WhenAndWhere, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        moving.move(session, edition, wrong, NOW)
    assert refusal.value.field == field
    assert happened(session) == []
