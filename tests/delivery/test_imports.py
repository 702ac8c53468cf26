"""Sheets of people as long work: thousands of lines, killed, cancelled, gone on with, told, taken back."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update

from fairs.domain import long_jobs
from fairs.domain.importing import acts, carrying_out, receiving, undoing
from fairs.domain.importing.checking import look_over
from fairs.errors import Refused
from fairs.models import Answer, Delivery, ImportedLine, Job, Participant, PeopleImport
from fairs.queries import imports as reads
from fairs.queries import reminded
from tests import crowds, factories
from tests.delivery.conftest import words

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from tests.delivery.conftest import Town


@pytest.fixture
def town(town: Town) -> Town:
    """Its edition asks three questions."""
    with town.sessions.begin() as session:
        edition = town.edition_in(session)
        meals = {"veg": "Végétarien", "gf": "Sans gluten", "all": "Tout"}
        factories.question(session, edition, "choice", labels={"fr": "Repas"}, choices=meals)
        factories.question(session, edition, "number", labels={"fr": "Combien de personnes ?"})
        factories.question(session, edition, "date", labels={"fr": "Arrivée le"})
        session.execute(update(Delivery).values(state="done"))
    return town


def send(town: Town, content: bytes) -> uuid.UUID:
    with town.sessions.begin() as session:
        edition = town.edition_in(session)
        account = factories.organiser(session, edition.fair)
        return receiving.receive(session, edition, account, "liste.csv", content, town.time()).id


def ask(town: Town, sheet: uuid.UUID, act: str = "carry_out", **choices: Any) -> None:
    with town.sessions.begin() as session:
        found = session.get_one(PeopleImport, sheet)
        if act == "carry_out":
            acts.carry_out(session, found, choices, town.time())
        else:
            {"tell": acts.tell, "undo": acts.undo}[act](session, found, town.time())


def state(town: Town, sheet: uuid.UUID) -> tuple[str, dict[str, int]]:
    with town.sessions() as session:
        return session.get_one(PeopleImport, sheet).state, acts.counts(session, [sheet]).get(sheet, {})


def people(town: Town) -> int:
    with town.sessions() as session:
        return session.scalar(select(func.count()).select_from(Participant)) or 0


def few(how_many: int) -> bytes:
    return crowds.as_csv([crowds.person(number) for number in range(1, how_many + 1)])


@pytest.mark.pains(41)
@pytest.mark.parametrize(
    ("database_url", "lines", "faults"),
    [("sqlite", 5_000, 40), ("postgresql", 500, 40)],
    indirect=["database_url"],
)
def test_a_sheet_of_five_thousand_lines_with_forty_faults(town: Town, lines: int, faults: int) -> None:
    """The whole of it on SQLite; on PostgreSQL a tenth, for this machine's sake: `make bench` has both."""
    rows, said = crowds.lines(lines, faults)
    sheet = send(town, crowds.as_csv(rows))
    with town.sessions() as session:
        found = session.get_one(PeopleImport, sheet)
        assert (found.encoding, found.separator, found.lines) == ("cp1252", ";", lines)
        assert "" not in found.columns[:-1]
        assert found.columns[-1] == ""
        looked = look_over(session, found, receiving.rows_of(found))
    told = [(one.line, one.column, one.text, one.sentence(str)) for one in looked.complaints]
    assert told == said
    assert (len(told), len(looked.people)) == (faults, lines - faults)

    ask(town, sheet)
    town.run_all()
    assert state(town, sheet) == ("done", {"place": lines - faults, "faulty": faults})
    with town.sessions() as session:
        person = session.scalars(select(Participant).filter_by(email="personne.3@atelier-3.example")).one()
        assert (person.name, person.organisation.name, person.organisation.town) == (
            *("Gwenaëlle D’Aramitz", "Atelier n° 3 – l’Été", "Bœurs"),
        )
        answers = session.scalars(select(Answer.value).filter_by(participant_id=person.id)).all()
        assert sorted(map(str, answers)) == [
            *("{'date': '2027-03-18'}", "{'keys': ['veg']}", "{'number': 4}"),
        ]
        assert town.edition_in(session).taken == 3 + lines - faults
        kept = reads.lines(session, session.get_one(PeopleImport, sheet), "faulty")
        assert [(line.number, line.cells[: len(rows[0])]) for line in kept] == [
            (line, rows[line - 2]) for line, *_ in said
        ]

    ask(town, sheet, "undo")
    town.run_all()
    assert (state(town, sheet)[0], people(town)) == ("undone", 3)
    assert not town.mails()


class Killed(BaseException):
    """The runner is no more."""


def happens_after(town: Town, transactions: int, do: Callable[[], object]) -> None:
    """Something comes between two transactions of the work."""
    left, tools = [transactions], town.tools

    @contextmanager
    def transaction() -> Iterator[Session]:
        if left[0] == 0:
            town.tools = tools
            do()
        left[0] -= 1
        with tools.transaction() as session:
            yield session

    town.tools = replace(tools, transaction=transaction)


def dies_after(town: Town, transactions: int) -> None:
    """Whoever carries it out is killed on the way."""

    def kill() -> None:
        raise Killed

    happens_after(town, transactions, kill)


def run_until_killed(town: Town) -> None:
    with pytest.raises(Killed):
        town.run_all()
    town.time.pass_by(hours=1)  # the lease is over


@pytest.mark.parametrize("transactions", [1, 3, 5])
def test_whoever_goes_on_after_a_kill_begins_with_the_missing_lines(
    town: Town, monkeypatch: pytest.MonkeyPatch, transactions: int
) -> None:
    monkeypatch.setattr(carrying_out, "AT_ONCE", 3)
    monkeypatch.setattr(undoing, "AT_ONCE", 3)
    sheet = send(town, few(10))
    ask(town, sheet)
    dies_after(town, transactions)
    run_until_killed(town)
    came = people(town) - 3
    assert came == {1: 0, 3: 3, 5: 9}[transactions]
    town.run_all()
    assert state(town, sheet) == ("done", {"place": 10})
    with town.sessions() as session:
        assert town.edition_in(session).taken == 13
    assert people(town) == 13

    ask(town, sheet, "undo")
    dies_after(town, 3)
    run_until_killed(town)
    town.run_all()
    assert (state(town, sheet)[0], people(town)) == ("undone", 3)


def test_it_says_how_far_it_is_and_can_be_cancelled_and_gone_on_with(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying_out, "AT_ONCE", 4)
    sheet = send(town, few(10))
    ask(town, sheet)
    seen = []

    def look_and_cancel() -> None:
        with town.sessions.begin() as session:
            job = session.scalars(select(Job)).one()
            seen.append((job.fraction, job.step))
            long_jobs.cancel(session, job, town.time())

    happens_after(town, 4, look_and_cancel)
    town.run_all()
    assert seen == [(0.4, "import 4 10")]
    assert (state(town, sheet), people(town)) == (("stopped", {"place": 8}), 11)
    ask(town, sheet)
    town.run_all()
    assert (state(town, sheet), people(town)) == (("done", {"place": 10}), 13)


def test_each_gets_one_mail_that_says_who_registered_them_and_how_to_refuse(town: Town) -> None:
    sheet = send(town, few(2))
    ask(town, sheet, tell=True)
    town.run_all()
    mail = town.mails_by_reader()["Loïc Œuvrard"]
    assert mail["Subject"] == "Vous êtes inscrit·e\N{NO-BREAK SPACE}: Salon de mars"
    text = " ".join(words(mail).split())
    assert "Maïwenn Organise (Les Boucles de la Vère) vous a inscrit·e à Salon de mars" in text
    assert "https://fairs.example/p/" in text
    assert "Je ne peux pas venir" in text
    assert len(town.mails()) == 2
    town.time.pass_by(days=1)
    assert town.run_all() == 0


def test_or_they_are_written_to_afterwards_and_only_once(town: Town) -> None:
    sheet = send(town, few(3))
    ask(town, sheet, admits="ask")
    town.run_all()
    assert not town.mails()
    with town.sessions.begin() as session:
        line = session.scalars(select(ImportedLine).filter_by(number=2)).one()
        session.get_one(Participant, line.participant_id).state = "withdrawn"
    ask(town, sheet, "tell")
    town.run_all()
    assert sorted(town.mails_by_reader()) == ["Gwenaëlle D’Aramitz", "Loïc Œuvrard"]
    with pytest.raises(Refused, match="Everybody whom this sheet registered has been written to"):
        ask(town, sheet, "tell")


def test_nobody_is_told_who_was_taken_back_meanwhile(town: Town) -> None:
    sheet = send(town, few(2))
    ask(town, sheet, tell=True)
    with town.sessions.begin() as session:
        session.execute(update(Delivery).where(Delivery.handler == "mail.imported").values(state="done"))
    taken = town.claim()
    assert taken
    town.runner.run(taken)
    ask(town, sheet, "undo")
    with town.sessions.begin() as session:
        mails = update(Delivery).where(Delivery.handler == "mail.imported")
        session.execute(mails.values(not_before=factories.FAIR_DAY))
    town.run_all()
    town.time.at = factories.FAIR_DAY
    town.run_all()
    assert (people(town), town.mails()) == (3, [])


def test_whoever_does_not_know_yet_is_not_reminded_of_wishes(town: Town) -> None:
    def reminded_of_wishes() -> int:
        with town.sessions() as session:
            return len(reminded.without_wishes(session, town.edition_in(session)))

    sheet = send(town, few(2))
    ask(town, sheet)
    town.run_all()
    assert reminded_of_wishes() == 0
    ask(town, sheet, "tell")
    town.run_all()
    assert reminded_of_wishes() == 2
