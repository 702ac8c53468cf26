"""Where one has to be: on the page, in the calendar, on paper. All say the same."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from fairs.domain.publishing import publish
from fairs.web import press
from tests import factories, grids
from tests.visiting import counted, me, words

if TYPE_CHECKING:
    from flask import Flask

    from tests.visiting import Visitor


def test_meetings_stand_by_day_and_time_with_the_zone_named_once(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    room.mia.email_shown = True
    visitor.enter(room.ali)
    page = words(visitor.get(me(room.edition, "/agenda")))
    assert page.count("Central European Time (Paris)") == 1
    assert "revision 1" in page
    assert page.index("Thursday 18 March 2027") < page.index("09:00 until 09:20") < page.index("09:25 until")
    assert room.mia.email in page
    assert room.zoe.email not in page


def test_what_was_cancelled_stays_struck_and_says_so(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    publish(visitor.session, room.plan((room.ali, room.mia, 1, 1)), factories.NOW)
    visitor.enter(room.ali)
    page = visitor.get(me(room.edition, "/agenda"))
    assert page.text.count("meeting-cancelled") == 1
    assert "Cancelled" in words(page)


def test_before_the_grid_is_out_it_says_what_will_stand_there(visitor: Visitor) -> None:
    room = grids.room(visitor.session)
    room.plan((room.zoe, room.ali, 0, 0))
    visitor.enter(room.zoe)
    page = words(visitor.get(me(room.edition, "/agenda")))
    assert "as soon as the grid is made and published" in page
    assert "Ali" not in page
    for file in ("/agenda.ics", "/agenda.pdf"):
        assert visitor.get(me(room.edition, file)).status_code == 404


def test_the_calendar_is_subscribed_to_by_its_own_address(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    visitor.enter(room.zoe)
    page = visitor.get(me(room.edition, "/agenda")).text
    assert 'href="webcal://127.0.0.1:8000/cal/' in page
    assert "http://127.0.0.1:8000/cal/" in page


@pytest.mark.pains(24)
def test_the_file_is_a_calendar_that_invites_nobody(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    visitor.enter(room.ali)
    answer = visitor.get(me(room.edition, "/agenda.ics"))
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=agenda-{room.edition.slug}.ics"
    calendar = Calendar.from_ical(answer.data)
    assert calendar["METHOD"] == "PUBLISH"
    assert len(calendar.walk("VEVENT")) == 2
    assert b"ATTENDEE" not in answer.data


@pytest.mark.pains(20)
def test_file_and_feed_say_the_same(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    visitor.enter(room.ali)
    address = visitor.get(me(room.edition, "/agenda")).text.split("webcal://127.0.0.1:8000")[1].split('"')[0]
    assert visitor.get(me(room.edition, "/agenda.ics")).data == visitor.get(address).data


def test_the_paper_names_the_same_meetings(app: Flask, visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    visitor.enter(room.ali)
    answer = visitor.get(me(room.edition, "/agenda.pdf"))
    press.close(app)
    assert answer.content_type == "application/pdf"
    text = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    for said in ("Zoé", "Mia", "Table 1", "09:00", "09:25"):
        assert said in text


@pytest.mark.abuse(5)
def test_everybody_gets_their_own_and_no_address_names_a_person(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    visitor.enter(room.mia)
    content = visitor.get(me(room.edition, "/agenda.ics")).text
    assert ("Ali" in content, "Zoé" in content) == (True, False)


def test_reading_the_agenda_makes_no_secrets(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    visitor.enter(room.zoe)
    visitor.session.commit()
    first = words(visitor.get(me(room.edition, "/agenda")))
    assert "/cal/" in first
    assert words(visitor.get(me(room.edition, "/agenda"))) == first


def test_a_longer_agenda_asks_no_more_of_the_database(app: Flask, visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    visitor.enter(room.ali)
    address = me(room.edition, "/agenda")
    visitor.get(address)
    with_two = counted(app, lambda: visitor.client.get(address))
    more = [factories.participant(visitor.session, room.edition) for _ in range(2)]
    for other in more:
        factories.mutual(visitor.session, room.ali, other)
    placed = [(room.ali, other, slot, 0) for slot, other in enumerate((room.zoe, room.mia, *more))]
    publish(visitor.session, room.plan(*placed), factories.NOW)
    visitor.session.commit()
    assert counted(app, lambda: visitor.client.get(address)) == with_two
