"""Two entries of one organisation become one, and two again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import inspect, select

from fairs.domain.merging import merge, undo
from fairs.errors import Refused
from fairs.models import DomainEvent, Listing, Merger, Organisation, Participant
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from fairs.models import Edition

DAY = timedelta(days=1)


@pytest.fixture
def edition(session: Session) -> Edition:
    return factories.edition(session)


def twins(session: Session, edition: Edition) -> tuple[Organisation, Organisation]:
    zoe = factories.participant(session, edition, name="Zoé", organisation="La Recyclerie")
    ali = factories.participant(session, edition, name="Ali", organisation="RECYCLERIE (asso)")
    ali.organisation.pitch, ali.organisation.siret = "Nous réparons tout.", "12345678900011"
    zoe.organisation.listings = [
        Listing(side="offer", cooperation="flow", text="Bois", position=0),
        Listing(side="need", cooperation="skill", text="Un menuisier", position=0),
    ]
    ali.organisation.listings = [
        Listing(side="offer", cooperation="flow", text="bois ", position=0),
        Listing(side="offer", cooperation="public", text="Stages", position=1),
    ]
    session.flush()
    return zoe.organisation, ali.organisation


def everything(session: Session) -> list[dict[str, Any]]:
    """All rows that a merging touches."""
    session.flush()
    session.expire_all()
    return [
        {column.key: getattr(row, column.key) for column in inspect(table).column_attrs}
        for table in (Organisation, Listing, Participant)
        for row in session.scalars(select(table).order_by(table.id))
    ]


def ids(*organisations: Organisation) -> set[uuid.UUID]:
    return {listing.id for one in organisations for listing in one.listings}


def test_people_and_listings_move_and_the_chosen_words_stay(session: Session, edition: Edition) -> None:
    kept, gone = twins(session, edition)
    merge(session, edition, kept, gone, {"pitch": gone.pitch, "siret": gone.siret}, ids(kept, gone), NOW)
    session.expire_all()
    (one,) = session.scalars(select(Organisation)).all()
    assert (one.id, one.name, one.pitch, one.siret) == (
        kept.id,
        "La Recyclerie",
        "Nous réparons tout.",
        "12345678900011",
    )
    assert {(listing.side, listing.text, listing.position) for listing in one.listings} == {
        ("offer", "Bois", 0),
        ("offer", "Stages", 1),
        ("need", "Un menuisier", 0),
    }
    people = session.scalars(select(Participant))
    assert {person.name: person.organisation_id for person in people} == {"Zoé": kept.id, "Ali": kept.id}
    assert session.scalars(select(DomainEvent.kind)).all() == ["OrganisationsMerged"]


def test_for_a_day_it_can_be_undone_and_all_is_exactly_as_it_was(session: Session, edition: Edition) -> None:
    kept, gone = twins(session, edition)
    before = everything(session)
    merger = merge(session, edition, kept, gone, {"name": "Autre", "town": "Ailleurs"}, set(), NOW)
    assert everything(session) != before
    for _ in range(2):  # the button pressed twice
        undo(session, edition, merger, NOW + DAY - timedelta(seconds=1))
    assert everything(session) == before
    kinds = session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)).all()
    assert kinds == ["OrganisationsMerged", "OrganisationsParted"]


def test_after_a_day_it_stays_and_what_was_kept_for_it_is_forgotten(
    session: Session, edition: Edition
) -> None:
    kept, gone = twins(session, edition)
    merger = merge(session, edition, kept, gone, {}, set(), NOW)
    with pytest.raises(Refused, match="more than a day ago"):
        undo(session, edition, merger, NOW + DAY)
    _, other = twins(session, edition)
    merge(session, edition, kept, other, {}, set(), NOW + DAY)
    session.expire_all()
    assert session.get_one(Merger, merger.id).before == {}


def test_who_came_since_stays_with_the_one_that_remained(session: Session, edition: Edition) -> None:
    kept, gone = twins(session, edition)
    merger = merge(session, edition, kept, gone, {}, set(), NOW)
    mia = factories.participant(session, edition, name="Mia")
    mia.organisation = kept
    session.flush()
    undo(session, edition, merger, NOW)
    people = session.scalars(select(Participant))
    assert {person.name: person.organisation.name for person in people} == {
        "Zoé": "La Recyclerie",
        "Mia": "La Recyclerie",
        "Ali": "RECYCLERIE (asso)",
    }


def test_a_chain_of_mergings_is_undone_from_its_end(session: Session, edition: Edition) -> None:
    first, second = twins(session, edition)
    third, _ = twins(session, edition)
    before = everything(session)
    one = merge(session, edition, first, second, {}, set(), NOW)
    other = merge(session, edition, third, first, {}, set(), NOW)
    with pytest.raises(Refused, match="undo that first"):
        undo(session, edition, one, NOW)
    undo(session, edition, other, NOW)
    undo(session, edition, one, NOW)
    assert everything(session) == before


def test_too_many_offers_are_refused_and_nothing_is_changed(session: Session, edition: Edition) -> None:
    kept, gone = twins(session, edition)
    gone.listings += [
        Listing(side="offer", cooperation="flow", text=f"n° {n}", position=n) for n in range(2, 10)
    ]
    session.flush()
    before = everything(session)
    with pytest.raises(Refused, match="at most 8"):
        merge(session, edition, kept, gone, {}, ids(kept, gone), NOW)
    assert everything(session) == before
