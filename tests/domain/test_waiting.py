"""The waiting list: nobody overtakes, nobody waits while a place is free, and no place is given twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from fairs.domain import families, registrations, seats, waiting
from fairs.domain.families import FamilyPlan
from fairs.errors import Refused
from fairs.models import DomainEvent, Family, Participant
from fairs.queries import waiting as reads
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition

HOUR = timedelta(hours=1)


def full(session: Session, capacity: int = 2, **values: object) -> tuple[Edition, list[Participant]]:
    """An edition whose places are all taken, and who has them."""
    edition = factories.edition(session, capacity=capacity, approves_itself=True, **values)
    return edition, [factories.participant(session, edition) for _ in range(capacity)]


def come(session: Session, edition: Edition, minute: int = 0, family: str = "ess") -> Participant:
    """Somebody registers and confirms the address."""
    person = factories.participant(session, edition, state="received", family=family)
    registrations.confirm(session, person, NOW + timedelta(minutes=minute))
    return person


def happened(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)))


@pytest.mark.pains(35)
def test_who_comes_when_all_is_taken_waits_and_is_let_in_in_turn(session: Session) -> None:
    edition, (first, second) = full(session)
    third, fourth = come(session, edition, 1), come(session, edition, 2)
    assert [place.person for place in reads.of_edition(session, edition, NOW)] == [third, fourth]
    assert (reads.rank(session, third), reads.rank(session, fourth)) == (1, 2)
    registrations.withdraw(session, second, NOW + HOUR)
    assert (third.state, fourth.state, edition.taken) == ("approved", "waitlisted", 2)
    registrations.withdraw(session, first, NOW + HOUR)
    assert (fourth.state, edition.taken) == ("approved", 2)
    assert happened(session) == [
        *["RegistrationConfirmed", "WaitingBegan"] * 2,
        *["ParticipantWithdrew", "RegistrationApproved"] * 2,
    ]


def test_who_comes_while_somebody_waits_does_not_overtake(session: Session) -> None:
    edition, _ = full(session)
    waits = come(session, edition, family="funder")
    families.change(session, funders(session, edition), plan(quota=0), NOW)
    seats.limit(session, edition, 3)  # nobody was let in: the one who waits does not fit
    comes = come(session, edition, 1)
    assert (waits.state, comes.state) == ("waitlisted", "approved")  # who was passed over keeps the rank
    families.change(session, funders(session, edition), plan(quota=1), NOW)
    seats.limit(session, edition, 4)
    later = come(session, edition, 2)
    assert (waits.state, later.state) == ("approved", "waitlisted")


def funders(session: Session, edition: Edition) -> Family:
    return session.scalars(select(Family).filter_by(edition_id=edition.id, slug="funder")).one()


def plan(quota: int | None) -> FamilyPlan:
    return FamilyPlan("funder", {"fr": "Financeurs"}, quota=quota)


@pytest.mark.pains(38)
def test_raising_a_quota_or_the_places_lets_in_at_once(session: Session) -> None:
    edition = factories.edition(session, capacity=4, approves_itself=True)
    families.change(session, funders(session, edition), plan(quota=1), NOW)
    people = [come(session, edition, minute, "funder") for minute in range(3)]
    assert [person.state for person in people] == ["approved", "waitlisted", "waitlisted"]
    reasons = [place.reason for place in reads.of_edition(session, edition, NOW)]
    assert reasons == ["no_place_in_family"] * 2
    families.change(session, funders(session, edition), plan(quota=2), NOW)
    assert [person.state for person in people] == ["approved", "approved", "waitlisted"]


def test_a_quota_is_not_lowered_below_what_is_taken(session: Session) -> None:
    edition = factories.edition(session, approves_itself=True)
    come(session, edition, family="funder")
    with pytest.raises(Refused, match="1 people of this family take part already") as refusal:
        families.change(session, funders(session, edition), plan(quota=0), NOW)
    assert refusal.value.field == "quota"


@pytest.mark.pains(35)
def test_a_place_is_held_for_the_next_until_it_is_taken_or_the_time_is_over(session: Session) -> None:
    edition, (first, second) = full(session, offer_hours=24)
    people = [come(session, edition, minute) for minute in range(3)]
    registrations.withdraw(session, first, NOW)
    assert (people[0].state, people[0].offered_until) == ("offered", NOW + 24 * HOUR)
    assert edition.taken == 2  # the place is held
    waiting.end_offer(session, people[0], NOW + 23 * HOUR)
    waiting.accept(session, people[0], NOW + 23 * HOUR)
    waiting.accept(session, people[0], NOW + 23 * HOUR)  # the button pressed twice
    assert (people[0].state, people[0].offered_until) == ("approved", None)

    registrations.withdraw(session, second, NOW)
    assert people[1].state == "offered"
    waiting.end_offer(session, people[1], NOW + 24 * HOUR)
    assert [person.state for person in people] == ["approved", "withdrawn", "offered"]
    with pytest.raises(Refused, match="not held for you any more"):
        waiting.accept(session, people[1], NOW + 25 * HOUR)
    assert happened(session)[-4:] == ["ParticipantWithdrew", "PlaceOffered", "OfferEnded", "PlaceOffered"]


@pytest.mark.pains(35)
def test_no_place_is_given_once_the_fair_has_begun(session: Session) -> None:
    edition, (first, _) = full(session, offer_hours=48)
    person = come(session, edition)
    registrations.withdraw(session, first, edition.starts_at - HOUR)
    assert person.offered_until == edition.starts_at  # and no offer outlasts it
    waiting.end_offer(session, person, edition.starts_at)
    other = come(session, edition, minute=60 * 24 * 60)
    assert (other.state, edition.taken) == ("waitlisted", 1)
    (place,) = reads.of_edition(session, edition, edition.starts_at)
    assert place.reason == "too_late"


def test_the_organiser_may_let_somebody_in_before_all_others(session: Session) -> None:
    edition, _ = full(session, capacity=1)
    first, second = come(session, edition, 1), come(session, edition, 2)
    with pytest.raises(Refused, match="There is no place"):
        registrations.give_place(session, second, NOW)
    edition.starts_at = NOW - HOUR  # the list gives no more places; people do
    seats.limit(session, edition, 2)
    registrations.give_place(session, second, NOW)
    assert (first.state, second.state) == ("waitlisted", "approved")


def test_another_family_takes_the_place_along(session: Session) -> None:
    edition = factories.edition(session, approves_itself=True)
    families.change(session, funders(session, edition), plan(quota=1), NOW)
    first, second = come(session, edition), come(session, edition, 1)
    families.assign(session, first, funders(session, edition), NOW)
    assert (first.family.taken if first.family else None, edition.taken) == (1, 2)
    with pytest.raises(Refused, match="All places of this family are taken"):
        families.assign(session, second, funders(session, edition), NOW)
    assert second.family is not None
    assert (second.family.slug, second.family.taken) == ("ess", 1)


class WaitingList(RuleBasedStateMachine):
    """Whatever people and organisers do, in whatever order."""

    session: Session
    people = Bundle("people")

    @initialize(
        capacity=st.integers(0, 4), quota=st.none() | st.integers(0, 2), hours=st.none() | st.just(24)
    )
    def begin(self, capacity: int, quota: int | None, hours: int | None) -> None:
        self.now = NOW
        self.edition = factories.edition(
            self.session, capacity=capacity, approves_itself=True, offer_hours=hours
        )
        families.change(self.session, self.funders, plan(quota), self.now)

    @property
    def funders(self) -> Family:
        return funders(self.session, self.edition)

    @rule(target=people, family=st.sampled_from(["ess", "funder"]))
    def come(self, family: str) -> Participant:
        self.now += timedelta(minutes=1)
        person = factories.participant(self.session, self.edition, state="received", family=family)
        registrations.confirm(self.session, person, self.now)
        return person

    @rule(target=people, person=consumes(people))
    def withdraw(self, person: Participant) -> object:
        first = self.first_who_would_fit(person)
        registrations.withdraw(self.session, person, self.now)
        if first is not None:
            assert first.has_place
        return multiple()

    def first_who_would_fit(self, leaving: Participant) -> Participant | None:
        """Who has to get the place of somebody who leaves."""
        if not leaving.has_place:
            return None
        for person in waiting.in_order(self.session, self.edition):
            family = person.family
            assert family is not None
            freed = family is leaving.family
            if family.quota is None or family.taken - freed < family.quota:
                return person
        return None

    @rule(person=people)
    def accept(self, person: Participant) -> None:
        if person.state == "offered":
            waiting.accept(self.session, person, self.now)

    @rule(capacity=st.none() | st.integers(0, 6))
    def limit(self, capacity: int | None) -> None:
        try:
            seats.limit(self.session, self.edition, capacity)
        except Refused:
            return
        waiting.fill(self.session, self.edition, self.now)

    @rule(quota=st.none() | st.integers(0, 4))
    def limit_family(self, quota: int | None) -> None:
        try:
            families.change(self.session, self.funders, plan(quota), self.now)
        except Refused:
            return

    @rule(person=people, slug=st.sampled_from(["ess", "funder"]))
    def change_family(self, person: Participant, slug: str) -> None:
        other = self.session.scalars(select(Family).filter_by(edition_id=self.edition.id, slug=slug)).one()
        try:
            families.assign(self.session, person, other, self.now)
        except Refused:
            assert other.full

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR
        for person in reads.offered(self.session, self.edition):
            waiting.end_offer(self.session, person, self.now)

    @invariant()
    def counts_are_true(self) -> None:
        self.session.flush()
        people = self.session.scalars(select(Participant).filter_by(edition_id=self.edition.id)).all()
        self.session.refresh(self.edition)
        held = [person for person in people if person.state in {"approved", "offered"}]
        assert self.edition.taken == len(held)
        assert self.edition.capacity is None or len(held) <= self.edition.capacity
        for family in self.session.scalars(select(Family).filter_by(edition_id=self.edition.id)):
            self.session.refresh(family)
            assert family.taken == sum(person.family_id == family.id for person in held)
            assert family.quota is None or family.taken <= family.quota

    @invariant()
    def nobody_waits_in_vain(self) -> None:
        if not self.edition.full and self.now < self.edition.starts_at:
            for person in waiting.in_order(self.session, self.edition):
                assert person.family is not None
                assert person.family.full

    def teardown(self) -> None:
        self.session.rollback()


def test_whatever_people_do_the_list_stays_true(session: Session) -> None:
    machine = type("OfThisDatabase", (WaitingList,), {"session": session})
    steps = settings(max_examples=12, stateful_step_count=25, deadline=None, derandomize=True)
    run_state_machine_as_test(machine, settings=steps)
