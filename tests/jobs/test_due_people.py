"""What falls due for one person."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select, text, update

from fairs.jobs.due_people import BeforeMeetings, RegistrationUnfinished
from fairs.models import DomainEvent, Edition, Meeting, Organisation, Participant, Schedule, Table, Tick
from tests import factories
from tests.factories import FAIR_DAY, NOW
from tests.jobs.meetings import LONG, schedule

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from tests.jobs.meetings import Pair
    from tests.jobs.works import Works

NINE = FAIR_DAY.replace(hour=8)  # in Paris
UNFINISHED = RegistrationUnfinished()
BEFORE = BeforeMeetings()


def happened(works: Works) -> list[tuple[str, str]]:
    """What was recorded, with the name of whom it is about, or of the reminder."""
    with works.sessions() as session:
        names = {str(person.id): person.name for person in session.scalars(select(Participant))}
        rows = session.scalars(select(DomainEvent).order_by(DomainEvent.seq))
        return [
            (row.kind, names.get(row.payload.get("participant_id", ""), row.payload.get("reminder", "")))
            for row in rows
        ]


def register(works: Works, **values: object) -> uuid.UUID:
    """Somebody who typed in a registration just now."""
    with works.sessions.begin() as session:
        edition = session.scalar(select(Edition)) or factories.edition(session)
        person = factories.participant(
            session, edition, **{"state": "received", "registered_at": works.time(), "name": "Zoé"} | values
        )
        return person.edition_id


def test_after_a_day_who_has_not_confirmed_is_reminded_once(works: Works) -> None:
    register(works)
    works.time.pass_by(hours=23, minutes=59)
    assert UNFINISHED.see_to(works.sessions, works.time()) == 0
    works.time.pass_by(minutes=1)
    assert UNFINISHED.see_to(works.sessions, works.time()) == 1
    works.time.pass_by(days=1)
    assert UNFINISHED.see_to(works.sessions, works.time()) == 0
    assert happened(works) == [("ReminderFellDue", "Zoé")]


def test_who_confirmed_left_or_wants_no_reminders_gets_none(works: Works) -> None:
    for values in ({"state": "confirmed"}, {"state": "withdrawn"}, {"reminders_stopped_at": NOW}):
        register(works, **values)
    works.time.pass_by(days=2)
    assert UNFINISHED.see_to(works.sessions, works.time()) == 0


@pytest.mark.parametrize(
    ("closes_after", "told"),
    [
        (timedelta(hours=20), []),  # before the day is over: there never was anything to remind of
        (timedelta(hours=40), [("ReminderSkipped", "registration_unfinished")]),
        (None, [("ReminderFellDue", "Zoé"), ("ReminderFellDue", "Ali")]),
    ],
)
def test_of_what_an_outage_left_behind_the_useful_is_sent_and_the_rest_told_once(
    works: Works, closes_after: timedelta | None, told: list[tuple[str, str]]
) -> None:
    edition_id = register(works)
    register(works, name="Ali")
    with works.sessions.begin() as session:
        edition = session.get_one(Edition, edition_id)
        edition.registration_closes_at = closes_after and NOW + closes_after
    works.time.pass_by(days=2)
    UNFINISHED.see_to(works.sessions, works.time())
    UNFINISHED.see_to(works.sessions, works.time())
    assert sorted(happened(works)) == sorted(told)


@pytest.fixture
def fair_day(works: Works) -> Works:
    """Zoé meets Ali at nine and Mia at half past; she and Mia asked to be reminded."""
    works.time.at = NINE - timedelta(minutes=11)
    with works.sessions.begin() as session:
        edition = factories.edition(session)
        zoe, ali, mia = (
            factories.participant(session, edition, name=name, reminded_before_meetings=name != "Ali")
            for name in ("Zoé", "Ali", "Mia")
        )
        (table,) = factories.tables(session, edition, 1)
        schedule(session, edition, [(zoe, ali, NINE, table), (zoe, mia, NINE + timedelta(minutes=30), table)])
    return works


def see_to_meetings(works: Works, *, minutes: int = 0) -> list[tuple[str, str]]:
    """Let time pass with a tick a minute, or at once; what was recorded meanwhile."""
    before = len(happened(works))
    for _ in range(minutes):
        works.time.pass_by(minutes=1)
        BEFORE.see_to(works.sessions, works.time())
    BEFORE.see_to(works.sessions, works.time())
    return happened(works)[before:]


def test_who_asked_is_reminded_of_each_meeting_once(fair_day: Works) -> None:
    assert see_to_meetings(fair_day) == []
    assert see_to_meetings(fair_day, minutes=1) == [("MeetingDrewNear", "Zoé")]
    assert see_to_meetings(fair_day, minutes=28) == []
    assert sorted(see_to_meetings(fair_day, minutes=2)) == [
        ("MeetingDrewNear", "Mia"),
        ("MeetingDrewNear", "Zoé"),
    ]
    assert see_to_meetings(fair_day, minutes=20) == []


def test_a_meeting_that_moves_is_reminded_of_anew(fair_day: Works) -> None:
    assert see_to_meetings(fair_day, minutes=2) == [("MeetingDrewNear", "Zoé")]
    with fair_day.sessions.begin() as session:
        meeting = session.scalars(select(Meeting).order_by(Meeting.starts_at)).first()
        assert meeting is not None
        meeting.starts_at += timedelta(minutes=10)
    assert see_to_meetings(fair_day, minutes=10) == [("MeetingDrewNear", "Zoé")]


@pytest.mark.parametrize("why", ["cancelled", "superseded", "draft", "withdrawn", "stopped"])
def test_of_what_does_not_hold_nobody_is_reminded(fair_day: Works, why: str) -> None:
    with fair_day.sessions.begin() as session:
        match why:
            case "cancelled":
                session.execute(update(Meeting).values(cancelled=True))
            case "superseded" | "draft":
                session.execute(update(Schedule).values(state=why))
            case "withdrawn":
                session.execute(update(Participant).values(state=why))
            case "stopped":
                session.execute(update(Participant).values(reminders_stopped_at=NOW))
    assert see_to_meetings(fair_day, minutes=45) == []


def test_what_began_while_no_clock_ticked_is_told_once_for_the_edition(fair_day: Works) -> None:
    fair_day.time.pass_by(minutes=45)
    assert see_to_meetings(fair_day) == [("ReminderSkipped", "before_meeting")]
    assert see_to_meetings(fair_day, minutes=3) == []
    with fair_day.sessions() as session:
        ticks = session.execute(select(Tick.job, Tick.skipped)).all()
    assert [tuple(tick) for tick in ticks] == [("before_meetings", True)] * 2


def test_who_asks_only_now_is_not_told_of_what_is_over(fair_day: Works) -> None:
    assert see_to_meetings(fair_day, minutes=15) == [("MeetingDrewNear", "Zoé")]
    with fair_day.sessions.begin() as session:
        session.execute(update(Participant).values(reminded_before_meetings=True))
    assert see_to_meetings(fair_day, minutes=3) == []


PEOPLE, ROUNDS, EVERY = 1000, 12, LONG + timedelta(minutes=5)


@pytest.fixture
def crowd(works: Works) -> Works:
    """A thousand people with twelve meetings each, in a grid that was repaired twice; all asked."""
    with works.sessions.begin() as session:
        edition = factories.edition(session)
        shared = Organisation(name="Recyclerie", family="ess", town="Saint-Aubin", pitch="", created_at=NOW)
        people = [
            Participant(
                edition=edition,
                organisation=shared,
                name=f"Personne {n}",
                email=f"p{n}@recyclerie.example",
                language="fr",
                state="approved",
                registered_at=NOW,
                reminded_before_meetings=True,
            )
            for n in range(PEOPLE)
        ]
        tables = [Table(edition_id=edition.id, position=n, label=f"{n}", seats=2) for n in range(PEOPLE // 2)]
        session.add_all([*people, *tables])
        session.flush()
        for revision, state in ((1, "superseded"), (2, "published")):
            schedule(session, edition, everybody(people, tables), state, revision)
    with works.sessions.begin() as session:
        session.execute(text("ANALYZE"))
    return works


def everybody(people: list[Participant], tables: list[Table]) -> Iterator[Pair]:
    half = PEOPLE // 2
    for turn in range(ROUNDS):
        for place in range(half):
            other = people[half + (place + turn) % half]
            yield people[place], other, NINE + turn * EVERY, tables[place]


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """What is said to the database to find what is due and to take it; what follows is written row by row."""
    said: list[tuple[str, Any]] = []

    def listen(
        _connection: object, _cursor: object, statement: str, parameters: object, *_others: object
    ) -> None:
        if not statement.startswith(("BEGIN", "INSERT INTO domain_event")):
            said.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", listen)
    yield said
    event.remove(engine, "before_cursor_execute", listen)


def plan(engine: Engine, statement: str, values: Any) -> str:
    """How the database goes about it."""
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        return str(connection.exec_driver_sql(explain + statement, values).all())


def test_a_thousand_people_cost_a_tick_no_more_statements_than_one_and_an_index_finds_them(
    crowd: Works, engine: Engine
) -> None:
    for before, expected, reminded in ((60, 2, 0), (10, 6, PEOPLE), (9, 4, 0)):
        crowd.time.at = NINE - timedelta(minutes=before)
        with statements(engine) as said:
            assert BEFORE.see_to(crowd.sessions, crowd.time()) == reminded
        searches = [(statement, values) for statement, values in said if "JOIN" in statement]
        assert ["ix_meeting_in_time" in plan(engine, *search) for search in searches] == [True, True]
        assert len(said) == expected, [statement[:60] for statement, _ in said]
