from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from fairs import events
from fairs.models import Interest
from fairs.outbox import record
from tests.delivery.conftest import BASE_URL, span, words
from tests.factories import FAIR_DAY, NOW

if TYPE_CHECKING:
    from tests.delivery.conftest import Town


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
