from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from fairs import events
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.models import Delivery
from fairs.organisers.chronicle import TELLINGS
from fairs.organisers.records import WORK
from fairs.outbox import record
from fairs.queries.paging import PER_PAGE
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk


def delivery(session: Session, edition: Edition, **values: Any) -> Delivery:
    person = factories.participant(
        session, edition, email="zoe@org.example", name="Zoé Lefèvre", organisation="Maison Zoé"
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
        " Zoé Lefèvre Maison Zoé zoe@org.example given up 9 attempts 1 Mar, 10:00 Send again" in page
    )


def test_what_was_given_up_is_sent_again(desk: Desk, session: Session, edition: Edition) -> None:
    row = delivery(session, edition, state="dead", attempts=9, error="No route.")
    here = f"/o/{edition.slug}/messages"

    assert desk.post(f"{here}/{row.id}/again").location == here

    assert (row.state, row.attempts) == ("todo", 0)
    assert "Send again" not in desk.words(here)
    assert desk.post(f"{here}/{row.id}/again").status_code == 409


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
    of_editions = {name for name, kind in events.catalogue().items() if kind is not events.SignInAsked}
    assert set(TELLINGS) == of_editions
    assert {subscription.name for subscription in SUBSCRIPTIONS} == set(WORK)


def test_a_message_of_a_withdrawn_step_is_refused_kindly(
    desk: Desk, session: Session, edition: Edition
) -> None:
    row = delivery(session, edition)

    answer = desk.post(f"/o/{edition.slug}/messages/{row.id}/again")

    assert answer.status_code == 409
    assert "This message is not given up" in words(answer)
