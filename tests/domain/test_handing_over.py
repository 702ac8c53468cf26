"""Somebody cannot come, and a colleague comes instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import colleagues, handing_over, proving, tokens
from fairs.domain import schedules as drafts
from fairs.domain.colleagues import Colleague
from fairs.domain.planning import request_id
from fairs.domain.publishing import publish
from fairs.errors import NotFound, Refused
from fairs.models import Answer, DomainEvent, Handover, Interest, Meeting, Participant, Question
from fairs.queries import schedules, slots
from scheduling.solution import Bounds, Figures, Solution
from scheduling.solution import Meeting as Placed
from tests import factories
from tests.factories import NOW, SECRET

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition

INES = Colleague("Inês Gonçalves", "ines@org.example", "Acheteuse", "en")
Held = dict[frozenset[str], tuple[int, bool]]  # who: the sequence, and whether it is cancelled


@dataclass
class Hall:
    """Zoé and her colleague Ali, whom Mia, Tom and Eva meet; four slots, two tables."""

    session: Session
    edition: Edition
    people: dict[str, Participant]

    def publish(self, *meetings: tuple[str, str, int]) -> None:
        places = [slot.id for slot in slots.of_edition(self.session, self.edition)]
        tables = [table.id.hex for table in slots.tables(self.session, self.edition)]
        placed, used = [], set()
        for one, other, slot in meetings:
            pair = (self.people[one].id.hex, self.people[other].id.hex)
            table = next(table for table in tables if (slot, table) not in used)
            used.add((slot, table))
            placed.append(Placed(request_id(*pair), places[slot], table, pair))
        solution = Solution("optimal", tuple(placed), (), Figures(), Bounds(0, 0))
        publish(self.session, drafts.keep(self.session, self.edition, solution, {}, "plan", NOW), NOW)
        self.session.flush()

    def held(self) -> Held:
        published = schedules.published(self.session, self.edition)
        assert published is not None
        names = {person.id: name for name, person in self.people.items()}
        return {
            frozenset(names[one.participant_id] for one in meeting.attendances): (
                meeting.sequence,
                meeting.cancelled,
            )
            for meeting in published.meetings
        }

    def told(self) -> set[str]:
        """Whose agenda is new or has changed with the last publication."""
        published = schedules.published(self.session, self.edition)
        assert published is not None
        names = {str(person.id): name for name, person in self.people.items()}
        happened = self.session.scalars(select(DomainEvent).filter_by(kind="AgendaPublished"))
        return {
            names[event.payload["participant_id"]]
            for event in happened
            if event.payload["schedule_id"] == str(published.id)
        }


@pytest.fixture
def hall(session: Session) -> Hall:
    edition = factories.edition(session, wishes_closed_at=NOW)
    factories.block(session, edition)
    factories.tables(session, edition)
    people = {
        name: factories.participant(session, edition, name=name)
        for name in ("Zoé", "Ali", "Mia", "Tom", "Eva")
    }
    people["Ali"].organisation = people["Zoé"].organisation
    session.flush()
    return Hall(session, edition, people)


def test_a_new_person_has_the_very_place_with_its_wishes_and_meetings(hall: Hall, session: Session) -> None:
    zoe = hall.people["Zoé"]
    factories.mutual(session, zoe, hall.people["Mia"])
    hall.publish(("Zoé", "Mia", 0), ("Tom", "Eva", 1))
    uids = set(session.scalars(select(Meeting.uid)))
    handing_over.hand_over(session, zoe, INES, NOW)
    assert (zoe.name, zoe.email, zoe.role, zoe.language) == (
        "Inês Gonçalves",
        "ines@org.example",
        "Acheteuse",
        "en",
    )
    assert (zoe.state, zoe.confirmed_at, zoe.email_shown) == ("approved", None, False)
    assert session.scalars(select(Interest.wisher_id).filter_by(wisher_id=zoe.id)).all() == [zoe.id]
    assert set(session.scalars(select(Meeting.uid))) == uids
    assert hall.held() == {frozenset({"Zoé", "Mia"}): (1, False), frozenset({"Tom", "Eva"}): (0, False)}
    assert hall.told() == {"Mia"}  # the new person is told once the address is proven; others need not be
    assert hall.edition.taken == 5


def test_the_agenda_follows_once_the_address_is_proven(hall: Hall, session: Session) -> None:
    zoe = hall.people["Zoé"]
    hall.publish(("Zoé", "Mia", 0))
    handing_over.hand_over(session, zoe, INES, NOW)
    for _ in range(2):  # the button pressed twice
        proving.prove(session, zoe, NOW)
    assert zoe.confirmed_at == NOW
    assert hall.told() == {"Mia", "Zoé"}
    session.flush()
    kinds = session.scalars(select(DomainEvent.kind)).all()
    assert (kinds.count("PlaceHandedOver"), kinds.count("HandoverAccepted")) == (1, 1)


@pytest.mark.abuse(8)
def test_abuse_08_the_former_person_s_links_are_dead_at_once(hall: Hall, session: Session) -> None:
    zoe = hall.people["Zoé"]
    raw = {
        purpose: tokens.issue(session, purpose, zoe.id, SECRET, NOW)
        for purpose in ("personal", "feed", "unsubscribe", "confirm")
    }
    handing_over.hand_over(session, zoe, INES, NOW)
    for purpose, secret in raw.items():
        with pytest.raises(NotFound):
            tokens.redeem(session, purpose, secret, NOW)


def test_what_the_former_person_said_of_themselves_is_nobody_else_s(hall: Hall, session: Session) -> None:
    zoe = hall.people["Zoé"]
    factories.absence(session, zoe, NOW, NOW.replace(hour=12))
    diet = Question(edition_id=hall.edition.id, position=1, kind="text", labels={"fr": "Régime"}, hints={})
    session.add(diet)
    session.flush()
    session.add(Answer(participant_id=zoe.id, question_id=diet.id, value={"text": "Sans"}, answered_at=NOW))
    zoe.reminded_before_meetings, zoe.reminders_stopped_at = True, NOW
    session.flush()
    handing_over.hand_over(session, zoe, INES, NOW)
    session.flush()
    assert session.scalars(select(Answer)).all() == []
    assert (zoe.absences, zoe.reminded_before_meetings, zoe.reminders_stopped_at) == ([], False, None)


def test_a_place_is_not_handed_to_who_has_one_nor_once_it_is_over(hall: Hall, session: Session) -> None:
    zoe, before = hall.people["Zoé"], hall.people["Zoé"].email
    for email in (hall.people["Mia"].email, before):
        with pytest.raises(Refused, match="This address stands in this edition already") as refusal:
            handing_over.hand_over(session, zoe, Colleague("X", email), NOW)
        assert refusal.value.field == "email"
    with pytest.raises(Refused, match="cannot be handed over any more"):
        handing_over.hand_over(session, zoe, INES, hall.edition.ends_at)
    assert (zoe.email, session.scalars(select(Handover)).all()) == (before, [])


def test_a_colleague_who_takes_part_has_the_wishes_and_the_meetings_for_which_they_are_free(
    hall: Hall, session: Session
) -> None:
    zoe, ali = hall.people["Zoé"], hall.people["Ali"]
    factories.mutual(session, zoe, hall.people["Mia"])
    factories.interest(session, zoe, hall.people["Eva"], "never")
    factories.interest(session, zoe, hall.people["Tom"], "must")
    factories.interest(session, ali, hall.people["Tom"], "open")
    hall.publish(("Zoé", "Mia", 0), ("Zoé", "Tom", 1), ("Ali", "Eva", 1), ("Zoé", "Eva", 2))
    handing_over.pass_to(session, zoe, ali, NOW)
    assert (zoe.state, hall.edition.taken) == ("withdrawn", 4)
    wishes = session.execute(select(Interest.wisher_id, Interest.wished_id, Interest.level)).all()
    mia, tom, eva = (hall.people[name].id for name in ("Mia", "Tom", "Eva"))
    assert {tuple(wish) for wish in wishes} == {
        (ali.id, mia, "must"),
        (mia, ali.id, "must"),
        (ali.id, tom, "open"),  # what the colleague said themselves stays
        (zoe.id, tom, "must"),
        (zoe.id, eva, "never"),  # a person's own
    }
    assert hall.held() == {
        frozenset({"Ali", "Mia"}): (0, False),
        frozenset({"Ali", "Eva"}): (0, False),
        frozenset({"Zoé", "Mia"}): (1, True),
        frozenset({"Zoé", "Tom"}): (1, True),  # Ali meets Eva then
        frozenset({"Zoé", "Eva"}): (1, True),  # they meet anyhow
    }
    assert hall.told() == {"Zoé", "Ali", "Mia", "Tom", "Eva"}


def test_where_repairs_wait_for_the_organiser_the_wishes_pass_and_the_grid_is_repaired(
    hall: Hall, session: Session
) -> None:
    hall.edition.repairs_itself = False
    hall.publish(("Zoé", "Mia", 0))
    handing_over.pass_to(session, hall.people["Zoé"], hall.people["Ali"], NOW)
    assert hall.held() == {frozenset({"Zoé", "Mia"}): (0, False)}


def test_only_a_colleague_who_takes_part_can_take_over(hall: Hall, session: Session) -> None:
    zoe, ali = hall.people["Zoé"], hall.people["Ali"]
    with pytest.raises(Refused, match="Only a colleague of the same organisation"):
        handing_over.pass_to(session, zoe, hall.people["Mia"], NOW)
    colleagues.bring(session, zoe, INES, NOW)
    ines = session.scalars(select(Participant).filter_by(email="ines@org.example")).one()
    with pytest.raises(Refused, match="does not take part yet"):
        handing_over.pass_to(session, zoe, ines, NOW)
    handing_over.pass_to(session, zoe, ali, NOW)
    handing_over.pass_to(session, zoe, ali, NOW)  # the button pressed twice
    session.flush()
    assert session.scalars(select(DomainEvent.kind)).all().count("ParticipantWithdrew") == 1
