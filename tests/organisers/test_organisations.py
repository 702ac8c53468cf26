"""The pages on which duplicate organisations are merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from fairs.models import Account, Listing, Membership, Merger, Organisation
from tests import factories
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant
    from tests.organisers.conftest import Desk


@pytest.fixture
def twins(session: Session, edition: Edition) -> tuple[Participant, Participant]:
    zoe = factories.participant(session, edition, name="Zoé", organisation="La Recyclerie")
    ali = factories.participant(session, edition, name="Ali", organisation="Recyclerie SCOP")
    ali.organisation.pitch = "Nous réparons vraiment tout."
    for person in (zoe, ali):
        person.organisation.listings = [
            Listing(side="offer", cooperation="flow", text=f"De {person.name}", position=0)
        ]
    session.flush()
    return zoe, ali


def entries(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Organisation)) or 0


def test_a_pair_is_proposed_compared_merged_and_undone(
    desk: Desk, session: Session, edition: Edition, twins: tuple[Participant, Participant]
) -> None:
    here = f"/o/{edition.slug}/organisations"
    zoe, ali = twins
    assert "the same name, in the same town" in desk.words(here)
    elder, younger = sorted((zoe.organisation, ali.organisation), key=lambda one: (one.created_at, one.id))
    pair = f"{here}/{elder.id}/{younger.id}"
    compared = desk.words(pair)
    assert "De Zoé" in compared
    assert "Nous réparons vraiment tout." in compared
    answer = desk.post(
        pair,
        name="elder" if elder is zoe.organisation else "younger",
        pitch="younger" if younger is ali.organisation else "elder",
        listing=[str(listing.id) for one in (elder, younger) for listing in one.listings],
    )
    assert answer.location == here
    session.expire_all()
    assert (entries(session), zoe.organisation_id == ali.organisation_id) == (1, True)
    assert (zoe.organisation.name, zoe.organisation.pitch) == (
        "La Recyclerie",
        "Nous réparons vraiment tout.",
    )
    assert {listing.text for listing in zoe.organisation.listings} == {"De Zoé", "De Ali"}
    listed = desk.words(here)
    assert "They are one now." in listed
    assert "No organisation stands here twice" in listed
    merger = session.scalars(select(Merger)).one()
    assert desk.post(f"{here}/merged/{merger.id}/undo").location == here
    session.expire_all()
    assert (entries(session), zoe.organisation.name, ali.organisation.name) == (
        2,
        "La Recyclerie",
        "Recyclerie SCOP",
    )


def test_too_many_offers_are_told_and_what_was_ticked_stays(
    desk: Desk, session: Session, edition: Edition, twins: tuple[Participant, Participant]
) -> None:
    zoe, ali = twins
    zoe.organisation.listings += [
        Listing(side="offer", cooperation="flow", text=f"n° {n}", position=n) for n in range(1, 9)
    ]
    session.flush()
    ticked = [str(listing.id) for listing in zoe.organisation.listings]
    answer = desk.post(
        f"/o/{edition.slug}/organisations/{zoe.organisation.id}/{ali.organisation.id}", listing=ticked
    )
    assert answer.status_code == 422
    assert "Name at most 8, the most important first." in words(answer)
    assert answer.text.count("checked") >= 9
    assert entries(session) == 2


@pytest.mark.abuse(4)
def test_abuse_04_organisations_of_other_fairs_are_neither_shown_nor_merged(
    desk: Desk,
    other_desk: Desk,
    session: Session,
    edition: Edition,
    twins: tuple[Participant, Participant],
) -> None:
    stranger = factories.edition(session)
    theirs = factories.participant(session, stranger, organisation="La Recyclerie").organisation
    mine = twins[0].organisation
    here = f"/o/{edition.slug}/organisations"
    assert desk.words(here).count("La Recyclerie") == 1
    for pair in (f"{here}/{mine.id}/{theirs.id}", f"{here}/{theirs.id}/{mine.id}", f"{here}/{mine.id}/x"):
        assert desk.get(pair).status_code == 404
        assert desk.post(pair).status_code == 404
    assert other_desk.get(here).status_code == 404
    assert entries(session) == 3


@pytest.mark.abuse(2)
def test_abuse_02_whoever_only_looks_on_at_a_fair_decides_nothing_about_its_people(
    desk: Desk, session: Session, edition: Edition, twins: tuple[Participant, Participant]
) -> None:
    watched = factories.edition(session)
    factories.participant(session, watched).organisation = twins[1].organisation
    account = session.scalars(select(Account)).one()
    (own,) = account.memberships
    other = Membership(fair=watched.fair, role="viewer")
    account.memberships.append(other)
    session.flush()
    here = f"/o/{edition.slug}/organisations"
    assert "No organisation stands here twice" in desk.words(here)
    other.role = "organiser"
    session.flush()
    assert "the same name, in the same town" in desk.words(here)
    own.role = "viewer"
    session.flush()
    pair = f"{here}/{twins[0].organisation_id}/{twins[1].organisation_id}"
    assert desk.post(pair).status_code in {403, 404}
    assert session.scalars(select(Merger)).all() == []
