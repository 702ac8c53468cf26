from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fairs import events
from fairs.domain.deliveries import send_again, send_all_again
from fairs.errors import Refused
from fairs.models import DeadAddress, Delivery
from fairs.outbox import record
from fairs.queries.despatches import Despatch
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LATER = NOW + timedelta(hours=3)


def delivery(session: Session, **values: Any) -> Delivery:
    participant = factories.participant(session, factories.edition(session))
    event = record(session, events.RegistrationApproved(participant.edition_id, participant.id), NOW)
    row = Delivery(
        event=event,
        **{
            "handler": "mail.approved",
            "state": "dead",
            "not_before": NOW,
            "attempts": 9,
            "error": "No route.",
        }
        | values,
    )
    session.add(row)
    session.flush()
    return row


def test_a_given_up_message_begins_anew(session: Session) -> None:
    given_up = delivery(session, owner="somebody", lease_until=NOW)

    send_again(session, given_up, LATER)

    assert (given_up.state, given_up.not_before, given_up.attempts, given_up.error) == ("todo", LATER, 0, "")
    assert (given_up.owner, given_up.lease_until) == (None, None)


@pytest.mark.parametrize("state", ["todo", "doing", "done"])
def test_a_message_that_may_still_arrive_is_not_sent_twice(session: Session, state: str) -> None:
    with pytest.raises(Refused):
        send_again(session, delivery(session, state=state), LATER)


def test_work_that_waits_already_is_not_doubled(session: Session) -> None:
    given_up = delivery(session, dedup_key="repair:1")
    delivery(session, dedup_key="repair:1", state="todo")

    with pytest.raises(Refused, match="waits to be done"):
        send_again(session, given_up, LATER)


def test_all_begin_anew_but_those_that_would_only_fail_or_double(session: Session) -> None:
    lost = delivery(session)
    twice = [delivery(session, dedup_key="repair:1"), delivery(session, dedup_key="repair:1")]
    waits_already = delivery(session, dedup_key="repair:2")
    delivery(session, dedup_key="repair:2", state="todo")
    refused, done = delivery(session), delivery(session, state="done")
    bounced = DeadAddress(email="x@org.example", how="bounced", said="550 unknown", since=NOW)

    begun = send_all_again(
        session,
        [
            *(Despatch(row, None, "", row.state) for row in (lost, *twice, waits_already, done)),
            Despatch(refused, None, "x@org.example", "dead", dead=bounced),
        ],
        LATER,
    )
    session.flush()

    assert begun == 2
    assert [row.state for row in (lost, *twice, waits_already, refused, done)] == [
        "todo",
        "todo",
        "dead",
        "dead",
        "dead",
        "done",
    ]
