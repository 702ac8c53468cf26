"""The page of colleagues, and the page on which one leaves and a colleague comes instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select

from fairs.domain import tokens
from fairs.models import ColleagueAsked, Participant, Substitute
from tests import factories
from tests.factories import NOW
from tests.visiting import SECRET, me, words

if TYPE_CHECKING:
    from collections.abc import Callable

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
    waits = "Inês Gonçalves · a mail went to ines@org.example on 1 March and waits"
    assert waits in words(visitor.get(here))
    ines = session.scalars(select(Participant).filter_by(email="ines@org.example")).one()
    raw = tokens.issue(session, "confirm", ines.id, SECRET, NOW)
    session.commit()
    assert "Confirm my registration" in words(visitor.get(f"/p/{raw}"))
    assert visitor.post(f"/p/{raw}").location == me(edition_of(zoe))
    session.expire_all()
    assert ines.state == "confirmed"
    assert "Inês Gonçalves · waits for the organiser" in words(visitor.enter(zoe).get(here))


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


def test_leaving_to_a_new_person(
    visitor: Visitor, browser: Callable[[], Visitor], session: Session, zoe: Participant
) -> None:
    here = me(edition_of(zoe), "/withdraw")
    visitor.enter(zoe)
    assert "Who comes instead of you?" in words(visitor.get(here))
    assert visitor.post(here, instead="new", sure="y", **INES).location == me(edition_of(zoe))
    assert "Inês Gonçalves is asked to come instead of you" in words(visitor.get(me(edition_of(zoe))))
    session.expire_all()
    assert (zoe.name, zoe.state) == ("Zoé", "approved")
    asked = session.scalars(select(Substitute)).one()
    raw = tokens.issue(session, "substitute", asked.id, SECRET, NOW)
    ines = browser()
    assert "Would you come instead of Zoé?" in words(ines.get(f"/p/{raw}"))
    assert ines.post(f"/p/{raw}").location == me(edition_of(zoe))
    assert "Inês Gonçalves" in words(ines.get(me(edition_of(zoe))))
    assert visitor.get(me(edition_of(zoe))).status_code == 303, "the door is shut"
    assert ines.get(f"/p/{raw}").status_code == 404
    session.expire_all()
    assert (zoe.name, zoe.state, zoe.confirmed_at) == ("Inês Gonçalves", "approved", NOW)


def test_who_comes_after_all_keeps_the_place(visitor: Visitor, session: Session, zoe: Participant) -> None:
    home = me(edition_of(zoe))
    visitor.enter(zoe).post(f"{home}/withdraw", instead="new", sure="y", **INES)
    asked = session.scalars(select(Substitute)).one()
    raw = tokens.issue(session, "substitute", asked.id, SECRET, NOW)
    assert visitor.post(f"{home}/withdraw/keep").location == home
    page = words(visitor.get(home))
    assert "Nobody is asked any more: the place is yours, as before." in page
    assert "is asked to come instead" not in page
    assert visitor.get(f"/p/{raw}").status_code == 404


@pytest.mark.abuse(11)
def test_abuse_11_nothing_tells_whether_an_address_is_registered(
    visitor: Visitor, session: Session, zoe: Participant
) -> None:
    """Not the answer, not the list of colleagues, not the page of who has named somebody to come instead."""
    edition = edition_of(zoe)
    factories.participant(session, edition, email="known@org.example")
    factories.participant(session, edition, email="gone@org.example", state="withdrawn")
    visitor.enter(zoe)
    told = []
    for email in ("known@org.example", "gone@org.example", "no@body.example"):
        typed = INES | {"email": email}
        answers = [
            visitor.post(me(edition, "/colleagues"), **typed),
            visitor.get(me(edition, "/colleagues")),
            visitor.post(me(edition, "/withdraw"), instead="new", sure="y", **typed),
            visitor.get(me(edition)),
            visitor.get(me(edition, "/withdraw")),
        ]
        told.append([(one.status_code, words(one).replace(email, "…")) for one in answers])
        session.execute(delete(ColleagueAsked))
    assert told[0] == told[1] == told[2]


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
