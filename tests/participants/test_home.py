"""One page that says what to do now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.models import DomainEvent, Listing
from tests import factories, grids
from tests.visiting import me, words

if TYPE_CHECKING:
    from tests.visiting import Visitor


def test_who_waits_is_told_for_what_and_what_can_be_done_meanwhile(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    visitor.enter(factories.participant(visitor.session, edition, state="confirmed", approved_at=None))
    page = words(visitor.get(me(edition)))
    assert "Your registration waits for the organiser" in page
    assert "Say what you offer and need" in page
    assert "Choose whom to meet" not in page


def test_the_next_step_is_the_first_that_is_not_done(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    factories.block(visitor.session, edition)
    zoe, ali = (factories.participant(visitor.session, edition, language="en") for _ in range(2))
    visitor.enter(zoe)
    assert _button(visitor, me(edition)) == "Say what you offer and need"
    zoe.organisation.listings = [Listing(side="offer", cooperation="flow", text="Palettes")]
    assert _button(visitor, me(edition)) == "Choose whom to meet"
    factories.interest(visitor.session, zoe, ali, "never")
    assert _button(visitor, me(edition)) == "Choose whom to meet"
    mia = factories.participant(visitor.session, edition)
    factories.interest(visitor.session, zoe, mia)
    assert _button(visitor, me(edition)) == "Say when you can come"
    visitor.post(me(edition, "/when"))
    assert _button(visitor, me(edition)) == "Find more people"


def _button(visitor: Visitor, address: str) -> str:
    """The one primary button of a page."""
    buttons = visitor.get(address).text.split('class="btn btn-primary"')[1:]
    assert len(buttons) == 1
    return buttons[0].split(">")[1].split("<")[0]


def test_the_next_meeting_is_told_with_time_table_and_partner(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    visitor.enter(room.ali)
    page = words(visitor.get(me(room.edition)))
    assert "Your next meeting 09:00 Table 1 Thursday 18 March 2027" in page
    assert page.index("Zoé") < page.index("And then 09:25") < page.index("Mia")


def test_who_has_no_meeting_is_told_kindly(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    alone = factories.participant(visitor.session, room.edition)
    visitor.enter(alone)
    assert "There is no meeting in yours yet" in words(visitor.get(me(room.edition)))


def test_between_wishes_and_grid_there_is_nothing_to_do(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session, wishes_closed_at=factories.NOW)
    visitor.enter(factories.participant(visitor.session, edition))
    assert "The grid is being made" in words(visitor.get(me(edition)))


def test_afterwards_the_agenda_stays(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    visitor.enter(room.ali)
    room.edition.ends_at = factories.NOW
    room.edition.starts_at = factories.NOW - timedelta(hours=8)
    page = words(visitor.get(me(room.edition)))
    assert "This edition is over" in page
    assert "Whom I met" in page


def test_withdrawing_names_what_it_destroys_and_wants_a_sentence(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    visitor.enter(room.ali)
    assert "You have 2 meetings. Unless a colleague comes instead, they are cancelled" in words(
        visitor.get(me(room.edition, "/withdraw"))
    )
    answer = visitor.post(me(room.edition, "/withdraw"))
    assert answer.status_code == 422
    assert "Tick the sentence if you withdraw." in words(answer)
    visitor.session.refresh(room.ali)
    assert room.ali.state == "approved"


def test_who_withdraws_is_out_and_the_rest_follows_from_the_event(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    visitor.enter(room.ali)
    answer = visitor.post(me(room.edition, "/withdraw"), sure="y")
    assert (answer.status_code, answer.location) == (303, f"/e/{room.edition.slug}")
    visitor.session.refresh(room.ali)
    assert room.ali.state == "withdrawn"
    withdrew = visitor.session.scalars(select(DomainEvent).filter_by(kind="ParticipantWithdrew")).one()
    handlers = sorted(delivery.handler for delivery in withdrew.deliveries)
    assert handlers == ["mail.withdrawn", "schedule.repair"]
    assert "You have withdrawn" in words(visitor.get(answer.location))
    assert visitor.get(me(room.edition)).status_code == 303


def test_a_device_can_forget(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    zoe = factories.participant(visitor.session, edition)
    visitor.enter(zoe)
    visitor.post(me(edition, "/leave"))
    assert visitor.get(me(edition)).status_code == 303
    visitor.enter(zoe)
    assert visitor.get(me(edition)).status_code == 200
