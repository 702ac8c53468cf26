"""Editions that compete for the same evening and the same public."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fairs.queries import rivals
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition

AN_HOUR = timedelta(hours=1)
MORNING = factories.FAIR_DAY.replace(hour=9)


def edition(session: Session, families: str = "", **values: Any) -> Edition:
    """An evening at six, with somebody of each family named."""
    kind, territory = values.pop("kind", "meetup"), values.pop("territory", "Vallée de la Vère")
    starts_at = values.pop("starts_at", factories.FAIR_DAY.replace(hour=17))
    row = factories.edition(
        session,
        of=factories.fair(session, kind=kind, territory=territory),
        **{"starts_at": starts_at, "ends_at": starts_at + 2 * AN_HOUR} | values,
    )
    for family in families.split():
        factories.participant(session, row, family=family)
    return row


@pytest.mark.parametrize(
    ("other", "competes"),
    [
        ({}, True),
        ({"starts_at": MORNING}, True),  # the same day
        ({"starts_at": factories.FAIR_DAY.replace(hour=17) + timedelta(days=1)}, False),
        ({"territory": "Là-bas"}, False),
        ({"kind": "fair"}, False),
        ({"kind": "fair", "families": "ess"}, False),
        ({"kind": "fair", "families": "ess public"}, True),
        ({"opened_at": None}, False),
        ({"cancelled_at": NOW}, False),
    ],
)
def test_same_territory_same_day_and_a_public_alike(
    session: Session, other: dict[str, Any], competes: bool
) -> None:
    mine, theirs = edition(session, "ess public"), edition(session, **other)
    assert rivals.of_edition(session, mine, NOW) == ((theirs,) if competes else ())


def test_a_night_that_reaches_into_the_next_day_overlaps_what_begins_there(session: Session) -> None:
    night = edition(
        session,
        starts_at=factories.FAIR_DAY.replace(hour=21),
        ends_at=factories.FAIR_DAY.replace(hour=23) + 3 * AN_HOUR,
    )
    early = edition(session, starts_at=factories.FAIR_DAY.replace(hour=23) + AN_HOUR)
    assert rivals.of_edition(session, night, NOW) == (early,)


def test_what_is_over_or_off_has_no_rivals(session: Session) -> None:
    mine = edition(session)
    edition(session)
    assert rivals.of_edition(session, mine, mine.ends_at) == ()
    mine.cancelled_at = NOW
    assert rivals.of_edition(session, mine, NOW) == ()


def test_what_a_date_would_compete_with_is_known_before_it_is_set(session: Session) -> None:
    mine, theirs = edition(session, starts_at=MORNING + timedelta(days=9)), edition(session)
    edition(session, territory="Là-bas")
    then = theirs.starts_at
    assert rivals.of_edition(session, mine, NOW) == ()
    assert rivals.at(session, mine, then - AN_HOUR, then + AN_HOUR, NOW) == (theirs,)
    assert rivals.at(session, mine, mine.starts_at, mine.ends_at, NOW) == ()
