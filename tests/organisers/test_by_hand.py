"""The page on which an organiser registers somebody who calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.models import DomainEvent, Participant
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk

TYPED = {
    "family": "ess",
    "organisation": "Ferme du Gué",
    "name": "Ðorđe O'Brien-Łukasiewicz",
    "email": "dorde@ferme.example",
    "language": "fr",
}


def test_who_calls_is_registered_and_gets_the_mail_to_confirm(
    desk: Desk, session: Session, edition: Edition
) -> None:
    assert "Register somebody" in desk.words(f"/o/{edition.slug}/people")
    there = desk.post(f"/o/{edition.slug}/people/new", **TYPED).location
    someone = session.scalars(select(Participant)).one()
    assert there == f"/o/{edition.slug}/people/{someone.id}"
    assert "A mail is on its way to dorde@ferme.example, with a button to confirm." in desk.words(there)
    event = session.scalars(select(DomainEvent).filter_by(kind="RegistrationReceived")).one()
    assert event.actor.startswith("account:")
    assert "registered Ðorđe O'Brien-Łukasiewicz" in desk.words(f"/o/{edition.slug}/journal")


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(desk: Desk, edition: Edition) -> None:
    answer = desk.post(
        f"/o/{edition.slug}/people/new", **TYPED | {"email": "dorde(at)ferme", "town": "x" * 201}
    )
    assert answer.status_code == 422
    assert "At most 200 signs, please." in words(answer)
    assert 'value="Ðorđe O&#39;Brien-Łukasiewicz"' in answer.text
    assert 'value="dorde(at)ferme"' in answer.text
