from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select

from fairs import events
from fairs.domain import tokens
from fairs.models import Interest, Meeting
from fairs.outbox import record
from tests.delivery.conftest import BASE_URL, span, words
from tests.factories import FAIR_DAY, NOW

if TYPE_CHECKING:
    from tests.delivery.conftest import Town


STARTS_AT = FAIR_DAY.replace(hour=8)  # 09:00 in Paris


def remind(town: Town, name: str, reminder: str) -> None:
    town.forget_mails()
    with town.sessions.begin() as session:
        person = town.person_in(session, name)
        record(session, events.ReminderFellDue(person.edition_id, person.id, reminder), town.time())
    town.run_all()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_who_has_no_wish_yet_is_reminded_of_the_date(town: Town, language: str) -> None:
    with town.sessions.begin() as session:
        edition = town.edition_in(session)
        edition.wishes_closed_at, edition.wishes_close_at = None, NOW + timedelta(days=2)
        zoe = town.person_in(session, "Zoé")
        zoe.language = language
        session.execute(delete(Interest).where(Interest.wisher_id == zoe.id))
    remind(town, "Zoé", "wishes_missing")
    (mail,) = town.mails()
    assert f"{BASE_URL}/p/" in words(mail)
    assert {"fr": "mercredi 3 mars 2027", "en": "Wednesday 3 March 2027"}[language] in words(mail)


def test_who_has_wished_meanwhile_is_left_in_peace(town: Town) -> None:
    with town.sessions.begin() as session:
        edition = town.edition_in(session)
        edition.wishes_closed_at, edition.wishes_close_at = None, NOW + timedelta(days=2)
    remind(town, "Zoé", "wishes_missing")
    assert town.mails() == []


@pytest.mark.parametrize("name", ["Zoé", "Mia"])
def test_two_days_before_the_day_place_and_meetings_are_named(town: Town, name: str) -> None:
    town.publish(("Zoé", "Mia", 0))
    town.run_all()
    town.time.at = FAIR_DAY - timedelta(days=1)
    remind(town, name, "two_days_before")
    (mail,) = town.mails()
    for wanted in (
        span("09:00", "17:00"),
        "Halle aux Grains",
        span("09:00", "09:20"),
        "Table 1",
        f"{BASE_URL}/p/",
    ):
        assert wanted in words(mail)
    assert "Table 1" in words(mail, "html")


def test_without_a_meeting_the_reminder_names_day_and_place(town: Town) -> None:
    town.time.at = FAIR_DAY - timedelta(days=1)
    remind(town, "Mia", "two_days_before")
    (mail,) = town.mails()
    assert mail["Subject"] == "See you on Thursday 18 March 2027: March fair"
    assert "Table" not in words(mail)


def test_a_reminder_that_comes_too_late_is_not_sent(town: Town) -> None:
    town.time.at = FAIR_DAY.replace(hour=8)
    remind(town, "Mia", "two_days_before")
    assert town.mails() == []


def unfinished(town: Town) -> None:
    """Mia typed in a registration a day ago, and has not confirmed it."""
    with town.sessions.begin() as session:
        mia = town.person_in(session, "Mia")
        mia.state, mia.registered_at = "received", NOW - timedelta(days=1)


def test_an_unfinished_registration_brings_a_link_that_works(town: Town) -> None:
    unfinished(town)
    remind(town, "Mia", "registration_unfinished")
    (mail,) = town.mails()
    assert mail["Subject"] == "One press of a button is still missing: March fair"
    (secret,) = set(re.findall(rf"{BASE_URL}/p/([\w-]+)", words(mail)))
    with town.sessions.begin() as session:
        assert tokens.redeem(session, "confirm", secret, town.time()).subject_id == town.people["Mia"]


def test_who_confirmed_meanwhile_is_left_in_peace(town: Town) -> None:
    unfinished(town)
    with town.sessions.begin() as session:
        town.person_in(session, "Mia").state = "confirmed"
    remind(town, "Mia", "registration_unfinished")
    assert town.mails() == []


@pytest.mark.parametrize(
    ("hours_before", "subject"), [(14, "Tomorrow at 09:00: March fair"), (2, "Today at 09:00: March fair")]
)
def test_the_evening_before_brings_the_meetings(town: Town, hours_before: int, subject: str) -> None:
    town.publish(("Zoé", "Mia", 0))
    town.run_all()
    town.time.at = STARTS_AT - timedelta(hours=hours_before)
    remind(town, "Mia", "evening_before")
    (mail,) = town.mails()
    assert mail["Subject"] == subject
    for wanted in (span("09:00", "09:20"), "Table 1", "Atelier Zoé", f"{BASE_URL}/p/"):
        assert wanted in words(mail)
        assert wanted in words(mail, "html")


def draw_near(town: Town, name: str) -> None:
    """The clock found the meeting at nine ten minutes before it."""
    town.forget_mails()
    with town.sessions.begin() as session:
        person = town.person_in(session, name)
        person.reminded_before_meetings = True
        uid = session.scalars(select(Meeting.uid)).first()
        record(
            session,
            events.MeetingDrewNear(person.edition_id, person.id, str(uid), STARTS_AT.isoformat()),
            STARTS_AT - timedelta(minutes=10),
        )


@pytest.fixture
def morning(town: Town) -> Town:
    """Zoé will meet Mia at nine."""
    town.publish(("Zoé", "Mia", 0))
    town.run_all()
    town.time.at = STARTS_AT - timedelta(minutes=9)
    return town


def test_ten_minutes_before_a_meeting_a_mail_says_where_and_whom(morning: Town) -> None:
    draw_near(morning, "Mia")
    morning.run_all()
    (mail,) = morning.mails()
    assert mail["Subject"] == "At 09:00, Table 1: Atelier Zoé (Zoé)"
    for kind in ("plain", "html"):
        for wanted in (
            span("09:00", "09:20"),
            "Table 1",
            "Atelier Zoé",
            "You can change that in your profile.",
        ):
            assert wanted in words(mail, kind)


@pytest.mark.parametrize("why", ["begun", "cancelled", "moved", "not asked", "stopped", "withdrawn"])
def test_of_a_meeting_that_is_not_as_it_was_nothing_is_said(morning: Town, why: str) -> None:
    draw_near(morning, "Mia")
    with morning.sessions.begin() as session:
        mia, meeting = morning.person_in(session, "Mia"), session.scalars(select(Meeting)).one()
        match why:
            case "begun":
                morning.time.at = STARTS_AT
            case "cancelled":
                meeting.cancelled = True
            case "moved":
                meeting.starts_at += timedelta(minutes=25)
            case "not asked":
                mia.reminded_before_meetings = False
            case "stopped":
                mia.reminders_stopped_at = NOW
            case "withdrawn":
                mia.state = "withdrawn"
    morning.run_all()
    assert morning.mails() == []


@pytest.mark.parametrize("reminder", ["wishes_missing", "two_days_before", "evening_before"])
def test_who_stopped_reminders_gets_none(town: Town, reminder: str) -> None:
    with town.sessions.begin() as session:
        edition = town.edition_in(session)
        edition.wishes_closed_at, edition.wishes_close_at = None, STARTS_AT
        session.execute(delete(Interest))
        town.person_in(session, "Mia").reminders_stopped_at = NOW
    town.time.at = STARTS_AT - timedelta(hours=16 if reminder != "evening_before" else 2)
    remind(town, "Mia", reminder)
    assert town.mails() == []
    remind(town, "Zoé", reminder)
    assert len(town.mails()) == 1


def test_a_reminder_of_a_date_that_has_moved_is_not_sent(town: Town) -> None:
    town.time.at = STARTS_AT - timedelta(days=2)
    with town.sessions.begin() as session:
        edition = town.edition_in(session)
        edition.starts_at += timedelta(days=7)
        edition.ends_at += timedelta(days=7)
    remind(town, "Mia", "two_days_before")
    assert town.mails() == []
