"""The page on which an organiser sees whether mails arrive."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.models import Delivery
from fairs.web import here
from tests import factories
from tests.delivery.name_server import NameServer

if TYPE_CHECKING:
    from flask import Flask

    from tests.organisers.conftest import Desk

RECORDS = {("network.eu", "MX"): ["10 mail.network.eu."], ("network.eu", "TXT"): ['"v=spf1 mx"']}


def test_nothing_is_asked_before_somebody_wants_it(desk: Desk) -> None:
    page = desk.words("/o/mail")
    assert "This takes some seconds; nothing is changed." in page
    assert "MAILLAGE_SMTP_URL" not in page


def test_the_set_up_is_looked_over_with_what_would_mend_it(app: Flask, desk: Desk) -> None:
    with NameServer(RECORDS) as server:
        settings = replace(
            app.extensions[here.SETTINGS], mail_from="post@network.eu", name_server=server.address
        )
        here.install(app, settings, lambda: factories.NOW)
        page = desk.words("/o/mail?look=1")
        server.shutdown()
    for sentence in (
        "No mail server is named",
        "network.eu takes mail at mail.network.eu.",
        "The SPF record of network.eu lets every server send for it: end it with ~all",
        "v=spf1 mx",
        '_dmarc.network.eu. TXT "v=DMARC1; p=none; rua=mailto:post@network.eu"',
        "MAILLAGE_BOUNCES to the mailbox of post@network.eu",
    ):
        assert sentence in page


def test_a_test_mail_goes_the_way_of_every_mail(desk: Desk) -> None:
    answer = desk.post("/o/mail/trial")
    assert answer.location == "/o/mail#trial"
    delivery = desk.session.scalars(select(Delivery)).one()
    assert (delivery.handler, delivery.queue, delivery.state) == ("mail.test", "mail", "todo")
    assert "data-waits" in desk.get("/o/mail").text
    delivery.state, delivery.error = "dead", "550 no"
    page = desk.words("/o/mail")
    assert "given up asked for on 1 Mar, 10:00, to" in page  # the time of the place
    assert "550 no" in page
    delivery.state = "done"
    assert "kept in the site's own mailbox: nothing left" in desk.words("/o/mail")
    assert desk.post("/o/mail/trial", look="1").location == "/o/mail?look=1#trial"


def test_nobody_sees_the_test_mails_of_others(desk: Desk, other_desk: Desk) -> None:
    desk.post("/o/mail/trial")
    assert "waiting" in desk.words("/o/mail")
    assert "waiting" not in other_desk.words("/o/mail")


def test_strangers_are_sent_away(visitor: Desk) -> None:
    assert visitor.get("/o/mail").location == "/in"
    assert visitor.post("/o/mail/trial").location == "/in"
    assert visitor.session.scalars(select(Delivery)).all() == []
