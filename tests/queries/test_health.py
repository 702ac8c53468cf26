from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from fairs import events
from fairs.jobs.beats import beat
from fairs.models import Delivery
from fairs.outbox import record
from fairs.queries.health import Health, health

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from fairs.jobs.beats import Part

PARTS: tuple[Part, ...] = ("pump", "clock")


def alive(session: Session, now: datetime) -> None:
    for part in PARTS:
        beat(session, part, now)


def test_all_is_well_while_everything_shows_life(session: Session, now: datetime) -> None:
    alive(session, now - timedelta(seconds=80))
    assert health(session, now) == Health(ok=True)


def test_a_part_that_fell_silent_is_named(session: Session, now: datetime) -> None:
    beat(session, "clock", now)
    beat(session, "pump", now - timedelta(minutes=2))
    assert health(session, now) == Health(
        ok=False, reasons=("The pump last showed life at 2027-01-12 08:58:00 UTC.",)
    )


def test_a_sign_of_life_from_the_future_is_none(session: Session, now: datetime) -> None:
    """A clock was set back; whoever lives will beat by the new time."""
    beat(session, "pump", now + timedelta(seconds=5))
    beat(session, "clock", now + timedelta(hours=1))
    assert health(session, now).reasons == ("The clock last showed life at 2027-01-12 10:00:00 UTC.",)


def test_a_part_that_never_started_is_named_unless_nobody_waits_for_it(
    session: Session, now: datetime
) -> None:
    assert health(session, now).reasons == ("The clock has not started.", "The pump has not started.")
    assert health(session, now, parts=()) == Health(ok=True)


def test_work_left_lying_is_told(session: Session, now: datetime) -> None:
    alive(session, now)
    row = record(session, events.VenueLaidOut(None), now)
    row.deliveries = [Delivery(handler="any", not_before=now - timedelta(hours=1))]
    session.flush()
    assert health(session, now).reasons == ("A delivery has been due since 2027-01-12 08:00:00 UTC.",)


def test_a_database_of_another_version_is_told(session: Session, now: datetime) -> None:
    alive(session, now)
    session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    (reason,) = health(session, now).reasons
    assert reason.startswith("The database is at revision 0000; this program needs ")


def test_a_database_that_does_not_answer_is_told(tmp_path: Path, now: datetime) -> None:
    with Session(create_engine(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder'}")) as session:
        assert health(session, now) == Health(ok=False, reasons=("The database does not answer.",))
