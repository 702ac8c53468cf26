"""Long work on the page that waits for it: a stream of news, or asking again and again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fairs.domain import long_jobs
from fairs.domain.publishing import publish
from fairs.extensions import db
from fairs.models import Job
from fairs.web import streams
from tests.factories import NOW
from tests.organisers.conftest import draft
from tests.organisers.test_counts import asked, happens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from tests.organisers.conftest import Desk, Room


@pytest.fixture
def job(session: Session, room: Room) -> Job:
    row = Job(edition_id=room.edition.id, kind="plan", options={"seconds": 9}, state="running", asked_at=NOW)
    session.add(row)
    session.commit()
    return row


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LOOK_EVERY", 0.01)


def listen(desk: Desk, room: Room, job: Job) -> TestResponse:
    """An answer that is read bit by bit."""
    return desk.get(f"/o/{room.edition.slug}/jobs/{job.id}/events")


def news(answer: TestResponse) -> Iterator[dict[str, object]]:
    for told in answer.iter_encoded():
        yield json.loads(told.removeprefix(b"data: "))


def test_a_stream_tells_what_is_new_until_the_work_has_ended(
    desk: Desk, session: Session, room: Room, job: Job
) -> None:
    answer = listen(desk, room, job)
    assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
    heard = news(answer)
    assert next(heard) == {"underway": True, "fraction": 0.0, "step": "It begins in a moment."}

    long_jobs.advance(session, job.id, 0.25, "draw 5 20")
    session.commit()
    assert next(heard) == {"underway": True, "fraction": 0.25, "step": "5 of 20 agendas are drawn."}

    session.refresh(job)
    long_jobs.end(job, NOW)
    session.commit()
    assert next(heard)["underway"] is False
    assert next(heard, None) is None
    answer.close()


def test_a_stream_holds_no_connection_while_nothing_is_new(
    app: Flask, desk: Desk, room: Room, job: Job
) -> None:
    answer = listen(desk, room, job)
    next(news(answer))
    with app.app_context():
        assert db.engine.pool.status().count("Current Checked out connections: 0") == 1
    answer.close()


def test_a_stream_ends_after_a_while_and_the_browser_comes_again(
    app: Flask, desk: Desk, room: Room, job: Job
) -> None:
    streams.of(app).seconds = 0.05
    with listen(desk, room, job) as answer:
        assert len(list(news(answer))) == 1


def test_a_stream_ends_when_the_process_does(app: Flask, desk: Desk, room: Room, job: Job) -> None:
    answer = listen(desk, room, job)
    heard = news(answer)
    next(heard)
    streams.of(app).alive = lambda: False
    assert next(heard, None) is None
    answer.close()


def test_a_process_tells_a_few_at_once_and_the_others_ask(desk: Desk, room: Room, job: Job) -> None:
    listening = [listen(desk, room, job) for _ in range(streams.AT_MOST)]
    assert [answer.status_code for answer in listening] == [200] * streams.AT_MOST
    assert listen(desk, room, job).status_code == 503
    assert desk.get(f"/o/{room.edition.slug}/jobs/{job.id}").json == {
        "underway": True,
        "fraction": 0.0,
        "step": "It begins in a moment.",
    }

    listening.pop().close()
    again = listen(desk, room, job)
    assert again.status_code == 200
    for answer in [*listening, again]:
        answer.close()


@pytest.mark.parametrize("page", ["/papers", "/letter"])
def test_pages_of_long_work_ask_the_database_as_often_for_many_as_for_one(
    app: Flask, desk: Desk, session: Session, room: Room, page: str
) -> None:
    publish(session, draft(session, room, (0, 1, 0, 0)), NOW)
    add_jobs(session, room)
    address = f"/o/{room.edition.slug}{page}"
    desk.get(address)
    before = asked(app, desk, address)

    happens(session, room)
    for _ in range(3):
        add_jobs(session, room)

    assert asked(app, desk, address) == before


def add_jobs(session: Session, room: Room) -> None:
    written = {"audience": "approved", "subject": "Parking", "text": "It is closed."}
    drawn = {"form": "pdf", "revision": 1}
    session.add_all(
        Job(edition_id=room.edition.id, kind=kind, options=options, state="cancelled", asked_at=NOW)
        for kind, options in (("letter", written), ("pack", drawn))
    )


@pytest.mark.abuse(3)
def test_nobody_else_listens(app: Flask, desk: Desk, other_desk: Desk, room: Room, job: Job) -> None:
    assert listen(other_desk, room, job).status_code == 404
    assert app.test_client().get(f"/o/{room.edition.slug}/jobs/{job.id}/events").location == "/in"
    assert desk.get(f"/o/{room.edition.slug}/jobs/nonsense/events").status_code == 404
