from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs.domain import registrations
from fairs.domain.publishing import publish
from fairs.models import DomainEvent
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import draft, words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Schedule
    from tests.organisers.conftest import Desk, Room


def told(session: Session) -> int:
    return session.scalar(select(func.count()).where(DomainEvent.kind == "AgendaPublished")) or 0


def press(desk: Desk, room: Room, schedule: Schedule) -> str:
    answer = desk.post(f"/o/{room.edition.slug}/publish", schedule=schedule.id)
    assert answer.status_code == 303
    return answer.location


def test_the_first_publication_says_who_is_written_to_and_who_has_no_meeting(
    desk: Desk, session: Session, room: Room
) -> None:
    factories.participant(session, room.edition, organisation="Maison Seule")
    schedule = draft(session, room, (0, 1, 0, 0), (0, 2, 1, 0))

    page = desk.words(f"/o/{room.edition.slug}/publish")

    for said in (
        "This is the first grid of this edition.",
        "new meetings 2",
        "people get a mail, one each 4",
        "1 person who takes part has no meeting: Maison Seule",
        "Publish and write to 4 people",
    ):
        assert said in page

    assert press(desk, room, schedule) == f"/o/{room.edition.slug}"
    assert (schedule.state, told(session)) == ("published", 4)
    assert "The grid is out. 4 people are being written to." in desk.words(f"/o/{room.edition.slug}")


def test_a_later_one_says_what_moves_is_cancelled_and_stays(desk: Desk, session: Session, room: Room) -> None:
    publish(session, draft(session, room, (0, 1, 0, 0), (0, 2, 1, 0)), NOW)
    draft(session, room, (0, 1, 0, 0), (1, 2, 2, 0))

    page = desk.words(f"/o/{room.edition.slug}/publish")

    for said in (
        "Compared with the published revision 1:",
        "new meetings 1",
        "moved 0",
        "cancelled 1",
        "stay as they are 1",
        "people get a mail, one each 3",
        "1 meeting is cancelled Thursday 18 March 2027, 09:25 Table 1 Maison Zoé – Maison Mia",
    ):
        assert said in page


def test_only_the_grid_whose_consequences_were_read_goes_out(
    desk: Desk, session: Session, room: Room
) -> None:
    read = draft(session, room, (0, 1, 0, 0))
    newer = draft(session, room, (0, 2, 0, 0))

    answer = desk.post(f"/o/{room.edition.slug}/publish", schedule=read.id)

    assert answer.status_code == 409
    assert "Nothing went out: read it again." in words(answer)
    assert (read.state, newer.state, told(session)) == ("superseded", "draft", 0)


def test_a_second_press_publishes_nothing_more(desk: Desk, session: Session, room: Room) -> None:
    schedule = draft(session, room, (0, 1, 0, 0))
    press(desk, room, schedule)

    assert desk.post(f"/o/{room.edition.slug}/publish", schedule=schedule.id).status_code == 409
    assert told(session) == 3
    assert "Revision 1 is out since" in desk.words(f"/o/{room.edition.slug}/publish")


def test_a_grid_with_somebody_who_left_stays_at_home(desk: Desk, session: Session, room: Room) -> None:
    schedule = draft(session, room, (0, 1, 0, 0))
    registrations.withdraw(session, room.people[0], NOW)

    answer = desk.post(f"/o/{room.edition.slug}/publish", schedule=schedule.id)

    assert answer.status_code == 409
    assert "Somebody in this grid has left since it was made." in words(answer)
    assert schedule.state == "draft"


def test_without_a_grid_the_page_says_what_it_is_for(desk: Desk, room: Room) -> None:
    assert "There is no grid yet." in desk.words(f"/o/{room.edition.slug}/publish")
