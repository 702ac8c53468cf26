"""Choosing whom to meet: one press of a button, and back to the same card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.models import Interest
from fairs.participants.wishing import FRAGMENT
from tests import factories
from tests.visiting import counted, me, words

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant
    from tests.visiting import Visitor


@pytest.fixture
def edition(session: Session) -> Edition:
    return factories.edition(session)


@pytest.fixture
def zoe(visitor: Visitor, edition: Edition) -> Participant:
    """Somebody who takes part, and has entered."""
    person = factories.participant(visitor.session, edition, name="Zoé", organisation="Lin")
    visitor.enter(person)
    return person


def wishes(session: Session) -> list[tuple[object, ...]]:
    rows = session.execute(select(Interest.wisher_id, Interest.wished_id, Interest.level, Interest.message))
    return [tuple(row) for row in rows]


def test_one_press_declares_a_wish(visitor: Visitor, edition: Edition, zoe: Participant) -> None:
    ali = factories.participant(visitor.session, edition)
    address = me(edition, f"/wish/{ali.id}?back=find&search=re%20cyc&family=ess&page=2")
    answer = visitor.post(address, level="must", message=" Vos palettes ")
    assert answer.location == me(edition, f"/find?search=re+cyc&family=ess&page=2#person-{ali.id}")
    assert wishes(visitor.session) == [(zoe.id, ali.id, "must", "Vos palettes")]


def test_the_card_shows_what_is_wished_and_takes_it_back(
    visitor: Visitor, edition: Edition, zoe: Participant
) -> None:
    ali = factories.participant(visitor.session, edition)
    visitor.post(me(edition, f"/wish/{ali.id}"), level="would", message="Vos palettes")
    page = visitor.get(me(edition, "/find")).text
    assert 'value="none" class="wish-level wish-would" aria-pressed="true"' in page
    assert ">Vos palettes</textarea>" in page
    visitor.post(me(edition, f"/wish/{ali.id}"), level="none")
    assert wishes(visitor.session) == []
    assert zoe.takes_part


def test_wishes_are_listed_the_most_wanted_first(
    visitor: Visitor, edition: Edition, zoe: Participant
) -> None:
    for level in ("never", "open", "would", "must"):
        other = factories.participant(visitor.session, edition, organisation=f"For {level}")
        factories.interest(visitor.session, zoe, other, level)
    page = words(visitor.get(me(edition, "/wishes")))
    places = [page.index(f"For {level}") for level in ("must", "would", "open", "never")]
    assert places == sorted(places)


def test_without_wishes_the_page_says_how_to_begin(
    visitor: Visitor, edition: Edition, zoe: Participant
) -> None:
    page = visitor.get(me(edition, "/wishes"))
    assert "Those whom you wish to meet will stand here" in words(page)
    assert me(edition, "/find") in page.text
    assert zoe.takes_part


@pytest.mark.usefixtures("zoe")
def test_oneself_and_those_of_ones_own_organisation_are_not_to_be_chosen(
    visitor: Visitor, edition: Edition
) -> None:
    factories.participant(visitor.session, edition, organisation="Scierie")
    page = words(visitor.get(me(edition, "/find")))
    assert "All 1" in page
    assert "Scierie" in page


@pytest.mark.usefixtures("zoe")
@pytest.mark.abuse(21)
def test_a_script_gets_the_one_card_anew_and_needs_the_secret_too(visitor: Visitor, edition: Edition) -> None:
    ali = factories.participant(visitor.session, edition)
    address = me(edition, f"/wish/{ali.id}?back=find")
    scripted = {"Accept": FRAGMENT}
    visitor.session.commit()
    assert visitor.client.post(address, data={"level": "must"}, headers=scripted).status_code == 400
    typed = {"level": "must", "message": "Palettes", "csrf_token": visitor.form_token()}
    answer = visitor.client.post(address, data=typed, headers=scripted)
    assert answer.status_code == 200
    assert answer.text.strip().startswith("<form")
    assert f'action="{address}"' in answer.text
    assert ">Palettes</textarea>" in answer.text
    assert answer.text.count('aria-pressed="true"') == 1


@pytest.mark.usefixtures("zoe")
@pytest.mark.abuse(3)
def test_nobody_of_another_edition_can_be_wished(visitor: Visitor, edition: Edition) -> None:
    stranger = factories.participant(visitor.session, factories.edition(visitor.session))
    assert visitor.post(me(edition, f"/wish/{stranger.id}"), level="must").status_code == 404
    assert visitor.post(me(edition, "/wish/not-an-id"), level="must").status_code == 404
    assert wishes(visitor.session) == []


@pytest.mark.abuse(3)
def test_nobody_wishes_in_somebody_elses_name(visitor: Visitor, edition: Edition, zoe: Participant) -> None:
    ali, mia = (factories.participant(visitor.session, edition) for _ in range(2))
    visitor.post(me(edition, f"/wish/{ali.id}"), level="must", wisher_id=mia.id, edition_id="x")
    assert wishes(visitor.session) == [(zoe.id, ali.id, "must", "")]


@pytest.mark.usefixtures("zoe")
@pytest.mark.abuse(13)
def test_the_way_back_leads_to_our_own_pages_alone(visitor: Visitor, edition: Edition) -> None:
    ali = factories.participant(visitor.session, edition)
    for back in ("https://evil.example", "//evil.example", "profile", "find?x"):
        answer = visitor.post(me(edition, f"/wish/{ali.id}?back={back}"), level="open")
        assert answer.location == me(edition, f"/find#person-{ali.id}")


@pytest.mark.usefixtures("zoe")
def test_a_level_that_does_not_exist_changes_nothing(visitor: Visitor, edition: Edition) -> None:
    ali = factories.participant(visitor.session, edition)
    assert visitor.post(me(edition, f"/wish/{ali.id}"), level="love").status_code == 303
    assert wishes(visitor.session) == []


@pytest.mark.usefixtures("zoe")
def test_once_wishes_are_closed_it_says_so(visitor: Visitor, edition: Edition) -> None:
    ali = factories.participant(visitor.session, edition)
    edition.wishes_closed_at = factories.NOW
    answer = visitor.post(me(edition, f"/wish/{ali.id}"), level="must")
    assert "Wishes are closed" in words(visitor.get(answer.location))
    assert "wish-level" not in visitor.get(me(edition, "/find")).text
    assert wishes(visitor.session) == []


def test_who_waits_for_approval_sees_nobody_yet(visitor: Visitor, edition: Edition) -> None:
    waiting = factories.participant(visitor.session, edition, state="confirmed", approved_at=None)
    factories.participant(visitor.session, edition, organisation="Hidden", listed=False)
    visitor.enter(waiting)
    page = words(visitor.get(me(edition, "/find")))
    assert "as soon as the organiser has approved your registration" in page
    assert "Hidden" not in page


@pytest.mark.usefixtures("zoe")
def test_people_are_searched_by_what_they_offer_and_need(visitor: Visitor, edition: Edition) -> None:
    for name in ("Palettes réparées", "Conseil"):
        person = factories.participant(visitor.session, edition, organisation=name)
        person.organisation.pitch = f"Nous faisons: {name}"
    page = words(visitor.get(me(edition, "/find?search=REPAREES")))
    assert ("Palettes réparées" in page, "Conseil" in page) == (True, False)
    assert "Nobody answers to that" in words(visitor.get(me(edition, "/find?search=%22nothing")))


@pytest.mark.usefixtures("zoe")
def test_a_long_list_is_shown_by_pages(visitor: Visitor, edition: Edition) -> None:
    for number in range(51):
        factories.participant(visitor.session, edition, organisation=f"House {number:02}")
    first, last = (words(visitor.get(me(edition, f"/find?page={page}"))) for page in (1, 99))
    assert ("House 00" in first, "House 50" in first, "Page 1 of 2" in first) == (True, False, True)
    assert ("House 00" in last, "House 50" in last, "Page 2 of 2" in last) == (False, True, True)


@pytest.mark.parametrize("page", ["/find", "/wishes"])
def test_longer_lists_ask_no_more_of_the_database(
    app: Flask, visitor: Visitor, edition: Edition, zoe: Participant, page: str
) -> None:
    def one_more() -> None:
        other = factories.participant(visitor.session, edition)
        factories.interest(visitor.session, zoe, other)
        visitor.session.commit()

    one_more()
    address = me(edition, page)
    visitor.get(address)
    with_one = counted(app, lambda: visitor.client.get(address))
    one_more()
    one_more()
    assert counted(app, lambda: visitor.client.get(address)) == with_one
