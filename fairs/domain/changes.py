"""What becomes of a published schedule when something changes: a repair that disturbs the fewest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs import events
from fairs.domain import schedules as drafts
from fairs.domain.planning import problem_of
from fairs.domain.publishing import publish
from fairs.domain.runs import Assignment
from fairs.domain.turns import hold
from fairs.errors import FairError
from fairs.outbox import record
from fairs.queries import schedules
from fairs.queries.sheets import sheets_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Schedule
    from scheduling.solution import Solution

REPAIR_SECONDS = 5


class Overtaken(FairError):
    """The schedule changed while its repair was computed; the repair begins again."""


def needs_repair(session: Session, edition: Edition) -> bool:
    """Whether somebody still has a meeting in the published schedule, but no longer comes."""
    published = schedules.published(session, edition)
    return published is not None and any(
        not attendance.participant.takes_part
        for meeting in published.meetings
        if not meeting.cancelled
        for attendance in meeting.attendances
    )


def begin_repair(session: Session, edition: Edition) -> Assignment | None:
    """What a repair has to solve: who still comes, keeping what is published. None if nothing is."""
    published = schedules.published(session, edition)
    if published is None:
        return None
    keep = drafts.as_solution(session, published)
    return Assignment(problem_of(sheets_of(session, edition)), keep, published.id, REPAIR_SECONDS)


def keep_repair(
    session: Session, edition: Edition, assignment: Assignment, solution: Solution, now: datetime
) -> Schedule:
    """Keep a repair, and let it out if the edition says so; otherwise it waits for the organiser as a draft.

    Raises Overtaken when another schedule went out meanwhile.
    """
    hold(session, edition.id)
    published = schedules.published(session, edition)
    if published is None or published.id != assignment.base_id:
        raise Overtaken("Another schedule went out while this one was repaired.")
    schedule = drafts.keep(session, edition, solution, assignment.weights, "repair", now)
    record(session, events.SchedulePlanned(edition.id, schedule.id), now)
    if edition.repairs_itself:
        publish(session, schedule, now)
    return schedule
