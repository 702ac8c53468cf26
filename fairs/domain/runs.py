"""Planning as long work: asked for by the organiser, carried out elsewhere, kept as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs import events
from fairs.domain import schedules as drafts
from fairs.domain.planning import problem_of
from fairs.errors import Refused
from fairs.models import Edition, Job
from fairs.outbox import record
from fairs.queries import schedules
from fairs.queries.sheets import sheets_of
from scheduling.problem import InvalidProblem

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Schedule
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
    running = schedules.latest_run(session, edition)
    if running is not None and running.underway:
        return running
    run = Job(edition_id=edition.id, kind="plan", options={"seconds": seconds}, asked_at=now)
    session.add(run)
    session.flush()
    record(session, events.PlanAsked(edition.id, run.id), now)
    return run


def begin(session: Session, run: Job, edition: Edition) -> Assignment:
    """Begin, or begin again after a breakdown: everything is read anew. What is published is kept."""
    run.state, run.fraction, run.step, run.error = "running", 0.0, "", ""
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
        fail(run, solution.because or "No grid was found in the time given.", now)
        return None
    edition = session.get_one(Edition, run.edition_id)
    schedule = drafts.keep(session, edition, solution, assignment.weights, "plan", now)
    run.state, run.fraction, run.ended_at, run.schedule_id = "done", 1.0, now, schedule.id
    record(session, events.SchedulePlanned(edition.id, schedule.id), now)
    return schedule


def fail(run: Job, sentence: str, now: datetime) -> None:
    """Say why there is no grid."""
    run.state, run.ended_at, run.error = "failed", now, sentence
