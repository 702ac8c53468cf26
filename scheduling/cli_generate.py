"""The command that makes up fairs: every number of a ``Shape`` is an option."""

from collections.abc import Callable
from dataclasses import Field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from scheduling.files import problem_bytes
from scheduling.generate import PRESETS, Shape, generated
from scheduling.options import output_option, put, refusing, seed_option

C = TypeVar("C", bound=Callable[..., Any])

KINDS = {"anyone": False, "exhibitors": True}
EPILOG = "\b\nKinds for --like:\n" + "\n".join(f"  {name}: {what}" for name, (what, _) in PRESETS.items())


def _option(one: Field[Any]) -> Callable[[C], C]:
    """The option of one field of a shape; without it the preset decides, or the default."""
    name, told, default = f"--{one.name.replace('_', '-')}", one.metadata["help"], one.default
    if one.name == "two_sides":
        told = "Whether anyone meets anyone, or exhibitors meet visitors."
        return click.option(
            "--kind", "two_sides", type=click.Choice(list(KINDS)), help=f"{told}  [default: anyone]"
        )
    if one.name == "demand":
        told = f"{told}  [default: {default}]"
        return click.option(
            "--demand", "--oversubscribed", "demand", type=click.FloatRange(0.1, 20), help=told
        )
    if isinstance(default, bool):
        return click.option(f"{name}/--no-{one.name}", one.name, default=None, help=told)
    low, high = one.metadata["low"], one.metadata["high"]
    kind = click.FloatRange(low, high) if isinstance(default, float) else click.IntRange(low, high)
    return click.option(
        name, one.name, type=kind, help=told + ("" if default is None else f"  [default: {default}]")
    )


def _every_number(command: C) -> C:
    for one in reversed(fields(Shape)):
        command = _option(one)(command)
    return command


@click.command(epilog=EPILOG)
@output_option
@seed_option
@click.option(
    "--like", type=click.Choice(list(PRESETS)), help="Begin with a kind of fair by name; see below."
)
@_every_number
@refusing
def generate(output: Path | None, seed: int, like: str | None, **numbers: Any) -> None:
    """Make up a lifelike fair: a problem for solve, the same for the same options.

    All names are invented. Shares are numbers from 0 to 1.
    """
    given = {name: value for name, value in numbers.items() if value is not None}
    if "two_sides" in given:
        given["two_sides"] = KINDS[given["two_sides"]]
    try:
        shape = replace(PRESETS[like][1] if like else Shape(), **given)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    put(output, problem_bytes(generated(shape, seed)))
