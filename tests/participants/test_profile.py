"""What somebody says of themselves and of their organisation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from fairs.domain import reminders
from fairs.domain.profiles import reminders_of
from fairs.models import Listing
from tests import factories
from tests.visiting import me, words

if TYPE_CHECKING:
    from fairs.domain.profiles import Reminders
    from fairs.models import Edition, Participant
    from tests.visiting import Visitor

PROFILE: dict[str, Any] = {
    "name": "Zoé Lefèvre",
    "role": "Gérante",
    "language": "en",
    "organisation": "Lin & fils",
    "family": "classic",
    "town": "Saint-Aubin",
    "website": "https://lin.example/été",
    "pitch": "Nous tissons.",
    "offer-0-cooperation": "flow",
    "offer-0-text": "Chutes de lin, 2 t par an",
    "offer-1-cooperation": "skill",
    "offer-1-text": "  ",
    "need-0-cooperation": "public",
    "need-0-text": "Deux apprentis",
    "listed": "y",
}


@pytest.fixture
def edition(visitor: Visitor) -> Edition:
    return factories.edition(visitor.session)


@pytest.fixture
def zoe(visitor: Visitor, edition: Edition) -> Participant:
    person = factories.participant(visitor.session, edition, email_shown=True)
    visitor.enter(person)
    return person


def test_what_is_typed_is_kept(visitor: Visitor, edition: Edition, zoe: Participant) -> None:
    answer = visitor.post(me(edition, "/profile"), **PROFILE)
    assert (answer.status_code, answer.location) == (303, me(edition))
    visitor.session.refresh(zoe)
    organisation = zoe.organisation
    visitor.session.refresh(organisation)
    assert (zoe.name, zoe.role, zoe.language, zoe.listed, zoe.email_shown) == (
        "Zoé Lefèvre",
        "Gérante",
        "en",
        True,
        False,
    )
    assert (organisation.name, organisation.family, organisation.website, organisation.pitch) == (
        "Lin & fils",
        "classic",
        "https://lin.example/été",
        "Nous tissons.",
    )
    assert [(one.side, one.cooperation, one.text) for one in organisation.listings] == [
        ("offer", "flow", "Chutes de lin, 2 t par an"),
        ("need", "public", "Deux apprentis"),
    ]


def test_the_form_holds_what_is_known_and_room_for_more(
    visitor: Visitor, edition: Edition, zoe: Participant
) -> None:
    zoe.organisation.listings = [Listing(side="offer", cooperation="flow", text="Palettes")]
    page = visitor.get(me(edition, "/profile")).text
    assert f'value="{zoe.name}"' in page
    assert page.count('name="offer-') == 2 * 3  # one known and two empty lines, a kind and a text each
    assert "Palettes</textarea>" in page


@pytest.mark.parametrize("chosen", ["none", "dates", "meetings"])
def test_reminders_are_chosen_here(
    visitor: Visitor, edition: Edition, zoe: Participant, chosen: Reminders
) -> None:
    visitor.post(me(edition, "/profile"), **PROFILE, reminders=chosen)
    visitor.session.refresh(zoe)
    assert (reminders_of(zoe), reminders.wanted(zoe)) == (chosen, chosen != "none")
    assert re.search(rf'checked[^>]*value="{chosen}"', visitor.get(me(edition, "/profile")).text)


def test_who_stopped_reminders_can_take_them_up_again(
    visitor: Visitor, edition: Edition, zoe: Participant
) -> None:
    zoe.reminders_stopped_at = factories.NOW
    visitor.session.commit()
    visitor.post(me(edition, "/profile"), **PROFILE, reminders="none")
    visitor.session.refresh(zoe)
    assert zoe.reminders_stopped_at == factories.NOW  # since then
    visitor.post(me(edition, "/profile"), **PROFILE, reminders="dates")
    visitor.session.refresh(zoe)
    assert zoe.reminders_stopped_at is None


def test_faults_are_told_at_their_fields_and_nothing_is_cleared(
    visitor: Visitor, edition: Edition, zoe: Participant
) -> None:
    before = zoe.organisation.name
    typed = PROFILE | {"name": "", "website": "javascript:alert(1)", "offer-0-text": "x" * 301}
    answer = visitor.post(me(edition, "/profile"), **typed)
    assert answer.status_code == 422
    text = words(answer)
    assert "There are 3 things to mend" in text
    assert "What you offer – At most 300 signs, please." in text
    assert "A web address begins with https://" in text
    assert "x" * 301 in answer.text
    assert "Deux apprentis" in answer.text
    visitor.session.refresh(zoe.organisation)
    assert zoe.organisation.name == before


@pytest.mark.abuse(6)
def test_nobody_can_type_themselves_into_a_state(
    visitor: Visitor, edition: Edition, zoe: Participant
) -> None:
    address = zoe.email
    extra = {"state": "withdrawn", "email": "mallory@evil.example", "max_meetings": "99", "id": "1"}
    visitor.post(me(edition, "/profile"), **PROFILE | extra)
    visitor.session.refresh(zoe)
    assert (zoe.state, zoe.email, zoe.max_meetings) == ("approved", address, None)


@pytest.mark.usefixtures("zoe")
def test_mails_and_pages_speak_the_language_that_was_chosen(visitor: Visitor, edition: Edition) -> None:
    visitor.client.delete_cookie("lang")
    visitor.post(me(edition, "/profile"), **PROFILE | {"language": "fr"})
    assert '<html lang="fr">' in visitor.get(me(edition)).text
    visitor.post(me(edition, "/profile"), **PROFILE)
    assert '<html lang="en">' in visitor.get(me(edition)).text
