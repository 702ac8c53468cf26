"""What an organiser does with a meetup: call it off, make its programme, switch speed meetings on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from fairs.domain import activities as verbs
from fairs.domain.activities import Plan, Words
from fairs.models import Activity, Intention
from tests import factories
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk

WORKSHOP = {
    "kind": "workshop",
    "title_fr": "Réparer un vélo",
    "held_on": "2027-03-18",
    "starts_at": "10:00",
    "ends_at": "11:00",
    "room": "L'établi",
    "places": "8",
}


@pytest.fixture
def edition(session: Session) -> Edition:
    return factories.edition(session, of=factories.fair(session, kind="meetup"))


def rooms(desk: Desk, edition: Edition) -> list[str]:
    page = desk.get(f"/o/{edition.slug}/settings").text
    every = ("people", "venue", "wishes", "plan", "grid", "publish", "activities", "messages")
    return [room for room in every if f'href="/o/{edition.slug}/{room}"' in page]


def test_a_meetup_has_no_rooms_of_meetings_until_they_are_switched_on(
    desk: Desk, session: Session, edition: Edition
) -> None:
    assert rooms(desk, edition) == ["people", "activities", "messages"]
    assert desk.post(f"/o/{edition.slug}/meetings?wanted=1").status_code == 303
    assert rooms(desk, edition) == [
        "people",
        "venue",
        "wishes",
        "plan",
        "grid",
        "publish",
        "activities",
        "messages",
    ]
    desk.post(f"/o/{edition.slug}/meetings")
    session.refresh(edition)
    assert edition.speed_meetings is False


def test_they_cannot_be_switched_off_once_agendas_are_out(
    desk: Desk, session: Session, edition: Edition
) -> None:
    edition.speed_meetings, edition.published_at = True, factories.NOW
    assert desk.post(f"/o/{edition.slug}/meetings").status_code == 409
    session.refresh(edition)
    assert edition.speed_meetings is True


def test_a_fair_always_has_them(visitor: Desk, session: Session) -> None:
    fair = factories.edition(session)
    desk = visitor.sign_in(factories.organiser(session, fair.fair))
    assert "plan" in rooms(desk, fair)


def test_cancelling_names_what_follows_and_then_tells_everybody(
    desk: Desk, session: Session, edition: Edition
) -> None:
    for state in ("approved", "confirmed", "received", "withdrawn"):
        factories.participant(session, edition, state=state)
    address = f"/o/{edition.slug}/cancel"
    said = desk.words(address)
    assert "2 people who are registered get a mail with your word." in said
    assert "Cancel, and write to 2 people" in said
    refused = desk.post(address, words=" ", sure="")
    assert (refused.status_code, "Tick this box if you mean it." in words(refused)) == (422, True)
    kept = desk.post(address, words="La halle est fermée.", sure="")
    assert "La halle est fermée." in kept.text
    assert desk.post(address, words="La halle est fermée.", sure="y").status_code == 303
    session.refresh(edition)
    assert (edition.cancelled_at, edition.cancelled_because) == (factories.NOW, "La halle est fermée.")
    assert "This edition is cancelled : La halle est fermée." in desk.words(f"/o/{edition.slug}")
    again = desk.post(address, words="Encore.", sure="y")
    assert (again.status_code, "is cancelled already" in words(again)) == (422, True)


def add(desk: Desk, edition: Edition, **typed: Any) -> Any:
    return desk.post(f"/o/{edition.slug}/activities", **WORKSHOP | typed)


def test_an_activity_is_added_changed_and_taken_out(desk: Desk, session: Session, edition: Edition) -> None:
    assert add(desk, edition).status_code == 303
    activity = session.scalars(select(Activity)).one()
    address = f"/o/{edition.slug}/activities/{activity.id}"
    assert "10:00\N{EN DASH}11:00 Réparer un vélo Workshop L'établi 0 / 8" in desk.words(
        f"/o/{edition.slug}/activities"
    )
    person = factories.participant(session, edition, name="Zoé Lin")
    verbs.sign_up(session, person, activity, factories.NOW)
    assert "Zoé Lin" in desk.words(address)
    assert desk.post(address, **WORKSHOP | {"title_en": "Mending a bike"}).status_code == 303
    assert "Take “Mending a bike” out of the programme?" in desk.words(f"{address}/remove")
    assert "One person is signed up" in desk.words(f"{address}/remove")
    assert desk.post(f"{address}/remove").status_code == 303
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title_fr": ""}, "Give it a title, in one language at least."),
        ({"ends_at": "09:00"}, "The end must come after the start."),
        ({"held_on": "2027-03-19"}, "This lies outside the hours of the edition."),
        ({"places": "0"}, "At least 1, or nothing at all."),
    ],
)
def test_what_cannot_stand_there_is_said_and_kept(
    desk: Desk, session: Session, edition: Edition, typed: dict[str, str], said: str
) -> None:
    answer = add(desk, edition, **typed)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert "L&#39;établi" in answer.text
    assert session.scalars(select(Activity)).all() == []


def test_minutes_are_kept_once_it_has_begun(desk: Desk, session: Session, edition: Edition) -> None:
    edition.starts_at = factories.NOW.replace(hour=7)
    plan = Plan(
        "talk",
        {"fr": Words("Bilan", "")},
        edition.starts_at,
        factories.NOW,
        room="",
        facilitator="",
        places=None,
    )
    activity = verbs.add(session, edition, plan, factories.NOW)
    address = f"/o/{edition.slug}/activities/{activity.id}"
    assert "Minutes" in desk.words(address)
    assert desk.post(f"{address}/minutes", minutes="On recommence.").status_code == 303
    session.refresh(activity)
    assert activity.minutes == "On recommence."


def test_people_are_listed_with_their_answers(desk: Desk, session: Session, edition: Edition) -> None:
    person = factories.participant(session, edition, name="Zoé Lin")
    session.add(
        Intention(participant_id=person.id, says="yes", guests=2, places=3, answered_at=factories.NOW)
    )
    assert "approved Yes, I come, with 2 guests" in desk.words(f"/o/{edition.slug}/people")
    assert "come, guests included 3" in desk.words(f"/o/{edition.slug}")


def test_who_competes_for_the_same_evening_is_named(desk: Desk, session: Session, edition: Edition) -> None:
    other = factories.edition(session, of=factories.fair(session, kind="meetup", network="L'autre réseau"))
    page = desk.get(f"/o/{edition.slug}")
    sentence = (
        "“March fair” (L'autre réseau) is held on the same day, in the same territory, for the same public."
    )
    assert sentence in words(page)
    assert f'href="/e/{other.slug}"' in page.text


def test_another_fairs_organiser_finds_nothing(other_desk: Desk, session: Session, edition: Edition) -> None:
    for page in ("cancel", "activities", "series"):
        assert other_desk.get(f"/o/{edition.slug}/{page}").status_code == 404
    assert other_desk.post(f"/o/{edition.slug}/cancel", words="Rien.", sure="y").status_code == 404
    assert add(other_desk, edition).status_code == 404
    assert session.scalars(select(Activity)).all() == []
