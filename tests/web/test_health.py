"""What whoever watches over the machine is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fairs.jobs.beats import beat
from fairs.models import Heartbeat
from fairs.web import here
from tests.factories import NOW

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from fairs.jobs.beats import Part


def test_all_is_well(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"ok": True, "reasons": []})


def test_where_jobs_belong_to_the_process_they_must_show_life(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    app.extensions[here.SETTINGS] = replace(app.extensions[here.SETTINGS], pump=True)
    hands: Part = "worker" if session.get_bind().dialect.name == "postgresql" else "pump"
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {
        "ok": False,
        "reasons": ["The clock has not started.", f"The {hands} has not started."],
    }
    for part in ("clock", hands):
        beat(session, part, NOW)
    session.commit()
    assert session.get(Heartbeat, hands)
    assert client.get("/healthz").status_code == 200
