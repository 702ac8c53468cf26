"""Several people of one organisation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import registrations, waiting, wishes
from fairs.domain.colleagues import AT_MOST, Colleague, bring
from fairs.domain.registrations import Application
from fairs.errors import NotFound, Refused
from fairs.models import DomainEvent, Participant
from fairs.queries import colleagues as reads
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ALI = Colleague("Ali Ben", " Ali@Org.example ", "Acheteur", "en")


def known(session: Session) -> Participant:
    return session.scalars(select(Participant).filter_by(email="ali@org.example")).one()


def happened(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)))


def test_a_colleague_belongs_to_the_same_organisation_and_takes_a_place_of_their_own(
    session: Session,
) -> None:
    edition = factories.edition(session, capacity=2, approves_itself=True)
    zoe = factories.participant(session, edition, email_shown=True)
    bring(session, zoe, ALI, NOW)
    ali = known(session)
    assert (ali.organisation, ali.family, ali.guest_of_id) == (zoe.organisation, zoe.family, zoe.id)
    assert (ali.state, ali.name, ali.role, ali.language) == ("received", "Ali Ben", "Acheteur", "en")
    assert (ali.listed, ali.email_shown) == (True, False)
    assert edition.taken == 1
    registrations.confirm(session, ali, NOW)
    assert (ali.state, edition.taken, zoe.family and zoe.family.taken) == ("approved", 2, 2)
    assert list(reads.of(session, zoe)) == [ali]


def test_when_all_places_are_taken_a_colleague_waits_like_everybody(session: Session) -> None:
    edition = factories.edition(session, capacity=1, approves_itself=True)
    zoe = factories.participant(session, edition)
    bring(session, zoe, ALI, NOW)
    registrations.confirm(session, known(session), NOW)
    assert list(waiting.in_order(session, edition)) == [known(session)]


@pytest.mark.abuse(11)
def test_abuse_11_whether_an_address_is_known_is_told_to_that_address_alone(session: Session) -> None:
    edition = factories.edition(session)
    zoe = factories.participant(session, edition)
    other = factories.participant(session, edition, email="ali@org.example")
    bring(session, zoe, ALI, NOW)
    assert (other.organisation_id == zoe.organisation_id, other.state) == (False, "approved")
    assert happened(session) == ["RegistrationRepeated"]


def test_who_left_can_be_brought_back_and_the_form_sent_twice_is_heard_once(session: Session) -> None:
    edition = factories.edition(session)
    zoe = factories.participant(session, edition)
    former = factories.participant(session, edition, email="ali@org.example", state="withdrawn")
    for _ in range(2):
        bring(session, zoe, ALI, NOW)
    assert (former.organisation_id, former.state) == (zoe.organisation_id, "received")
    assert happened(session) == ["ColleagueBrought", "RegistrationRepeated"]


def test_what_cannot_be_is_refused(session: Session) -> None:
    edition = factories.edition(session)
    zoe = factories.participant(session, edition, email="zoe@org.example")
    for wrong, field in (
        (replace(ALI, name=" "), "name"),
        (replace(ALI, email="ali"), "email"),
        (replace(ALI, email="zoe@org.example"), "email"),
        (replace(ALI, language="xx"), "language"),
    ):
        with pytest.raises(Refused) as refusal:
            bring(session, zoe, wrong, NOW)
        assert refusal.value.field == field
    for number in range(AT_MOST - 1):
        bring(session, zoe, replace(ALI, email=f"ali.{number}@org.example"), NOW)
    with pytest.raises(Refused, match="10 people at most"):
        bring(session, zoe, ALI, NOW)
    edition.registration_closed_at = NOW
    session.flush()
    with pytest.raises(Refused, match="Registration for this edition is closed"):
        bring(session, zoe, ALI, NOW)


def test_colleagues_are_not_laid_into_meetings_with_each_other(session: Session) -> None:
    edition = factories.edition(session)
    zoe, ali = factories.participant(session, edition), factories.participant(session, edition)
    ali.organisation = zoe.organisation
    session.flush()
    with pytest.raises(NotFound):
        wishes.declare(session, zoe, ali, "must", "", NOW)


@pytest.mark.abuse(3)
def test_abuse_03_a_stranger_with_a_colleague_s_address_writes_on_nobody_s_organisation(
    session: Session,
) -> None:
    """Whoever registers has proven nothing yet: what others share is out of reach."""
    edition = factories.edition(session)
    zoe = factories.participant(session, edition, organisation="Recyclerie")
    bring(session, zoe, ALI, NOW)
    evil = Application("Evil Corp", "Mallory", "ali@org.example", "fr", listed=True)
    registrations.register(session, edition, evil, NOW)
    assert zoe.organisation.name == "Recyclerie"
    assert known(session).organisation.name == "Evil Corp"
