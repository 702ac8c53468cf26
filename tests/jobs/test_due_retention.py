"""The team is told, two weeks pass, people become numbers; whatever is changed or stands still meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.domain import retention
from fairs.domain.retention import Terms
from fairs.jobs.due_retention import RETENTION
from fairs.models import DomainEvent, Edition, Mail, Participant
from fairs.queries import privacy
from tests import factories
from tests.delivery.conftest import parsed, words

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from tests.jobs.works import Works

PARIS = ZoneInfo("Europe/Paris")
END = factories.FAIR_DAY.replace(hour=16)  # 18 March 2027
A_YEAR_ON = datetime(2028, 3, 18, 3, tzinfo=PARIS).astimezone(UTC)
OF_PRIVACY = ("RetentionDrewNear", "RetentionFellDue", "PeopleForgotten")
OVER = ["RetentionFellDue", "PeopleForgotten"]


@pytest.fixture
def edition_id(works: Works) -> uuid.UUID:
    """An edition with two people and an owner."""
    with works.sessions.begin() as session:
        edition = factories.edition(session)
        for _ in range(2):
            factories.participant(session, edition)
        factories.organiser(session, edition.fair, email="owner@boucles.example", language="en")
        edition_id = edition.id
    works.subscribe(*SUBSCRIPTIONS)
    return edition_id


def tick(works: Works, at: datetime) -> list[str]:
    """What the clock brings about at an instant, and what follows from it."""
    works.time.at = at
    with works.sessions() as session:
        seen = len(told(session))
    for duty in RETENTION:
        duty.see_to(works.sessions, at)
    works.run_all()
    with works.sessions() as session:
        return told(session)[seen:]


def told(session: Session) -> list[str]:
    recorded = select(DomainEvent.kind).where(DomainEvent.kind.in_(OF_PRIVACY)).order_by(DomainEvent.seq)
    return list(session.scalars(recorded))


def names(works: Works) -> set[str]:
    with works.sessions() as session:
        return set(session.scalars(select(Participant.state)))


def keep_for(works: Works, edition_id: uuid.UUID, months: int, at: datetime) -> None:
    with works.sessions.begin() as session:
        retention.set_terms(session, session.get_one(Edition, edition_id), Terms(months), at)


@pytest.mark.pains(54)
def test_the_team_is_told_two_weeks_before_and_then_people_are_numbers(
    works: Works, edition_id: uuid.UUID
) -> None:
    assert tick(works, A_YEAR_ON - timedelta(days=14, minutes=1)) == []
    assert tick(works, A_YEAR_ON - timedelta(days=14)) == ["RetentionDrewNear"]
    assert tick(works, A_YEAR_ON - timedelta(days=7)) == [], "once"
    assert names(works) == {"approved"}
    assert tick(works, A_YEAR_ON) == OVER, "in the hands of a worker, by the clock of the wall"
    with works.sessions() as session:
        edition = session.get_one(Edition, edition_id)
        assert privacy.numbers(session, edition) == (0, 2)
        assert edition.taken == 2, "counts stay"
        (event,) = session.scalars(select(DomainEvent).filter_by(kind="PeopleForgotten"))
        assert event.payload == {"people": 2}
    assert tick(works, A_YEAR_ON + timedelta(days=1)) == []


def test_the_mail_says_when_and_where_it_can_be_changed(works: Works, edition_id: uuid.UUID) -> None:
    del edition_id
    tick(works, A_YEAR_ON - timedelta(days=14))
    with works.sessions() as session:
        (mail,) = session.scalars(select(Mail).filter_by(recipient="owner@boucles.example"))
        text = words(parsed(mail.raw or b""))
    assert mail.subject == "Soon only numbers: March fair"
    assert "On Saturday 18 March 2028 what March fair knows of people is erased" in text
    assert "2 people become numbers" in text
    assert "/privacy" in text


def test_after_an_outage_of_months_the_team_still_has_its_two_weeks(
    works: Works, edition_id: uuid.UUID
) -> None:
    del edition_id
    late = A_YEAR_ON + timedelta(days=90)
    assert tick(works, late) == ["RetentionDrewNear"]
    assert tick(works, late + timedelta(days=13)) == []
    assert tick(works, late + timedelta(days=14)) == OVER


def test_another_time_moves_what_hangs_on_it_to_and_fro(works: Works, edition_id: uuid.UUID) -> None:
    assert tick(works, A_YEAR_ON - timedelta(days=14)) == ["RetentionDrewNear"]
    keep_for(works, edition_id, 24, works.time())
    assert tick(works, A_YEAR_ON) == [], "longer than the team was told"
    keep_for(works, edition_id, 1, works.time())
    assert tick(works, A_YEAR_ON + timedelta(hours=1)) == ["RetentionDrewNear"]
    keep_for(works, edition_id, 12, works.time())
    again = A_YEAR_ON + timedelta(hours=2)
    assert tick(works, again) == ["RetentionDrewNear"], "of a time that it is told of for the second time"
    assert tick(works, again + timedelta(days=14)) == OVER


def test_two_clocks_do_it_once(works: Works, edition_id: uuid.UUID) -> None:
    del edition_id
    for duty in (*RETENTION, *RETENTION):
        duty.see_to(works.sessions, A_YEAR_ON)
    with works.sessions() as session:
        assert told(session) == ["RetentionDrewNear"]


def test_months_are_those_of_the_calendar(session: Session) -> None:
    edition = factories.edition(session, ends_at=datetime(2027, 1, 31, 17, tzinfo=PARIS))
    terms = privacy.terms_of(session, edition)
    terms.kept_months = 1
    assert retention.ends_at(edition, terms) == datetime(2027, 2, 28, 3, tzinfo=PARIS)
