"""Mails with ways in: a link and a code, an address to be proven, an invitation to a team."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import address_changes, registrations, sign_ins, teams, tokens
from fairs.models import Account, Follower, Knock
from tests import factories
from tests.delivery.conftest import BASE_URL
from tests.delivery.test_registration_mails import words

if TYPE_CHECKING:
    from tests.delivery.conftest import Town

SECRET = factories.SECRET


@pytest.mark.pains(50)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_organiser_gets_a_link_and_a_code_to_sign_in(town: Town, language: str) -> None:
    with town.sessions.begin() as session:
        factories.organiser(
            session, town.edition_in(session).fair, email="maiwenn@boucles.example", language=language
        )
        sign_ins.ask(session, "Maiwenn@boucles.example ", "", town.time())
    town.run_all()
    (mail,) = town.mails()
    with town.sessions() as session:
        knock = session.scalars(select(Knock)).one()
        secret = tokens.issue(session, "sign_in", knock.id, SECRET, town.time())
    code = sign_ins.code_of(knock, SECRET)
    spaced = f"{code[:3]} {code[3:]}"
    assert f"{BASE_URL}/in/{secret}" in words(mail)
    assert f'href="{BASE_URL}/in/{secret}"' in words(mail, "html")
    assert (spaced in words(mail), spaced in words(mail, "html"), spaced in mail["Subject"]) == (True,) * 3
    assert (mail["Reply-To"], mail["From"].addresses[0].display_name) == (None, "Maillage")


def test_who_takes_part_gets_one_too_and_strangers_get_none(town: Town) -> None:
    with town.sessions.begin() as session:
        sign_ins.ask(session, "mia@org.example", "", town.time())
        sign_ins.ask(session, "no@body.example", "", town.time())
    town.run_all()
    (mail,) = town.mails()
    assert mail["To"].addresses[0].addr_spec == "mia@org.example"
    assert "Hello Mia," in words(mail)


def test_who_only_follows_gets_one_in_the_language_they_chose(town: Town) -> None:
    with town.sessions.begin() as session:
        fair = town.edition_in(session).fair
        session.add(Follower(fair=fair, email="lou@org.example", language="fr", asked_at=town.time()))
        session.flush()
        sign_ins.ask(session, "lou@org.example", sign_ins.OWN_DATA, town.time())
    town.run_all()
    (mail,) = town.mails()
    assert mail["To"].addresses[0].addr_spec == "lou@org.example"
    assert words(mail).startswith("Bonjour,")


def test_what_was_used_meanwhile_is_not_mailed_any_more(town: Town) -> None:
    with town.sessions.begin() as session:
        knock = sign_ins.ask(session, "mia@org.example", "", town.time())
        raw = tokens.issue(session, "sign_in", knock.id, SECRET, town.time())
        sign_ins.by_link(session, raw, town.time())
    town.run_all()
    assert town.mails() == []


def test_another_address_is_proven_there_and_told_at_the_former_one(town: Town) -> None:
    with town.sessions.begin() as session:
        address_changes.ask(session, "mia@org.example", "Mia@New.example", "en", town.time())
    town.run_all()
    (proof,) = town.mails()
    assert proof["To"].addresses[0].addr_spec == "mia@new.example"
    found = re.search(rf"{BASE_URL}/in/address/(\S+)", words(proof))
    assert found
    town.forget_mails()
    with town.sessions.begin() as session:
        address_changes.prove(session, found[1], town.time())
        assert town.person_in(session, "Mia").email == "mia@new.example"
    town.run_all()
    mails = {mail["To"].addresses[0].addr_spec: words(mail) for mail in town.mails()}
    assert set(mails) == {"mia@org.example", "mia@new.example"}
    assert "Another address was proven in place of this one." in mails["mia@org.example"]
    assert "/p/" not in mails["mia@org.example"]
    assert "mia@new.example" not in mails["mia@org.example"], "whoever reads there need not know"
    assert re.search(rf"Salon|March fair: {BASE_URL}/p/\S+", mails["mia@new.example"])


@pytest.mark.parametrize(("known", "hello"), [(True, "Bonjour Gwenaëlle"), (False, "Bonjour,")])
def test_an_invitation_says_who_asks_for_what_and_what_one_may_do(
    town: Town, known: bool, hello: str
) -> None:
    with town.sessions.begin() as session:
        edition = town.edition_in(session)
        owner = factories.organiser(session, edition.fair)
        if known:
            session.add(
                Account(email="g@boucles.example", name="Gwenaëlle", language="fr", created_at=town.time())
            )
        teams.invite(session, edition, owner, "g@boucles.example", "viewer", town.time())
    town.run_all()
    (mail,) = town.mails()
    said = words(mail)
    assert hello in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "Maïwenn Organise" in said
    assert re.search(rf"{BASE_URL}/in/team/\S+", said)
    assert "observ" in said


def test_a_new_personal_link_goes_to_its_owner_alone(town: Town) -> None:
    with town.sessions.begin() as session:
        mia = town.person_in(session, "Mia")
        old = tokens.issue(session, "personal", mia.id, SECRET, town.time())
        registrations.replace_personal_link(session, mia, town.time())
    town.run_all()
    (mail,) = town.mails()
    assert mail["To"].addresses[0].addr_spec == "mia@org.example"
    assert f"{BASE_URL}/p/" in words(mail)
    assert old not in words(mail) + words(mail, "html")
