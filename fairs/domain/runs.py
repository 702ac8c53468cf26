"""Planning as long work: asked for by the organiser, carried out elsewhere, kept as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs import events
from fairs.domain import long_jobs
from fairs.domain import schedules as drafts
from fairs.domain.planning import problem_of
from fairs.errors import Refused
from fairs.models import Edition
from fairs.outbox import record
from fairs.queries import schedules
from fairs.queries.sheets import sheets_of
from scheduling.problem import InvalidProblem

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Job, Schedule
    from scheduling.problem import Problem
    from scheduling.solution import Progress, Solution

SECONDS_AT_MOST = 600


@dataclass(frozen=True)
class Assignment:
    """What the solver is given; `base_id` is the published schedule that `keep` was made from."""

    problem: Problem
    keep: Solution | None
    base_id: uuid.UUID | None
    seconds: int

    @property
    def weights(self) -> dict[str, int]:
        """The requests' weights by id."""
        return {request.id: request.weight for request in self.problem.requests}


def ask_plan(session: Session, edition: Edition, seconds: int, now: datetime) -> Job:
    """Ask for a grid. While one is being made, that one is the answer."""
    if not 1 <= seconds <= SECONDS_AT_MOST:
        raise Refused(
            "Give the planning between 1 and %(most)d seconds.", field="seconds", most=SECONDS_AT_MOST
        )
    sheets = sheets_of(session, edition)
    if not sheets.blocks:
        raise Refused("There is no block of meetings yet: lay one out first.")
    if not sheets.tables:
        raise Refused("There is no table yet: set some up first.")
    if not problem_of(sheets).requests:
        raise Refused("Nobody wishes to meet anybody yet, so there is nothing to plan.")
    if edition.wishes_open(now):
        raise Refused("Close the wishes first: a grid is made from wishes that no longer change.")
    run, new = long_jobs.ask(session, edition, "plan", {"seconds": seconds}, now)
    if new:
        record(session, events.PlanAsked(edition.id, run.id), now)
    return run


def assignment_of(session: Session, run: Job) -> Assignment:
    """What there is to solve as things stand now, also after a breakdown. What is published is kept."""
    run.fraction, run.step = 0.0, ""
    edition = session.get_one(Edition, run.edition_id)
    published = schedules.published(session, edition)
    return Assignment(
        problem=problem_of(sheets_of(session, edition)),
        keep=drafts.as_solution(session, published) if published else None,
        base_id=published.id if published else None,
        seconds=run.options["seconds"],
    )


def solve(assignment: Assignment, *, progress: Callable[[float, str], None] | None = None) -> Solution:
    """Find a grid, telling now and then how far the search is. Burns a processor: for a process of its own.

    Raises Refused when what people and rooms say contradicts itself.
    """
    # The compiled loop is heavy to load, and only the process that solves needs it.
    from scheduling.solve import solve as search  # noqa: PLC0415

    def report(state: Progress) -> None:
        if progress is not None:
            progress(state.share, state.phase)

    try:
        return search(assignment.problem, seconds=assignment.seconds, keep=assignment.keep, progress=report)
    except InvalidProblem as invalid:
        sentences = " ".join(fault.sentence for fault in invalid.faults)
        raise Refused("No grid can be made: %(faults)s", faults=sentences) from invalid


def finish(
    session: Session, run: Job, assignment: Assignment, solution: Solution, now: datetime
) -> Schedule | None:
    """Keep the grid as a draft, or the reason why there is none."""
    if solution.status in {"infeasible", "unknown"}:
        long_jobs.fail(run, solution.because or "No grid was found in the time given.", now)
        return None
    edition = session.get_one(Edition, run.edition_id)
    schedule = drafts.keep(session, edition, solution, assignment.weights, "plan", now)
    long_jobs.end(run, now)
    run.schedule_id = schedule.id
    record(session, events.SchedulePlanned(edition.id, schedule.id), now)
    return schedule
