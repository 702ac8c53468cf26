"""The solver's commands: solve, check, explain, advise. Nothing but results goes to standard output."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar

import click

from scheduling.check import true_figures, violations
from scheduling.files import (
    DEFAULT_FAIRNESS,
    digest,
    read_bytes,
    read_problem,
    read_solution,
    solution_bytes,
    write,
)
from scheduling.problem import Fault, Faulty, Problem
from scheduling.solution import Progress, Solution

P = ParamSpec("P")
R = TypeVar("R")

REFUSED = 1
NO_SOLUTION = 3
FILE = click.Path(path_type=Path)

problem_argument = click.argument("problem", type=FILE)
solution_argument = click.argument("solution", type=FILE)
fairness_option = click.option(
    "--fairness",
    type=click.IntRange(min=0),
    default=DEFAULT_FAIRNESS,
    show_default=True,
    help="The bound on the difference of breaks, for a .dzn file, which holds none.",
)
time_option = click.option(
    "--time",
    "seconds",
    type=click.FloatRange(min=0),
    default=30.0,
    show_default=True,
    help="Seconds allowed.",
)
seed_option = click.option("--seed", type=int, default=1, show_default=True, help="Begins the lots drawn.")
steps_option = click.option(
    "--steps",
    type=click.IntRange(min=0),
    help="Limits the search by its steps, not by time: always the same answer.",
)


@click.group()
def main() -> None:
    """Place wished meetings in slots and tables."""


def refusing(command: Callable[P, R]) -> Callable[P, R]:
    """Tell every fault on a line of standard error, without a traceback."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Faulty as error:
            _refuse(*(str(fault) for fault in error.faults))

    return told


def _refuse(*lines: str) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(REFUSED)


def _without_solution(solution: Solution) -> NoReturn:
    click.echo(f"No schedule ({solution.status}): {solution.because}", err=True)
    sys.exit(NO_SOLUTION)


@main.command()
@problem_argument
@click.option("-o", "--output", type=FILE, help="Where the solution goes; standard output if not given.")
@time_option
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Cores to use.")
@seed_option
@steps_option
@click.option("--keep", type=FILE, help="A published solution to repair: it stays as it is where it can.")
@fairness_option
@refusing
def solve(
    problem: Path,
    output: Path | None,
    seconds: float,
    workers: int,
    seed: int,
    steps: int | None,
    keep: Path | None,
    fairness: int,
) -> None:
    """From a problem (.json or .dzn) to its best schedule."""
    # The compiled search is heavy to load, and only the commands that search need it.
    from scheduling.solve import solve as solved  # noqa: PLC0415

    data, asked = read_bytes(problem), read_problem(problem, fairness)
    published = read_solution(keep)[0] if keep else None
    with _bar() as progress:
        found = solved(
            asked, seconds=seconds, workers=workers, seed=seed, steps=steps, keep=published, progress=progress
        )
    _put(output, solution_bytes(found, data))
    if found.status in ("infeasible", "unknown"):
        _without_solution(found)
    if output:
        click.echo(_told(found), err=True)


def _put(output: Path | None, data: bytes) -> None:
    if output is None:
        click.echo(data, nl=False)
        return
    try:
        write(output, data)
    except OSError as error:
        raise Faulty((Fault("", f"{output} cannot be written: {error.strerror}."),)) from error


def _told(solution: Solution) -> str:
    figures, bounds = solution.figures, solution.bounds
    return (
        f"{solution.status}: {figures.placed} of {figures.requests} requests placed,"
        f" weight {figures.weight} (at most {bounds.weight}),"
        f" breaks {figures.breaks} (at least {bounds.breaks})."
    )


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    """A progress bar on a terminal; elsewhere only warnings, once each."""
    told: set[str] = set()

    def warn(progress: Progress) -> None:
        if progress.note and progress.note not in told:
            told.add(progress.note)
            click.echo(progress.note, err=True)

    if not sys.stderr.isatty():
        yield warn
        return
    with click.progressbar(length=1000, file=sys.stderr, show_eta=False, item_show_func=_state) as bar:

        def show(progress: Progress) -> None:
            warn(progress)
            bar.update(int(progress.share * 1000) - bar.pos, progress)

        yield show


def _state(progress: Progress | None) -> str:
    if progress is None:
        return ""
    figures = progress.figures
    return f"{figures.placed}/{figures.requests} placed, {figures.breaks} breaks"


@main.command()
@problem_argument
@solution_argument
@fairness_option
@refusing
def check(problem: Path, solution: Path, fairness: int) -> None:
    """Verify a solution, independently of the solver; then print its figures."""
    data, asked = read_bytes(problem), read_problem(problem, fairness)
    answer, of_problem = read_solution(solution)
    found = [str(violation) for violation in violations(asked, answer)]
    if of_problem != digest(data):
        found.insert(0, "problem: The solution is for another problem: the SHA-256 of the file differs.")
    for line in found:
        click.echo(line)
    _tell_figures(asked, answer)
    if found:
        sys.exit(REFUSED)


def _tell_figures(problem: Problem, solution: Solution) -> None:
    if solution.status in ("infeasible", "unknown"):
        click.echo(f"status: {solution.status}. {solution.because}")
        return
    true = true_figures(problem, solution)
    click.echo(f"status: {solution.status}")
    click.echo(f"placed: {true.placed} of {true.requests}")
    click.echo(f"weight: {true.weight}, at most {solution.bounds.weight}")
    click.echo(f"breaks: {true.breaks}, at least {solution.bounds.breaks}")
    click.echo(f"break spread: {true.break_spread}")
    click.echo(f"table moves: {true.table_moves}")


@main.command()
@problem_argument
@solution_argument
@click.option("--party", help="Tell one party's day instead.")
@fairness_option
@refusing
def explain(problem: Path, solution: Path, party: str | None, fairness: int) -> None:
    """Say why each unplaced request has no place; or tell one party's day."""
    asked, (answer, _) = read_problem(problem, fairness), read_solution(solution)
    if party is not None:
        _tell_day(asked, answer, party)
        return
    if answer.because:
        click.echo(answer.because)
    for one in answer.unplaced:
        click.echo(f"{one.request} ({one.reason}): {one.because}")


def _tell_day(problem: Problem, solution: Solution, name: str) -> None:
    labels = {party.id: party.label for party in problem.parties}
    if name not in labels:
        raise Faulty((Fault("", f"There is no party {name!r} in the problem."),))
    click.echo(labels[name])
    here = {meeting.slot: meeting for meeting in solution.meetings if name in meeting.attendees}
    for slot in problem.slots:
        told = "-"
        if slot.id in here:
            meeting = here[slot.id]
            others = ", ".join(labels.get(other, other) for other in meeting.attendees if other != name)
            told = f"{others} at {meeting.table} ({meeting.request})"
        click.echo(f"{slot.start:%Y-%m-%d %H:%M}  {told}")
    mine = {request.id for request in problem.requests if any(name in choice for choice in request.attendees)}
    for one in solution.unplaced:
        if one.request in mine:
            click.echo(f"unplaced {one.request} ({one.reason}): {one.because}")


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
        click.echo(f"No schedule ({advice.solution.status}): {advice.solution.because}")
    else:
        click.echo(_told(advice.solution))
    for bottleneck in advice.bottlenecks:
        click.echo(bottleneck.sentence)
    for remedy in advice.remedies:
        click.echo(remedy.sentence)
