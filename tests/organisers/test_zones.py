"""The page on which the time zone of an edition is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import factories
from tests.factories import FAIR_DAY
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk


@pytest.mark.pains(8)
def test_it_asks_what_shall_stay_and_tells_what_follows_first(
    desk: Desk, session: Session, edition: Edition
) -> None:
    here = f"/o/{edition.slug}/zone"
    factories.participant(session, edition)
    typed = {"timezone": "Indian/Reunion"}
    assert desk.post(here, **typed).status_code == 422  # nothing is chosen beforehand

    read = desk.post(here, **typed, kept="instants")

    assert (
        "It takes place on Thursday 18 March 2027, 12:00–20:00 by the clocks of that zone, "
        "09:00–17:00 by those of the former one." in words(read)
    )
    assert "1 person who is registered gets a mail." in words(read)
    assert edition.timezone == "Europe/Paris"

    assert desk.post(here, **typed, kept="instants", sure="1").location == f"/o/{edition.slug}/settings"
    assert (edition.timezone, edition.starts_at) == ("Indian/Reunion", FAIR_DAY.replace(hour=8))
