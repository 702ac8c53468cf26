"""Which organisations may be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.queries.duplicates import normal, pairs
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Organisation

NAMES = {
    "Association La Recyclerie du Lavoir": "recyclerie lavoir",
    "la recyclerie  du lavoir (SCOP)": "recyclerie lavoir",
    "S.A.R.L. L’Œuvre d’Été": "oeuvre ete",
    "Ðorđe & Fils": "ðorđe fils",
    "SCOP": "scop",  # nothing else is left of it
    "集会": "集会",
}


def organisation(session: Session, edition: Edition, name: str, **values: str) -> Organisation:
    found = factories.participant(session, edition, organisation=name).organisation
    for key, value in values.items():
        setattr(found, key, value)
    session.flush()
    return found


def test_names_are_compared_without_accents_case_and_legal_forms() -> None:
    assert {name: normal(name) for name in NAMES} == NAMES


def test_the_same_siret_or_the_same_name_in_the_same_town_is_proposed(session: Session) -> None:
    edition = factories.edition(session)
    first = organisation(session, edition, "La Recyclerie", siret="12345678900011", created_at=NOW)
    second = organisation(session, edition, "Recyclerie SCOP", town="saint aubin")
    third = organisation(session, edition, "Ressourcerie", siret="12345678900011", town="Ailleurs")
    organisation(session, edition, "La Recyclerie", town="Ailleurs")
    organisation(session, edition, "La Recyclerie", town="")
    found = pairs(session, [edition.fair_id])
    assert {frozenset((pair.elder.id, pair.younger.id)): pair.why for pair in found} == {
        frozenset((first.id, second.id)): "name",
        frozenset((first.id, third.id)): "siret",
    }


def test_what_belongs_to_fairs_of_others_too_is_left_alone(session: Session) -> None:
    mine, other = factories.edition(session), factories.edition(session)
    organisation(session, mine, "Recyclerie")
    shared = organisation(session, mine, "La Recyclerie")
    organisation(session, other, "Recyclerie")
    assert len(pairs(session, [mine.fair_id])) == 1
    factories.participant(session, other).organisation = shared
    session.flush()
    assert pairs(session, [mine.fair_id]) == []
    assert len(pairs(session, [mine.fair_id, other.fair_id])) == 2
