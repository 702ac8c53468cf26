"""Where an edition stands, and the phases that are moved by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import phases
from fairs.errors import Refused
from fairs.models import DomainEvent, Edition, Fair
from tests import factories
from tests.factories import FAIR_DAY, NOW

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models.fair import Kind

DAWN, NOON, NIGHT = (FAIR_DAY.replace(hour=hour) for hour in (6, 12, 20))


@pytest.mark.parametrize(
    ("values", "at", "phase"),
    [
        ({"opened_at": None}, NOON, "draft"),
        ({}, NOW, "registration"),
        ({"registration_closed_at": NOW}, NOW, "wishes"),
        ({"registration_closes_at": NOW}, NOW, "wishes"),
        ({"wishes_closed_at": NOW}, NOW, "planning"),
        ({"published_at": NOW}, DAWN, "published"),
        ({"published_at": NOW}, NOON, "live"),
        ({}, NOON, "live"),
        ({"published_at": NOW}, NIGHT, "after"),
    ],
)
def test_phases_follow_from_dates_and_from_what_was_done(
    values: dict[str, datetime | None], at: datetime, phase: str
) -> None:
    edition = an_edition("fair", values)
    assert edition.phase(at) == phase


@pytest.mark.parametrize("name", ["registration_closed_at", "wishes_closed_at", "published_at"])
def test_a_meetup_without_meetings_knows_no_wishes_and_no_grid(name: str) -> None:
    assert an_edition("meetup", {name: NOW}).phase(NOW) == "registration"


def an_edition(kind: Kind, values: dict[str, datetime | None]) -> Edition:
    """One that is not in a database."""
    edition = Edition(
        fair=Fair(kind=kind),
        starts_at=FAIR_DAY.replace(hour=8),
        ends_at=FAIR_DAY.replace(hour=16),
        opened_at=NOW,
    )
    for name, value in values.items():
        setattr(edition, name, value)
    return edition


def test_wishes_are_over_when_the_fair_is(session: Session) -> None:
    edition = factories.edition(session)
    assert (edition.wishes_open(NOON), edition.wishes_open(NIGHT)) == (True, False)


def test_what_nobody_registered_for_can_be_a_draft_again(session: Session) -> None:
    edition = factories.edition(session, opens_at=NOW - timedelta(days=30))
    phases.take_back(session, edition, NOW)
    phases.take_back(session, edition, NOW)  # the button pressed twice
    assert (edition.phase(NOW), edition.opens_at) == ("draft", None)
    assert happened(session) == ["EditionTakenBack"]


def test_once_somebody_registered_it_stays_public(session: Session) -> None:
    edition = factories.edition(session)
    factories.participant(session, edition, state="withdrawn")
    with pytest.raises(Refused, match="1 people have registered"):
        phases.take_back(session, edition, NOW)
    assert edition.opened_at is not None


def test_an_edition_that_was_ended_can_go_on_until_its_planned_end(session: Session) -> None:
    edition = factories.edition(session)
    phases.end_now(session, edition, NOON)
    phases.end_now(session, edition, NOON)  # the button pressed twice
    assert (edition.phase(NOON), edition.ends_at) == ("after", NOON)
    assert phases.planned_end(session, edition) == FAIR_DAY.replace(hour=16)
    phases.resume(session, edition, FAIR_DAY.replace(hour=16), NOON + timedelta(minutes=5))
    assert edition.phase(NOON + timedelta(minutes=5)) == "live"
    assert happened(session) == ["EditionEnded", "EditionResumed"]


def test_what_has_not_begun_cannot_end_and_what_is_not_over_cannot_go_on(session: Session) -> None:
    edition = factories.edition(session)
    with pytest.raises(Refused, match="Only an edition that has begun"):
        phases.end_now(session, edition, NOW)
    with pytest.raises(Refused, match="is not over"):
        phases.resume(session, edition, NIGHT, NOON)


def test_it_goes_on_for_two_weeks_at_most(session: Session) -> None:
    edition = factories.edition(session)
    for until, said in ((NIGHT, "lies in the past"), (NIGHT + timedelta(days=20), "two weeks")):
        with pytest.raises(Refused, match=said) as refusal:
            phases.resume(session, edition, until, NIGHT)
        assert refusal.value.field == "ends_at"


def happened(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)))
