"""The page on which a fair begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.models import Edition, Fair
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.organisers.conftest import Desk

TYPED = {
    "name": "Salon du bois",
    "kind": "meetup",
    "network": "Réseau Bois",
    "territory": "Vallée",
    "language": "fr",
    "accent": "#2f6f62",
    "starts_at": "2027-06-10T18:00",
    "ends_at": "2027-06-10T20:00",
    "timezone": "Indian/Reunion",
    "venue": "Scierie",
    "address": "1 chemin Vert",
    "contact_name": "Ali",
    "contact_email": "ali@bois.example",
}


def test_a_fair_is_created_and_its_texts_come_next(desk: Desk, session: Session, edition: Edition) -> None:
    form = desk.get("/o/new")
    assert f'value="{edition.fair.network}"' in form.text  # as the newest of their editions has it
    assert 'value="2027-05-24T09:00"' in form.text
    answer = desk.post("/o/new", **TYPED)
    assert answer.location == "/o/salon-du-bois-2027-06/texts"
    fair = session.scalars(select(Fair).filter_by(slug="salon-du-bois")).one()
    assert (fair.kind, fair.editions[0].starts_at.isoformat()) == ("meetup", "2027-06-10T14:00:00+00:00")
    assert "Salon du bois" in desk.words("/o")


def test_what_is_wrong_is_told_at_once_at_each_field_and_nothing_is_lost(
    desk: Desk, session: Session
) -> None:
    answer = desk.post("/o/new", **TYPED | {"timezone": "Paris", "accent": "#ffff00", "name": ""})
    said = words(answer)
    assert answer.status_code == 422
    assert "There are 3 things to mend" in said
    assert "Choose a time zone by its town" in said
    assert "too pale to be seen on white" in said
    assert 'value="Scierie"' in answer.text
    assert session.scalars(select(Fair.name)).all() == ["Salon des boucles locales"]


@pytest.mark.abuse(6)
def test_abuse_06_what_the_form_does_not_ask_for_is_ignored(desk: Desk, session: Session) -> None:
    desk.post("/o/new", **TYPED, slug="admin", opened_at="2027-01-01", role="owner", taken="7")
    made = session.scalars(select(Edition).filter_by(slug="salon-du-bois-2027-06")).one()
    assert (made.opened_at, made.taken) == (None, 0)
