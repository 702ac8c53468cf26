"""Following a meetup: proven by a button, a mail for new dates, stopped by one click."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fairs.domain import cancelling, editions, following, moving
from fairs.models import Edition, Follower
from tests import factories
from tests.delivery.conftest import words
from tests.factories import NOW

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from fairs.models import Fair
    from tests.delivery.conftest import Town


def fair_of(session: Session, town: Town) -> Fair:
    return session.get_one(Edition, town.edition_id).fair


def follow(town: Town, email: str, language: str = "en", *, confirmed: bool = True) -> uuid.UUID:
    with town.sessions.begin() as session:
        fair = fair_of(session, town)
        following.follow(session, fair, email, language, town.time())
        follower = session.query(Follower).filter_by(fair_id=fair.id, email=email.lower()).one()
        if confirmed:
            following.confirm(session, follower, town.time())
        return follower.id


def draft(town: Town, **when: int) -> uuid.UUID:
    with town.sessions.begin() as session:
        starts_at = factories.FAIR_DAY.replace(hour=17) + timedelta(**when)
        return factories.edition(
            session,
            of=fair_of(session, town),
            opened_at=None,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
        ).id


def open_(town: Town, *ids: uuid.UUID) -> None:
    with town.sessions.begin() as session:
        for edition_id in ids:
            editions.open_edition(session, session.get_one(Edition, edition_id), town.time())


def read(town: Town) -> list[tuple[str, str]]:
    return [(mail["To"].addresses[0].addr_spec, mail["Subject"]) for mail in town.mails()]


def test_an_address_is_asked_first_and_gets_nothing_before_it_is_proven(town: Town) -> None:
    follow(town, "Lea@Org.example", confirmed=False)
    town.run_all()
    assert read(town) == [("lea@org.example", "Follow “Salon des boucles locales”?")]
    (mail,) = town.mails()
    assert "https://fairs.example/follow/" in words(mail)
    assert "do nothing" in words(mail)
    town.forget_mails()
    town.time.pass_by(minutes=1)
    open_(town, draft(town, days=30))
    town.run_all()
    assert read(town) == []


@pytest.mark.abuse(35)
def test_abuse_35_whoever_types_an_address_again_and_again_writes_to_it_once(town: Town) -> None:
    for _ in range(5):
        follow(town, "lea@org.example", confirmed=False)
    town.run_all()
    assert len(read(town)) == 1
    town.time.pass_by(minutes=11)
    follow(town, "lea@org.example", confirmed=False)
    town.run_all()
    assert len(read(town)) == 2


@pytest.mark.pains(57)
def test_each_new_date_is_a_mail_with_one_click_to_stop(town: Town) -> None:
    follow(town, "lea@org.example")
    town.time.pass_by(minutes=1)
    town.run_all()
    town.forget_mails()
    open_(town, draft(town, days=30))
    town.run_all()
    assert read(town) == [("lea@org.example", "New date: March fair, Saturday 17 April 2027")]
    (mail,) = town.mails()
    assert "18:00" not in words(mail)  # seventeen hours of universal time are nineteen in summer
    assert "19:00" in words(mail)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip("<>") in words(mail)
    assert mail["List-Unsubscribe"].startswith("<https://fairs.example/unfollow/")
    town.forget_mails()
    town.run_all()
    assert read(town) == []


def test_dates_that_are_announced_together_fill_one_mail(town: Town) -> None:
    follow(town, "lea@org.example", "fr")
    town.time.pass_by(minutes=1)
    town.run_all()
    town.forget_mails()
    open_(town, *(draft(town, days=days) for days in (60, 30, 90)))
    town.run_all()
    assert read(town) == [("lea@org.example", "Nouvelles dates\N{NO-BREAK SPACE}: Salon des boucles locales")]
    text = words(town.mails()[0])
    assert [text.index(month) for month in ("avril 2027", "mai 2027", "juin 2027")] == sorted(
        text.index(month) for month in ("avril 2027", "mai 2027", "juin 2027")
    )


def test_who_stopped_following_is_forgotten_and_hears_nothing(town: Town) -> None:
    follower_id = follow(town, "lea@org.example")
    town.run_all()
    town.forget_mails()
    with town.sessions.begin() as session:
        following.stop(session, session.get_one(Follower, follower_id), town.time())
    open_(town, draft(town, days=30))
    town.run_all()
    with town.sessions() as session:
        assert (read(town), session.query(Follower).count()) == ([], 0)


def cancel(town: Town) -> None:
    with town.sessions.begin() as session:
        edition = session.get_one(Edition, town.edition_id)
        cancelling.cancel(session, edition, "La halle est fermée.\nÀ bientôt !", town.time())


def test_who_comes_or_follows_is_told_once_of_a_cancellation_with_the_hosts_word(town: Town) -> None:
    town.publish(("Zoé", "Ali", 0))
    follow(town, "lea@org.example")
    follow(town, "zoe@org.example", "fr")  # comes, and follows as well
    town.run_all()
    town.forget_mails()
    cancel(town)
    town.run_all()
    off = "Cancelled: March fair, Thursday 18 March 2027"
    annule = "Annulé\N{NO-BREAK SPACE}: Salon de mars, jeudi 18 mars 2027"
    assert sorted(read(town)) == [
        ("ali@org.example", annule),
        ("lea@org.example", off),
        ("mia@org.example", off),
        ("zoe@org.example", annule),
    ]
    by_reader = {mail["To"].addresses[0].addr_spec: mail for mail in town.mails()}
    assert all("La halle est fermée.\nÀ bientôt !" in words(mail) for mail in by_reader.values())
    assert [by_reader["lea@org.example"]["List-Unsubscribe"] is None] == [False]
    with_calendar = {
        reader: [
            part.get_param("method") for part in mail.walk() if part.get_content_type() == "text/calendar"
        ]
        for reader, mail in by_reader.items()
    }
    assert with_calendar == {
        "ali@org.example": ["CANCEL"],
        "zoe@org.example": ["CANCEL"],
        "mia@org.example": [],
        "lea@org.example": [],
    }
    town.forget_mails()
    town.run_all()
    assert read(town) == []


def test_a_draft_that_is_called_off_is_nobodys_news(town: Town) -> None:
    follow(town, "lea@org.example")
    town.run_all()
    town.forget_mails()
    edition_id = draft(town, days=30)
    with town.sessions.begin() as session:
        cancelling.cancel(session, session.get_one(Edition, edition_id), "Rien.", NOW)
    town.run_all()
    assert read(town) == []


def move(town: Town, edition_id: uuid.UUID, **later: int) -> None:
    with town.sessions.begin() as session:
        edition = session.get_one(Edition, edition_id)
        days = timedelta(**later)
        plan = moving.WhenAndWhere(
            edition.starts_at + days, edition.ends_at + days, edition.venue, edition.address
        )
        moving.move(session, edition, plan, town.time())


def test_a_date_that_is_moved_by_hand_is_told_with_the_former_one(town: Town) -> None:
    follow(town, "lea@org.example")
    follow(town, "zoe@org.example")  # comes, and is written to for that
    town.time.pass_by(minutes=1)
    town.run_all()
    town.forget_mails()
    move(town, town.edition_id, days=7)
    town.run_all()
    to_lea = [mail for mail in town.mails() if mail["To"].addresses[0].addr_spec == "lea@org.example"]
    assert [mail["Subject"] for mail in to_lea] == ["New date or place: March fair, Thursday 25 March 2027"]
    assert "Formerly: Thursday 18 March 2027, 09:00\N{EN DASH}17:00, Halle aux Grains." in words(to_lea[0])
    assert [subject for reader, subject in read(town) if reader == "zoe@org.example"] == [
        "Nouvelle date ou nouveau lieu\N{NO-BREAK SPACE}: Salon de mars"
    ]
    town.forget_mails()
    town.run_all()
    assert read(town) == []


def test_what_moved_before_it_was_announced_is_simply_new(town: Town) -> None:
    follow(town, "lea@org.example")
    town.time.pass_by(minutes=1)
    town.run_all()
    town.forget_mails()
    known, fresh = town.edition_id, draft(town, days=30)
    move(town, fresh, days=1)
    open_(town, fresh)
    move(town, known, days=1)
    move(town, known, days=1)
    town.run_all()
    (mail,) = [mail for mail in town.mails() if mail["To"].addresses[0].addr_spec == "lea@org.example"]
    assert mail["Subject"] == "New and other dates: Salon des boucles locales"
    assert words(mail).count("Formerly:") == 1
    assert "Formerly: Thursday 18 March 2027" in words(mail)
