"""What is said while a delivery runs names it, and what it took is counted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from fairs import events, logs, meters
from fairs.delivery.handler import Handler, Subscription
from fairs.errors import Refused
from fairs.outbox import record

if TYPE_CHECKING:
    from tests.jobs.works import Works


pytestmark = pytest.mark.usefixtures("log_as_before")


def test_each_line_of_a_delivery_names_it_and_the_events_that_follow(
    works: Works, capsys: pytest.CaptureFixture[str]
) -> None:
    def settle(session: Any, *_: object) -> None:
        structlog.get_logger("fairs.tests").info("at work")
        record(session, events.VenueLaidOut(None), works.time())

    works.subscribe(Subscription(events.EditionChanged, "lines", Handler(settle=settle)))
    works.happen()
    logs.configure(as_json=True)
    works.run_all()
    (delivery,) = works.deliveries()
    said = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in said] == ["at work", "recorded", "delivered"]
    names = ("delivery", "handler", "attempt", "seq")
    assert {tuple(line[name] for name in names) for line in said} == {
        (str(delivery.id), "lines", 1, delivery.event_seq)
    }
    assert (said[1]["kind"], said[1]["first"]) == ("VenueLaidOut", delivery.event_seq + 1)


def test_what_was_rolled_back_is_not_told(works: Works, capsys: pytest.CaptureFixture[str]) -> None:
    works.subscribe()
    logs.configure(as_json=True)
    with works.sessions() as session:
        works.record(session)
        session.flush()
        session.rollback()
        works.record(session)
        session.commit()
    (line,) = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (line["event"], line["kind"], line["count"]) == ("recorded", "EditionChanged", 1)


def test_tries_and_failures_are_counted_by_handler(works: Works) -> None:
    def refuse(_: object) -> None:
        raise Refused("No.")

    before = counted("tried")
    works.react("tried", refuse)
    works.happen()
    works.run_all()
    works.time.pass_by(seconds=20)
    works.run_all()
    meters.meters().tried("tried:somebody", 0.1)  # those of all targets together
    assert [after - earlier for after, earlier in zip(counted("tried"), before, strict=True)] == [3, 2]


def counted(handler: str) -> list[float]:
    registry, labels = meters.meters().registry, {"handler": handler}
    return [
        registry.get_sample_value(name, labels) or 0.0
        for name in ("maillage_delivery_seconds_count", "maillage_delivery_failures_total")
    ]
