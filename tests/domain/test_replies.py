"""Answers to a meetup: guests take places, “maybe” takes none, and no place is sold twice."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from fairs.domain import activities, families, registrations, replies, seats
from fairs.domain import waiting as offers
from fairs.domain.registrations import Application, Reply
from fairs.errors import Refused
from fairs.models import DomainEvent, Edition, Family, Intention, Participant
from fairs.models.engine import open_engine
from fairs.queries import waiting
from fairs.queries.replies import Tally, says_no, tally
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models.intention import Says


@pytest.fixture
def edition(session: Session) -> Edition:
    return evening(session, 5)


def evening(session: Session, capacity: int | None) -> Edition:
    fair = factories.fair(session, kind="meetup")
    return factories.edition(session, of=fair, capacity=capacity, approves_itself=True)


def answer(session: Session, edition: Edition, name: str, says: Says, guests: int = 0) -> Participant:
    """Somebody who registered in the short form and pressed the mailed button."""
    application = Application(
        organisation=name,
        name=name,
        email=f"{name}@org.example",
        language="fr",
        listed=False,
        reply=Reply(says, guests),
    )
    registrations.register(session, edition, application, NOW)
    person = session.query(Participant).filter_by(edition_id=edition.id, email=f"{name}@org.example").one()
    registrations.confirm(session, person, NOW)
    return person


def stands(session: Session, *people: Participant) -> list[tuple[str, str, int]]:
    rows = [(one, session.get_one(Intention, one.id)) for one in people]
    return [(one.state, answer.says, answer.places) for one, answer in rows]


def kinds(session: Session) -> list[str]:
    return [row.kind for row in session.query(DomainEvent).order_by(DomainEvent.seq)]


def test_guests_take_places_and_maybe_takes_none(session: Session, edition: Edition) -> None:
    people = [
        answer(session, edition, "ali", "yes", 2),
        answer(session, edition, "mia", "maybe", 1),
        answer(session, edition, "zoe", "yes"),
    ]
    assert stands(session, *people) == [
        ("approved", "yes", 3),
        ("approved", "maybe", 0),
        ("approved", "yes", 1),
    ]
    assert (edition.taken, tally(session, edition)) == (4, Tally(coming=4, maybe=1))


def test_who_finds_no_room_for_all_guests_waits(session: Session, edition: Edition) -> None:
    answer(session, edition, "ali", "yes", 3)
    mia = answer(session, edition, "mia", "yes", 1)
    assert stands(session, mia) == [("waitlisted", "yes", 0)]
    assert edition.taken == 4
    (place,) = waiting.of_edition(session, edition, NOW)
    assert place.reason == "not_enough_for_guests"


def test_who_waits_with_guests_is_passed_over_until_all_of_them_fit(
    session: Session, edition: Edition
) -> None:
    ali = answer(session, edition, "ali", "yes", 3)
    mia, zoe = answer(session, edition, "mia", "yes", 2), answer(session, edition, "zoe", "yes")
    assert [one.state for one in (ali, mia, zoe)] == ["approved", "waitlisted", "approved"]
    noa = answer(session, edition, "noa", "yes")
    assert (noa.state, edition.taken) == ("waitlisted", 5)
    replies.change(session, ali, Reply("yes", 2), NOW)  # one place is free: enough for the second who waits
    assert (stands(session, mia, noa), edition.taken) == (
        [("waitlisted", "yes", 0), ("approved", "yes", 1)],
        5,
    )
    replies.change(session, ali, Reply("no"), NOW)
    assert (stands(session, mia), edition.taken) == ([("approved", "yes", 3)], 5)


def test_with_fewer_guests_it_may_be_ones_turn_at_once(session: Session, edition: Edition) -> None:
    answer(session, edition, "ali", "yes", 3)
    mia = answer(session, edition, "mia", "yes", 2)
    replies.change(session, mia, Reply("yes"), NOW)
    assert (stands(session, mia), edition.taken) == ([("approved", "yes", 1)], 5)


def test_a_place_that_is_held_is_held_for_the_guests_too(session: Session, edition: Edition) -> None:
    edition.offer_hours = 24
    ali = answer(session, edition, "ali", "yes", 4)
    offers.accept(session, ali, NOW)
    mia = answer(session, edition, "mia", "yes", 2)
    replies.change(session, ali, Reply("no"), NOW)
    assert (stands(session, mia), edition.taken) == ([("offered", "yes", 3)], 3)
    replies.change(session, mia, Reply("no"), NOW)
    assert (stands(session, mia), edition.taken) == ([("withdrawn", "no", 0)], 0)


def test_guests_count_among_the_places_of_a_family(session: Session, edition: Edition) -> None:
    ali = answer(session, edition, "ali", "yes", 2)
    family = session.scalars(select(Family).filter_by(edition_id=edition.id)).first()
    assert family is not None
    families.assign(session, ali, family, NOW)
    assert (family.taken, edition.taken) == (3, 3)
    seats.limit_family(session, family, 3)
    with pytest.raises(Refused, match="not enough places"):
        replies.change(session, ali, Reply("yes", 3), NOW)
    replies.change(session, ali, Reply("maybe"), NOW)
    assert (family.taken, edition.taken) == (0, 0)


def test_answers_change_as_often_as_people_like(session: Session, edition: Edition) -> None:
    ali = answer(session, edition, "ali", "yes", 1)
    for says, guests, expected in (
        ("yes", 3, ("approved", "yes", 4)),
        ("yes", 0, ("approved", "yes", 1)),
        ("maybe", 0, ("approved", "maybe", 0)),
        ("yes", 4, ("approved", "yes", 5)),
        ("no", 2, ("withdrawn", "no", 0)),
        ("yes", 1, ("approved", "yes", 2)),
    ):
        replies.change(session, ali, Reply(says, guests), NOW)  # type: ignore[arg-type]
        assert stands(session, ali) == [expected]
        assert edition.taken == expected[2]
    assert kinds(session) == [
        "RegistrationReceived",
        "RegistrationConfirmed",
        "RegistrationApproved",
        *["AnswerChanged"] * 4,
        "ParticipantWithdrew",
        "AnswerChanged",
        "RegistrationApproved",
    ]


def test_the_same_answer_again_is_no_change(session: Session, edition: Edition) -> None:
    ali = answer(session, edition, "ali", "yes", 1)
    before = kinds(session)
    replies.change(session, ali, Reply("yes", 1), NOW)
    assert kinds(session) == before


def test_no_from_the_start_takes_nothing_and_can_become_yes(session: Session, edition: Edition) -> None:
    ali = answer(session, edition, "ali", "no", 3)
    assert (stands(session, ali), edition.taken) == ([("withdrawn", "no", 0)], 0)
    assert says_no(session, ali)
    replies.change(session, ali, Reply("yes"), NOW)
    assert (stands(session, ali), edition.taken) == ([("approved", "yes", 1)], 1)


@pytest.mark.parametrize(("says", "guests"), [("yes", 3), ("yes", 9)])
def test_more_guests_than_places_are_refused_and_the_former_answer_holds(
    session: Session, edition: Edition, says: Says, guests: int
) -> None:
    answer(session, edition, "ali", "yes", 2)
    mia = answer(session, edition, "mia", "yes")
    with pytest.raises(Refused, match="A place may become free") as refusal:
        replies.change(session, mia, Reply(says, guests), NOW)
    assert refusal.value.field == "guests"
    assert (stands(session, mia), edition.taken) == ([("approved", "yes", 1)], 4)


def test_maybe_becomes_yes_on_the_waiting_list_where_there_is_no_room(
    session: Session, edition: Edition
) -> None:
    mia = answer(session, edition, "mia", "maybe")
    workshop = factories.activity(session, edition, places=3)
    activities.sign_up(session, mia, workshop, NOW)
    ali = answer(session, edition, "ali", "yes", 4)
    replies.change(session, mia, Reply("yes", 1), NOW)
    assert (stands(session, mia), edition.taken) == ([("waitlisted", "yes", 0)], 5)
    assert kinds(session)[-3:] == ["AnswerChanged", "ActivityChosen", "WaitingBegan"]
    assert workshop.taken == 0
    replies.change(session, ali, Reply("yes", 2), NOW)
    assert (stands(session, mia), edition.taken) == ([("approved", "yes", 2)], 5)


def test_where_nobody_waits_maybe_becomes_yes_only_while_there_is_room(
    session: Session, edition: Edition
) -> None:
    edition.waits = False
    mia = answer(session, edition, "mia", "maybe")
    answer(session, edition, "ali", "yes", 4)
    with pytest.raises(Refused):
        replies.change(session, mia, Reply("yes"), NOW)
    assert stands(session, mia) == [("approved", "maybe", 0)]


def test_who_others_count_on_in_the_grid_is_not_put_back_on_the_list(
    session: Session, edition: Edition
) -> None:
    edition.speed_meetings, edition.published_at = True, NOW
    mia = answer(session, edition, "mia", "maybe")
    answer(session, edition, "ali", "yes", 4)
    with pytest.raises(Refused):
        replies.change(session, mia, Reply("yes"), NOW)
    assert stands(session, mia) == [("approved", "maybe", 0)]


def test_places_that_a_family_lacks_are_told_as_its_own(session: Session, edition: Edition) -> None:
    seats.limit(session, edition, None)
    ali = answer(session, edition, "ali", "yes", 2)
    family = session.scalars(select(Family).filter_by(edition_id=edition.id)).first()
    assert family is not None
    families.assign(session, ali, family, NOW)
    seats.limit_family(session, family, 3)
    with pytest.raises(Refused, match="3 of 3 are taken"):
        replies.change(session, ali, Reply("yes", 3), NOW)


@pytest.mark.parametrize("reply", [Reply("yes", 10), Reply("yes", -1), Reply("perhaps")])  # type: ignore[arg-type]
def test_what_cannot_be_answered_is_refused(session: Session, edition: Edition, reply: Reply) -> None:
    ali = answer(session, edition, "ali", "yes")
    with pytest.raises(Refused):
        replies.change(session, ali, reply, NOW)


def test_after_the_evening_and_once_it_is_off_answers_stand(session: Session, edition: Edition) -> None:
    ali = answer(session, edition, "ali", "yes")
    with pytest.raises(Refused, match="cannot change any more"):
        replies.change(session, ali, Reply("no"), edition.ends_at)
    edition.cancelled_at = NOW
    with pytest.raises(Refused, match="cannot change any more"):
        replies.change(session, ali, Reply("no"), NOW)


def test_letting_all_in_passes_over_those_whose_guests_do_not_fit(session: Session, edition: Edition) -> None:
    edition.approves_itself = False
    people = [
        answer(session, edition, name, "yes", guests) for name, guests in (("a", 2), ("b", 3), ("c", 1))
    ]
    assert registrations.approve_in_turn(session, people, NOW) == 3  # one of them onto the waiting list
    assert [one.state for one in people] == ["approved", "waitlisted", "approved"]
    assert edition.taken == 5


@pytest.mark.abuse(39)
def test_abuse_39_guests_who_come_at_once_are_never_more_than_the_places(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessionmaker(engine)
    with sessions.begin() as session:
        edition = evening(session, 10)
        people = [answer(session, edition, f"p{n}", "maybe").id for n in range(12)]
        edition_id = edition.id
    start = threading.Barrier(len(people))

    def say_yes(person_id: object) -> None:
        start.wait()
        try:
            with sessions.begin() as session:
                replies.change(session, session.get_one(Participant, person_id), Reply("yes", 2), NOW)
        except Refused:
            pass

    threads = [threading.Thread(target=say_yes, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sessions() as session:
        held = sum(answer.places for answer in session.query(Intention))
        assert (session.get_one(Edition, edition_id).taken, held) == (9, 9)
    engine.dispose()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["yes", "maybe", "no"]), st.integers(0, 4)), max_size=12
    )
)
def test_whatever_is_answered_the_places_taken_are_those_that_people_hold(
    session: Session, said: list[tuple[int, Says, int]]
) -> None:
    edition = evening(session, 6)
    people = [answer(session, edition, f"p{n}-{factories.number()}", "maybe") for n in range(4)]
    for who, says, guests in said:
        try:
            replies.change(session, people[who], Reply(says, guests), NOW)
        except Refused:
            assert says == "yes"
        held = [places for _, _, places in stands(session, *people)]
        assert edition.taken == sum(held) <= 6
    for person, (state, says, places) in zip(people, stands(session, *people), strict=True):
        assert places == (
            1 + session.get_one(Intention, person.id).guests if says == "yes" and state == "approved" else 0
        )
    session.rollback()
