from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask_babel import force_locale

from fairs.jobs.due import DUTIES
from fairs.jobs.due_gates import GATES
from fairs.models import DomainEvent
from fairs.organisers.chronicle import REMINDERS, sentence
from fairs.queries.journal import Happening
from tests.factories import NOW

if TYPE_CHECKING:
    from flask import Flask


def told(app: Flask, kind: str, **payload: object) -> str:
    event = DomainEvent(kind=kind, payload=payload, at=NOW)
    with app.test_request_context(), force_locale("en"):
        return sentence(Happening(event, None))


@pytest.mark.parametrize(
    ("kind", "payload", "expected"),
    [
        ("EditionOpened", {"by_date": True}, "The edition opened to the public by its date."),
        ("EditionOpened", {"by_date": False}, "The edition was opened to the public."),
        (
            "ReminderFellDue",
            {"reminder": "evening_before"},
            "The time came to remind Somebody: the evening before.",
        ),
        (
            "ReminderSkipped",
            {"reminder": "two_days_before"},
            "A reminder came too late to be of use, so nobody got it: two days before.",
        ),
        ("FollowUpFellDue", {}, "The time came to ask what became of the meetings."),
    ],
)
def test_what_the_clock_did_is_told_in_sentences(
    app: Flask, kind: str, payload: dict[str, object], expected: str
) -> None:
    assert told(app, kind, **payload) == expected


def test_every_reminder_has_a_name() -> None:
    others = {
        *(gate.job for gate in GATES),
        "retention",
        "retention_warning",
        "former_secrets",
        "forgetting",
        "two_days_before_late",
        "evening_before_late",
        "leftovers",
        "next_editions",
        "offers_end",
        "substitute_unanswered",
    }
    reminders = {duty.job for duty in DUTIES if duty.job not in others}
    assert reminders == set(REMINDERS)
