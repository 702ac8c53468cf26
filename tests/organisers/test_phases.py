"""Phases moved by hand from the state of an edition, once it was read what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk


def test_back_to_a_draft_while_nobody_registered(desk: Desk, session: Session, edition: Edition) -> None:
    here = f"/o/{edition.slug}"
    assert "Make it a draft again" in desk.words(here)
    assert desk.post(f"{here}/draft").location == here
    assert edition.opened_at is None
    edition.opened_at = NOW
    factories.participant(session, edition, state="received")
    state = desk.words(here)
    assert "Make it a draft again" not in state
    assert "One person has registered: it stays public." in state
    assert "1 person who has not confirmed the address still can." in state
    assert desk.post(f"{here}/draft").status_code == 409


def test_what_has_not_begun_has_no_button_to_end_it(desk: Desk, edition: Edition) -> None:
    assert "Only an edition that has begun can end." in desk.words(f"/o/{edition.slug}/end")
    assert "This edition is not over." in desk.words(f"/o/{edition.slug}/resume")
    assert desk.post(f"/o/{edition.slug}/end").status_code == 409


def test_on_the_day_it_is_under_way_ends_and_goes_on(desk: Desk, session: Session, edition: Edition) -> None:
    edition.starts_at, edition.ends_at = NOW, NOW.replace(hour=16)
    here = f"/o/{edition.slug}"
    factories.participant(session, edition)
    assert "It is under way until Monday 1 March 2027, 17:00." in desk.words(here)
    assert "1 person who takes part reads on their page that it is over." in desk.words(f"{here}/end")
    assert desk.post(f"{here}/end").location == here
    assert edition.ends_at == NOW
    assert "It has been over since Monday 1 March 2027, 10:00." in desk.words(here)
    assert 'value="2027-03-01T17:00"' in desk.get(f"{here}/resume").text  # as it was to end
    late = desk.post(f"{here}/resume", ends_at="2027-03-01T09:00")
    assert (late.status_code, "This lies in the past." in words(late)) == (422, True)
    assert desk.post(f"{here}/resume", ends_at="2027-03-01T17:00").location == here
    assert edition.phase(NOW) == "live"
