"""Real clocks, several on one database."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import apscheduler.schedulers.base
import pytest
from sqlalchemy import func, select

from fairs import clock as real
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.jobs import clock as clocks_of
from fairs.jobs.clock import Clock
from fairs.jobs.due import DUTIES
from fairs.models import DomainEvent, Edition, Mail, Tick
from tests import factories
from tests.factories import NOW
from tests.jobs.meetings import schedule

if TYPE_CHECKING:
    from datetime import datetime

    from tests.jobs.works import Works

CLOCKS = 3
AN_HOUR = timedelta(hours=1)
JOBS = len(DUTIES) + 2  # beside them a clock beats and sweeps
PATIENCE = 60  # seconds


@dataclass
class Asked:
    """A time that stands, and knows how often it was asked for: each job of a clock asks once."""

    at: datetime
    times: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def __call__(self) -> datetime:
        with self.changed:
            self.times += 1
            self.changed.notify_all()
            return self.at

    def wait_for(self, times: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.times >= times, PATIENCE)


@pytest.fixture
def eve(works: Works) -> Works:
    """The hour before a fair, and nothing was done yet: three people come, one registration is unfinished."""
    works.tools = replace(
        works.tools, settings=replace(works.tools.settings, base_url="https://fairs.example")
    )
    with works.sessions.begin() as session:
        edition = factories.edition(
            session,
            starts_at=NOW + timedelta(minutes=9),
            ends_at=NOW + timedelta(hours=8),
            registration_closes_at=NOW + timedelta(minutes=5),
            wishes_close_at=NOW - timedelta(hours=1),
        )
        people = [factories.participant(session, edition, reminded_before_meetings=True) for _ in range(3)]
        factories.participant(session, edition, state="received", registered_at=NOW - timedelta(days=2))
        factories.edition(session, opened_at=None, opens_at=NOW - timedelta(hours=1))
        (table,) = factories.tables(session, edition, 1)
        schedule(session, edition, [(people[0], people[1], edition.starts_at, table)])
    works.subscribe(*SUBSCRIPTIONS)
    return works


def test_three_clocks_tick_once_a_slot_and_one_mail_leaves_each(eve: Works) -> None:
    time = Asked(NOW)
    clocks = [Clock(eve.sessions, time) for _ in range(CLOCKS)]
    for clock in clocks:
        clock.start()
    time.wait_for(CLOCKS * JOBS)
    for clock in clocks:
        clock.stop()
    eve.run_all()
    with eve.sessions() as session:
        ticks = dict(session.execute(select(Tick.job, func.count()).group_by(Tick.job)).all())
        kinds = dict(session.execute(select(DomainEvent.kind, func.count()).group_by(DomainEvent.kind)).all())
        mails = session.execute(select(Mail.recipient, Mail.subject)).all()
        opened = session.scalars(select(Edition.opened_at).where(Edition.opens_at.is_not(None))).all()
    assert ticks == {
        "open_edition": 1,
        "close_wishes": 1,
        "wishes_missing": 1,
        "two_days_before": 1,
        "evening_before": 1,
        "registration_unfinished": 1,
        "before_meetings": 1,
        "before_meeting": 2,
    }
    assert kinds == {
        "EditionOpened": 1,
        "WishesClosed": 1,
        "ReminderSkipped": 2,  # wishes missing, two days before
        "ReminderFellDue": 4,  # the evening before for three, and the registration
        "MeetingDrewNear": 2,
    }
    assert len(mails) == len(set(mails)) == 6
    assert opened == [NOW]


def test_a_machine_whose_time_is_set_back_goes_on_ticking(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scheduler goes by it: without a watch the next tick would come an hour later."""
    back = timedelta()

    class Machine(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return dt.datetime.now(tz) - back

    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Machine)
    monkeypatch.setattr(clocks_of, "BEAT_EVERY", 1)
    monkeypatch.setattr(clocks_of, "WATCH_EVERY", 0.1)
    time = Asked(NOW)
    clock = Clock(works.sessions, time, machine=lambda: real.now() - back)
    clock.start()
    time.wait_for(JOBS + 1)
    back = AN_HOUR
    time.wait_for(time.times + JOBS + 2)
    clock.stop()
