"""With a hundred thousand events, each question of a page is answered along an index."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from fairs.models.engine import open_engine
from fairs.queries import deliveries, journal, series
from fairs.queries.paging import PER_PAGE
from tests import long_history
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.databases import PostgreSQL, SQLite
    from tests.long_history import History

EVENTS = 100_000
FULL_READ = {
    "sqlite": re.compile(r"SCAN (domain_event|delivery|mail|participant)\b"),
    "postgresql": re.compile(r"Seq Scan on (domain_event|delivery|mail)\b"),
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def much(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Session, History]]:
    """Written once for all questions, which change nothing."""
    system: SQLite | PostgreSQL = request.getfixturevalue(request.param)
    folder = (tmp_path_factory.mktemp("much"),) if request.param == "sqlite" else ()
    with system.fresh(*folder) as url:
        engine = open_engine(url)
        with Session(engine) as session:
            yield session, long_history.write(session, EVENTS)
        engine.dispose()


def plans(session: Session, ask: Callable[[], object]) -> list[str]:
    """How the database goes about each statement of a question."""
    asked: list[tuple[str, Any]] = []

    def note(*details: Any) -> None:
        asked.append((details[2], details[3]))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    connection = session.connection()
    return [
        "\n".join(str(tuple(line)) for line in connection.exec_driver_sql(explain + statement, values))
        for statement, values in asked
    ]


def read_along_indexes(session: Session, ask: Callable[[], object]) -> None:
    full = FULL_READ[session.get_bind().dialect.name]
    found = plans(session, ask)
    assert found
    assert [plan for plan in found if full.search(plan)] == []


JOURNAL: dict[str, Callable[[History], dict[str, Any]]] = {
    "everything": lambda _: {},
    "kinds": lambda _: {"kinds": ("RegistrationApproved", "RegistrationDeclined", "ParticipantWithdrew")},
    "one person": lambda much: {"people": (much.people[3].id,)},
    "an organiser": lambda much: {"account": much.account.id},
    "the program": lambda _: {"side": "program"},
    "participants": lambda _: {"side": "participants"},
    "a day": lambda _: {"since": NOW - timedelta(days=28), "until": NOW - timedelta(days=27, hours=23)},
    "kinds of a day by an organiser": lambda much: {
        "kinds": ("RegistrationApproved", "WishesDeclared"),
        "account": much.account.id,
        "since": NOW - timedelta(days=28),
    },
}


@pytest.mark.parametrize("wanted", JOURNAL.values(), ids=JOURNAL)
def test_the_journal(much: tuple[Session, History], wanted: Callable[[History], dict[str, Any]]) -> None:
    session, history = much
    asked = journal.Wanted(**wanted(history))

    def read() -> None:
        first = journal.of_edition(session, history.edition, asked)
        assert len(first.rows) == PER_PAGE
        last = first.rows[-1].event.seq
        for newer in (False, True):
            place = journal.place(session, history.edition, last, newer=newer)
            assert journal.of_edition(session, history.edition, asked, place).rows

    read_along_indexes(session, read)


@pytest.mark.parametrize("kinds", [(), ("AgendaPublished", "WishesDeclared")])
def test_the_journal_with_what_is_alike_told_together(
    much: tuple[Session, History], kinds: tuple[str, ...]
) -> None:
    session, history = much

    def read() -> None:
        first = series.of_edition(session, history.edition, journal.Wanted(), kinds)
        assert len(first.rows) >= PER_PAGE
        for newer, row in ((False, first.rows[-1].last_seq), (True, first.rows[0].last_seq)):
            place = journal.place(session, history.edition, row, newer=newer)
            assert series.of_edition(session, history.edition, journal.Wanted(), kinds, place).rows

    read_along_indexes(session, read)


DELIVERIES: dict[str, Callable[[History], dict[str, Any]]] = {
    "everything": lambda _: {},
    "given up": lambda _: {"state": "dead"},
    "done": lambda _: {"state": "done"},
    "mails": lambda _: {"sort": "mail"},
    "webhooks": lambda _: {"sort": "webhook"},
    "webhooks given up": lambda _: {"sort": "webhook", "state": "dead"},
    "one person": lambda much: {"people": (much.people[3].id,)},
    "one person's mails that are done": lambda much: {
        "people": (much.people[3].id,),
        "sort": "mail",
        "state": "done",
    },
    "a webhook": lambda much: {"people": (), "webhooks": (much.webhook.id,)},
    "an address": lambda much: {"people": (much.people[3].id,), "address": "p7@org.example"},
}


@pytest.mark.parametrize("wanted", DELIVERIES.values(), ids=DELIVERIES)
def test_messages(much: tuple[Session, History], wanted: Callable[[History], dict[str, Any]]) -> None:
    session, history = much
    asked = deliveries.Wanted(**wanted(history))

    def read() -> None:
        first = deliveries.of_edition(session, history.edition, asked)
        assert len(first.rows) == PER_PAGE
        last = first.rows[-1].delivery.id
        for newer in (False, True):
            place = deliveries.place(session, history.edition, last, newer=newer)
            assert deliveries.of_edition(session, history.edition, asked, place).rows

    read_along_indexes(session, read)


@pytest.mark.parametrize("sort", [None, "mail", "webhook", "other"])
def test_counts(much: tuple[Session, History], sort: deliveries.Sort | None) -> None:
    session, history = much
    read_along_indexes(session, lambda: deliveries.by_state(session, history.edition, sort))


def test_what_cannot_be_found_is_not_looked_for_everywhere(much: tuple[Session, History]) -> None:
    session, history = much
    nothing = deliveries.Wanted(sort="other")

    assert deliveries.of_edition(session, history.edition, nothing).rows == []
    read_along_indexes(session, lambda: deliveries.of_edition(session, history.edition, nothing))
