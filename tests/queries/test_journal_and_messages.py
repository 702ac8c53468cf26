from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fairs import events
from fairs.errors import NotFound
from fairs.models import DeadAddress, Delivery, Mail, Webhook
from fairs.outbox import ACTOR, VISITOR, record
from fairs.queries import addresses, deliveries, journal, mailbox, persons
from fairs.queries.paging import PER_PAGE
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant


def approved(session: Session, edition: Edition, state: str = "done") -> tuple[Participant, Delivery]:
    participant = factories.participant(session, edition)
    event = record(session, events.RegistrationApproved(edition.id, participant.id), NOW)
    delivery = Delivery(
        event=event,
        edition_id=edition.id,
        handler="mail.approved",
        queue="mail",
        state=state,
        not_before=NOW,
    )
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


def test_a_long_journal_is_read_in_stretches_both_ways(session: Session) -> None:
    edition = factories.edition(session)
    told = [
        record(session, events.VenueLaidOut(edition.id), NOW + timedelta(minutes=n // 7))
        for n in range(2 * PER_PAGE + 1)
    ]
    session.flush()
    newest_first = [event.seq for event in told][::-1]

    def stretch(seq: int, *, newer: bool) -> tuple[list[int], bool, bool]:
        found = journal.of_edition(session, edition, place=journal.place(session, edition, seq, newer=newer))
        return [row.event.seq for row in found.rows], found.newer, found.older

    first, second, third = newest_first[:PER_PAGE], newest_first[PER_PAGE:-1], newest_first[-1:]
    assert stretch(-1, newer=False) == (first, False, True)  # no such place: the beginning
    assert stretch(first[-1], newer=False) == (second, True, True)
    assert stretch(second[-1], newer=False) == (third, True, False)
    assert stretch(third[0], newer=True) == (second, True, True)
    assert stretch(second[0], newer=True) == (first, False, True)
    assert stretch(first[4], newer=True) == (first, False, True)  # few are newer: as many as at the head


def test_a_place_in_another_edition_s_journal_is_none(session: Session) -> None:
    edition = factories.edition(session)
    elsewhere = record(session, events.VenueLaidOut(factories.edition(session).id), NOW)
    session.flush()

    assert journal.place(session, edition, elsewhere.seq, newer=False) is None


def test_the_journal_is_filtered_by_whom_by_what_and_by_when(session: Session) -> None:
    edition = factories.edition(session)
    zoe, ali = factories.participant(session, edition), factories.participant(session, edition)
    claire = factories.organiser(session, edition.fair)
    acts = [
        ("", events.EditionOpened(edition.id, by_date=True)),
        (f"participant:{zoe.id}", events.WishesDeclared(edition.id, zoe.id)),
        (f"account:{claire.id}", events.RegistrationApproved(edition.id, ali.id)),
        (f"participant:{zoe.id}", events.ParticipantWithdrew(edition.id, zoe.id, takes_effect=True)),
        (VISITOR, events.RegistrationReceived(edition.id, ali.id)),
    ]
    for hours, (actor, happened) in enumerate(acts):
        session.info[ACTOR] = actor
        record(session, happened, NOW + timedelta(hours=hours))
        session.flush()

    def told(**wanted: Any) -> list[int]:
        found = journal.of_edition(session, edition, journal.Wanted(**wanted)).rows
        return [round((row.event.at - NOW) / timedelta(hours=1)) for row in found]

    assert told() == [4, 3, 2, 1, 0]
    assert told(people=(zoe.id,)) == [3, 1]
    assert told(people=(ali.id, zoe.id)) == [4, 3, 2, 1]
    assert told(people=()) == []
    assert told(account=claire.id) == [2]
    assert told(side="program") == [0]
    assert told(side="participants") == [4, 3, 1]
    assert told(kinds=("WishesDeclared", "RegistrationApproved")) == [2, 1]
    assert told(since=NOW + timedelta(hours=1), until=NOW + timedelta(hours=3)) == [2, 1]
    assert told(kinds=("WishesDeclared", "EditionOpened"), side="program", people=(zoe.id,)) == []


def test_who_did_it_is_told_while_it_is_known(session: Session) -> None:
    edition = factories.edition(session)
    zoe = factories.participant(session, edition)
    claire = factories.organiser(session, edition.fair)
    for actor in (
        f"account:{claire.id}",
        f"account:{uuid.uuid4()}",
        f"participant:{zoe.id}",
        f"participant:{uuid.uuid4()}",
        VISITOR,
        "",
    ):
        session.info[ACTOR] = actor
        record(session, events.VenueLaidOut(edition.id), NOW)
        session.flush()

    doers = [row.doer for row in journal.of_edition(session, edition).rows]

    assert doers[::-1] == [claire, None, zoe, None, None, None]


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


def test_messages_are_filtered_by_state_sort_and_person(session: Session) -> None:
    edition = factories.edition(session)
    zoe, waits = approved(session, edition, "todo")
    ali, sent = approved(session, edition)
    mail(session, "before.the.change@org.example", sent)
    approved(session, factories.edition(session))
    hook = Webhook(
        edition_id=edition.id, address="https://crm.example/in", kinds=[], secret="whsec_", created_at=NOW
    )
    session.add(hook)
    session.flush()
    laid_out = record(session, events.VenueLaidOut(edition.id), NOW)
    told = Delivery(
        event=laid_out, edition_id=edition.id, handler=f"webhook:{hook.id}", not_before=NOW, state="dead"
    )
    made = Delivery(
        event=laid_out, edition_id=edition.id, handler="schedule.plan", queue="solve", not_before=NOW
    )
    session.add_all([told, made])
    session.flush()

    def found(**wanted: Any) -> list[Delivery]:
        rows = deliveries.of_edition(session, edition, deliveries.Wanted(**wanted)).rows
        return [row.delivery for row in rows]

    assert found() == [told, made, sent, waits]
    assert found(state="todo") == [made, waits]
    assert found(sort="mail") == [sent, waits]
    assert found(sort="webhook") == [told]
    assert found(sort="other") == [made]
    assert found(sort="mail", state="done") == [sent]
    assert found(people=(zoe.id,)) == [waits]
    assert found(people=(zoe.id, ali.id), state="done") == [sent]
    assert found(people=(), address="before.the.change@org.example") == [sent]
    assert found(people=(), address="before.the.change@org.example", sort="webhook") == []
    (first, *_) = deliveries.of_edition(session, edition).rows
    assert (first.webhook, first.recipient, first.person) == (hook, "", None)
    assert deliveries.by_state(session, edition, "webhook") == {"dead": 1}
    assert deliveries.by_state(session, edition) == {"done": 1, "todo": 2, "dead": 1}
    assert [row.delivery for row in deliveries.given_up(session, edition, deliveries.Wanted(), 9)] == [told]


def test_a_count_stops_where_nobody_needs_more(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "COUNTED", 2)
    edition = factories.edition(session)
    for _ in range(5):
        approved(session, edition)

    assert deliveries.by_state(session, edition) == {"done": 3}


def test_dead_addresses_are_marked_and_listed(session: Session) -> None:
    edition = factories.edition(session)
    zoe, _ = approved(session, edition)
    ali, _ = approved(session, edition)
    gone = factories.participant(session, edition, state="withdrawn", left_at=NOW)
    for person in (zoe, gone):
        session.add(DeadAddress(email=person.email, how="bounced", said="550 unknown", since=NOW))
    session.flush()

    rows = deliveries.of_edition(session, edition).rows

    assert [(row.person, row.dead is not None) for row in rows] == [(ali, False), (zoe, True)]
    assert addresses.unreached(session, edition, 9) == [zoe]


def test_people_are_found_by_name_organisation_address_or_id(session: Session) -> None:
    edition = factories.edition(session)
    zoe = factories.participant(
        session, edition, name="Zoé Lefèvre", organisation="Maison Noé", email="z@maison.example"
    )
    factories.participant(session, edition, name="Ali", organisation="Atelier", email="ali@atelier.example")
    factories.participant(session, factories.edition(session), name="Zoé Lefèvre")

    for written in ("zoe", "LEFEVRE noé", "z@maison.example", str(zoe.id)):
        assert persons.named(session, edition, written) == (zoe.id,)
    assert persons.named(session, edition, "nobody") == ()
    assert len(persons.named(session, edition, "")) == 2


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
