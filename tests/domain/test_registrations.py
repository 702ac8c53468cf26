from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import registrations
from fairs.domain.registrations import Application
from fairs.errors import Refused
from fairs.models import DomainEvent, Participant
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

APPLICATION = Application(
    organisation="Scierie coopérative du Haut-Bois",
    name="Ðorđe O'Brien-Łukasiewicz",
    email="Dorde@Scierie.example",
    language="fr",
    listed=True,
    family="ess",
    consent_wording="Mon organisation peut figurer dans l'annuaire public.",
)


def happened(session: Session) -> list[str]:
    return list(session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)))


def only(session: Session) -> Participant:
    return session.scalars(select(Participant)).one()


def test_registering_keeps_what_was_typed_and_awaits_the_proof_of_the_address(session: Session) -> None:
    edition = factories.edition(session)
    registrations.register(session, edition, APPLICATION, NOW)
    person = only(session)
    assert (person.name, person.email, person.state, person.listed) == (
        "Ðorđe O'Brien-Łukasiewicz",
        "dorde@scierie.example",
        "received",
        True,
    )
    assert person.organisation.name == "Scierie coopérative du Haut-Bois"
    assert person.consent_wording == APPLICATION.consent_wording
    assert happened(session) == ["RegistrationReceived"]


def test_a_known_address_is_told_so_and_nothing_changes(session: Session) -> None:
    edition = factories.edition(session)
    person = factories.participant(session, edition, email="dorde@scierie.example", name="Dorde")
    registrations.register(session, edition, APPLICATION, NOW)
    assert (only(session).name, person.state) == ("Dorde", "approved")
    assert happened(session) == ["RegistrationRepeated"]


def test_until_the_address_is_proven_the_newest_form_counts(session: Session) -> None:
    edition = factories.edition(session)
    registrations.register(session, edition, APPLICATION, NOW)
    registrations.register(session, edition, replace(APPLICATION, name="Đorđe"), NOW)
    assert only(session).name == "Đorđe"
    assert happened(session) == ["RegistrationReceived", "RegistrationReceived"]


def test_who_withdrew_may_register_again(session: Session) -> None:
    edition = factories.edition(session)
    person = factories.participant(
        session, edition, email="dorde@scierie.example", state="withdrawn", left_at=NOW
    )
    registrations.register(session, edition, APPLICATION, NOW)
    assert (person.state, person.left_at, person.approved_at) == ("received", None, None)


def test_a_closed_edition_says_so(session: Session) -> None:
    edition = factories.edition(session, registration_closed_at=NOW)
    with pytest.raises(Refused, match="closed"):
        registrations.register(session, edition, APPLICATION, NOW)
    assert session.scalars(select(Participant)).all() == []


def test_an_address_that_is_none_is_refused_at_its_field(session: Session) -> None:
    edition = factories.edition(session)
    with pytest.raises(Refused) as refusal:
        registrations.register(session, edition, replace(APPLICATION, email="scierie.example"), NOW)
    assert refusal.value.field == "email"


def test_confirming_twice_is_confirming_once(session: Session) -> None:
    person = factories.participant(session, factories.edition(session), state="received")
    registrations.confirm(session, person, NOW)
    registrations.confirm(session, person, NOW)
    assert (person.state, person.confirmed_at) == ("confirmed", NOW)
    assert happened(session) == ["RegistrationConfirmed"]


def test_an_edition_may_approve_by_itself(session: Session) -> None:
    person = factories.participant(
        session, factories.edition(session, approves_itself=True), state="received"
    )
    registrations.confirm(session, person, NOW)
    assert person.state == "approved"
    assert happened(session) == ["RegistrationConfirmed", "RegistrationApproved"]


def test_nobody_is_approved_whose_address_is_not_proven(session: Session) -> None:
    person = factories.participant(session, factories.edition(session), state="received", name="Zoé")
    with pytest.raises(Refused, match="Zoé cannot be approved yet"):
        registrations.approve(session, person, NOW)


def test_declining_carries_words_and_can_be_taken_back(session: Session) -> None:
    person = factories.participant(session, factories.edition(session), state="confirmed")
    registrations.decline(session, person, " Complet cette année. ", NOW)
    assert (person.state, person.left_at) == ("declined", NOW)
    registrations.approve(session, person, NOW)
    assert (person.state, person.left_at) == ("approved", None)


def test_withdrawing_says_whether_the_grid_must_heed_it(session: Session) -> None:
    edition = factories.edition(session)
    taking_part = factories.participant(session, edition)
    waiting = factories.participant(session, edition, state="confirmed")
    for person in (taking_part, waiting, taking_part):
        registrations.withdraw(session, person, NOW)
    session.flush()
    payloads = session.scalars(select(DomainEvent.payload).order_by(DomainEvent.seq)).all()
    assert payloads == [
        {"participant_id": str(taking_part.id), "takes_effect": True},
        {"participant_id": str(waiting.id), "takes_effect": False},
    ]


def test_asking_for_the_link_answers_known_and_unknown_alike(session: Session) -> None:
    edition = factories.edition(session)
    factories.participant(session, edition, email="zoe@recyclerie.example")
    factories.participant(session, edition, email="new@recyclerie.example", state="received")
    for email in ("nobody@recyclerie.example", "ZOE@recyclerie.example", "new@recyclerie.example"):
        registrations.ask_personal_link(session, edition, email, NOW)
    assert happened(session) == ["PersonalLinkAsked", "RegistrationReceived"]
