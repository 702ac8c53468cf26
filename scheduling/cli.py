"""The solver's commands: solve, check, explain, advise, generate, certify.

Nothing but results goes to standard output.
"""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import click

from scheduling.check import true_figures, violations
from scheduling.cli_certify import certify
from scheduling.cli_generate import generate
from scheduling.cli_repair import notice_option, now_option, solved_or_mended
from scheduling.day_of import day_of
from scheduling.demands import demands_of
from scheduling.fault_list import quoted
from scheduling.files import digest, problem_of, read_bytes, read_problem, solution_bytes
from scheduling.options import (
    FILE,
    REFUSED,
    fairness_option,
    output_option,
    problem_argument,
    put,
    refuse,
    refusing,
    seed_option,
    solution_argument,
    solution_of,
    steps_option,
    time_option,
    without_schedule,
    workers_of,
    workers_option,
)
from scheduling.problem import Problem
from scheduling.solution import Solution, Unplaced
from scheduling.terminal import ended_by_signals, progress_bar, say

LEAST_PROVING = 10.0
"""Seconds that a certificate may take, however few the search has."""


@click.group()
def main() -> None:
    """Place wished meetings in slots and tables."""


main.add_command(generate)
main.add_command(certify)


@main.command()
@problem_argument
@output_option
@time_option
@workers_option
@seed_option
@steps_option
@click.option("--keep", type=FILE, help="A published solution to repair: it stays as it is where it can.")
@now_option
@notice_option
@click.option(
    "--certificate", type=FILE, help="Where to write a proof, for maillage certify, if there is no schedule."
)
@fairness_option
@refusing
def solve(
    problem: Path,
    output: Path | None,
    seconds: float,
    workers: int | None,
    seed: int,
    steps: int | None,
    keep: Path | None,
    now: datetime | None,
    notice: timedelta,
    certificate: Path | None,
    fairness: int,
) -> None:
    """From a problem (.json or .dzn) to its best schedule.

    Interrupted (SIGINT, that is Ctrl-C, or SIGTERM) it ends early with the best schedule so far; interrupted
    again it leaves at once and writes nothing.

    Exit status: 0 done; 1 refused, with a line for each fault; 2 wrong usage; 3 no schedule: the solution
    says why, and so does standard error.
    """
    data = read_bytes(problem)
    asked = problem_of(problem, data, fairness)
    published = solution_of(keep)[0] if keep else None
    with ended_by_signals() as ended:
        with progress_bar() as progress:
            found, changes = solved_or_mended(
                asked,
                published,
                now,
                notice,
                seconds=seconds,
                workers=workers_of(workers, steps),
                seed=seed,
                steps=steps,
                progress=progress,
                cancelled=ended,
            )
        put(output, solution_bytes(found, data))
        if certificate is not None:
            allowed = None if steps is not None else max(seconds, LEAST_PROVING)
            _prove(certificate, asked, found, data, allowed, ended)
    if found.status in ("infeasible", "unknown"):
        without_schedule(found.status, found.because)
    if output:
        say(_told(found), err=True)
    for change in changes:
        say(change, err=True)


def _prove(
    certificate: Path,
    problem: Problem,
    found: Solution,
    data: bytes,
    seconds: float | None,
    cancelled: Callable[[], bool],
) -> None:
    """Write the proof that there is no schedule, or say why none is written."""
    from scheduling.certificates import certificate_bytes, certificate_of  # noqa: PLC0415 - heavy to load
    from scheduling.trial import Patience  # noqa: PLC0415 - the same

    if found.status != "infeasible":
        say("No certificate is written, as it is not proven that there is no schedule.", err=True)
        return
    patience = Patience(seconds, cancelled=cancelled)
    proof = certificate_of(problem, found.clash or demands_of(problem), digest(data), patience)
    if proof is None:
        say("No certificate is written, as none was found in the time allowed.", err=True)
        return
    put(certificate, certificate_bytes(proof))


def _told(solution: Solution) -> str:
    figures, bounds = solution.figures, solution.bounds
    return (
        f"{solution.status}: {figures.placed} of {figures.requests} requests placed,"
        f" weight {figures.weight} (at most {bounds.weight}),"
        f" breaks {figures.breaks} (at least {bounds.breaks})."
    )


@main.command()
@problem_argument
@solution_argument
@fairness_option
@refusing
def check(problem: Path, solution: Path, fairness: int) -> None:
    """Verify a solution, independently of the solver; then print its figures."""
    data = read_bytes(problem)
    asked = problem_of(problem, data, fairness)
    answer, of_problem = solution_of(solution)
    found = [str(violation) for violation in violations(asked, answer)]
    if of_problem != digest(data):
        found.insert(0, "problem: The solution is for another problem: the SHA-256 of the file differs.")
    for line in found:
        say(line)
    _tell_figures(asked, answer)
    if found:
        sys.exit(REFUSED)


def _tell_figures(problem: Problem, solution: Solution) -> None:
    if solution.status in ("infeasible", "unknown"):
        say(f"status: {solution.status}. {solution.because}")
        return
    true = true_figures(problem, solution)
    say(f"status: {solution.status}")
    say(f"placed: {true.placed} of {true.requests}")
    say(f"weight: {true.weight}, at most {solution.bounds.weight}")
    say(f"breaks: {true.breaks}, at least {solution.bounds.breaks}")
    say(f"break spread: {true.break_spread}")
    say(f"table moves: {true.table_moves}, at least {solution.bounds.table_moves}")
    if any(table.position for table in problem.tables):
        say(f"metres walked between tables: {true.walk}")


@main.command()
@problem_argument
@solution_argument
@click.option("--party", help="Tell one party's day instead.")
@fairness_option
@refusing
def explain(problem: Path, solution: Path, party: str | None, fairness: int) -> None:
    """Say why each unplaced request has no place; or tell one party's day."""
    asked, (answer, _) = read_problem(problem, fairness), solution_of(solution)
    if party is not None:
        _tell_day(asked, answer, party)
        return
    if answer.because:
        say(answer.because)
    for one in answer.unplaced:
        say(_unplaced(one))


def _unplaced(one: Unplaced) -> str:
    """Why a request has no place, and the nearest there would be."""
    return " ".join(filter(None, (f"{one.request} ({one.reason}): {one.because}", one.nearest)))


def _tell_day(problem: Problem, solution: Solution, name: str) -> None:
    labels = {party.id: party.label for party in problem.parties}
    if name not in labels:
        refuse(f"/parties: There is no party {quoted(name)}; name one of the list of parties.")
    say(labels[name])
    here = {meeting.slot: meeting for meeting in solution.meetings if name in meeting.attendees}
    for slot in problem.slots:
        told = "-"
        if slot.id in here:
            meeting = here[slot.id]
            others = ", ".join(labels.get(other, other) for other in meeting.attendees if other != name)
            told = f"{others} at {meeting.table} ({meeting.request})"
        say(f"{slot.start:%Y-%m-%d %H:%M}  {told}")
    mine = {request.id for request in problem.requests if any(name in choice for choice in request.attendees)}
    for one in solution.unplaced:
        if one.request in mine:
            say(f"unplaced {_unplaced(one)}")
    for figure in day_of(problem, solution, name):
        say(figure.sentence)


@main.command()
@problem_argument
@time_option
@seed_option
@steps_option
@fairness_option
@refusing
def advise(problem: Path, seconds: float, seed: int, steps: int | None, fairness: int) -> None:
    """Say what holds the grid back, and what one more table or slot would bring."""
    # The compiled search is heavy to load, and only the commands that search need it.
    from scheduling.advise import advise as advised  # noqa: PLC0415

    advice = advised(read_problem(problem, fairness), seconds=seconds, seed=seed, steps=steps)
    if advice.solution.status in ("infeasible", "unknown"):
        say(f"No schedule ({advice.solution.status}): {advice.solution.because}")
    else:
        say(_told(advice.solution))
    for bottleneck in advice.bottlenecks:
        say(bottleneck.sentence)
    for remedy in advice.remedies:
        say(remedy.sentence)
