from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from fairs import events
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.models import DeadAddress, Delivery, Mail, Participant, Webhook
from fairs.organisers.chronicle import TELLINGS
from fairs.organisers.records import WORK
from fairs.organisers.troubles import in_words
from fairs.outbox import record
from fairs.queries.paging import PER_PAGE
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk

OF_NO_EDITION = (
    *(events.SignInAsked, events.AddressChangeAsked, events.AddressChanged, events.AccountErased),
    *(events.FollowingAsked, events.FollowingConfirmed, events.FollowingStopped),
)


def delivery(session: Session, edition: Edition, **values: Any) -> Delivery:
    number = session.scalar(select(func.count()).select_from(Participant)) or ""
    person = factories.participant(
        session, edition, email=f"zoe{number}@org.example", name="Zoé Lefèvre", organisation="Maison Zoé"
    )
    event = record(session, events.RegistrationApproved(edition.id, person.id), NOW)
    row = Delivery(
        event=event,
        edition_id=edition.id,
        **{"handler": "mail.approved", "queue": "mail", "state": "done", "not_before": NOW} | values,
    )
    session.add(row)
    session.flush()
    return row


def test_every_delivery_is_told_with_what_became_of_it(
    desk: Desk, session: Session, edition: Edition
) -> None:
    assert "Mails and other work will be listed here" in desk.words(f"/o/{edition.slug}/messages")
    delivery(session, edition, state="dead", attempts=9, error="The mail server refused the address.")

    page = desk.words(f"/o/{edition.slug}/messages")

    assert (
        "Mail: you take part What the program ran into: “The mail server refused the address.”"
        " Zoé Lefèvre ( Maison Zoé ) zoe@org.example given up 9 attempts 1 Mar, 10:00 Send again" in page
    )


def test_what_was_given_up_is_sent_again(desk: Desk, session: Session, edition: Edition) -> None:
    row = delivery(session, edition, state="dead", attempts=9, error="No route.")
    here = f"/o/{edition.slug}/messages"

    assert desk.post(f"{here}/{row.id}/again").location == here

    assert (row.state, row.attempts) == ("todo", 0)
    assert "Send again" not in desk.words(here)
    assert desk.post(f"{here}/{row.id}/again").status_code == 409


def test_all_that_was_given_up_is_sent_again(desk: Desk, session: Session, edition: Edition) -> None:
    lost = delivery(session, edition, state="dead", error="ConnectionError: gone")
    other = delivery(session, edition, state="dead", handler="schedule.repair", queue="solve")
    dead = delivery(session, edition, state="dead")
    person = session.get_one(Participant, dead.event.subject_id)
    session.add(DeadAddress(email=person.email, how="bounced", said="550 unknown", since=NOW))
    here = f"/o/{edition.slug}/messages"

    assert "Send all of these again" not in desk.words(here)
    assert "Send all of these again" in desk.words(f"{here}?state=dead&sort=mail")
    answer = desk.post(f"{here}/again?state=dead&sort=mail")

    assert answer.location == f"{here}?state=dead&sort=mail"
    assert (lost.state, other.state, dead.state) == ("todo", "dead", "dead")
    assert "1 is being sent again. 1 is left: no mail reaches its address" in desk.words(here)


def test_whom_no_mail_reaches_stands_above(desk: Desk, session: Session, edition: Edition) -> None:
    row = delivery(session, edition, state="dead")
    person = session.get_one(Participant, row.event.subject_id)
    session.add(DeadAddress(email=person.email, how="bounced", said="550 unknown", since=NOW))
    here = f"/o/{edition.slug}/messages"

    page = desk.words(here)

    assert (
        f"No mail reaches these people Zoé Lefèvre ( Maison Zoé ) {person.email} Correct the address Call"
        in page
    )
    assert f'href="/o/{edition.slug}/people/{person.id}#address"' in desk.get(here).text
    desk.post(f"{here}/{row.id}/again")
    assert "No mail reaches" not in desk.words(here)


def test_webhooks_are_told_by_their_host_and_mails_by_their_subject(
    desk: Desk, session: Session, edition: Edition
) -> None:
    hook = Webhook(
        edition_id=edition.id, address="https://crm.example/in?key=1", kinds=[], secret="x", created_at=NOW
    )
    session.add(hook)
    session.flush()
    told = delivery(session, edition, handler=f"webhook:{hook.id}", queue="default")
    told.state, told.attempts, told.not_before = "todo", 2, NOW + timedelta(minutes=5)
    sent = delivery(session, edition)
    mail = Mail(
        message_id="<1@fairs.example>",
        delivery_id=sent.id,
        edition_id=edition.id,
        recipient="former@org.example",
        subject="Vous participez",
        sent_at=NOW,
        bounced_at=NOW,
    )
    session.add(mail)
    here = f"/o/{edition.slug}/messages"

    page = desk.words(here)

    assert "Webhook: crm.example" in page
    assert "key=1" not in page
    assert "waiting 2 attempts next attempt 1 Mar, 10:05" in page
    assert (
        "Vous participez Zoé Lefèvre ( Maison Zoé ) former@org.example came back 1 Mar, 10:00 Send again"
        in page
    )
    assert "Vous participez" in desk.words(f"{here}?search=former@org.example")
    assert "crm.example" not in desk.words(f"{here}?sort=mail")
    assert "Nothing here answers to that." in desk.words(f"{here}?search=nobody")


def test_long_lists_of_messages_have_pages(desk: Desk, session: Session, edition: Edition) -> None:
    for number in range(PER_PAGE + 1):
        happened = record(session, events.VenueLaidOut(edition.id), NOW)
        session.add(Delivery(event=happened, edition_id=edition.id, handler=f"work.{number}", not_before=NOW))
    here = f"/o/{edition.slug}/messages?sort=other"

    first = desk.get(here).text
    older = re.search(r"before=([0-9a-f-]{36})&amp;sort=other", first)
    assert older
    second = desk.get(f"{here}&before={older[1]}").text
    assert ("work.0<" in second.replace("\n", "").replace(" ", ""), second.count('scope="row"')) == (True, 1)
    assert desk.get(f"{here}&after={older[1]}").text.count('scope="row"') == PER_PAGE
    assert desk.get(f"{here}&before=nonsense").text.count('scope="row"') == PER_PAGE


def test_errors_of_our_own_are_sentences_in_the_reader_s_language(app: Flask) -> None:
    refused = "The mail server smtp.example did not take the mail: 451 4.7.1 (later) 100 %"
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert in_words(refused) == refused
        assert in_words("OSError: 100 % gone") == "What the program ran into: “OSError: 100 % gone”"


def test_messages_are_shown_by_state(desk: Desk, session: Session, edition: Edition) -> None:
    delivery(session, edition)
    here = f"/o/{edition.slug}/messages"

    assert "zoe@org.example" in desk.words(f"{here}?state=done")
    assert "zoe@org.example" not in desk.words(f"{here}?state=dead")
    assert "zoe@org.example" in desk.words(f"{here}?state=nonsense")


def test_the_journal_speaks_in_sentences(desk: Desk, session: Session, edition: Edition) -> None:
    assert "will be told here" in desk.words(f"/o/{edition.slug}/journal")
    delivery(session, edition)
    record(session, events.WishesClosed(edition.id, by_date=True), NOW)
    record(session, events.SchedulePublished(edition.id, edition.id, 2), NOW)

    page = desk.words(f"/o/{edition.slug}/journal")

    assert (
        "Monday 1 March 2027 10:00 Revision 2 of the grid was published."
        " 10:00 The wishes closed by their date."
        " 10:00 Zoé Lefèvre (Maison Zoé) was approved." in page
    )


@pytest.mark.abuse(38)
def test_long_lists_have_pages(desk: Desk, session: Session, edition: Edition) -> None:
    for _ in range(51):
        record(session, events.VenueLaidOut(edition.id), NOW)
    here = f"/o/{edition.slug}/journal"

    first = desk.get(here).text
    older = re.search(r"journal\?(before=\d+)", first)
    assert older
    assert first.count("The venue was laid out anew.") == PER_PAGE
    second = desk.get(f"{here}?{older[1]}").text
    assert second.count("The venue was laid out anew.") == 1
    newer = re.search(r"journal\?(after=\d+)", second)
    assert newer
    assert desk.get(f"{here}?{newer[1]}").text.count("The venue was laid out anew.") == PER_PAGE
    for nonsense in ("before=x", "before=-1", "after=99999999999999999999", "before=²", "before=1e9"):
        assert desk.get(f"{here}?{nonsense}").text.count("The venue was laid out anew.") == PER_PAGE


def test_each_kind_of_event_and_of_work_has_its_words() -> None:
    of_editions = {name for name, kind in events.catalogue().items() if kind not in OF_NO_EDITION}
    assert set(TELLINGS) == of_editions
    assert {subscription.name for subscription in SUBSCRIPTIONS} == set(WORK)


def test_a_message_of_a_withdrawn_step_is_refused_kindly(
    desk: Desk, session: Session, edition: Edition
) -> None:
    row = delivery(session, edition)

    answer = desk.post(f"/o/{edition.slug}/messages/{row.id}/again")

    assert answer.status_code == 409
    assert "This message is not given up" in words(answer)
