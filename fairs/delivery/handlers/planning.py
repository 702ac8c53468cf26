"""Planning and repairing: the solver works in a process of its own, with no transaction open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.delivery.handler import Again, Handler
from fairs.delivery.reports import Reports
from fairs.domain import changes, long_jobs, runs
from fairs.domain.changes import Overtaken
from fairs.errors import Refused
from fairs.models import Edition

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Errand, Tools
    from fairs.domain.runs import Assignment
    from fairs.events import ParticipantWithdrew, PlanAsked
    from scheduling.solution import Solution

Solved = tuple["Assignment", "Solution"]


def _begin_plan(
    session: Session, errand: Errand[PlanAsked], _now: datetime, _tools: Tools
) -> Assignment | None:
    run = long_jobs.begin(session, errand.event.run_id)
    return runs.assignment_of(session, run) if run else None


def _solve_plan(errand: Errand[PlanAsked], assignment: Assignment, tools: Tools) -> Solved | Refused:
    """A refusal is an answer too: the same question would get it again."""
    report = Reports(tools, errand.event.run_id)
    try:
        solution = tools.processes.run(
            runs.solve, assignment, progress=report, meanwhile=report.again, long=True
        )
    except Refused as refusal:
        return refusal
    return assignment, solution


def _keep_plan(
    session: Session, errand: Errand[PlanAsked], answer: Solved | Refused, now: datetime, _tools: Tools
) -> None:
    """Keep the grid; where none can be kept, say why on the organiser's page."""
    run = long_jobs.in_hand(session, errand.event.run_id)
    if run is None:
        return
    try:
        if isinstance(answer, Refused):
            raise answer
        with session.begin_nested():
            runs.finish(session, run, *answer, now)
    except Refused as refusal:
        long_jobs.fail(run, str(refusal), now)


def _give_plan_up(session: Session, errand: Errand[PlanAsked], sentence: str, now: datetime) -> None:
    run = long_jobs.in_hand(session, errand.event.run_id)
    if run is not None:
        long_jobs.fail(run, sentence, now)


def _begin_repair(
    session: Session, errand: Errand[ParticipantWithdrew], now: datetime, _tools: Tools
) -> Assignment | None:
    """Many withdrawals may wait as one: whether there is something to repair is asked of the schedule.

    Once the edition is over there is not: whoever left since had these meetings.
    """
    edition = session.get(Edition, errand.event.edition_id)
    if edition is None or edition.ends_at <= now or not changes.needs_repair(session, edition):
        return None
    return changes.begin_repair(session, edition)


def _solve_repair(_errand: Errand[ParticipantWithdrew], assignment: Assignment, tools: Tools) -> Solved:
    return assignment, tools.processes.run(runs.solve, assignment, long=True)


def _keep_repair(
    session: Session, errand: Errand[ParticipantWithdrew], solved: Solved, now: datetime, _tools: Tools
) -> None:
    edition = session.get_one(Edition, errand.event.edition_id)
    try:
        changes.keep_repair(session, edition, *solved, now)
    except (Overtaken, Refused) as stale:
        raise Again(str(stale)) from stale


plan = Handler(load=_begin_plan, act=_solve_plan, settle=_keep_plan, give_up=_give_plan_up)
repair = Handler(load=_begin_repair, act=_solve_repair, settle=_keep_repair)
