"""What the commands have in common: their arguments and options, and how they refuse."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from math import isnan
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click

from scheduling.fault_list import fault
from scheduling.files import DEFAULT_FAIRNESS, read_solution, write
from scheduling.problem import Faulty
from scheduling.solution import Solution
from scheduling.terminal import say

P = ParamSpec("P")
R = TypeVar("R")

REFUSED = 1
NO_SOLUTION = 3
MOST_SECONDS = 1e6
FILE = click.Path(path_type=Path)

problem_argument = click.argument("problem", type=FILE)
solution_argument = click.argument("solution", type=FILE)
output_option = click.option(
    "-o",
    "--output",
    type=FILE,
    help="The file to write; standard output if not given. It is there whole or not at all.",
)
fairness_option = click.option(
    "--fairness",
    type=click.IntRange(min=0),
    default=DEFAULT_FAIRNESS,
    show_default=True,
    help="The bound on the difference of breaks, for a .dzn file, which holds none.",
)


class Seconds(click.FloatRange):
    """A time that ends: neither infinite nor beyond all order."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; ``click.BadParameter`` where it is none."""
        seconds = super().convert(value, param, ctx)
        if isnan(seconds):  # no comparison says so
            self.fail(f"{value} is no number of seconds.", param, ctx)
        return seconds


time_option = click.option(
    "--time",
    "seconds",
    type=Seconds(min=0, max=MOST_SECONDS),
    default=30.0,
    show_default=True,
    help="Seconds allowed; an optimum that is proven ends it earlier.",
)
seed_option = click.option(
    "--seed", type=int, default=1, show_default=True, help="A number that begins the lots drawn."
)
steps_option = click.option(
    "--steps",
    type=click.IntRange(min=0),
    help="Limits the search by its steps and not by time: always the same answer, byte by byte.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1, max=256),
    help="Cores to use.  [default: all; one with --steps]",
)


def workers_of(workers: int | None, steps: int | None) -> int:
    """How many cores: all that this process may use, unless told otherwise or told to be repeatable."""
    if workers is not None:
        return workers
    return len(os.sched_getaffinity(0)) if steps is None else 1


def refusing(command: Callable[P, R]) -> Callable[P, R]:
    """Tell every fault on a line of standard error, without a traceback."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        for stream in (sys.stdout, sys.stderr):  # a terminal of another alphabet gets letters spelt out
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return command(*args, **kwargs)
        except Faulty as error:
            refuse(*(str(one) for one in error.faults))
        except MemoryError:
            refuse("/: There is not enough memory for a problem of this size.")

    return told


def refuse(*lines: str) -> NoReturn:
    """End with these lines."""
    for line in lines:
        say(line, err=True)
    sys.exit(REFUSED)


def without_schedule(status: str, because: str) -> NoReturn:
    """End because there is no schedule."""
    say(f"No schedule ({status}): {because}", err=True)
    sys.exit(NO_SOLUTION)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Tell the faults of a file with its name, as it is not the only file."""
    try:
        yield
    except Faulty as error:
        named = (
            fault(f"{path.name}#{one.pointer}", one.template, **dict(one.details)) for one in error.faults
        )
        raise Faulty(tuple(named)) from error


def solution_of(path: Path) -> tuple[Solution, str]:
    """The solution of a file, and the digest of its problem."""
    with naming(path):
        return read_solution(path)


def put(output: Path | None, data: bytes) -> None:
    """Write a result to a file, or to standard output."""
    try:
        if output is None:
            click.echo(data, nl=False)
            sys.stdout.flush()
        else:
            write(output, data)
    except OSError as error:
        where = output or "Standard output"
        details = {"where": where, "why": error.strerror}
        raise Faulty((fault("", "%(where)s cannot be written: %(why)s.", **details),)) from error
