from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fairs import events
from fairs.errors import NotFound
from fairs.models import Delivery, Mail
from fairs.outbox import record
from fairs.queries import deliveries, journal, mailbox
from fairs.queries.paging import PER_PAGE
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant


def approved(session: Session, edition: Edition, state: str = "done") -> tuple[Participant, Delivery]:
    participant = factories.participant(session, edition)
    event = record(session, events.RegistrationApproved(edition.id, participant.id), NOW)
    delivery = Delivery(event=event, handler="mail.approved", state=state, not_before=NOW)
    session.add(delivery)
    session.flush()
    return participant, delivery


def mail(session: Session, recipient: str, delivery: Delivery | None = None, minutes: int = 0) -> Mail:
    row = Mail(
        message_id=f"<{uuid.uuid4()}@fairs.example>",
        delivery_id=delivery.id if delivery else None,
        recipient=recipient,
        subject="Bonjour",
        raw=b"Subject: Bonjour\r\n\r\nBonjour",
        sent_at=NOW + timedelta(minutes=minutes),
    )
    session.add(row)
    session.flush()
    return row


def test_the_journal_tells_the_newest_first_with_whom_it_concerns(session: Session) -> None:
    edition = factories.edition(session)
    zoe, _ = approved(session, edition)
    record(session, events.WishesClosed(edition.id, by_date=False), NOW)
    approved(session, factories.edition(session))
    session.flush()

    told = [(row.event.kind, row.person) for row in journal.of_edition(session, edition).rows]

    assert told == [("WishesClosed", None), ("RegistrationApproved", zoe)]


def test_a_long_journal_has_pages_and_the_nearest_is_shown(session: Session) -> None:
    edition = factories.edition(session)
    for _ in range(PER_PAGE + 1):
        record(session, events.VenueLaidOut(edition.id), NOW)
    session.flush()

    last = journal.of_edition(session, edition, 99)

    assert (last.number, last.last, last.total, len(last.rows)) == (2, 2, PER_PAGE + 1, 1)
    assert journal.of_edition(session, edition, -3).number == 1


def test_messages_say_to_whom_they_went_or_will_go(session: Session) -> None:
    edition = factories.edition(session)
    zoe, waits = approved(session, edition, "todo")
    ali, sent = approved(session, edition)
    mail(session, "before.the.change@org.example", sent)

    rows = deliveries.of_edition(session, edition).rows

    assert [(row.delivery, row.person, row.recipient) for row in rows] == [
        (sent, ali, "before.the.change@org.example"),
        (waits, zoe, zoe.email),
    ]
    assert deliveries.by_state(session, edition) == {"done": 1, "todo": 1}
    assert [row.delivery for row in deliveries.of_edition(session, edition, "todo").rows] == [waits]


def test_a_message_of_another_edition_is_not_there(session: Session) -> None:
    _, other = approved(session, factories.edition(session))

    with pytest.raises(NotFound):
        deliveries.by_id(session, factories.edition(session), other.id)


def test_the_mailbox_is_searched_by_recipient_and_signs_of_patterns_are_signs(session: Session) -> None:
    first = mail(session, "zoe.l@org.example")
    second = mail(session, "zoe_l@org.example", minutes=1)

    assert mailbox.newest(session).rows == [second, first]
    assert mailbox.newest(session, "ZOE_").rows == [second]
    assert mailbox.newest(session, "%").rows == []
    assert mailbox.by_id(session, first.id) is first
    with pytest.raises(NotFound):
        mailbox.by_id(session, uuid.uuid4())
