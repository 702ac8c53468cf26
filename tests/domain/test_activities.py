"""Activities of a programme: places counted by the database, clashes told, minutes for who was there."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from fairs.domain import activities as verbs
from fairs.domain import families
from fairs.domain.activities import Plan, Words
from fairs.errors import Refused
from fairs.models import Activity, Family, Participant, SignUp
from fairs.models.engine import open_engine
from fairs.queries import activities as reads
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def edition(session: Session) -> Edition:
    return factories.edition(session)


def plan(edition: Edition, hour: int = 0, **values: Any) -> Plan:
    return Plan(
        **{
            "kind": "workshop",
            "texts": {"fr": Words("Réparer un vélo", "Avec ses outils."), "en": Words("", "")},
            "starts_at": edition.starts_at + hour * AN_HOUR,
            "ends_at": edition.starts_at + (hour + 1) * AN_HOUR,
            "room": "L'établi",
            "facilitator": "Zoé",
            "places": 2,
        }
        | values
    )


def test_an_activity_speaks_the_languages_that_were_given(session: Session, edition: Edition) -> None:
    activity = verbs.add(session, edition, plan(edition), NOW)
    assert [activity.text(language).title for language in ("fr", "en")] == ["Réparer un vélo"] * 2
    both = {"fr": Words("Réparer", ""), "en": Words("Repairing", "Bring tools.")}
    verbs.change(session, edition, activity, plan(edition, texts=both, places=None), NOW)
    assert [activity.text(language).title for language in ("fr", "en")] == ["Réparer", "Repairing"]
    assert activity.places is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"texts": {"fr": Words(" ", "Sans titre")}}, "title_fr"),
        ({"hour": 9}, "starts_at"),
        ({"hour": -1}, "starts_at"),
    ],
)
def test_what_cannot_stand_in_a_programme_is_refused(
    session: Session, edition: Edition, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        verbs.add(session, edition, plan(edition, **values), NOW)
    assert refusal.value.field == field


def test_places_are_taken_and_given_back(session: Session, edition: Edition) -> None:
    activity = verbs.add(session, edition, plan(edition), NOW)
    zoe, ali, mia = (factories.participant(session, edition) for _ in range(3))
    verbs.sign_up(session, zoe, activity, NOW)
    verbs.sign_up(session, zoe, activity, NOW)
    verbs.sign_up(session, ali, activity, NOW + timedelta(minutes=1))
    with pytest.raises(Refused, match="All places of this activity are taken"):
        verbs.sign_up(session, mia, activity, NOW + timedelta(minutes=2))
    assert (activity.taken, list(reads.roster(session, activity))) == (2, [zoe, ali])
    verbs.sign_out(session, zoe, activity, NOW)
    verbs.sign_out(session, zoe, activity, NOW)
    verbs.sign_up(session, mia, activity, NOW + timedelta(minutes=2))
    assert (activity.taken, list(reads.roster(session, activity))) == (2, [ali, mia])


def test_places_cannot_be_fewer_than_are_taken(session: Session, edition: Edition) -> None:
    activity = verbs.add(session, edition, plan(edition), NOW)
    for _ in range(2):
        verbs.sign_up(session, factories.participant(session, edition), activity, NOW)
    with pytest.raises(Refused, match="2 people have signed up already") as refusal:
        verbs.change(session, edition, activity, plan(edition, places=1), NOW)
    assert refusal.value.field == "places"


def test_who_leaves_the_edition_leaves_all_activities(session: Session, edition: Edition) -> None:
    both = [verbs.add(session, edition, plan(edition, hour), NOW) for hour in (0, 2)]
    zoe = factories.participant(session, edition)
    for activity in both:
        verbs.sign_up(session, zoe, activity, NOW)
    verbs.leave_all(session, zoe, NOW)
    assert [activity.taken for activity in both] == [0, 0]


def test_a_removed_activity_takes_its_sign_ups_along(session: Session, edition: Edition) -> None:
    activity = verbs.add(session, edition, plan(edition), NOW)
    verbs.sign_up(session, factories.participant(session, edition), activity, NOW)
    verbs.remove(session, activity, NOW)
    session.flush()
    assert (session.query(Activity).count(), session.query(SignUp).count()) == (0, 0)


def test_what_overlaps_clashes_and_what_follows_does_not(session: Session, edition: Edition) -> None:
    first, second, third = (
        verbs.add(session, edition, plan(edition, starts_at=start, ends_at=start + AN_HOUR), NOW)
        for start in (edition.starts_at + minutes for minutes in (AN_HOUR * 0, AN_HOUR / 2, AN_HOUR))
    )
    every = reads.of_edition(session, edition)
    assert reads.clashes(first, every) == (second,)
    assert reads.clashes(second, every) == (first, third)


def test_who_does_not_take_part_and_what_is_over_are_refused(session: Session, edition: Edition) -> None:
    activity = verbs.add(session, edition, plan(edition), NOW)
    with pytest.raises(Refused, match="as soon as you take part"):
        verbs.sign_up(session, factories.participant(session, edition, state="confirmed"), activity, NOW)
    with pytest.raises(Refused, match="is over"):
        verbs.sign_up(session, factories.participant(session, edition), activity, activity.ends_at)


def test_minutes_are_written_once_it_has_begun(session: Session, edition: Edition) -> None:
    activity = verbs.add(session, edition, plan(edition), NOW)
    with pytest.raises(Refused, match="once it has begun"):
        verbs.write_minutes(session, activity, "Rien.", NOW)
    verbs.write_minutes(session, activity, " Décidé : on recommence. ", activity.ends_at)
    assert activity.minutes == "Décidé : on recommence."


def test_a_family_takes_so_many_places_and_no_more(session: Session, edition: Edition) -> None:
    ess = session.scalars(select(Family).filter_by(edition_id=edition.id, slug="ess")).one()
    activity = verbs.add(session, edition, replace(plan(edition, places=5), quotas={ess.id: 1}), NOW)
    first, second = (factories.participant(session, edition) for _ in range(2))
    public = factories.participant(session, edition, family="public")
    verbs.sign_up(session, first, activity, NOW)
    assert reads.closed_to(session, second) == {activity.id}
    assert reads.closed_to(session, public) == set()
    with pytest.raises(Refused, match="for your family are taken"):
        verbs.sign_up(session, second, activity, NOW)
    verbs.sign_up(session, public, activity, NOW)
    assert activity.taken == 2
    with pytest.raises(Refused, match="has no place left for that family"):
        families.assign(session, public, ess, NOW)
    verbs.sign_out(session, first, activity, NOW)
    families.assign(session, public, ess, NOW)
    with pytest.raises(Refused, match="1 people of this family have signed up") as refusal:
        verbs.change(session, edition, activity, replace(plan(edition, places=5), quotas={ess.id: 0}), NOW)
    assert refusal.value.field == f"quota_{ess.id.hex}"
    verbs.change(session, edition, activity, replace(plan(edition, places=5), quotas={ess.id: 2}), NOW)
    verbs.sign_up(session, second, activity, NOW)
    assert reads.quotas(session, activity) == {ess.id: 2}
    verbs.change(session, edition, activity, plan(edition, places=5), NOW)
    assert reads.quotas(session, activity) == {}


@pytest.mark.abuse(39)
@pytest.mark.parametrize("limit", ["places", "quota"])
def test_abuse_39_of_forty_who_want_the_last_place_of_a_workshop_one_gets_it(
    database_url: str, limit: str
) -> None:
    engine = open_engine(database_url)
    sessions = sessionmaker(engine)
    with sessions.begin() as session:
        edition = factories.edition(session)
        family = session.scalars(select(Family).filter_by(edition_id=edition.id, slug="ess")).one()
        wanted = plan(edition, places=1)
        if limit == "quota":
            wanted = replace(plan(edition, places=30), quotas={family.id: 1})
        activity_id = verbs.add(session, edition, wanted, NOW).id
        people = [factories.participant(session, edition).id for _ in range(20)] * 2  # and each presses twice
    start, refused = threading.Barrier(len(people)), []

    def press(person_id: object) -> None:
        start.wait()
        try:
            with sessions.begin() as session:
                person = session.get_one(Participant, person_id)
                verbs.sign_up(session, person, session.get_one(Activity, activity_id), NOW)
        except Refused:
            refused.append(person_id)

    threads = [threading.Thread(target=press, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sessions() as session:
        assert (session.get_one(Activity, activity_id).taken, session.query(SignUp).count()) == (1, 1)
    assert len(refused) == 38
    engine.dispose()
