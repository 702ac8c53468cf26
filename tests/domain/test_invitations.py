"""Who is invited registers where others cannot, and each seat is taken once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fairs.domain import invitations, registrations
from fairs.domain.invitations import Guest
from fairs.domain.registrations import Application
from fairs.errors import Refused
from fairs.models import DomainEvent, Edition, Invitation, Participant
from fairs.models.engine import open_engine
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Iterable

APPLICATION = Application(
    organisation="Scierie du Haut-Bois",
    name="Ana Bon",
    email="ana@scierie.example",
    language="fr",
    listed=True,
)
HOUR = timedelta(hours=1)


def group(session: Session, edition: Edition, seats: int) -> Invitation:
    return invitations.invite_group(
        session, edition, "Les scieries", seats, None, approves=True, expires_at=None, now=NOW
    )


def happened(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)))


def states(session: Session) -> list[str]:
    return sorted(session.scalars(select(Participant.state)))


def test_whose_invitation_was_mailed_to_the_address_is_in_at_once(session: Session) -> None:
    edition = factories.edition(session, invitation_only=True)
    invitation = invitations.invite(session, edition, Guest("Ana@Scierie.example", "Ana Bon"), NOW)
    assert invitation is not None
    registrations.register(session, edition, APPLICATION, NOW, invitation)
    assert states(session) == ["approved"]
    assert (invitation.used, invitations.holds(invitation, NOW)) == (1, False)
    assert happened(session) == ["PersonInvited", "RegistrationConfirmed", "RegistrationApproved"]


def test_whoever_uses_the_invitation_of_another_proves_their_own_address(session: Session) -> None:
    edition = factories.edition(session)
    invitation = invitations.invite(session, edition, Guest("somebody@else.example"), NOW)
    registrations.register(session, edition, APPLICATION, NOW, invitation)
    assert states(session) == ["received"]


@pytest.mark.abuse(39)
def test_abuse_39_the_same_form_twice_is_no_second_use_of_an_invitation(session: Session) -> None:
    edition = factories.edition(session, invitation_only=True)
    invitation = invitations.invite(session, edition, Guest("ana@scierie.example"), NOW)
    for _ in range(2):
        registrations.register(session, edition, replace(APPLICATION, form_key="k"), NOW, invitation)
    assert happened(session).count("RegistrationConfirmed") == 1
    assert "RegistrationRepeated" not in happened(session)


def test_nobody_is_written_to_twice(session: Session) -> None:
    edition = factories.edition(session)
    factories.participant(session, edition, email="zoe@org.example")
    guests = [Guest("zoe@org.example"), Guest("ana@scierie.example"), Guest("ANA@scierie.example")]
    assert [bool(invitations.invite(session, edition, guest, NOW)) for guest in guests] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("how", ["revoked", "over", "used"])
def test_an_invitation_that_holds_no_more_opens_nothing(session: Session, how: str) -> None:
    edition = factories.edition(session, invitation_only=True)
    invitation = group(session, edition, seats=1)
    if how == "revoked":
        invitations.revoke(session, invitation, NOW)
    elif how == "over":
        invitation.expires_at = NOW
    else:
        registrations.register(
            session, edition, replace(APPLICATION, email="first@org.example"), NOW, invitation
        )
    with pytest.raises(Refused, match="Only those who are invited"):
        registrations.register(session, edition, APPLICATION, NOW, invitation)


def test_the_seats_of_a_group_are_given_once_each_however_many_press_at_once(database_url: str) -> None:
    engine = open_engine(database_url)
    with Session(engine) as session, session.begin():
        edition = factories.edition(session, invitation_only=True)
        edition_id, invitation_id = edition.id, group(session, edition, seats=3).id
    start = Barrier(8)

    def come(number: int) -> bool:
        with Session(engine) as session:
            edition = session.get_one(Edition, edition_id)
            invitation = session.get_one(Invitation, invitation_id)
            session.rollback()
            start.wait(30)
            one = replace(APPLICATION, email=f"person.{number}@org.example")
            try:
                with session.begin():
                    registrations.register(session, edition, one, NOW, invitation)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(8) as crowd:
        came = list(crowd.map(come, range(8)))
    with Session(engine) as session:
        used = session.get_one(Invitation, invitation_id).used
        people = len(session.scalars(select(Participant.id)).all())
    engine.dispose()
    assert (came.count(True), used, people) == (3, 3, 3)


@pytest.mark.pains(40)
def test_an_exception_reopens_registration_for_that_person_alone(session: Session) -> None:
    edition = factories.edition(session, registration_closed_at=NOW)
    for words in ("Please.", "Please! The train was late."):
        invitations.ask_exception(session, edition, APPLICATION, words, NOW)
    (asked,) = session.scalars(select(Invitation))
    assert (asked.words, asked.label) == ("Please! The train was late.", "Scierie du Haut-Bois, Ana Bon")
    assert asked.filled_in["organisation"] == "Scierie du Haut-Bois"
    assert not invitations.holds(asked, NOW)
    with pytest.raises(Refused, match="is closed"):
        registrations.register(session, edition, APPLICATION, NOW, asked)
    invitations.grant(session, asked, NOW)
    invitations.grant(session, asked, NOW)  # the button pressed twice
    registrations.register(session, edition, APPLICATION, NOW + HOUR, asked)
    assert states(session) == ["approved"]
    with pytest.raises(Refused, match="is closed"):
        registrations.register(session, edition, replace(APPLICATION, email="other@org.example"), NOW)
    assert _count(happened(session), ("ExceptionAsked", "ExceptionGranted")) == [1, 1]


def test_an_exception_that_is_refused_is_told_with_a_word_and_stays_so(session: Session) -> None:
    edition = factories.edition(session, registration_closed_at=NOW)
    invitations.ask_exception(session, edition, APPLICATION, "", NOW)
    (asked,) = session.scalars(select(Invitation))
    invitations.refuse(session, asked, " The hall is full. ", NOW)
    with pytest.raises(Refused, match="answered already"):
        invitations.grant(session, asked, NOW)
    session.flush()
    refused = session.scalars(select(DomainEvent).filter_by(kind="ExceptionRefused")).one()
    assert refused.payload["words"] == "The hall is full."


def test_a_personal_invitation_opens_no_closed_edition(session: Session) -> None:
    edition = factories.edition(session)
    invitation = invitations.invite(session, edition, Guest("ana@scierie.example"), NOW)
    edition.registration_closed_at = NOW
    with pytest.raises(Refused, match="is closed"):
        registrations.register(session, edition, APPLICATION, NOW, invitation)


def _count(kinds: list[str], wanted: Iterable[str]) -> list[int]:
    return [kinds.count(kind) for kind in wanted]
