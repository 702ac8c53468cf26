"""What makes the demonstration's meetup one: it recurs, people follow and answer, there is a programme."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from fairs import events
from fairs.agenda.recurrence import LAST, Pattern, Recurrence
from fairs.demonstration.reading import parsed
from fairs.domain import activities, seats, series
from fairs.domain.activities import Plan, Words
from fairs.models import Follower, Intention
from fairs.outbox import record
from fairs.queries import recurrences as reads
from fairs.queries.families import of_edition
from fairs.queries.replies import wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant

FOURTH = 4
HOURS = ("starts", "ends")
A_WEEK = timedelta(days=7)


def gather(
    session: Session,
    meetup: Edition,
    coming: Mapping[str, Participant],
    salon: Edition,
    at_salon: Mapping[str, Participant],
    now: datetime,
) -> None:
    """Everything around a meetup, and the round table of the fair."""
    told = parsed("gathering.toml")
    seats.limit(session, meetup, told["places"])
    _answer(session, meetup, coming, told["answers"], now)
    _follow(session, meetup, told["followers"], now)
    _plan(session, meetup, told["meetup"], coming, now)
    _plan(session, salon, told["salon"], at_salon, now)
    _come_back(session, meetup, told["themes"], now)


def _answer(
    session: Session,
    edition: Edition,
    coming: Mapping[str, Participant],
    said: dict[str, Any],
    now: datetime,
) -> None:
    """Each has taken one place by registering."""
    for key, person in coming.items():
        reply = said.get(key, {"says": "yes", "guests": 0})
        places = wanted(reply["says"], reply["guests"])
        if places == 0:
            seats.give_back(session, edition, person.family)
        else:
            seats.take(session, edition, person.family, places - 1)
        session.add(Intention(participant_id=person.id, places=places, answered_at=now - A_WEEK, **reply))


def _follow(session: Session, edition: Edition, addresses: list[str], now: datetime) -> None:
    for number, address in enumerate(addresses):
        asked_at = now - timedelta(days=40 - number)
        follower = Follower(
            fair_id=edition.fair_id,
            email=address,
            language="fr",
            asked_at=asked_at,
            confirmed_at=asked_at + timedelta(minutes=9),
            told_at=now,
        )
        session.add(follower)
        session.flush()
        record(session, events.FollowingConfirmed(None, follower.id), asked_at + timedelta(minutes=9))


def _plan(
    session: Session,
    edition: Edition,
    programme: list[dict[str, Any]],
    people: Mapping[str, Participant],
    now: datetime,
) -> None:
    zone = ZoneInfo(edition.timezone)
    day = edition.starts_at.astimezone(zone).date()
    families = {family.slug: family.id for family in of_edition(session, edition)}
    for told in programme:
        starts, ends = (datetime.combine(day, time.fromisoformat(told[name]), zone) for name in HOURS)
        plan = Plan(
            kind=told["kind"],
            texts={language: Words(**told[language]) for language in ("fr", "en")},
            starts_at=starts,
            ends_at=ends,
            room=told["room"],
            facilitator=told["facilitator"],
            places=told.get("places"),
            quotas={families[slug]: places for slug, places in told.get("quotas", {}).items()},
        )
        activity = activities.add(session, edition, plan, now - A_WEEK)
        for key in told["people"]:
            if key in people and people[key].takes_part:
                activities.sign_up(session, people[key], activity, now - timedelta(days=2))


def _come_back(
    session: Session, edition: Edition, themes: list[dict[str, dict[str, str]]], now: datetime
) -> None:
    """By the Thursday of the month on which it is held; each coming month has a theme of its own."""
    zone = ZoneInfo(edition.timezone)
    starts, ends = edition.starts_at.astimezone(zone), edition.ends_at.astimezone(zone)
    nth = (starts.day - 1) // 7 + 1
    pattern = Pattern("month", 1, (starts.weekday(),), nth if nth <= FOURTH else LAST)
    rule = Recurrence(pattern.rule(), starts.date(), starts.time(), ends.time(), edition.timezone)
    series.set_rule(session, edition, rule, 1 + len(themes), {}, now)
    for occurrence, theme in zip(reads.coming(session, edition.fair, now)[1:], themes, strict=False):
        for text in occurrence.edition.texts:
            text.title, text.summary = theme[text.language]["title"], theme[text.language]["summary"]
