"""How a command speaks with whoever started it: lines, a progress bar, and being asked to end."""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from scheduling.solution import Progress

LEAST_BAR, MOST_BAR = 6, 30
ENDING = "Ending: the best schedule so far will be written. Once more to leave without it.\n"


def plain(text: str) -> str:
    """A line that a terminal prints as it is: what would move its cursor is spelt out."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def say(line: str, *, err: bool = False) -> None:
    """Print a line that may hold texts from files."""
    click.echo(plain(line), err=err)


def state_line(progress: Progress, columns: int) -> str:
    """Where a search stands, with a bar if there is room, in less than so many columns."""
    figures, bounds = progress.figures, progress.bounds
    state = (
        f"{progress.share:4.0%} {figures.placed}/{figures.requests} placed,"
        f" weight {figures.weight}/{bounds.weight}, {figures.breaks} breaks (at least {bounds.breaks})"
    )
    width = min(MOST_BAR, columns - len(state) - 4)
    if width >= LEAST_BAR:
        done = round(width * progress.share)
        state = f"[{'#' * done}{'.' * (width - done)}] {state}"
    return state[: columns - 1]


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None]]:
    """Shows progress on a terminal; elsewhere only warnings. Each warning is told once."""
    told: set[str] = set()
    length = 0

    def show(progress: Progress) -> None:
        nonlocal length
        if progress.note and progress.note not in told:
            told.add(progress.note)
            click.echo(progress.note, err=True)
        if sys.stderr.isatty():
            line = state_line(progress, shutil.get_terminal_size().columns)
            click.echo(f"\r{line.ljust(length)}", err=True, nl=False)
            length = len(line)

    try:
        yield show
    finally:
        if length:
            click.echo(err=True)


@contextmanager
def ended_by_signals() -> Iterator[Callable[[], bool]]:
    """Yields whether somebody asked to end: the first SIGINT or SIGTERM asks, the second ends at once."""
    asked = False
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def ask(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of handlers
        nonlocal asked
        asked = True
        os.write(2, ENDING.encode())  # a buffered stream might be in the middle of a line
        for one, handler in before.items():
            signal.signal(one, handler)

    for number in before:
        signal.signal(number, ask)
    try:
        yield lambda: asked
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
