"""A letter of the organiser: addressed once to each, mailed one by one, cancelled while it leaves."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import letters, long_jobs, registrations
from fairs.domain.letters import Words
from fairs.errors import Refused
from fairs.models import DeadAddress, DomainEvent, Job, Piece
from tests.delivery.conftest import words
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from fairs.queries.recipients import Audience
    from tests.delivery.conftest import Town

SUBJECT = "Venez à vélo"
TEXT = "Le parc est fermé.\r\n\r\nVenez à vélo <b>ou</b> à pied,\r\nde préférence."


def ask(
    town: Town, audience: Audience = "approved", expected: int = 3, key: uuid.UUID | None = None
) -> uuid.UUID:
    with town.sessions.begin() as session:
        letter = Words(audience, SUBJECT, TEXT)
        edition = town.edition_in(session)
        job = letters.ask_letter(session, edition, letter, expected, town.time(), key or uuid.uuid4())
        return job.id


def job_of(town: Town) -> Job:
    with town.sessions() as session:
        return session.scalars(select(Job)).one()


def addressed(town: Town) -> int:
    with town.sessions() as session:
        return len(session.scalars(select(DomainEvent.seq).filter_by(kind="LetterAddressed")).all())


def run_next(town: Town) -> str:
    taken = town.claim()
    assert taken is not None
    town.runner.run(taken)
    return taken.handler


def test_everyone_gets_one_mail_in_their_language_that_answers_to_the_organiser(town: Town) -> None:
    ask(town)
    town.run_all()
    job = job_of(town)
    assert (job.state, job.fraction, job.step) == ("done", 1.0, "send 3 3")
    mails = town.mails_by_reader()
    assert sorted(mails) == ["Ali", "Mia", "Zoé"]
    mail = mails["Mia"]
    assert (mail["Subject"], mail["Reply-To"]) == (SUBJECT, "Réseau des Boucles <bonjour@boucles.example>")
    assert "Hello Mia," in words(mail)
    assert "Le parc est fermé.\n\nVenez à vélo <b>ou</b> à pied,\nde préférence." in words(mail)
    assert "Venez à vélo &lt;b&gt;ou&lt;/b&gt; à pied,\nde préférence.</p>" in words(mail, "html")
    assert "List-Unsubscribe" in mail
    assert "Bonjour Zoé," in words(mails["Zoé"])
    with town.sessions() as session:
        assert session.scalars(select(Piece.name)).all() == []


def test_pressing_twice_writes_once_also_after_the_letter_has_left(town: Town) -> None:
    key = uuid.uuid4()
    assert (
        ask(town, key=key) == ask(town, key=key) == ask(town)
    )  # the last is another sheet with the same words
    town.run_all()
    ask(town, key=key)
    town.run_all()
    assert (len(town.mails()), job_of(town).state) == (3, "done")


def test_whoever_was_addressed_before_the_program_died_is_not_addressed_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Nothing of the runner is left to tidy up."""

    monkeypatch.setattr(letters, "AT_ONCE", 1)
    ask(town)
    begun = []

    @contextmanager
    def transaction() -> Iterator[Session]:
        begun.append(1)
        if len(begun) == 3:
            raise Killed
        with town.sessions.begin() as session:
            yield session

    town.tools = replace(town.tools, transaction=transaction)
    with pytest.raises(Killed):
        run_next(town)
    assert addressed(town) == 2
    town.time.pass_by(minutes=2)
    town.run_all()
    assert (addressed(town), len(town.mails()), job_of(town).state) == (3, 3, "done")


def test_to_cancel_stops_what_has_not_left(town: Town) -> None:
    ask(town)
    assert [run_next(town), run_next(town)] == ["letter.address", "mail.letter"]
    assert (job_of(town).step, round(job_of(town).fraction, 2)) == ("send 1 3", 0.33)
    with town.sessions.begin() as session:
        long_jobs.cancel(session, session.scalars(select(Job)).one(), town.time())
    town.run_all()
    assert (len(town.mails()), job_of(town).state, job_of(town).step) == (1, "cancelled", "send 1 3")
    assert {row.state for row in town.deliveries()} == {"done"}


def test_a_letter_cancelled_before_it_was_addressed_reaches_nobody(town: Town) -> None:
    ask(town)
    with town.sessions.begin() as session:
        long_jobs.cancel(session, session.scalars(select(Job)).one(), town.time())
    town.run_all()
    assert (addressed(town), town.mails()) == (0, [])


def leave(session: Session, town: Town) -> None:
    registrations.withdraw(session, town.person_in(session, "Mia"), town.time())


def stop_mails(session: Session, town: Town) -> None:
    town.person_in(session, "Mia").reminders_stopped_at = town.time()


@pytest.mark.parametrize("change", [leave, stop_mails])
def test_whoever_it_does_not_fit_any_more_is_left_out_and_the_letter_ends_all_the_same(
    town: Town, change: Callable[[Session, Town], None]
) -> None:
    ask(town)
    with town.sessions.begin() as session:
        change(session, town)
    town.run_all()
    written = [mail["To"].addresses[0].display_name for mail in town.mails() if mail["Subject"] == SUBJECT]
    assert (sorted(written), job_of(town).state) == (["Ali", "Zoé"], "done")


def test_a_letter_reaches_as_many_as_was_read_or_nobody(town: Town) -> None:
    with pytest.raises(Refused, match="other people"):
        ask(town, expected=2)
    with pytest.raises(Refused, match="Nobody would get this letter"):
        ask(town, "waiting", 0)
    town.run_all()
    assert town.mails() == []


@pytest.mark.abuse(26)
@pytest.mark.abuse(27)
def test_what_is_written_stays_text(town: Town) -> None:
    with town.sessions.begin() as session:
        letter = Words(
            "approved", "Evil\r\nBcc: everyone@org.example {{7*7}}", "{{7*7}} {x.__class__} %(name)s"
        )
        letters.ask_letter(session, town.edition_in(session), letter, 3, town.time(), uuid.uuid4())
    town.run_all()
    for mail in town.mails():
        assert (mail["Subject"], mail["Bcc"]) == ("Evil Bcc: everyone@org.example {{7*7}}", None)
        assert "{{7*7}} {x.__class__} %(name)s" in words(mail)


def test_a_letter_to_an_address_that_takes_no_mail_is_given_up_and_the_others_arrive(town: Town) -> None:
    with town.sessions.begin() as session:
        session.add(DeadAddress(email="mia@org.example", how="refused", said="no such user", since=NOW))
    ask(town)
    town.run_all()
    assert sorted(town.mails_by_reader()) == ["Ali", "Zoé"]
    assert (job_of(town).state, job_of(town).step) == ("done", "send 3 3")
    assert [row.handler for row in town.deliveries() if row.state == "dead"] == ["mail.letter"]
