"""What is thrown away once a day, and what is not."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.jobs import due_people, tidying
from fairs.jobs.tidying import KEPT, Tidying
from fairs.models import Attempt, Job, Piece, Tick, Token, Webhook
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from datetime import datetime

    import pytest

    from tests.jobs.works import Works

LONG_AGO = NOW - KEPT - timedelta(days=1)
LATELY = NOW - KEPT + timedelta(days=1)
TIDYING = Tidying()


def tidy(works: Works) -> int:
    return TIDYING.see_to(works.sessions, works.time())


def test_nothing_is_thrown_away_that_a_duty_could_still_look_for() -> None:
    assert max(due_people.LOOK_BACK, due_people.MEETINGS_BACK) + timedelta(days=1) < KEPT


def test_ticks_of_people_go_and_those_of_editions_stay(works: Works) -> None:
    people = ("before_meeting", "before_meetings", "registration_unfinished", "tidy")
    jobs = (*people, "retention", "open_edition")
    with works.sessions.begin() as session:
        session.add_all([Tick(job=job, slot=f"{at}", at=at) for job in jobs for at in (LONG_AGO, LATELY)])
    assert tidy(works) == 4
    with works.sessions() as session:
        old = session.scalars(select(Tick.job).where(Tick.at == LONG_AGO)).all()
        assert sorted(old) == ["open_edition", "retention"]
        assert len(session.scalars(select(Tick)).all()) == 2 + len(jobs) + 1


def test_of_tries_the_latest_stay_that_the_page_shows(works: Works) -> None:
    with works.sessions.begin() as session:
        edition = factories.edition(session)
        busy, idle = (
            Webhook(edition_id=edition.id, address="https://x.example", kinds=[], secret="", created_at=NOW)
            for _ in range(2)
        )
        session.add_all([busy, idle])
        session.flush()
        for number in range(25):
            for webhook, since in ((busy, LONG_AGO), (busy, LATELY), (idle, LONG_AGO)):
                at = since + timedelta(seconds=number)
                session.add(Attempt(webhook_id=webhook.id, kind="test", at=at, milliseconds=1))
        ids = (busy.id, idle.id)
    assert tidy(works) == 25 + 5
    with works.sessions() as session:
        left = [session.scalars(select(Attempt).filter_by(webhook_id=id_)).all() for id_ in ids]
        assert [len(rows) for rows in left] == [25, 20]


def test_links_that_open_nothing_any_more_go(works: Works) -> None:
    with works.sessions.begin() as session:
        for end in (LONG_AGO, LATELY, None):
            token = Token(
                hash=uuid.uuid4().hex, purpose="sign_in", subject_id=uuid.uuid4(), created_at=LONG_AGO,
                expires_at=end,
            )  # fmt: skip
            session.add(token)
    assert tidy(works) == 1


def test_what_was_kept_of_work_that_ended_goes_but_for_what_can_be_fetched(works: Works) -> None:
    with works.sessions.begin() as session:
        edition = factories.edition(session)
        for state, ended_at in (
            ("running", None),
            ("failed", LATELY),
            ("failed", LONG_AGO),
            ("cancelled", LONG_AGO),
            ("done", LONG_AGO),
        ):
            job = Job(edition_id=edition.id, kind="pack", state=state, asked_at=LONG_AGO, ended_at=ended_at)
            session.add(job)
            session.flush()
            for name in ("people", "whole"):
                session.add(Piece(job_id=job.id, name=name, content=b"", made_at=LONG_AGO))
    assert tidy(works) == 3


def test_it_is_done_once_a_day_whichever_clock_comes_first(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "AT_ONCE", 2)

    def leave(at: datetime) -> None:
        with works.sessions.begin() as session:
            session.add_all([Tick(job="before_meeting", slot=str(uuid.uuid4()), at=at) for _ in range(5)])

    leave(LONG_AGO)
    assert (tidy(works), tidy(works)) == (5, 0)
    leave(LONG_AGO)
    assert tidy(works) == 0
    works.time.pass_by(days=1)
    assert tidy(works) == 5
