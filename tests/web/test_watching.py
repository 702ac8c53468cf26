"""What Prometheus reads, and who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from fairs import events
from fairs.models import DeadAddress, Delivery, Heartbeat, Job, Mail, schema
from fairs.outbox import record
from fairs.web import here
from tests import factories

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


def read(client: FlaskClient) -> Series:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def value(series: Series, name: str, **labels: str) -> float | None:
    return series.get((name, frozenset(labels.items())))


def of(series: Series, name: str) -> dict[frozenset[tuple[str, str]], float]:
    return {labels: value for (found, labels), value in series.items() if found == name}


def deliver(session: Session, edition_id: object, now: datetime, handler: str, **values: object) -> None:
    row = record(session, events.VenueLaidOut(edition_id), now)  # type: ignore[arg-type] # an edition's
    session.flush()
    session.add(Delivery(**{"event_seq": row.seq, "handler": handler, "not_before": now} | values))


def test_the_database_is_asked_when_somebody_reads(
    client: FlaskClient, session: Session, now: datetime
) -> None:
    edition = factories.edition(session).id
    deliver(session, edition, now - timedelta(seconds=90), "mail.agenda", queue="mail")
    deliver(session, edition, now + timedelta(hours=1), "mail.agenda", queue="mail")
    deliver(session, edition, now, "webhook:one", state="dead")
    deliver(session, edition, now, "webhook:other", state="dead")
    deliver(session, edition, now - timedelta(hours=23), "mail.agenda", queue="mail", state="done")
    deliver(session, edition, now - timedelta(hours=25), "mail.agenda", queue="mail", state="done")
    asked = {"edition_id": edition, "kind": "plan", "asked_at": now - timedelta(minutes=9)}
    session.add(Job(**asked))
    session.add(Job(**asked, state="done", ended_at=now - timedelta(minutes=8)))
    session.add(Job(**asked, state="done", ended_at=now - timedelta(minutes=7)))
    for n, hours in enumerate((0.5, 5, 50)):
        session.add(
            Mail(
                message_id=str(n), recipient="a@b.example", subject="x", sent_at=now - timedelta(hours=hours)
            )
        )
    session.add(DeadAddress(email="a@b.example", how="bounced", said="No.", since=now))
    session.add(Heartbeat(part="clock", at=now - timedelta(seconds=7)))
    session.commit()
    found = read(client)
    assert of(found, "maillage_deliveries") == {
        frozenset({("state", "todo"), ("handler", "mail.agenda")}): 2,
        frozenset({("state", "dead"), ("handler", "webhook")}): 2,
        frozenset({("state", "done"), ("handler", "mail.agenda")}): 1,  # of the last day
    }
    assert of(found, "maillage_oldest_due_seconds") == {
        frozenset({("queue", "mail")}): 90,
        frozenset({("queue", "solve")}): 0,
        frozenset({("queue", "render")}): 0,
        frozenset({("queue", "default")}): 0,
    }
    assert value(found, "maillage_jobs", kind="plan", state="asked") == 1
    assert value(found, "maillage_jobs", kind="plan", state="done") == 2
    assert value(found, "maillage_job_seconds", kind="plan", state="done") == 180
    assert value(found, "maillage_mails", within="hour") == 1
    assert value(found, "maillage_mails", within="day") == 2
    assert value(found, "maillage_dead_addresses") == 1
    assert value(found, "maillage_last_sign_seconds", part="clock") == 7
    assert value(found, "maillage_database_up") == 1


def test_requests_are_counted_by_endpoint_and_no_address_is_told(client: FlaskClient) -> None:
    before = read(client)
    for _ in range(2):
        client.get("/p/a-secret-of-somebody")
    client.open("/nowhere/at-all", method="BREW")
    after, labels = read(client), {"endpoint": "ways_in.door", "method": "GET"}
    name = "maillage_http_requests_total"
    risen = (value(after, name, **labels, status="404") or 0) - (
        value(before, name, **labels, status="404") or 0
    )
    assert risen == 2
    assert value(after, "maillage_http_request_seconds_count", **labels)
    assert value(after, name, endpoint="none", method="other", status="404")
    assert "a-secret-of-somebody" not in str(after)
    assert "/" not in str(after.keys())


OTHERS: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({"REMOTE_ADDR": "203.0.113.9"}, {}),
    ({"REMOTE_ADDR": ""}, {}),
    ({}, {"X-Forwarded-For": "203.0.113.9"}),
    ({}, {"X-Forwarded-Proto": "https"}),
    ({}, {"Host": "fairs.example.org"}),
    ({}, {"Host": "fairs.example.org", "Authorization": "Bearer "}),
    ({"REMOTE_ADDR": "203.0.113.9"}, {"Authorization": "Bearer wrong"}),
    ({"REMOTE_ADDR": "203.0.113.9"}, {"Authorization": "Basic dGhlOndvcmQ="}),
)


@pytest.mark.parametrize("word", ["", "the word"])
def test_for_others_the_address_does_not_exist(app: Flask, client: FlaskClient, word: str) -> None:
    app.extensions[here.SETTINGS] = replace(app.extensions[here.SETTINGS], metrics_token=word)
    for environment, headers in OTHERS:
        refused = client.get("/metrics", environ_overrides=environment, headers=headers)
        assert (refused.status_code, "maillage_" in refused.text) == (404, False)


def test_where_there_is_a_word_this_machine_needs_it_too(app: Flask, client: FlaskClient) -> None:
    """A proxy that only passes requests on asks like a program of this machine, for whomever."""
    app.extensions[here.SETTINGS] = replace(app.extensions[here.SETTINGS], metrics_token="the word")
    bare = {"Host": "127.0.0.1:8000"}
    assert client.get("/metrics", headers=bare).status_code == 404
    assert client.get("/metrics", headers=bare | {"Authorization": "Bearer the word"}).status_code == 200


def test_who_knows_the_word_may_read_from_anywhere(app: Flask, client: FlaskClient) -> None:
    app.extensions[here.SETTINGS] = replace(app.extensions[here.SETTINGS], metrics_token="the word")
    answer = client.get(
        "/metrics",
        environ_overrides={"REMOTE_ADDR": "203.0.113.9"},
        headers={"Host": "fairs.example.org", "Authorization": "Bearer the word"},
    )
    assert (answer.status_code, "maillage_database_up 1.0" in answer.text) == (200, True)


def test_without_its_tables_a_database_is_not_up_and_pages_are_not_ready(
    client: FlaskClient, session: Session
) -> None:
    assert client.get("/readyz").json == {"ok": True, "reasons": []}
    session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {
        "ok": False,
        "reasons": [f"The database is at revision 0001; this program needs {schema.head()}."],
    }
    session.execute(text("DROP TABLE attempt"))
    session.execute(text("DROP TABLE mail"))
    session.commit()
    assert of(read(client), "maillage_database_up") == {frozenset(): 0}


def test_pages_that_leave_the_work_to_others_still_say_whether_they_do_it(
    app: Flask, client: FlaskClient
) -> None:
    settings = app.extensions[here.SETTINGS]
    app.extensions[here.SETTINGS] = replace(settings, elsewhere=True)
    answer = client.get("/healthz")
    who = "worker" if settings.distributed else "pump"
    assert answer.status_code == 503
    assert answer.json["reasons"] == ["The clock has not started.", f"The {who} has not started."]
    assert client.get("/readyz").status_code == 200
