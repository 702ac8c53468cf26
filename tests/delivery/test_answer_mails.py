"""Mails about an answer to a meetup, and the evening in the calendar: taken over, moved, struck."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from fairs import events
from fairs.domain import cancelling, moving, registrations, replies, successors
from fairs.domain.registrations import Application, Reply
from fairs.models import Participant
from fairs.outbox import record
from tests import factories
from tests.delivery.conftest import words

if TYPE_CHECKING:
    import uuid
    from email.message import EmailMessage

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.intention import Says
    from tests.delivery.conftest import Town


@pytest.fixture
def lea(town: Town) -> uuid.UUID:
    """She said yes to an evening with a guest, and pressed the button."""
    with town.sessions.begin() as session:
        fair = factories.fair(session, kind="meetup")
        edition = factories.edition(session, of=fair, approves_itself=True, capacity=4)
        record(session, events.EditionOpened(edition.id, by_date=False), town.time())
        registrations.register(
            session,
            edition,
            Application("Léa", "Léa", "lea@org.example", "en", listed=False, reply=Reply("yes", 1)),
            town.time(),
        )
        person_id = session.query(Participant).filter_by(edition_id=edition.id).one().id
    town.run_all()
    (confirm,) = town.mails()
    assert "/p/" in words(confirm)
    town.forget_mails()
    with town.sessions.begin() as session:
        registrations.confirm(session, session.get_one(Participant, person_id), town.time())
    town.run_all()
    return person_id


def the_mail(town: Town) -> EmailMessage:
    (mail,) = town.mails()
    town.forget_mails()
    return mail


def calendar(mail: EmailMessage) -> tuple[str, str, str, int]:
    """Method, status, address of the entry, sequence."""
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    found = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = found.events
    assert part.get_param("method") == found["METHOD"]
    return str(found["METHOD"]), str(event["STATUS"]), str(event["UID"]), int(event["SEQUENCE"])


def say(town: Town, who: uuid.UUID, says: Says, guests: int = 0) -> EmailMessage:
    with town.sessions.begin() as session:
        replies.change(session, session.get_one(Participant, who), Reply(says, guests), town.time())
    town.run_all()
    return the_mail(town)


def edition_of(session: Session, who: uuid.UUID) -> Edition:
    return session.get_one(Participant, who).edition


def test_yes_brings_the_evening_for_the_calendar(town: Town, lea: uuid.UUID) -> None:
    mail = the_mail(town)
    assert mail["Subject"] == "See you on Thursday 18 March 2027: March fair"
    assert "You come, with one guest." in words(mail)
    with town.sessions() as session:
        uid = f"edition-{edition_of(session, lea).id}@fairs.example"
    assert calendar(mail) == ("REQUEST", "CONFIRMED", uid, 0)


def test_maybe_and_no_strike_it_and_yes_brings_it_back(town: Town, lea: uuid.UUID) -> None:
    uid = calendar(the_mail(town))[2]
    maybe = say(town, lea, "maybe")
    assert "No place is kept for you" in words(maybe)
    assert calendar(maybe)[:3] == ("CANCEL", "CANCELLED", uid)
    assert calendar(say(town, lea, "yes", 2))[:3] == ("REQUEST", "CONFIRMED", uid)
    no = say(town, lea, "no")
    assert (no["Subject"], calendar(no)[:3]) == ("Your answer: March fair", ("CANCEL", "CANCELLED", uid))


def test_an_evening_that_moves_moves_in_the_calendar_too(town: Town, lea: uuid.UUID) -> None:
    _, _, uid, sequence = calendar(the_mail(town))
    with town.sessions.begin() as session:
        edition = edition_of(session, lea)
        former = edition.starts_at, edition.ends_at, edition.venue
        later = edition.starts_at + timedelta(days=7)
        successors.move(session, edition, later, later + timedelta(hours=2))
        moving.announce(session, edition, former, town.time())
    town.run_all()
    mail = the_mail(town)
    assert mail["Subject"] == "New date or place: March fair"
    assert "Formerly: Thursday 18 March 2027" in words(mail)
    assert calendar(mail) == ("REQUEST", "CONFIRMED", uid, sequence + 1)


def test_an_evening_that_is_off_is_struck_under_the_same_address(town: Town, lea: uuid.UUID) -> None:
    _, _, uid, sequence = calendar(the_mail(town))
    with town.sessions.begin() as session:
        cancelling.cancel(session, edition_of(session, lea), "Grippe.", town.time())
    town.run_all()
    mail = the_mail(town)
    assert "Grippe." in words(mail)
    assert calendar(mail) == ("CANCEL", "CANCELLED", uid, sequence + 1)
