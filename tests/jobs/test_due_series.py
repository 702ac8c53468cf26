"""Clocks make the next editions of what recurs: each date once, however many of them tick."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.agenda.recurrence import Pattern, Recurrence
from fairs.domain import series as verbs
from fairs.jobs.due_series import NextEditions
from fairs.models import DomainEvent, Edition, Series
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    import uuid

    from tests.jobs.works import Works

FIRST = datetime(2027, 2, 11, 17, tzinfo=UTC)


def meetup(works: Works, ahead: int = 2) -> uuid.UUID:
    """A meetup with a rule, of whose dates none has an edition yet."""
    with works.sessions.begin() as session:
        fair = factories.fair(session, kind="meetup")
        factories.edition(session, of=fair, starts_at=FIRST, ends_at=FIRST + timedelta(hours=2))
        session.add(
            Series(
                fair_id=fair.id,
                rule=Pattern("month", 1, (3,), 2).rule(),
                begins_on=date(2027, 1, 1),
                starts=time(18),
                ends=time(20),
                timezone="Europe/Paris",
                left_out=[],
                extra=[],
                ahead=ahead,
                changed_at=NOW,
            )
        )
        return fair.id


def coming(works: Works, fair_id: uuid.UUID) -> list[str]:
    with works.sessions() as session:
        rows = session.scalars(select(Edition).where(Edition.fair_id == fair_id).order_by(Edition.starts_at))
        return [f"{row.starts_at:%m-%d %H:%M}" for row in rows][1:]


def test_editions_are_made_ahead_and_only_once(works: Works) -> None:
    fair_id = meetup(works)
    assert NextEditions().see_to(works.sessions, works.time()) == 2
    assert coming(works, fair_id) == ["03-11 17:00", "04-08 16:00"]  # 18:00 in Paris, both
    assert NextEditions().see_to(works.sessions, works.time()) == 0
    works.time.pass_by(days=11)
    assert NextEditions().see_to(works.sessions, works.time()) == 1
    assert coming(works, fair_id) == ["03-11 17:00", "04-08 16:00", "05-13 16:00"]


def test_three_clocks_make_each_edition_once(works: Works) -> None:
    fair_id = meetup(works, ahead=4)
    starting, made = threading.Barrier(3), []

    def run_a_clock() -> None:
        starting.wait()
        made.append(NextEditions().see_to(works.sessions, works.time()))

    threads = [threading.Thread(target=run_a_clock) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made) == 4
    assert coming(works, fair_id) == ["03-11 17:00", "04-08 16:00", "05-13 16:00", "06-10 16:00"]
    with works.sessions() as session:
        assert list(session.scalars(select(DomainEvent.kind))) == ["EditionOpened"] * 4


def test_a_rule_whose_dates_are_over_makes_nothing_more(works: Works) -> None:
    fair_id = meetup(works)
    with works.sessions.begin() as session:
        series = session.scalars(select(Series)).one()
        edition = session.scalars(select(Edition)).one()
        ended = Recurrence(
            Pattern("month", 1, (3,), 2, until=date(2027, 3, 31)).rule(),
            series.begins_on,
            series.starts,
            series.ends,
            series.timezone,
        )
        verbs.set_rule(session, edition, ended, 2, {}, NOW)
    works.time.pass_by(days=60)
    assert NextEditions().see_to(works.sessions, works.time()) == 0
    assert coming(works, fair_id) == ["03-11 17:00"]


def test_a_fair_without_a_first_edition_waits_for_it(works: Works) -> None:
    with works.sessions.begin() as session:
        session.add(
            Series(
                fair_id=factories.fair(session).id,
                rule="FREQ=WEEKLY;BYDAY=MO",
                begins_on=date(2027, 1, 1),
                starts=time(18),
                ends=time(20),
                timezone="Europe/Paris",
                left_out=[],
                extra=[],
                ahead=1,
                changed_at=NOW,
            )
        )
    assert NextEditions().see_to(works.sessions, works.time()) == 0
