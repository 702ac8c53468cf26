"""One connection to a mail server serves many mails."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from fairs.delivery.connections import Connections
from fairs.delivery.transports import MailServer
from tests.delivery.sinks import ask_for_the_link

if TYPE_CHECKING:
    from tests.delivery.conftest import Town
    from tests.delivery.sinks import Sink


def test_one_connection_serves_many_mails(town: Town, sink: Sink) -> None:
    for _ in range(2):
        for name in ("Zoé", "Ali", "Mia"):
            ask_for_the_link(town, name)
        town.run_all()
    assert (len(sink.taken), sink.connections) == (6, 1)


def test_a_server_that_ends_each_connection_gets_every_mail_all_the_same(town: Town, sink: Sink) -> None:
    sink.ends_after_each = True
    for name in ("Zoé", "Ali", "Mia"):
        ask_for_the_link(town, name)
        town.run_all()
    assert (len(sink.taken), sink.connections) == (3, 3)
    assert {delivery.attempts for delivery in town.deliveries()} == {1}


def test_a_connection_that_nobody_needs_is_closed(town: Town, sink: Sink) -> None:
    server = town.tools.post
    assert isinstance(server, MailServer)
    lines = Connections(server.connect, idle=0.05)
    with lines.one() as connection:
        pass
    assert _comes_true(lambda: connection.sock is None)
    with lines.one() as another:
        assert another is not connection
    lines.close()
    assert (another.sock, sink.connections) == (None, 2)


def test_a_server_that_closes_with_its_answer_is_spoken_to_anew(town: Town, sink: Sink) -> None:
    sink.answers = ["421 too many mails"]
    ask_for_the_link(town, "Zoé")
    town.run_all()
    assert town.states() == {"mail.personal_link": "todo"}
    town.time.pass_by(minutes=1)
    town.run_all()
    assert (len(sink.taken), sink.connections) == (1, 2)


def _comes_true(condition: Any) -> bool:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return bool(condition())
