"""The pages on which an organiser lets other programs be told what happens."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from fairs import events
from fairs.domain import webhooks as verbs
from fairs.domain.webhooks import KINDS
from fairs.jobs.due_webhooks import FormerSecrets
from fairs.models import Attempt, Delivery, DomainEvent, Webhook
from fairs.organisers.webhooks import WORDS
from fairs.outbox import record
from tests import factories

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk

ADDRESS = "https://members.example.org/hook"


def registered(desk: Desk, edition: Edition, *kinds: str) -> Webhook:
    desk.post(f"/o/{edition.slug}/webhooks", address=ADDRESS, kinds=list(kinds) or ["RegistrationApproved"])
    return desk.session.scalars(select(Webhook)).one()


def recorded(session: Session) -> list[str]:
    return list(session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)))


def test_each_kind_that_is_told_has_words_in_the_same_order() -> None:
    assert list(WORDS) == list(KINDS)


def test_a_program_is_registered_with_the_kinds_it_hears(desk: Desk, edition: Edition) -> None:
    webhook = registered(desk, edition, "SchedulePublished", "RegistrationApproved")
    assert webhook.address == ADDRESS
    assert webhook.kinds == ["RegistrationApproved", "SchedulePublished"]
    page = desk.words(f"/o/{edition.slug}/webhooks")
    assert "somebody was approved, a grid was published" in page
    assert webhook.secret not in page
    assert f'value="{webhook.secret}"' in desk.get(f"/o/{edition.slug}/webhooks/{webhook.id}").text
    assert recorded(desk.session) == ["WebhookRegistered"]


def test_faults_are_told_together_and_nothing_is_registered(desk: Desk, edition: Edition) -> None:
    answer = desk.post(f"/o/{edition.slug}/webhooks", address="http://members.example.org/hook")
    assert answer.status_code == 422
    assert "The address must begin with https://" in answer.text
    assert "Choose at least one kind of event." in answer.text
    inside = desk.post(f"/o/{edition.slug}/webhooks", address="https://2130706433/", kinds=["EditionOpened"])
    assert "leads into a network that is not public" in inside.text
    assert desk.session.scalars(select(Webhook)).all() == []


def test_what_it_hears_its_secret_and_its_end(desk: Desk, edition: Edition) -> None:
    webhook = registered(desk, edition)
    first, place = webhook.secret, f"/o/{edition.slug}/webhooks/{webhook.id}"
    desk.post(place, kinds=["EditionOpened"])
    desk.post(f"{place}/rotate")
    desk.session.refresh(webhook)
    assert webhook.kinds == ["EditionOpened"]
    assert (webhook.secret != first, webhook.former_secret) == (True, first)
    assert "The former secret signs as well until" in desk.words(place)
    assert "Give it a new secret" not in desk.words(place)
    assert "Remove this webhook?" in desk.words(f"{place}/remove")
    desk.post(f"{place}/remove")
    desk.session.refresh(webhook)
    assert (webhook.removed_at, webhook.secret, webhook.former_secret) == (factories.NOW, "", None)
    desk.words(place, 404)
    kinds = ["WebhookRegistered", "WebhookChanged", "WebhookRotated", "WebhookRemoved"]
    assert recorded(desk.session) == kinds


def test_a_test_is_sent_the_way_of_everything_and_tries_are_shown(desk: Desk, edition: Edition) -> None:
    webhook = registered(desk, edition)
    desk.post(f"/o/{edition.slug}/webhooks/{webhook.id}/test")
    delivery = desk.session.scalars(select(Delivery)).one()
    assert (delivery.handler, delivery.queue, delivery.state) == ("webhook_test", "default", "todo")
    error = "members.example.org did not answer within 15 seconds."
    for status, words in ((204, ""), (None, error), (503, "The other side answered with the status 503.")):
        desk.session.add(
            Attempt(
                webhook_id=webhook.id, delivery_id=delivery.id, kind="test", at=factories.NOW,
                milliseconds=15000, status=status, error=words,
            )
        )  # fmt: skip
    page = desk.words(f"/o/{edition.slug}/webhooks/{webhook.id}")
    assert "heard (204)" in page
    assert "refused (503)" in page
    assert error in page


def test_one_that_was_switched_off_says_so(desk: Desk, edition: Edition) -> None:
    webhook = registered(desk, edition)
    webhook.kinds = []
    record(desk.session, events.WebhookSwitchedOff(edition.id, webhook.id), factories.NOW)
    desk.session.commit()
    place = f"/o/{edition.slug}/webhooks"
    assert "never: it is switched off" in desk.words(place)
    assert "for five days nothing had arrived there" in desk.words(f"{place}/{webhook.id}")
    assert "The webhook members.example.org was switched off" in desk.words(f"/o/{edition.slug}/journal")


def test_webhooks_of_others_are_not_there(desk: Desk, edition: Edition, session: Session) -> None:
    webhook = registered(desk, edition)
    own = factories.edition(session, of=edition.fair)
    for page in (f"/o/{own.slug}/webhooks/{webhook.id}", f"/o/{edition.slug}/webhooks/nonsense"):
        desk.words(page, 404)


def test_strangers_see_and_change_nothing(desk: Desk, other_desk: Desk, edition: Edition) -> None:
    webhook = registered(desk, edition)
    place = f"/o/{edition.slug}/webhooks"
    assert other_desk.get(place).status_code == 404
    assert other_desk.post(f"{place}/{webhook.id}/remove").status_code == 404
    desk.session.refresh(webhook)
    assert webhook.removed_at is None


def test_the_secret_a_receiver_still_uses_is_not_dropped_by_a_second_click(
    desk: Desk, edition: Edition
) -> None:
    webhook = registered(desk, edition)
    first, place = webhook.secret, f"/o/{edition.slug}/webhooks/{webhook.id}"
    assert "Give it a new secret?" in desk.words(f"{place}/rotate")

    desk.post(f"{place}/rotate")
    desk.session.refresh(webhook)
    second = webhook.secret
    assert desk.post(f"{place}/rotate").location == f"{place}?show=secret"

    desk.session.refresh(webhook)
    assert (webhook.secret, webhook.former_secret) == (second, first)
    assert "It got a new secret less than a day ago" in desk.words(place)
    assert "Wait until that day is over" in desk.words(f"{place}/rotate")
    assert recorded(desk.session) == ["WebhookRegistered", "WebhookRotated"]


def test_a_former_secret_is_forgotten_once_its_day_is_over(desk: Desk, edition: Edition) -> None:
    webhook = registered(desk, edition)
    sessions = sessionmaker(desk.session.get_bind())
    verbs.rotate(desk.session, webhook, factories.NOW)
    desk.session.commit()
    duty, day = FormerSecrets(), verbs.BOTH_SIGN
    assert duty.see_to(sessions, factories.NOW + day - timedelta(seconds=1)) == 0
    assert duty.see_to(sessions, factories.NOW + day) == 1
    desk.session.refresh(webhook)
    assert (webhook.former_secret, webhook.former_until, webhook.secret != "") == (None, None, True)
    verbs.rotate(desk.session, webhook, factories.NOW + day)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (f"https://a.example/{'x' * 3000}", "An address has at most 500 characters."),
        ("https://éxample.org/hook", "Write the host as machines know it: xn--xample-9ua.org."),
        ("https://\N{PILE OF POO}.example/hook", "as machines know it: xn--ls8h.example."),
        ("https://members.example/hook#frag", "Leave out what stands from # on"),
        ("https://members.example/a hook", "write it plainly, without spaces"),
        ("https://localhost/", "leads into a network that is not public"),
        ("https://printer.local/", "leads into a network that is not public"),
    ],
)
def test_what_is_wrong_with_an_address_is_named(
    desk: Desk, edition: Edition, address: str, sentence: str
) -> None:
    answer = desk.post(f"/o/{edition.slug}/webhooks", address=address, kinds=["EditionOpened"])
    assert (answer.status_code, sentence in unescape(answer.text)) == (422, True)


def test_faults_stand_in_the_order_of_the_form_and_one_tick_stands_for_all(
    desk: Desk, edition: Edition
) -> None:
    page = desk.post(f"/o/{edition.slug}/webhooks", address="").text
    assert page.index('<a href="#address">') < page.index('<a href="#kinds">')

    desk.post(f"/o/{edition.slug}/webhooks", address=ADDRESS, everything="y")
    assert desk.session.scalars(select(Webhook)).one().kinds == list(KINDS)


def test_a_page_looks_again_while_a_test_is_on_its_way(desk: Desk, edition: Edition) -> None:
    webhook = registered(desk, edition)
    place = f"/o/{edition.slug}/webhooks/{webhook.id}"
    assert "data-waits" not in desk.get(place).text
    desk.post(f"{place}/test")
    assert "data-waits" in desk.get(place).text
    assert "Test of a webhook: members.example.org" in desk.words(f"/o/{edition.slug}/messages?sort=webhook")
    assert "members.example.org" in desk.words(f"/o/{edition.slug}/messages?search=members.ex")
    assert "Nothing here answers" in desk.words(f"/o/{edition.slug}/messages?search=other.example")
