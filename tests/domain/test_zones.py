"""An edition gets another time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from fairs.domain.zones import change_zone, consequences
from fairs.errors import Refused
from fairs.models import DomainEvent
from tests import factories
from tests.factories import FAIR_DAY, NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

REUNION = "Indian/Reunion"  # three hours before Paris in winter
EARLIER = timedelta(hours=3)


@pytest.mark.pains(8)
def test_the_hours_on_the_clock_may_stay(session: Session) -> None:
    edition = factories.edition(session, wishes_close_at=NOW + timedelta(days=3), published_at=NOW)
    block = factories.block(session, edition)
    person = factories.participant(session, edition)
    absence = factories.absence(session, person, block.starts_at, block.ends_at)
    follows = consequences(session, edition, REUNION, "clock", NOW)
    assert (follows.blocks, follows.people, follows.plans_anew) == (1, 1, True)
    change_zone(session, edition, REUNION, "clock", NOW)
    assert edition.timezone == REUNION
    assert edition.starts_at == FAIR_DAY.replace(hour=8) - EARLIER == follows.starts_at
    assert edition.wishes_close_at == NOW + timedelta(days=3) - EARLIER
    assert block.starts_at == FAIR_DAY.replace(hour=8) - EARLIER == absence.starts_at
    session.flush()
    kinds = session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)).all()
    assert kinds == ["VenueLaidOut", "ZoneChanged", "ZoneAnnounced"]


@pytest.mark.pains(8)
def test_the_instants_may_stay(session: Session) -> None:
    edition = factories.edition(session, published_at=NOW)
    block = factories.block(session, edition)
    follows = consequences(session, edition, REUNION, "instants", NOW)
    assert (follows.starts_at, follows.blocks, follows.plans_anew) == (edition.starts_at, 0, False)
    change_zone(session, edition, REUNION, "instants", NOW)
    change_zone(session, edition, REUNION, "instants", NOW)  # the button pressed twice
    assert (edition.timezone, edition.starts_at) == (REUNION, FAIR_DAY.replace(hour=8))
    assert block.starts_at == FAIR_DAY.replace(hour=8)
    session.flush()
    assert session.scalars(select(DomainEvent.kind)).all() == ["ZoneChanged"]


def test_an_hour_that_clocks_skip_over_there_is_refused(session: Session) -> None:
    starts_at = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # 03:30 in Helsinki would be skipped
    edition = factories.edition(
        session, timezone="Africa/Cairo", starts_at=starts_at, ends_at=starts_at + EARLIER
    )
    with pytest.raises(Refused, match="skip 03:30"):
        change_zone(session, edition, "Europe/Helsinki", "clock", NOW)


WRONG: list[tuple[str, Any]] = [("Mars/Olympus", "clock"), (REUNION, "both"), ("", "clock")]


def test_what_is_no_zone_or_says_not_what_stays_is_refused(session: Session) -> None:
    edition = factories.edition(session)
    for timezone, kept in WRONG:
        with pytest.raises(Refused):
            change_zone(session, edition, timezone, kept, NOW)
    assert edition.timezone == "Europe/Paris"
