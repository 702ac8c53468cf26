"""What must be true is checked: each test breaks one thing, which is then found, told, and mended."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from fairs import events
from fairs.cli import main
from fairs.commands.doctor import CHECKS, TABLES, Doctor
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.domain import long_jobs, webhooks
from fairs.domain.invariants.findings import Examination
from fairs.jobs import claims, wake
from fairs.jobs.invariants.deliveries import _unanswered
from fairs.models import (
    Attendance,
    Delivery,
    DomainEvent,
    Edition,
    Job,
    Mail,
    Meeting,
    Schedule,
    Webhook,
)
from fairs.outbox import record
from tests.delivery.conftest import engine, processes, town  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from tests.delivery.conftest import Town

EVERYTHING = [TABLES.name, *(check.name for check in CHECKS)]
DOMAIN = "fairs.example"


@pytest.fixture
def fair(town: Town) -> Town:  # noqa: F811 - the fixture
    """Two revisions have gone out, and everyone has been written to."""
    town.publish(("Zoé", "Ali", 0), ("Zoé", "Mia", 1))
    write_to_everyone(town)
    town.time.pass_by(hours=1)
    town.publish(("Zoé", "Mia", 2))
    write_to_everyone(town)
    return town


def write_to_everyone(town: Town) -> None:  # noqa: F811 - the fixture's name
    """As if all deliveries had been carried out; that they are is shown elsewhere, and takes longer."""
    with Session(town.sessions.kw["bind"]) as session:
        for row in session.scalars(select(Delivery).filter_by(state="todo")):
            row.state, row.attempts, row.done_at = "done", 1, town.time()
            session.add(
                Mail(
                    message_id=f"<{row.id}@{DOMAIN}>",
                    delivery_id=row.id,
                    recipient="zoe@org.example",
                    subject="Votre agenda",
                    sent_at=town.time(),
                )
            )
        session.commit()
    forget_calls(town)


def forget_calls(town: Town) -> None:  # noqa: F811 - the fixture's name
    """Nobody runs here who would answer the calls to what is done."""
    with town.sessions.begin() as session:
        if wake.distributed(session):
            session.execute(text("DELETE FROM procrastinate_jobs"))


def examined(town: Town, capsys: pytest.CaptureFixture[str], *, mend: bool = False) -> dict[str, list[str]]:  # noqa: F811 - the same
    """The checks that found something, and what they said."""
    capsys.readouterr()
    Doctor(town.sessions.kw["bind"], DOMAIN, mend, town.time).examine()
    said: dict[str, list[str]] = {}
    names = []
    for line in capsys.readouterr().out.splitlines():
        if line.startswith(("ok  ", "!!  ")):
            names.append(line[4:].partition(":")[0])
        elif line.startswith("      "):  # and not what is said for the log
            said.setdefault(names[-1], []).append(line.strip())
    assert names == EVERYTHING
    return said


def found_and_mended(
    town: Town,  # noqa: F811 - the same
    capsys: pytest.CaptureFixture[str],
    check: str,
    sentence: str,
) -> None:
    """One check finds one thing; looking changes nothing; mending does, and then all is well."""
    for mend in (False, True):
        said = examined(town, capsys, mend=mend)
        assert list(said) == [check]
        first, then = said[check]
        assert sentence in first
        assert then.startswith("→ done:" if mend else "→ with --mend:")
    assert examined(town, capsys) == {}


def test_where_nothing_is_wrong_nothing_is_found(fair: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert examined(fair, capsys) == {}
    assert examined(fair, capsys, mend=True) == {}


def miscount(session: Session) -> None:
    session.execute(update(Edition).values(taken=Edition.taken - 1))


def publish_two(session: Session) -> None:
    session.execute(text("DROP INDEX uq_schedule_published"))  # it keeps everybody from it
    session.execute(update(Schedule).values(state="published"))


def forget_the_first(session: Session) -> None:
    session.execute(update(Edition).values(published_at=None))


def shift_an_attendance(session: Session) -> None:
    row = session.scalars(select(Attendance).where(~Attendance.cancelled)).first()
    assert row
    row.starts_at += timedelta(minutes=5)


def lose_an_attendance(session: Session) -> None:
    """Of the meeting that stands in both revisions, in the one that holds."""
    _, second = _revisions(session)
    row = session.scalars(
        select(Attendance).where(Attendance.schedule_id == second.id, ~Attendance.cancelled)
    ).first()
    session.delete(row)


def lower_a_sequence(session: Session) -> None:
    """Of the meeting that stands in both revisions, without touching who was told of what."""
    first, second = _revisions(session)
    uid = session.scalars(
        select(Meeting.uid).where(Meeting.schedule_id == second.id, ~Meeting.cancelled)
    ).one()
    session.execute(update(Meeting).filter_by(schedule_id=first.id, uid=uid).values(sequence=7))


def move_a_meeting(session: Session) -> None:
    """The one that stands in both revisions, as they had it alike."""
    first, second = _revisions(session)
    new = session.scalars(select(Meeting).where(Meeting.schedule_id == second.id, ~Meeting.cancelled)).one()
    old = session.scalars(select(Meeting).filter_by(schedule_id=first.id, uid=new.uid)).one()
    old.sequence = new.sequence


def lose_a_tombstone(session: Session) -> None:
    _, second = _revisions(session)
    session.delete(
        session.scalars(select(Meeting).where(Meeting.schedule_id == second.id, Meeting.cancelled)).one()
    )


def _revisions(session: Session) -> tuple[Schedule, Schedule]:
    first, second = session.scalars(select(Schedule).order_by(Schedule.revision)).all()
    return first, second


def lose_an_event(session: Session) -> None:
    row = session.scalars(
        select(DomainEvent).filter_by(kind="AgendaPublished").order_by(DomainEvent.seq.desc())
    ).first()
    assert row
    session.execute(update(Mail).where(Mail.delivery_id.in_(_deliveries_of(row))).values(delivery_id=None))
    session.execute(delete(Delivery).filter_by(event_seq=row.seq))
    session.delete(row)


def _deliveries_of(event: DomainEvent) -> Any:
    return select(Delivery.id).filter_by(event_seq=event.seq)


def lose_a_delivery(session: Session) -> None:
    row = session.scalars(select(DomainEvent).order_by(DomainEvent.seq.desc())).first()
    assert row
    session.execute(update(Mail).where(Mail.delivery_id.in_(_deliveries_of(row))).values(delivery_id=None))
    session.execute(delete(Delivery).filter_by(event_seq=row.seq))


def lose_a_lease(session: Session) -> None:
    row = _last_delivery(session)
    session.execute(update(Mail).filter_by(delivery_id=row.id).values(delivery_id=None))
    row.state, row.done_at, row.owner, row.lease_until = "doing", None, None, None


def keep_a_lease(session: Session) -> None:
    row = _last_delivery(session)
    row.owner, row.lease_until = "elsewhere/1/x", row.not_before


def _last_delivery(session: Session) -> Delivery:
    row = session.scalars(select(Delivery).order_by(Delivery.event_seq.desc())).first()
    assert row
    return row


def forget_that_a_mail_left(session: Session) -> None:
    row = _last_delivery(session)
    row.state, row.error = "dead", "The server said no."


def lose_a_mail(session: Session) -> None:
    session.execute(delete(Mail).filter_by(delivery_id=_last_delivery(session).id))


def leave_work_underway(session: Session) -> None:
    edition = session.scalars(select(Edition)).one()
    session.add(Job(edition_id=edition.id, kind="plan", state="running", asked_at=edition.starts_at))


@pytest.mark.parametrize(
    ("break_it", "check", "sentence"),
    [
        (miscount, "places", "3 people take part, but 2 places are counted"),
        (publish_two, "one_published", "2 schedules are published at once"),
        (forget_the_first, "first_publication", "but the edition says never"),
        (shift_an_attendance, "attendances", "an attendance has another time"),
        (lose_an_attendance, "people", "has not the people that it was made for"),
        (lower_a_sequence, "identities", "fell from 7 to 1"),
        (move_a_meeting, "identities", "has another time or table than in the revision before"),
        (lose_a_tombstone, "identities", "has no trace in revision 2"),
        (leave_work_underway, "long_work", "nobody works on it or will"),
        (lose_an_event, "told", "revision 2 changed the agenda of"),
        (lose_a_delivery, "answers", "has no delivery for mail.agenda"),
        (lose_a_lease, "leases", "whoever held it is gone"),
        (keep_a_lease, "leases", "is done, and yet somebody holds it"),
        (forget_that_a_mail_left, "mails", "is dead, but its mail left at"),
        (lose_a_mail, "agendas", "is marked done, but was never noted"),
    ],
)
def test_what_is_broken_is_found_told_and_mended(
    fair: Town,
    capsys: pytest.CaptureFixture[str],
    break_it: Callable[[Session], None],
    check: str,
    sentence: str,
) -> None:
    with Session(fair.sessions.kw["bind"]) as session:  # nothing follows from what this one does
        break_it(session)
        session.commit()
    forget_calls(fair)
    found_and_mended(fair, capsys, check, sentence)


def test_what_a_webhook_should_have_heard_is_told_to_it(
    fair: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(kind: type[events.Event]) -> None:
        with fair.sessions.begin() as session:
            record(session, kind(fair.edition_id), fair.time())

    with fair.sessions.begin() as session:
        edition = fair.edition_in(session)
        webhook = webhooks.register(session, edition, "https://1.1.1.1/", ["VenueLaidOut"], (), fair.time())
        webhook_id = webhook.id
    change(events.VenueLaidOut)
    change(events.EditionChanged)  # of which it did not want to hear
    with fair.sessions.begin() as session:
        webhooks.choose(session, session.get_one(Webhook, webhook_id), ["EditionChanged"], fair.time())
    change(events.EditionChanged)
    change(events.VenueLaidOut)  # of which it wants to hear no more
    write_to_everyone(fair)
    assert examined(fair, capsys) == {}
    with fair.sessions.begin() as session:
        lost = select(Delivery.id).where(Delivery.handler == f"webhook:{webhook_id}")
        session.execute(update(Mail).where(Mail.delivery_id.in_(lost)).values(delivery_id=None))
        session.execute(delete(Delivery).where(Delivery.id.in_(lost)))
    found_and_mended(fair, capsys, "webhooks", "EditionChanged")


def test_long_work_that_waits_or_is_in_hand_is_left_alone(
    fair: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    with fair.sessions.begin() as session:
        edition = fair.edition_in(session)
        job, _ = long_jobs.ask(session, edition, "plan", {"seconds": 1}, fair.time())
        record(session, events.PlanAsked(edition.id, job.id), fair.time())
        asked = job.id
    assert examined(fair, capsys) == {}
    taken = fair.claim()
    assert taken
    with fair.sessions.begin() as session:
        assert long_jobs.begin(session, asked)
    assert "long_work" not in examined(fair, capsys)
    with fair.sessions.begin() as session:
        claims.bury(session, taken, "No.")
    assert list(examined(fair, capsys, mend=True)) == ["long_work"]
    with fair.sessions() as session:
        assert session.get_one(Job, asked).state == "failed"


def test_what_nobody_does_is_for_a_person(fair: Town, capsys: pytest.CaptureFixture[str]) -> None:
    with fair.sessions.begin() as session:
        record(session, events.PersonalLinkAsked(fair.edition_id, fair.people["Ali"]), fair.time())
    fair.time.pass_by(hours=1)
    for mend in (False, True):
        said = examined(fair, capsys, mend=mend)["overdue"]
        assert "1 deliveries wait, the oldest since 2027-03-01 10:00 UTC." in said[0]
        assert said[1].startswith("→ for you: Start “maillage serve”")


def test_a_calendar_that_cannot_be_made_is_told_and_nobody_else_s(
    fair: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    with fair.sessions.begin() as session:
        session.execute(update(Edition).values(timezone="Europe/Nowhere"))
    said = examined(fair, capsys, mend=True)["feeds"]
    assert len(said) == 3 * 2
    assert "cannot be made (ZoneInfoNotFoundError" in said[0]


def test_that_all_reactions_of_a_kind_were_lost_is_no_excuse(
    fair: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    with fair.sessions.begin() as session:
        session.execute(update(Mail).values(delivery_id=None))
        session.execute(delete(Delivery).filter_by(handler="mail.agenda"))
        told = session.scalars(select(DomainEvent).filter_by(kind="AgendaPublished")).all()
    assert len(examined(fair, capsys)["answers"]) == 2 * len(told)


def test_a_reaction_that_came_later_answers_nothing_from_before_its_time(fair: Town) -> None:
    (mail,) = [one for one in SUBSCRIPTIONS if one.name == "mail.agenda"]
    with fair.sessions.begin() as session:
        session.execute(update(Mail).values(delivery_id=None))
        first = select(func.min(Delivery.event_seq)).scalar_subquery()
        session.execute(delete(Delivery).where(Delivery.event_seq == first))
        examination = Examination(session, fair.time(), DOMAIN)
        unanswered = [len(list(_unanswered(examination, one))) for one in (mail, replace(mail, later=True))]
    assert unanswered == [1, 0]


class TestCalls:
    """On PostgreSQL workers are called by rows of procrastinate's; elsewhere there is nothing to look at."""

    @pytest.fixture
    def called(self, fair: Town) -> Town:
        with fair.sessions.begin() as session:
            if not wake.distributed(session):
                return fair
            record(session, events.PersonalLinkAsked(fair.edition_id, fair.people["Ali"]), fair.time())
        return fair

    def _order(self, fair: Town, order: str, **values: Any) -> bool:
        with fair.sessions.begin() as session:
            if wake.distributed(session):
                session.execute(text(order), values)
                return True
        return False

    def test_a_call_that_was_lost_is_made_again(
        self, called: Town, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert examined(called, capsys) == {}
        if self._order(called, "DELETE FROM procrastinate_jobs"):
            found_and_mended(called, capsys, "calls", "mail.personal_link of event")

    def test_a_call_to_what_is_done_is_taken_back(
        self, called: Town, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with called.sessions.begin() as session:
            session.execute(
                update(Delivery).filter_by(state="todo").values(state="done", done_at=called.time())
            )
        assert examined(called, capsys) == {}  # whoever took it may be about to see to it
        called.time.pass_by(minutes=5)
        if self._order(called, "SELECT 1"):
            found_and_mended(called, capsys, "needless_calls", "which is done or is no more")

    def test_a_call_whose_worker_died_is_made_anew(
        self, called: Town, capsys: pytest.CaptureFixture[str]
    ) -> None:
        if self._order(
            called,
            "WITH w AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (:at) RETURNING id) "
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM w)",
            at=called.time() - timedelta(seconds=5),
        ):
            assert examined(called, capsys) == {}
            called.time.pass_by(minutes=5)
            found_and_mended(called, capsys, "lost_calls", "by a worker that shows no life")


def run(town: Town, database_url: str, *options: str, language: str = "C") -> Result:  # noqa: F811 - the same
    place = {"MAILLAGE_HOME": str(town.tools.settings.home), "MAILLAGE_DATABASE_URL": database_url}
    return CliRunner().invoke(main, ["doctor", *options], env=place | {"LC_ALL": language})


def test_the_command_tells_by_its_end_how_things_stand(fair: Town, database_url: str) -> None:
    assert (run(fair, database_url).exit_code, run(fair, database_url).stdout[-13:]) == (0, "All is well.\n")
    with fair.sessions.begin() as session:
        miscount(session)
    told, mended, after = (run(fair, database_url, *options) for options in ((), ("--mend",), ()))
    assert [done.exit_code for done in (told, mended, after)] == [1, 0, 0]
    assert "Findings: 1." in told.stdout
    assert mended.stdout.endswith("Mended: 1. Left for you: 0.\n")


def test_it_speaks_the_language_of_the_terminal(fair: Town, database_url: str) -> None:
    with fair.sessions.begin() as session:
        miscount(session)
    told = run(fair, database_url, language="fr_FR.UTF-8").stdout
    assert "!!  places: Il y a autant de places prises que de personnes qui participent." in told
    assert "→ avec --mend\N{NO-BREAK SPACE}: En compter" in told
    assert "Constats\N{NO-BREAK SPACE}: 1." in told


def test_tables_of_another_version_are_all_that_is_looked_at(fair: Town, database_url: str) -> None:
    with fair.sessions.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'elsewhere'"))
    told = run(fair, database_url)
    assert (told.exit_code, told.stdout.count("!!"), told.stdout.count("ok")) == (1, 1, 0)
    refused = run(fair, database_url, "--mend")
    assert refused.exit_code == 1
    assert "newer than this program" in refused.stderr


def test_where_there_is_no_database_none_is_made(town: Town) -> None:  # noqa: F811 - the fixture
    place = town.tools.settings.home / "nowhere.sqlite3"
    refused = run(town, f"sqlite:///{place}")
    assert (refused.exit_code, refused.stderr) == (1, f"There is no database at {place} yet.\n")
    assert not place.exists()


def test_a_row_that_points_nowhere_is_for_a_person(fair: Town, capsys: pytest.CaptureFixture[str]) -> None:
    with fair.sessions.kw["bind"].connect() as connection:
        if connection.dialect.name != "sqlite":
            return  # PostgreSQL does not let it happen
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
        connection.execute(update(Mail).values(edition_id=uuid.uuid4()))
        connection.commit()
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[union-attr]
    said = examined(fair, capsys, mend=True)["file"]
    assert "of mail points to a row of edition that is not there" in said[0]
    assert said[1].startswith("→ for you:")
