"""Organisers register people by hand, who prove their address themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fairs.domain import registrations
from fairs.domain.by_hand import write_down
from fairs.domain.registrations import Application, Reply
from fairs.errors import Refused
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SAID = Application(
    organisation="Ferme du Gué",
    name="Ðorđe O'Brien-Łukasiewicz",
    email=" Dorde@Ferme.example ",
    language="fr",
    listed=False,
    family="ess",
    town="Saint-Aubin",
)


@pytest.mark.parametrize("closed", [{}, {"registration_closed_at": NOW}, {"invitation_only": True}], ids=str)
def test_who_is_written_down_proves_the_address_and_is_in(session: Session, closed: dict[str, Any]) -> None:
    edition = factories.edition(session, **closed)
    someone = write_down(session, edition, SAID, NOW)
    assert (someone.state, someone.email, someone.name, someone.listed) == (
        "received",
        "dorde@ferme.example",
        "Ðorđe O'Brien-Łukasiewicz",
        False,
    )
    assert (someone.organisation.name, someone.family.slug if someone.family else "") == (
        "Ferme du Gué",
        "ess",
    )
    registrations.confirm(session, someone, NOW)
    assert (someone.state, edition.taken) == ("approved", 1)


def test_where_all_places_are_taken_they_wait_as_others_do(session: Session) -> None:
    edition = factories.edition(session, capacity=1)
    factories.participant(session, edition)
    someone = write_down(session, edition, SAID, NOW)
    registrations.confirm(session, someone, NOW)
    assert someone.state == "waitlisted"


def test_written_down_again_the_newest_words_count(session: Session) -> None:
    edition = factories.edition(session)
    first = write_down(session, edition, SAID, NOW)
    again = write_down(session, edition, replace(SAID, town="Ailleurs"), NOW)
    assert (again, again.organisation.town) == (first, "Ailleurs")


def test_to_a_meetup_they_bring_guests(session: Session) -> None:
    edition = factories.edition(session, of=factories.fair(session, kind="meetup"))
    someone = write_down(session, edition, replace(SAID, reply=Reply("yes", 2)), NOW)
    registrations.confirm(session, someone, NOW)
    assert edition.taken == 3


def test_who_is_there_already_and_what_is_over_is_told(session: Session) -> None:
    edition = factories.edition(session)
    there = factories.participant(session, edition)
    with pytest.raises(Refused, match="already") as refusal:
        write_down(session, edition, replace(SAID, email=there.email), NOW)
    assert refusal.value.field == "email"
    with pytest.raises(Refused, match="is over"):
        write_down(session, edition, SAID, edition.ends_at + timedelta(minutes=1))
