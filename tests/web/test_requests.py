"""The lines of a request: one of its own, and all that are written meanwhile, under one identity."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fairs import logs
from tests import factories
from tests.visiting import IN_ENGLISH

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

GIVEN = "4f0c.proxy-17"


pytestmark = pytest.mark.usefixtures("log_as_before")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_each_request_writes_one_line_that_names_no_address(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(as_json=True)
    answer = client.get("/p/a-secret-of-somebody?x=zoe@org.example", headers=IN_ENGLISH)
    (line,) = lines(capsys)
    assert {name: line[name] for name in ("event", "method", "endpoint", "status", "request_id")} == {
        "event": "request",
        "method": "GET",
        "endpoint": "ways_in.door",
        "status": 404,
        "request_id": answer.headers["X-Request-ID"],
    }
    assert isinstance(line["ms"], float)
    assert "secret" not in str(line)
    assert "zoe" not in str(line)


def test_the_identity_that_a_proxy_gives_is_kept(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(as_json=True)
    answer = client.get("/healthz", headers={"X-Request-ID": GIVEN})
    assert answer.headers["X-Request-ID"] == GIVEN
    assert lines(capsys)[-1]["request_id"] == GIVEN


def test_an_identity_that_is_no_plain_word_is_replaced(client: FlaskClient) -> None:
    odd = ["short", "x" * 65, "two words together", 'quote"and}brace', "line%0afeed", ""]
    made = [client.get("/healthz", headers={"X-Request-ID": one}).headers["X-Request-ID"] for one in odd]
    assert set(made) & set(odd) == set()
    assert {len(one) for one in made} == {32}
    assert len(set(made)) == len(odd)


def test_events_that_a_request_recorded_are_told_under_its_identity(
    app: Flask, client: FlaskClient, session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    email = factories.organiser(session, factories.fair(session)).email
    app.config["WTF_CSRF_ENABLED"] = False
    session.commit()
    logs.configure(as_json=True)
    client.post("/in", data={"email": email}, headers={"X-Request-ID": GIVEN})
    told, request = lines(capsys)
    assert {name: told[name] for name in ("event", "kind", "count", "request_id")} == {
        "event": "recorded",
        "kind": "SignInAsked",
        "count": 1,
        "request_id": GIVEN,
    }
    assert request["event"] == "request"
    client.get("/healthz")
    assert lines(capsys)[-1]["request_id"] != GIVEN
