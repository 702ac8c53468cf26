from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from fairs import events
from fairs.domain import registrations, tokens
from fairs.domain.registrations import Application
from fairs.models import Mail, Participant
from fairs.outbox import record
from tests import factories
from tests.delivery.conftest import BASE_URL, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from sqlalchemy.orm import Session

    from fairs.models.account import Purpose
    from tests.delivery.conftest import Town


def tell(town: Town, kind: type[events.Event], language: str, state: str, **values: Any) -> EmailMessage:
    """Let something have happened to Zoé, who is in a state and reads a language; the mail she gets."""
    with town.sessions.begin() as session:
        zoe = town.person_in(session, "Zoé")
        zoe.language, zoe.state = language, state  # type: ignore[assignment] # as parametrized
        record(session, kind(zoe.edition_id, participant_id=zoe.id, **values), town.time())
    town.run_all()
    (mail,) = town.mails()
    return mail


def link(town: Town, purpose: Purpose, path: str = "p") -> str:
    """The link that Zoé's mails have: it is the same each time."""
    with town.sessions() as session:
        return f"{BASE_URL}/{path}/" + tokens.issue(
            session, purpose, town.people["Zoé"], factories.SECRET, town.time()
        )


@pytest.mark.pains(52)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("kind", "state", "purpose"),
    [
        (events.RegistrationReceived, "received", "confirm"),
        (events.RegistrationRepeated, "received", "confirm"),
        (events.RegistrationRepeated, "confirmed", "personal"),
        (events.RegistrationRepeated, "approved", "personal"),
        (events.RegistrationConfirmed, "confirmed", "personal"),
        (events.RegistrationApproved, "approved", "personal"),
        (events.PersonalLinkAsked, "confirmed", "personal"),
        (events.AddressCorrected, "received", "confirm"),
        (events.AddressCorrected, "approved", "personal"),
    ],
)
def test_each_mail_holds_its_link_in_both_languages(
    town: Town, kind: type[events.Event], state: str, purpose: Purpose, language: str
) -> None:
    mail = tell(town, kind, language, state)
    address = link(town, purpose)
    assert address in words(mail)
    assert f'href="{address}"' in words(mail, "html")
    assert f'<html lang="{language}">' in words(mail, "html")
    assert mail["Reply-To"].addresses[0].addr_spec == "bonjour@boucles.example"
    title = {"fr": "Salon de mars", "en": "March fair"}[language]
    assert title in mail["Subject"]
    assert mail["From"].addresses[0].display_name == title


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("kind", "state", "values", "said"),
    [
        (events.RegistrationDeclined, "declined", {"words": "Complet.\nÀ bientôt."}, "Complet.\nÀ bientôt."),
        (events.RegistrationRepeated, "declined", {}, ""),
        (events.ParticipantWithdrew, "withdrawn", {"takes_effect": True}, f"{BASE_URL}/e/"),
    ],
)
def test_who_is_out_gets_no_key(
    town: Town, kind: type[events.Event], state: str, values: dict[str, Any], said: str, language: str
) -> None:
    mail = tell(town, kind, language, state, **values)
    assert said in words(mail)
    assert "/p/" not in words(mail) + words(mail, "html")


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (events.RegistrationReceived, "confirmed"),
        (events.RegistrationConfirmed, "approved"),
        (events.RegistrationApproved, "withdrawn"),
        (events.PersonalLinkAsked, "withdrawn"),
    ],
)
def test_what_is_no_longer_so_is_not_said(town: Town, kind: type[events.Event], state: str) -> None:
    with town.sessions.begin() as session:
        zoe = town.person_in(session, "Zoé")
        zoe.state = state  # type: ignore[assignment] # as parametrized
        record(session, kind(zoe.edition_id, participant_id=zoe.id), town.time())
    assert town.run_all() == 1
    assert town.mails() == []
    assert {delivery.state for delivery in town.deliveries()} == {"done"}


@pytest.mark.abuse(22)
def test_abuse_22_nothing_typed_in_becomes_markup_of_a_mail(town: Town) -> None:
    nasty = "<script>alert(1)</script>{{ 7 * 7 }}%(x)s"
    with town.sessions.begin() as session:
        town.person_in(session, "Zoé").name = nasty
    mail = tell(town, events.RegistrationDeclined, "en", "declined", words=nasty)
    assert "<script>" not in words(mail, "html")
    assert words(mail).count(nasty) == 2
    assert "49" not in words(mail)


def test_from_a_form_to_the_approval_each_step_brings_one_mail(town: Town) -> None:
    application = Application("Scierie du Haut-Bois", "Bo", "bo@scierie.example", "en", listed=True)

    def only(session: Session) -> Participant:
        return session.scalars(select(Participant).filter_by(email="bo@scierie.example")).one()

    steps: list[Callable[[Session], None]] = [
        lambda session: registrations.register(session, town.edition_in(session), application, town.time()),
        lambda session: registrations.confirm(session, only(session), town.time()),
        lambda session: registrations.register(session, town.edition_in(session), application, town.time()),
        lambda session: registrations.approve(session, only(session), town.time()),
        lambda session: registrations.withdraw(session, only(session), town.time()),
    ]
    for step in steps:
        with town.sessions.begin() as session:
            step(session)
        town.time.pass_by(seconds=1)
        town.run_all()
    assert [mail["Subject"] for mail in town.mails()] == [
        "One press of a button, and you are registered: March fair",
        "Your address is confirmed: March fair",
        "You are already registered: March fair",
        "You take part: March fair",
        "You have withdrawn: March fair",
    ]


def test_a_mail_is_noted_with_its_delivery(town: Town) -> None:
    tell(town, events.PersonalLinkAsked, "fr", "approved")
    (delivery,) = town.deliveries()
    with town.sessions() as session:
        row = session.scalars(select(Mail)).one()
        assert (row.delivery_id, row.message_id, row.edition_id, row.recipient, row.sent_at) == (
            delivery.id,
            f"<{delivery.id}@fairs.example>",
            town.edition_id,
            "zoe@org.example",
            town.time(),
        )


@pytest.mark.parametrize(
    ("language", "formerly"), [("fr", "jeudi 4 mars 2027"), ("en", "Thursday 4 March 2027")]
)
def test_who_is_told_of_a_new_date_reads_both(town: Town, language: str, formerly: str) -> None:
    former = {"started_at": "2027-03-04T08:00:00+00:00", "ended_at": "2027-03-04T16:00:00+00:00"}
    mail = tell(town, events.MoveAnnounced, language, "approved", **former)
    for part in ("plain", "html"):
        assert f"{formerly}, 09:00–17:00" in words(mail, part)
        assert link(town, "personal") in words(mail, part)
