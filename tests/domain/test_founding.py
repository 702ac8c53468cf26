"""A fair begins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from fairs.domain import slugs
from fairs.domain.founding import FairPlan, Identity, found, rename
from fairs.domain.moving import WhenAndWhere
from fairs.errors import Refused
from fairs.models import Account, DomainEvent, Fair
from fairs.queries import families
from tests import factories
from tests.factories import FAIR_DAY, NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PLAN = FairPlan(
    name=" L’Été des Sœurs ",
    kind="fair",
    network="Les Boucles de la Vère",
    territory="Vallée de la Vère",
    language="fr",
    accent="#B4552D",
    timezone="Europe/Paris",
    contact_name="Maïwenn",
    contact_email="bonjour@boucles.example",
    first=WhenAndWhere(FAIR_DAY.replace(hour=8), FAIR_DAY.replace(hour=16), "Halle", "1 place Haute"),
)


@pytest.fixture
def account(session: Session) -> Account:
    account = Account(email="m@boucles.example", name="Maïwenn", language="fr", created_at=NOW)
    session.add(account)
    session.flush()
    return account


def test_who_begins_a_fair_owns_it_and_its_first_edition_is_a_draft(
    session: Session, account: Account
) -> None:
    edition = found(session, account, PLAN, NOW)
    fair = edition.fair
    assert (fair.slug, fair.name, fair.accent) == ("l-ete-des-soeurs", "L’Été des Sœurs", "#b4552d")
    assert (edition.slug, edition.phase(NOW)) == ("l-ete-des-soeurs-2027-03", "draft")
    assert [(text.language, text.title) for text in edition.texts] == [("fr", "L’Été des Sœurs")]
    assert len(families.of_edition(session, edition)) == 6
    session.refresh(account)
    assert [(membership.fair_id, membership.role) for membership in account.memberships] == [
        (fair.id, "owner")
    ]


@pytest.mark.abuse(39)
def test_abuse_39_a_form_sent_twice_begins_one_fair(session: Session, account: Account) -> None:
    assert found(session, account, PLAN, NOW) is found(session, account, PLAN, NOW)
    assert session.scalar(select(func.count()).select_from(Fair)) == 1


def test_a_namesake_of_somebody_else_gets_another_address(session: Session, account: Account) -> None:
    found(session, account, PLAN, NOW)
    other = Account(email="a@vere.example", name="Ali", language="fr", created_at=NOW)
    session.add(other)
    session.flush()
    edition = found(session, other, PLAN, NOW)
    assert (edition.fair.slug, edition.slug) == ("l-ete-des-soeurs-2", "l-ete-des-soeurs-2-2027-03")


NAMES = {
    "Ðorđe O'Brien-Łukasiewicz": "or-e-o-brien-ukasiewicz",
    "Salon « Æther » n° 3 !": "salon-aether-n-3",
    "集会": "fair",
    "new": "new-2",
    "a" * 200: "a" * 40,
}


def test_any_name_becomes_an_address(session: Session) -> None:
    assert {name: slugs.of_fair(session, name) for name in NAMES} == NAMES


WRONG = [
    (replace(PLAN, name=" "), "name"),
    (replace(PLAN, name="n" * 201), "name"),
    (replace(PLAN, network=""), "network"),
    (replace(PLAN, language="xx"), "language"),
    (replace(PLAN, timezone="Paris"), "timezone"),
    (replace(PLAN, timezone="../etc/passwd"), "timezone"),
    (replace(PLAN, accent="red; }"), "accent"),
    (replace(PLAN, contact_email="bonjour"), "contact_email"),
    (replace(PLAN, first=replace(PLAN.first, ends_at=NOW)), "ends_at"),
]


def test_what_cannot_be_is_refused_at_its_field(session: Session, account: Account) -> None:
    for wrong, field in WRONG:
        with pytest.raises(Refused) as refusal:
            found(session, account, wrong, NOW)
        assert refusal.value.field == field


def test_a_colour_that_nobody_sees_is_refused_with_the_nearest_that_one_does(
    session: Session, account: Account
) -> None:
    with pytest.raises(Refused, match="The nearest that can be seen is #a68c00"):
        found(session, account, replace(PLAN, accent="#ffd800"), NOW)


IDENTITY = Identity(
    name=" Salon du bois ",
    network="Réseau Bois",
    territory="Vallée haute",
    language="en",
    accent="#2F6F62",
    contact_name="Ali",
    contact_email="ali@bois.example",
)


def test_a_fair_is_called_otherwise_everywhere_and_keeps_its_address(session: Session) -> None:
    edition = factories.edition(session)
    slug = edition.fair.slug
    rename(session, edition, IDENTITY, NOW)
    rename(session, edition, IDENTITY, NOW)  # the button pressed twice
    fair = edition.fair
    assert (fair.slug, fair.name, fair.network, fair.territory, fair.language, fair.accent) == (
        slug,
        "Salon du bois",
        "Réseau Bois",
        "Vallée haute",
        "en",
        "#2f6f62",
    )
    session.flush()
    told = session.scalars(select(DomainEvent).filter_by(kind="EditionChanged")).one()
    assert told.payload == {"changed": "name network territory language accent contact"}


def test_who_answers_changes_for_what_is_to_come_and_had_the_same_people(session: Session) -> None:
    edition = factories.edition(session)
    fair = edition.fair
    later = factories.edition(session, of=fair, ends_at=FAIR_DAY.replace(hour=20))
    over = factories.edition(session, of=fair, starts_at=NOW.replace(day=1, hour=1), ends_at=NOW)
    others = factories.edition(session, of=fair, contact_name="La mairie")
    rename(session, edition, IDENTITY, NOW)
    assert [one.contact_name for one in (edition, later, over, others)] == [
        "Ali",
        "Ali",
        "Réseau des Boucles",
        "La mairie",
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "  "),
        ("network", "x" * 201),
        ("language", "de"),
        ("accent", "#ffff00"),
        ("contact_email", "nobody"),
    ],
)
def test_what_a_fair_cannot_be_called_is_refused_at_its_field(
    session: Session, field: str, value: str
) -> None:
    edition = factories.edition(session)
    with pytest.raises(Refused) as refusal:
        rename(session, edition, replace(IDENTITY, **{field: value}), NOW)
    assert refusal.value.field == field
