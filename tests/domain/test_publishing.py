from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from fairs.domain import long_jobs, registrations
from fairs.domain.changes import Overtaken, begin_repair, keep_repair
from fairs.domain.planning import request_id
from fairs.domain.publishing import publish
from fairs.domain.runs import ask_plan, assignment_of, finish
from fairs.errors import Refused
from fairs.models import Attendance, DomainEvent, Job, Participant
from fairs.queries import agendas, grids, publication, schedules, slots
from fairs.queries.agendas import Links
from scheduling.solution import Bounds, Figures, Solution
from scheduling.solution import Meeting as Placed
from scheduling.solution import Unplaced as Refusal
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Schedule, Table

LATER = NOW + timedelta(days=1)
LINKS = Links(
    page=lambda person: f"/p/{person.id}",
    feed=lambda person: f"/cal/{person.id}",
    calendar_domain="fairs.example",
)


class Room:
    """Three people, two tables, four slots; everyone wishes to meet everyone; wishes are closed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.edition: Edition = factories.edition(session, wishes_closed_at=NOW)
        factories.block(session, self.edition)
        self.tables: list[Table] = factories.tables(session, self.edition)
        self.zoe, self.ali, self.mia = (
            factories.participant(session, self.edition, name=name, email=f"{name}@org.example".lower())
            for name in ("Zoé", "Ali", "Mia")
        )
        for one, other in ((self.zoe, self.ali), (self.zoe, self.mia), (self.ali, self.mia)):
            factories.mutual(session, one, other)

    def solution(
        self, *placed: tuple[Participant, Participant, int, int], unplaced: tuple[Refusal, ...] = ()
    ) -> Solution:
        slot_ids = [slot.id for slot in slots.of_edition(self.session, self.edition)]
        return Solution(
            status="optimal",
            meetings=tuple(
                Placed(
                    request_id(a.id.hex, b.id.hex),
                    slot_ids[slot],
                    self.tables[table].id.hex,
                    (a.id.hex, b.id.hex),
                )
                for a, b, slot, table in placed
            ),
            unplaced=unplaced,
            figures=Figures(requests=3, placed=len(placed)),
            bounds=Bounds(weight=27, breaks=0),
        )

    def plan(self, solution: Solution) -> Schedule:
        run = ask_plan(self.session, self.edition, 10, NOW)
        schedule = finish(self.session, run, assignment_of(self.session, run), solution, NOW)
        assert schedule is not None
        return schedule

    def told(self) -> set[str]:
        """Who was told since the last time this was asked."""
        self.session.flush()
        rows = self.session.scalars(select(DomainEvent).filter_by(kind="AgendaPublished")).all()
        people = {
            self.session.get_one(Participant, uuid.UUID(row.payload["participant_id"])).name for row in rows
        }
        for row in rows:
            self.session.delete(row)
        return people


@pytest.fixture
def room(session: Session) -> Room:
    return Room(session)


def test_a_plan_becomes_a_draft_and_then_the_schedule_that_holds(room: Room) -> None:
    schedule = room.plan(room.solution((room.zoe, room.ali, 0, 0), (room.zoe, room.mia, 1, 0)))
    assert (schedule.state, schedule.revision, schedules.published(room.session, room.edition)) == (
        "draft",
        None,
        None,
    )
    publish(room.session, schedule, LATER)
    assert (schedule.state, schedule.revision, schedule.published_at) == ("published", 1, LATER)
    assert room.edition.published_at == LATER
    assert room.told() == {"Zoé", "Ali", "Mia"}


def test_before_the_first_publication_everyone_without_a_meeting_is_named(room: Room) -> None:
    schedule = room.plan(room.solution((room.zoe, room.ali, 0, 0)))
    seen = publication.consequences(room.session, schedule)
    assert seen.first
    assert (len(seen.new), seen.moved, seen.cancelled, seen.kept, seen.mails) == (1, (), (), 0, 3)
    assert [person.name for person in seen.without_meeting] == ["Mia"]


def test_a_meeting_keeps_its_identity_and_only_a_change_raises_its_sequence(room: Room) -> None:
    first = room.plan(room.solution((room.zoe, room.ali, 0, 0), (room.zoe, room.mia, 1, 0)))
    publish(room.session, first, NOW)
    before = {
        entry.partners[0].name: entry
        for entry in agendas.agenda_of(room.session, room.zoe, first, LINKS).entries
    }
    second = room.plan(room.solution((room.zoe, room.ali, 0, 0), (room.zoe, room.mia, 2, 1)))
    publish(room.session, second, LATER)
    after = {
        entry.partners[0].name: entry
        for entry in agendas.agenda_of(room.session, room.zoe, second, LINKS).entries
    }
    assert after["Ali"] == before["Ali"]
    assert (after["Mia"].uid, after["Mia"].sequence) == (before["Mia"].uid, 1)
    assert after["Mia"].table == "Table 2"
    assert (first.state, second.revision) == ("superseded", 2)


def test_only_those_concerned_are_told_of_a_second_publication(room: Room) -> None:
    publish(
        room.session, room.plan(room.solution((room.zoe, room.ali, 0, 0), (room.ali, room.mia, 1, 0))), NOW
    )
    room.told()
    second = room.plan(room.solution((room.zoe, room.ali, 0, 0), (room.ali, room.mia, 2, 0)))
    assert [person.name for person in publication.consequences(room.session, second).people] == ["Ali", "Mia"]
    publish(room.session, second, LATER)
    assert room.told() == {"Ali", "Mia"}


def test_a_meeting_that_is_gone_stays_as_a_tombstone_and_can_come_back(room: Room) -> None:
    publish(room.session, room.plan(room.solution((room.zoe, room.ali, 0, 0))), NOW)
    publish(room.session, room.plan(room.solution((room.zoe, room.mia, 0, 0))), LATER)
    holding = schedules.published(room.session, room.edition)
    entries = agendas.agenda_of(room.session, room.zoe, holding, LINKS).entries
    assert sorted((entry.partners[0].name, entry.cancelled, entry.sequence) for entry in entries) == [
        ("Ali", True, 1),
        ("Mia", False, 0),
    ]
    publish(
        room.session, room.plan(room.solution((room.zoe, room.ali, 3, 0), (room.zoe, room.mia, 0, 0))), LATER
    )
    entries = agendas.agenda_of(
        room.session, room.zoe, schedules.published(room.session, room.edition), LINKS
    ).entries
    assert [(entry.partners[0].name, entry.cancelled, entry.sequence) for entry in entries] == [
        ("Mia", False, 0),
        ("Ali", False, 2),
    ]


def test_a_draft_is_set_aside_by_a_newer_one_and_cannot_go_out(room: Room) -> None:
    older = room.plan(room.solution((room.zoe, room.ali, 0, 0)))
    newer = room.plan(room.solution((room.zoe, room.ali, 1, 0)))
    assert schedules.draft(room.session, room.edition) is newer
    with pytest.raises(Refused, match="newer one"):
        publish(room.session, older, NOW)


def test_nothing_goes_out_with_somebody_who_left(room: Room) -> None:
    schedule = room.plan(room.solution((room.zoe, room.ali, 0, 0)))
    registrations.withdraw(room.session, room.ali, NOW)
    with pytest.raises(Refused, match="left since"):
        publish(room.session, schedule, NOW)


def test_a_withdrawal_is_repaired_and_only_those_concerned_hear_of_it(room: Room) -> None:
    publish(
        room.session, room.plan(room.solution((room.zoe, room.ali, 0, 0), (room.zoe, room.mia, 1, 0))), NOW
    )
    room.told()
    registrations.withdraw(room.session, room.ali, LATER)
    repair = begin_repair(room.session, room.edition)
    assert repair is not None
    assert repair.keep is not None
    assert [
        meeting.attendees for meeting in repair.keep.meetings if room.mia.id.hex in meeting.attendees
    ] != []
    schedule = keep_repair(
        room.session, room.edition, repair, room.solution((room.zoe, room.mia, 1, 0)), LATER
    )
    assert (schedule.state, schedule.revision, schedule.cause) == ("published", 2, "repair")
    assert room.told() == {"Zoé", "Ali"}
    assert [
        entry.cancelled for entry in agendas.agenda_of(room.session, room.ali, schedule, LINKS).entries
    ] == [True]


def test_a_repair_can_wait_for_the_organiser(room: Room) -> None:
    publish(room.session, room.plan(room.solution((room.zoe, room.ali, 0, 0))), NOW)
    room.edition.repairs_itself = False
    repair = begin_repair(room.session, room.edition)
    assert repair is not None
    schedule = keep_repair(room.session, room.edition, repair, room.solution(), LATER)
    assert schedule.state == "draft"


def test_a_repair_overtaken_by_a_publication_begins_again(room: Room) -> None:
    publish(room.session, room.plan(room.solution((room.zoe, room.ali, 0, 0))), NOW)
    repair = begin_repair(room.session, room.edition)
    assert repair is not None
    publish(room.session, room.plan(room.solution((room.zoe, room.ali, 1, 0))), LATER)
    with pytest.raises(Overtaken):
        keep_repair(room.session, room.edition, repair, room.solution(), LATER)


@pytest.mark.pains(42)
@pytest.mark.parametrize("clash", ["person", "table"])
def test_the_database_itself_refuses_two_meetings_at_once(room: Room, clash: str) -> None:
    other = (room.zoe, room.mia, 0, 1) if clash == "person" else (room.ali, room.mia, 0, 0)
    first = (room.zoe, room.ali, 0, 0) if clash == "person" else (room.zoe, room.zoe, 0, 0)
    if clash == "table":
        first = (room.zoe, factories.participant(room.session, room.edition), 0, 0)
    with pytest.raises(IntegrityError):
        room.plan(room.solution(first, other))


def test_a_grid_is_read_with_its_reasons(room: Room) -> None:
    refusal = Refusal(request_id(room.ali.id.hex, room.mia.id.hex), "no_common_slot", "Never free together.")
    schedule = room.plan(room.solution((room.zoe, room.ali, 0, 1), unplaced=(refusal,)))
    grid = grids.master_grid(room.session, schedule, "en", lambda refused: refused.because)
    assert (len(grid.slots), grid.tables, grid.status) == (4, ("Table 1", "Table 2"), "draft")
    assert [(cell.slot, cell.table, cell.people) for cell in grid.meetings] == [(0, 1, ("Zoé", "Ali"))]
    assert [(refused.weight, refused.because) for refused in grid.unplaced] == [(9, "Never free together.")]


def test_planning_objects_before_it_begins(session: Session) -> None:
    edition = factories.edition(session)
    sentences = []
    for mend in (
        lambda: factories.block(session, edition),
        lambda: factories.tables(session, edition),
        lambda: factories.mutual(
            session, factories.participant(session, edition), factories.participant(session, edition)
        ),
        lambda: setattr(edition, "wishes_closed_at", NOW),
    ):
        with pytest.raises(Refused) as refusal:
            ask_plan(session, edition, 10, NOW)
        sentences.append(str(refusal.value).split(" ", maxsplit=5)[:5])
        mend()
    assert sentences == [
        ["There", "is", "no", "block", "of"],
        ["There", "is", "no", "table", "yet:"],
        ["Nobody", "wishes", "to", "meet", "anybody"],
        ["Close", "the", "wishes", "first:", "a"],
    ]
    assert ask_plan(session, edition, 10, NOW).state == "asked"


def test_asking_again_while_a_grid_is_made_gives_the_same_run(room: Room) -> None:
    assert ask_plan(room.session, room.edition, 10, NOW) is ask_plan(room.session, room.edition, 10, NOW)


def test_a_run_without_a_grid_says_why(room: Room) -> None:
    run = ask_plan(room.session, room.edition, 10, NOW)
    answer = Solution("infeasible", (), (), Figures(), Bounds(0, 0), because="Zoé must be in two places.")
    assert finish(room.session, run, assignment_of(room.session, run), answer, LATER) is None
    assert (run.state, run.error, run.ended_at) == ("failed", "Zoé must be in two places.", LATER)
    assert room.session.scalars(select(Attendance)).all() == []
    long_jobs.fail(run, "again", LATER)
    assert room.session.scalars(select(Job.error)).all() == ["again"]
