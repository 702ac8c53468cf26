"""An edition to which very much happened, written by the database itself in a few seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from fairs.models import Webhook
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Account, Edition, Participant

EVENTS = """
INSERT INTO domain_event (id, kind, edition_id, actor, subject_id, payload, at)
WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :events),
    person AS (
        SELECT id, edition_id, row_number() OVER (ORDER BY id) - 1 AS n FROM participant
        WHERE edition_id = (SELECT id FROM edition WHERE slug = :slug)
    )
SELECT {new_id},
    CASE WHEN number.n % 500 = 7 THEN 'RegistrationApproved' WHEN number.n % 3 = 0 THEN 'WishesDeclared'
        ELSE 'AgendaPublished' END,
    person.edition_id,
    CASE WHEN number.n % 500 = 7 THEN :account WHEN number.n % 3 = 0 THEN 'participant:' || {person_id}
        ELSE '' END,
    person.id, {payload}, {at}
FROM number JOIN person ON person.n = number.n % :people
"""
DELIVERIES = """
INSERT INTO delivery
    (id, event_seq, edition_id, handler, queue, state, not_before, attempts, dedup_key, error)
SELECT {new_id}, seq, edition_id, :handler, :queue,
    CASE seq % 400 WHEN 0 THEN 'dead' WHEN 1 THEN 'todo' WHEN 2 THEN 'doing' ELSE 'done' END,
    at, 1, NULL, ''
FROM domain_event WHERE seq % :every = 0
"""
MAILS = """
INSERT INTO mail (id, message_id, delivery_id, edition_id, recipient, subject, sent_at)
SELECT {new_id}, {delivery_id}, id, edition_id, 'p' || event_seq % 50 || '@org.example', 'Bonjour', not_before
FROM delivery WHERE queue = 'mail' AND state = 'done' AND event_seq % 5 = 0
"""
WORDS = {
    "sqlite": {
        "new_id": "lower(hex(randomblob(16)))",
        "person_id": "person.id",
        "delivery_id": "id",
        "payload": "'{\"participant_id\": \"' || person.id || '\"}'",
        "at": "strftime('%Y-%m-%d %H:%M:%f000', '2027-02-01', '+' || number.n || ' seconds')",
    },
    "postgresql": {
        "new_id": "gen_random_uuid()",
        "person_id": "person.id::text",
        "delivery_id": "id::text",
        "payload": "json_build_object('participant_id', person.id::text)",
        "at": "timestamptz '2027-02-01 00:00:00+00' + number.n * interval '1 second'",
    },
}
PEOPLE = 50


@dataclass(frozen=True)
class History:
    """Whom it happened to."""

    edition: Edition
    people: list[Participant]
    account: Account
    webhook: Webhook


def write(session: Session, events: int) -> History:
    """So many events; each has a mail to send, and every fifth is told to a webhook."""
    edition = factories.edition(session)
    people = [factories.participant(session, edition) for _ in range(PEOPLE)]
    account = factories.organiser(session, edition.fair)
    webhook = Webhook(
        edition_id=edition.id, address="https://crm.example/in", kinds=[], secret="whsec_", created_at=NOW
    )
    session.add(webhook)
    session.flush()
    words = WORDS[session.get_bind().dialect.name]
    session.execute(
        text(EVENTS.format(**words)),
        {"events": events, "slug": edition.slug, "people": PEOPLE, "account": f"account:{account.id}"},
    )
    work = text(DELIVERIES.format(**words))
    session.execute(work, {"handler": "mail.agenda", "queue": "mail", "every": 1})
    session.execute(work, {"handler": f"webhook:{webhook.id}", "queue": "default", "every": 5})
    session.execute(text(MAILS.format(**words)))
    session.commit()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))  # which an installation does by itself
        session.commit()
    return History(edition, people, account, webhook)
