"""The gates of an edition, moved by hand while their dates strike."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from fairs.domain import editions
from fairs.domain.editions import EditionSettings
from fairs.models import Edition
from fairs.models.engine import open_engine
from tests import factories
from tests.factories import NOW


def test_a_date_moved_at_the_moment_it_strikes_opens_what_it_closed(database_url: str) -> None:
    """The organiser's page was read before the clock closed registration, and is sent after it."""
    engine = open_engine(database_url)
    with Session(engine, expire_on_commit=False) as organiser, Session(engine) as clock:
        edition = factories.edition(organiser, registration_closes_at=NOW)
        organiser.commit()
        editions.close_registration(clock, clock.get_one(Edition, edition.id), NOW, by_date=True)
        clock.commit()
        later = EditionSettings(NOW + timedelta(hours=1), None, approves_itself=False, repairs_itself=True)
        editions.change_settings(organiser, edition, later, NOW)
        organiser.commit()
        assert clock.get_one(Edition, edition.id).registration_open(NOW)
    engine.dispose()
