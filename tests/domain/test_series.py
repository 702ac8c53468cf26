"""What recurs: editions are made after the last one, and a new rule spares those that people answered for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from fairs.agenda.recurrence import Pattern, Recurrence
from fairs.domain import series as verbs
from fairs.errors import Refused
from fairs.models import Block, DomainEvent, Edition, Occurrence, Table
from fairs.queries import recurrences as reads
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PARIS = ZoneInfo("Europe/Paris")
SECOND_THURSDAY = Pattern("month", 1, (3,), 2)
MARCH, APRIL, MAY, JUNE = date(2027, 3, 11), date(2027, 4, 8), date(2027, 5, 13), date(2027, 6, 10)


def recurrence(pattern: Pattern = SECOND_THURSDAY, **values: object) -> Recurrence:
    return Recurrence(
        **{
            "rule": pattern.rule(),
            "begins_on": date(2027, 1, 1),
            "starts": time(18),
            "ends": time(20),
            "timezone": "Europe/Paris",
        }
        | values  # type: ignore[arg-type]
    )


@pytest.fixture
def edition(session: Session) -> Edition:
    """The meetup of February: the one that those to come take after."""
    starts_at = datetime(2027, 2, 11, 17, tzinfo=UTC)
    row = factories.edition(
        session,
        of=factories.fair(session, kind="meetup", slug="apero"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        registration_closes_at=starts_at - timedelta(days=1),
        approves_itself=True,
        capacity=40,
    )
    factories.tables(session, row, 3)
    factories.block(session, row, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    return row


def held(session: Session, edition: Edition) -> list[tuple[date, str, bool]]:
    """The coming editions: the date of the rule, the hour on the wall, and whether it is called off."""
    rows = session.scalars(
        select(Edition).where(Edition.fair_id == edition.fair_id, Edition.starts_at > NOW)
    ).all()
    local = [(row.starts_at.astimezone(PARIS), row.cancelled) for row in rows]
    return sorted((at.date(), f"{at:%H:%M}", off) for at, off in local)


def by_date(session: Session, day: date) -> Edition:
    return session.scalars(select(Occurrence).filter_by(held_on=day)).one().edition


def test_the_next_editions_take_after_the_last_one(session: Session, edition: Edition) -> None:
    verbs.set_rule(session, edition, recurrence(), 3, {}, NOW)
    assert held(session, edition) == [(MARCH, "18:00", False), (APRIL, "18:00", False), (MAY, "18:00", False)]
    april = by_date(session, APRIL)
    assert april.slug == "apero-2027-04-08"
    assert {text.language: text.title for text in april.texts} == {"fr": "Salon de mars", "en": "March fair"}
    assert (april.venue, april.capacity, april.approves_itself, april.opened_at, april.taken) == (
        edition.venue,
        40,
        True,
        NOW,
        0,
    )
    assert len(session.scalars(select(Table).filter_by(edition_id=april.id)).all()) == 3
    block = session.scalars(select(Block).filter_by(edition_id=april.id)).one()
    assert block.starts_at == april.starts_at
    assert april.registration_closes_at is not None
    assert f"{april.registration_closes_at.astimezone(PARIS):%d %H:%M}" == "07 18:00"  # over the change


def test_a_date_that_passes_makes_room_for_the_next(session: Session, edition: Edition) -> None:
    series = verbs.set_rule(session, edition, recurrence(), 2, {}, NOW)
    after = datetime(2027, 3, 11, 21, tzinfo=UTC)
    assert verbs.missing(session, series, NOW) == []
    assert verbs.missing(session, series, after) == [MAY]


def test_a_date_called_off_by_the_host_is_not_held_another_time(session: Session, edition: Edition) -> None:
    series = verbs.set_rule(session, edition, recurrence(), 2, {}, NOW)
    by_date(session, MARCH).cancelled_at = NOW
    assert verbs.missing(session, series, NOW) == []


def test_a_new_rule_moves_what_nobody_answered_for(session: Session, edition: Edition) -> None:
    verbs.set_rule(session, edition, recurrence(), 2, {}, NOW)
    ids = {by_date(session, MARCH).id, by_date(session, APRIL).id}
    tuesdays = recurrence(Pattern("month", 1, (1,), 3), starts=time(12), ends=time(13, 30))
    verbs.set_rule(session, edition, tuesdays, 2, {}, NOW)
    assert held(session, edition) == [
        (date(2027, 3, 16), "12:00", False),
        (date(2027, 4, 20), "12:00", False),
    ]
    assert {row.edition_id for row in reads.coming(session, edition.fair, NOW)} == ids


def test_a_rule_with_fewer_dates_calls_off_the_rest(session: Session, edition: Edition) -> None:
    verbs.set_rule(session, edition, recurrence(), 3, {}, NOW)
    verbs.set_rule(session, edition, recurrence(Pattern("month", 1, (3,), 2, until=APRIL)), 3, {}, NOW)
    assert held(session, edition) == [(MARCH, "18:00", False), (APRIL, "18:00", False), (MAY, "18:00", True)]


def test_other_hours_move_the_evening_and_not_its_address(session: Session, edition: Edition) -> None:
    verbs.set_rule(session, edition, recurrence(), 1, {}, NOW)
    slug = by_date(session, MARCH).slug
    verbs.set_rule(session, edition, recurrence(starts=time(19), ends=time(21)), 1, {}, NOW)
    assert held(session, edition) == [(MARCH, "19:00", False)]
    assert by_date(session, MARCH).slug == slug


@pytest.mark.parametrize(
    ("fate", "expected"),
    [
        ("stays", [(MARCH, "18:00", False), (date(2027, 3, 16), "18:00", False)]),
        ("moves", [(date(2027, 3, 16), "18:00", False)]),
        ("goes", [(MARCH, "18:00", True), (date(2027, 3, 16), "18:00", False)]),
    ],
)
def test_for_dates_with_answers_the_organiser_is_asked(
    session: Session, edition: Edition, fate: verbs.Fate, expected: list[tuple[date, str, bool]]
) -> None:
    verbs.set_rule(session, edition, recurrence(), 1, {}, NOW)
    march = by_date(session, MARCH)
    factories.participant(session, march)
    tuesdays = recurrence(Pattern("month", 1, (1,), 3))
    with pytest.raises(Refused, match="people have already answered"):
        verbs.set_rule(session, edition, tuesdays, 1, {}, NOW)
    assert held(session, edition) == [(MARCH, "18:00", False)]
    verbs.set_rule(session, edition, tuesdays, 1, {march.id: fate}, NOW)
    assert held(session, edition) == expected
    kinds = session.scalars(
        select(DomainEvent.kind).where(DomainEvent.edition_id == march.id).order_by(DomainEvent.seq)
    ).all()
    assert (
        kinds[1:]
        == {"stays": [], "moves": ["EditionMoved", "MoveAnnounced"], "goes": ["EditionCancelled"]}[fate]
    )


def test_an_edition_made_by_hand_stands_for_its_date(session: Session, edition: Edition) -> None:
    starts_at = datetime(2027, 3, 11, 17, tzinfo=UTC)
    known = factories.edition(
        session, of=edition.fair, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
    )
    verbs.set_rule(session, edition, recurrence(), 2, {}, NOW)
    assert by_date(session, MARCH).id == known.id
    assert [day for day, _, _ in held(session, edition)] == [MARCH, APRIL]


def test_dates_left_out_are_not_held_and_extra_ones_are(session: Session, edition: Edition) -> None:
    some = recurrence(left_out=(APRIL,), extra=(date(2027, 4, 22),))
    verbs.set_rule(session, edition, some, 3, {}, NOW)
    assert [day for day, _, _ in held(session, edition)] == [MARCH, date(2027, 4, 22), MAY]


@pytest.mark.parametrize(
    ("values", "ahead", "field"),
    [
        ({"rule": Pattern("week", 1, (3,), until=date(2027, 2, 1)).rule()}, 3, "until"),
        ({}, 0, "ahead"),
        ({}, 13, "ahead"),
        ({"ends": time(18)}, 3, "ends"),
        ({"left_out": tuple(date(2027, 3, 1) + timedelta(days=n) for n in range(101))}, 3, "left_out"),
    ],
)
def test_a_rule_that_cannot_be_held_is_refused(
    session: Session, edition: Edition, values: dict[str, object], ahead: int, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        verbs.set_rule(session, edition, recurrence(**values), ahead, {}, NOW)
    assert refusal.value.field == field
    assert reads.of_fair(session, edition.fair) is None
