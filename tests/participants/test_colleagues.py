"""The page of colleagues, and the page on which one leaves and a colleague comes instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import tokens
from fairs.models import Participant
from tests import factories
from tests.factories import NOW
from tests.visiting import SECRET, me, words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.visiting import Visitor

INES = {"name": "Inês Gonçalves", "email": "ines@org.example", "role": "", "language": "en"}


@pytest.fixture
def zoe(session: Session) -> Participant:
    return factories.participant(session, factories.edition(session), name="Zoé", organisation="Recyclerie")


def edition_of(person: Participant) -> Edition:
    return person.edition


def test_a_colleague_is_brought_along_and_confirms_by_mail(
    visitor: Visitor, session: Session, zoe: Participant
) -> None:
    here = me(edition_of(zoe), "/colleagues")
    visitor.enter(zoe)
    assert "So far you come alone." in words(visitor.get(here))
    assert visitor.post(here, **INES).location == here
    assert "Inês Gonçalves · has not confirmed the address yet" in words(visitor.get(here))
    ines = session.scalars(select(Participant).filter_by(email="ines@org.example")).one()
    raw = tokens.issue(session, "confirm", ines.id, SECRET, NOW)
    session.commit()
    assert "Confirm my registration" in words(visitor.get(f"/p/{raw}"))
    assert visitor.post(f"/p/{raw}").location == me(edition_of(zoe))
    session.expire_all()
    assert ines.state == "confirmed"


def test_what_is_typed_wrong_is_told_and_stays(visitor: Visitor, zoe: Participant) -> None:
    visitor.enter(zoe)
    answer = visitor.post(me(edition_of(zoe), "/colleagues"), **INES | {"email": "ines"})
    assert answer.status_code == 422
    assert "This does not look like an e-mail address" in words(answer)
    assert 'value="Inês Gonçalves"' in answer.text


def test_the_profile_is_shared_and_the_directory_names_the_organisation_once(
    visitor: Visitor, session: Session, zoe: Participant
) -> None:
    ali = factories.participant(session, edition_of(zoe), name="Ali")
    ali.organisation = zoe.organisation
    typed = {
        "name": "Ali",
        "organisation": "La Recyclerie",
        "family": "ess",
        "language": "fr",
        "reminders": "dates",
        "listed": "y",
    }
    visitor.enter(ali).post(me(edition_of(zoe), "/profile"), **typed)
    session.expire_all()
    assert (zoe.organisation.name, zoe.name) == ("La Recyclerie", "Zoé")
    directory = words(visitor.get(f"/e/{edition_of(zoe).slug}/directory"))
    assert directory.count("La Recyclerie") == 1


def test_leaving_to_a_new_person(visitor: Visitor, session: Session, zoe: Participant) -> None:
    here = me(edition_of(zoe), "/withdraw")
    visitor.enter(zoe)
    assert "Who comes instead of you?" in words(visitor.get(here))
    assert visitor.post(here, instead="new", sure="y", **INES).location == f"/e/{edition_of(zoe).slug}"
    session.expire_all()
    assert (zoe.name, zoe.state) == ("Inês Gonçalves", "approved")
    assert visitor.get(me(edition_of(zoe))).status_code == 303  # the door is shut
    raw = tokens.issue(session, "confirm", zoe.id, SECRET, NOW)
    session.commit()
    assert "Take the place over" in words(visitor.get(f"/p/{raw}"))
    visitor.post(f"/p/{raw}")
    session.expire_all()
    assert zoe.confirmed_at == NOW
    assert "Inês Gonçalves" in words(visitor.get(me(edition_of(zoe))))


def test_leaving_to_a_colleague_who_takes_part(visitor: Visitor, session: Session, zoe: Participant) -> None:
    ali = factories.participant(session, edition_of(zoe), name="Ali")
    ali.organisation = zoe.organisation
    factories.interest(session, zoe, factories.participant(session, edition_of(zoe)))
    visitor.enter(zoe)
    here = me(edition_of(zoe), "/withdraw")
    assert "Ali, who takes part already" in words(visitor.get(here))
    answer = visitor.post(here, instead=str(ali.id), sure="y", name="", email="", language="fr")
    assert answer.status_code == 303
    assert "You have withdrawn. Ali has your wishes and meetings." in words(visitor.get(answer.location))
    session.expire_all()
    assert zoe.state == "withdrawn"


@pytest.mark.abuse(3)
def test_abuse_03_nobody_leaves_wishes_to_a_stranger(
    visitor: Visitor, session: Session, zoe: Participant
) -> None:
    stranger = factories.participant(session, edition_of(zoe))
    visitor.enter(zoe)
    answer = visitor.post(me(edition_of(zoe), "/withdraw"), instead=str(stranger.id), sure="y", language="fr")
    assert answer.status_code == 422
    session.expire_all()
    assert zoe.state == "approved"


def test_a_colleague_typed_in_and_not_chosen_is_not_forgotten(
    visitor: Visitor, session: Session, zoe: Participant
) -> None:
    visitor.enter(zoe)
    answer = visitor.post(me(edition_of(zoe), "/withdraw"), instead="nobody", sure="y", **INES)
    assert answer.status_code == 422
    assert "You named a colleague below" in words(answer)
    session.expire_all()
    assert zoe.state == "approved"
