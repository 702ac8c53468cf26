"""The clock stood still for two days: what is still of use is done, what is stale is skipped and told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from fairs.jobs.due import DUTIES, do_what_is_due
from fairs.models import DomainEvent, Edition, Tick
from tests import factories
from tests.factories import FAIR_DAY
from tests.jobs.meetings import schedule

if TYPE_CHECKING:
    from tests.jobs.works import Works

PARIS = ZoneInfo("Europe/Paris")
NINE = FAIR_DAY.replace(hour=8)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=PARIS)


OPENS, CLOSES, WISHES_CLOSE = local(4, 9), local(11, 18), local(14, 18)  # the fair: the 18th, from 9 to 17


def tick(works: Works) -> None:
    for duty in DUTIES:
        do_what_is_due(works.sessions, duty, works.time())


def since(works: Works, seq: int) -> list[str]:
    """What was recorded after that event, in the words of this table."""
    with works.sessions() as session:
        rows = session.scalars(select(DomainEvent).where(DomainEvent.seq > seq).order_by(DomainEvent.seq))
        return [
            " ".join(filter(None, (row.kind, row.payload.get("reminder", ""), by_date(row)))) for row in rows
        ]


def by_date(row: DomainEvent) -> str:
    return "by date" if row.payload.get("by_date") else ""


def last(works: Works) -> int:
    with works.sessions() as session:
        return session.scalar(select(DomainEvent.seq).order_by(DomainEvent.seq.desc()).limit(1)) or 0


def settle(works: Works, opened_at: datetime | None) -> None:
    """Somebody who takes part, has no wish, and asked to be reminded before meetings at nine and 9:25."""
    with works.sessions.begin() as session:
        edition = factories.edition(
            session,
            opens_at=OPENS,
            opened_at=opened_at,
            registration_closes_at=CLOSES,
            wishes_close_at=WISHES_CLOSE,
        )
        zoe = factories.participant(session, edition, reminded_before_meetings=True)
        ali = factories.participant(session, edition, reminders_stopped_at=factories.NOW)
        (table,) = factories.tables(session, edition, 1)
        schedule(session, edition, [(zoe, ali, NINE, table), (ali, zoe, NINE + timedelta(minutes=25), table)])


@pytest.mark.parametrize(
    ("stops", "found"),
    [
        pytest.param(local(3, 9), ["EditionOpened by date"], id="the opening, a day late"),
        pytest.param(
            local(10, 18, 30),
            ["RegistrationClosed by date", "ReminderFellDue wishes_missing"],
            id="registration closed; wishes are missing for another day and a half",
        ),
        pytest.param(
            local(12, 17, 59),
            ["ReminderFellDue wishes_missing"],
            id="a minute before wishes close it is still of use",
        ),
        pytest.param(
            local(12, 18),
            ["WishesClosed by date"],
            id="reminded just before the clock stopped, and wishes close on their date",
        ),
        pytest.param(
            local(15, 18),
            ["ReminderSkipped two_days_before", "ReminderFellDue evening_before"],
            id="the evening before is there already",
        ),
        pytest.param(
            local(15, 12),
            ["ReminderFellDue two_days_before"],
            id="not yet the evening",
        ),
        pytest.param(
            local(16, 8, 30),
            ["ReminderSkipped two_days_before", "ReminderFellDue evening_before"],
            id="in the morning of the fair",
        ),
        pytest.param(
            local(16, 9, 20),
            ["ReminderSkipped evening_before", "MeetingDrewNear", "ReminderSkipped before_meeting"],
            id="the fair has begun, and so has the first meeting",
        ),
        pytest.param(
            local(16, 16, 59),
            ["ReminderSkipped evening_before", "ReminderSkipped before_meeting"],
            id="the fair is nearly over",
        ),
        pytest.param(local(18, 16), ["FollowUpFellDue"], id="the morning after, a day late"),
    ],
)
def test_after_two_days_without_a_clock(works: Works, stops: datetime, found: list[str]) -> None:
    settle(works, opened_at=None if stops < OPENS else OPENS)
    works.time.at = stops
    tick(works)
    before = last(works)
    works.time.pass_by(days=2)
    tick(works)
    assert sorted(since(works, before)) == sorted(found)
    before = last(works)
    tick(works)
    assert since(works, before) == []


def test_a_tick_remembers_what_was_skipped(works: Works) -> None:
    settle(works, opened_at=OPENS)
    works.time.at = local(16, 18)
    tick(works)
    works.time.at = local(18, 18)
    tick(works)
    with works.sessions() as session:
        edition = session.scalars(select(Edition)).one()
        skipped = dict(session.execute(select(Tick.job, Tick.skipped)).all())
        slots = set(
            session.scalars(select(Tick.slot).where(Tick.job.in_(["two_days_before", "evening_before"])))
        )
    assert skipped == {
        "close_registration": False,
        "close_wishes": False,
        "wishes_missing": True,
        "two_days_before": False,
        "evening_before": True,
        "before_meetings": True,
    }
    assert slots == {f"{edition.id}:2027-03-18"}


def test_over_the_years_each_thing_falls_due_once(works: Works) -> None:
    settle(works, opened_at=None)
    works.time.at = local(1, 12)
    while works.time() < local(21, 12):
        tick(works)
        fair_begins = local(18, 8) <= works.time() < local(18, 10)
        works.time.pass_by(minutes=10 if fair_begins else 2 * 60)
    works.time.pass_by(days=400)
    tick(works)  # the team is told first, however late it is
    works.time.pass_by(days=14)
    tick(works)
    assert since(works, 0) == [
        "EditionOpened by date",
        "RegistrationClosed by date",
        "ReminderFellDue wishes_missing",
        "WishesClosed by date",
        "ReminderFellDue two_days_before",
        "ReminderFellDue evening_before",
        "MeetingDrewNear",
        "MeetingDrewNear",
        "FollowUpFellDue",
        "RetentionFellDue",
    ]
