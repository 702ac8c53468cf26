"""Addresses that a mail server refuses, and refusals that are not their fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fairs.domain import addresses, deliveries
from fairs.models import DeadAddress, Delivery
from tests.delivery.sinks import approve, ask_for_the_link

if TYPE_CHECKING:
    from tests.delivery.conftest import Town
    from tests.delivery.sinks import Sink


def dead(town: Town) -> dict[str, tuple[str, str]]:
    with town.sessions() as session:
        return {row.email: (row.how, row.said) for row in session.query(DeadAddress)}


@pytest.mark.parametrize("answer", ["450 4.2.1 try later", "530 5.7.0 sign in first", "452 full"])
def test_what_is_not_the_fault_of_the_address_is_tried_again(town: Town, sink: Sink, answer: str) -> None:
    sink.refusals = [answer]
    approve(town, "Zoé")
    town.run_all()
    (delivery,) = town.deliveries()
    assert delivery.error == f"The mail server 127.0.0.1 did not take the mail: zoe@org.example: {answer}"
    town.time.pass_by(minutes=1)
    town.run_all()
    assert (len(sink.taken), dead(town)) == (1, {})


@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "550 nobody here"])
def test_an_address_that_is_refused_is_marked_and_not_written_to_again(
    town: Town, sink: Sink, answer: str
) -> None:
    sink.refusals = [answer]
    approve(town, "Zoé", "Mia")
    town.run_all()
    approve(town, "Zoé", "Mia")
    town.run_all()
    first, second = (delivery for delivery in town.deliveries() if delivery.state == "dead")
    assert (first.attempts, second.attempts) == (1, 1)
    assert first.error == f"No mail reaches this address. The mail server 127.0.0.1 says: {answer}"
    assert second.error == (
        "This mail was not sent, because no mail reaches the address. Send it again if the address is right. "
        f"An earlier mail was refused: {answer}"
    )
    assert dead(town) == {"zoe@org.example": ("refused", answer)}
    assert (sink.recipients, len(sink.attempts)) == (["mia@org.example"] * 2, 2)


def test_an_agenda_is_not_sent_to_a_dead_address_either(town: Town, sink: Sink) -> None:
    with town.sessions.begin() as session:
        addresses.mark(session, "zoe@org.example", "bounced", "gone", town.time())
    town.publish(("Zoé", "Mia", 0))
    town.run_all()
    assert sorted(sink.recipients) == ["ali@org.example", "mia@org.example"]


def test_send_again_tries_the_address_once_more(town: Town, sink: Sink) -> None:
    sink.refusals = ["550 5.2.1 disabled"]
    approve(town, "Zoé")
    town.run_all()
    with town.sessions.begin() as session:
        (refused,) = session.query(Delivery).filter_by(state="dead")
        deliveries.send_again(session, refused, town.time())
    assert dead(town) == {}
    town.run_all()
    assert (sink.recipients, dead(town)) == (["zoe@org.example"], {})


def test_what_its_reader_asks_for_is_tried_at_a_dead_address_which_proves_good(
    town: Town, sink: Sink
) -> None:
    with town.sessions.begin() as session:
        addresses.mark(session, "zoe@org.example", "refused", "550 full", town.time())
        addresses.mark(session, "ali@org.example", "bounced", "full", town.time())
    ask_for_the_link(town, "Zoé")
    ask_for_the_link(town, "Ali")
    town.run_all()
    assert len(sink.taken) == 2
    assert dead(town) == {"ali@org.example": ("bounced", "full")}  # it was taken before it came back, too


def test_a_mail_whose_words_are_refused_is_given_up_and_the_address_stays(town: Town, sink: Sink) -> None:
    sink.answers = ["554 5.7.1 looks like an advertisement"]
    ask_for_the_link(town, "Zoé")
    town.run_all()
    (delivery,) = town.deliveries()
    assert (delivery.state, dead(town)) == ("dead", {})
    assert delivery.error == (
        "The mail server 127.0.0.1 refuses this mail for good: 554 5.7.1 looks like an advertisement"
    )


@pytest.mark.parametrize(
    "answer", ["550 5.7.1 your network is on a list", "554 5.7.1 relaying denied", "553 5.1.8 unknown sender"]
)
@pytest.mark.parametrize("to", ["refusals", "senders"])
def test_what_a_server_holds_against_the_sender_is_given_up_and_the_address_stays(
    town: Town, sink: Sink, answer: str, to: str
) -> None:
    setattr(sink, to, [answer])
    approve(town, "Zoé")
    town.run_all()
    (delivery,) = town.deliveries()
    assert (delivery.state, delivery.attempts, dead(town)) == ("dead", 1, {})
    assert delivery.error == f"The mail server 127.0.0.1 refuses this mail for good: {answer}"


def test_a_server_may_say_only_after_the_mail_that_nobody_is_there(town: Town, sink: Sink) -> None:
    sink.answers = ["550 5.1.1 <zoe@org.example> no such user"]
    approve(town, "Zoé")
    town.run_all()
    assert dead(town) == {"zoe@org.example": ("refused", "550 5.1.1 <zoe@org.example> no such user")}


@pytest.mark.parametrize("answer", ["550 5.0.0 rejected", "554 rejected", "571 not here"])
def test_a_mail_that_is_refused_without_a_word_on_the_address_marks_none(
    town: Town, sink: Sink, answer: str
) -> None:
    sink.answers = [answer]
    approve(town, "Zoé")
    town.run_all()
    assert ([delivery.state for delivery in town.deliveries()], dead(town)) == (["dead"], {})


def test_a_server_that_knows_no_such_letters_in_addresses_is_asked_once(town: Town, sink: Sink) -> None:
    with town.sessions.begin() as session:
        town.person_in(session, "Zoé").email = "zoé@org.example"
    sink.extensions = False
    approve(town, "Zoé")
    town.run_all()
    (delivery,) = town.deliveries()
    assert (delivery.state, delivery.attempts, dead(town)) == ("dead", 1, {})
    assert "SMTPUTF8" in delivery.error


def test_the_address_is_marked_as_it_is_known_here(town: Town, sink: Sink) -> None:
    with town.sessions.begin() as session:
        town.person_in(session, "Zoé").email = "zoe@bücher.example"
    sink.refusals = ["550 5.1.1 no such user"]
    approve(town, "Zoé")
    town.run_all()
    assert list(dead(town)) == ["zoe@bücher.example"]


@pytest.mark.parametrize("where", ["refusals", "answers"])
def test_what_a_server_answers_is_kept_whatever_signs_it_holds(town: Town, sink: Sink, where: str) -> None:
    setattr(sink, where, ["550 5.1.1 no\0such\x1b user"])
    approve(town, "Zoé")
    town.run_all()
    (delivery,) = town.deliveries()
    assert delivery.state == "dead"
    assert (
        delivery.error
        == "No mail reaches this address. The mail server 127.0.0.1 says: 550 5.1.1 nosuch user"
    )
    assert dead(town) == {"zoe@org.example": ("refused", "550 5.1.1 nosuch user")}
