"""The calendar that stays true, at an address that is a secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from sqlalchemy import select

from fairs.domain import registrations, tokens
from fairs.domain.publishing import publish
from fairs.models import Token
from tests import factories, grids
from tests.visiting import SECRET, me, words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Participant
    from tests.visiting import Visitor


def feed_link(session: Session, participant: Participant) -> str:
    return tokens.issue(session, "feed", participant.id, SECRET, factories.NOW)


def summaries(content: bytes) -> list[str]:
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(content).walk("VEVENT")]


def test_it_holds_the_participants_meetings(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    answer = visitor.get(f"/cal/{feed_link(visitor.session, room.zoe)}.ics")
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert summaries(answer.data) == [f"{room.ali.organisation.name} (Ali) · Table 1"]
    assert Calendar.from_ical(answer.data)["METHOD"] == "PUBLISH"


@pytest.mark.abuse(17)
def test_it_holds_nobody_elses_meetings_and_no_address_that_was_not_agreed_to(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    content = visitor.get(f"/cal/{feed_link(visitor.session, room.zoe)}.ics").text
    assert "Mia" not in content
    assert room.ali.email not in content
    assert room.mia.email not in content


@pytest.mark.abuse(16)
def test_it_is_kept_by_nobody_and_named_to_nobody(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    headers = visitor.get(f"/cal/{feed_link(visitor.session, room.zoe)}.ics").headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in headers


@pytest.mark.abuse(16)
def test_its_secret_stands_in_no_line_of_the_log(
    visitor: Visitor, own_log: pytest.CaptureFixture[str]
) -> None:
    room = grids.published(visitor.session)
    raw = feed_link(visitor.session, room.zoe)
    visitor.get(f"/cal/{raw}.ics")
    lines = own_log.readouterr().err
    assert "/cal/<token>.ics" in lines
    assert raw not in lines


def test_who_has_it_already_is_told_so(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    address = f"/cal/{feed_link(visitor.session, room.zoe)}.ics"
    etag = visitor.get(address).headers["ETag"]
    again = visitor.get(address, If_None_Match=etag)
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.abuse(15)
def test_the_secret_is_long_and_only_its_hash_is_kept(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    raw = feed_link(visitor.session, room.zoe)
    kept = visitor.session.scalars(select(Token.hash).filter_by(purpose="feed")).one()
    assert re.fullmatch(r"[\w-]{43}", raw)  # 256 bits
    assert kept != raw


@pytest.mark.abuse(15)
def test_a_new_address_kills_the_old_one_at_once(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    old = feed_link(visitor.session, room.zoe)
    visitor.enter(room.zoe)
    assert visitor.post(me(room.edition, "/agenda/link")).status_code == 303
    assert visitor.get(f"/cal/{old}.ics").status_code == 404
    found = re.search(r"/cal/([\w-]+)\.ics", visitor.get(me(room.edition, "/agenda")).text)
    assert found
    assert visitor.get(f"/cal/{found[1]}.ics").status_code == 200


@pytest.mark.abuse(15)
def test_an_unknown_address_is_not_found(visitor: Visitor) -> None:
    answer = visitor.get("/cal/unknown.ics")
    assert answer.status_code == 404
    assert "no longer valid" in words(answer)


def test_who_withdrew_sees_the_meetings_cancelled(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    address = f"/cal/{feed_link(visitor.session, room.zoe)}.ics"
    registrations.withdraw(visitor.session, room.zoe, factories.NOW)
    publish(visitor.session, room.plan(), factories.NOW)
    events = Calendar.from_ical(visitor.get(address).data).walk("VEVENT")
    assert [str(event["STATUS"]) for event in events] == ["CANCELLED"]


def test_who_was_declined_has_none(visitor: Visitor) -> None:
    room = grids.published(visitor.session)
    room.zoe.state = "declined"
    assert visitor.get(f"/cal/{feed_link(visitor.session, room.zoe)}.ics").status_code == 404
