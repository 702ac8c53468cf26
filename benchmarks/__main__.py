"""``python -m benchmarks`` lists the benchmarks; with a name it runs one."""

import logging
import os
import sys
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import click
import structlog

from benchmarks.chart import Chart, svg
from benchmarks.engine.program import FAILED, engine
from benchmarks.engine.targets import reached
from benchmarks.events import events
from benchmarks.importing import importing
from benchmarks.measure import Measure, as_json, from_json
from benchmarks.page import summary, table, written
from benchmarks.registration import registration
from benchmarks.setting import Setting
from benchmarks.torture import torture

ROOT = Path(__file__).resolve().parents[1]
Benchmark = Callable[
    [Setting, Path, tuple[str, ...], Callable[[Measure], None], Callable[[str], None]],
    tuple[list[Measure], dict[str, Chart]],
]
BENCHMARKS: dict[str, tuple[Benchmark, str]] = {
    "engine": (
        engine,
        "the scheduling engine beside the trials, greedy, RC2, CP-SAT and HiGHS: about 40 minutes",
    ),
    "events": (
        events,
        "mails that follow from what happened, in one process and with 1, 2 and 4 workers: about 3 minutes",
    ),
    "import": (
        importing,
        "5,000 people who come in by a sheet: time and memory, on both databases: about a minute",
    ),
    "registration": (
        registration,
        "people who open the form and who register, under Locust, on both databases: about 2 minutes",
    ),
    "torture": (
        torture,
        "parts of the program killed every second while people use it, on both databases: about 7 minutes",
    ),
}


@click.command()
@click.argument("name", required=False)
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Also write the list."
)
@click.option(
    "--quick", is_flag=True, help="A smoke test: everything small, over in seconds; no figure counts."
)
@click.option("--only", multiple=True, metavar="MEASURE", help="Only measures whose names begin so.")
@click.option("--time", "scale", type=click.FloatRange(min=0.01), default=1.0, help="Multiplies every time.")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Of the generated fairs and the searches."
)
@click.option("--workers", type=click.IntRange(min=1), default=2, show_default=True, help="Cores to use.")
@click.option(
    "--page", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Put the table there."
)
@click.option("--pictures", type=click.Path(file_okay=False, path_type=Path), help="Put the pictures there.")
@click.option(
    "--read",
    "earlier",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Measure nothing; take earlier lists, the later of which prevail.",
)
def main(
    name: str | None,
    json_file: Path | None,
    quick: bool,
    only: tuple[str, ...],
    scale: float,
    seed: int,
    workers: int,
    page: Path | None,
    pictures: Path | None,
    earlier: tuple[Path, ...],
) -> None:
    """Run the benchmark NAME; without a name, list them."""
    if name is None:
        for known, (_, told) in BENCHMARKS.items():
            click.echo(f"{known:<12} {told}")
        return
    if name not in BENCHMARKS:
        raise click.UsageError(f"There is no benchmark {name!r}; there are: {', '.join(BENCHMARKS)}.")
    if quick and page is not None:
        raise click.UsageError("A smoke test is no result: --quick goes to no page.")
    if earlier:
        lists = [_list_of(file) for file in earlier]
        latest = {one.measure: one for one in chain.from_iterable(lists)}
        measures, charts = list(latest.values()), dict[str, Chart]()
    else:
        setting = Setting(scale, quick, seed, workers)
        measures, charts = BENCHMARKS[name][0](setting, _scratch(), only, Told(json_file), _say)
    if json_file is not None:
        json_file.write_text(as_json(measures), encoding="utf-8")
    if page is not None:
        contents = {"": table(measures), "summary": summary(measures), "targets": reached(measures)}
        written(page, name, contents)
    _draw(charts, pictures)
    if any(measure.measure.endswith(FAILED) for measure in measures):
        sys.exit(1)


def _list_of(file: Path) -> list[Measure]:
    try:
        return from_json(file.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as fault:
        raise click.UsageError(f"{file} is no list that --json wrote.") from fault


def _draw(charts: dict[str, Chart], folder: Path | None) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for file, chart in charts.items():
            (folder / file).write_text(svg(chart), encoding="utf-8")


class Told:
    """Tells each measure at once, and writes down all so far: a long run may be interrupted."""

    def __init__(self, file: Path | None) -> None:
        self.file, self.measures = file, list[Measure]()

    def __call__(self, measure: Measure) -> None:  # noqa: D102 - the function that is told
        click.echo(measure.line())
        sys.stdout.flush()
        self.measures.append(measure)
        if self.file is not None:
            self.file.write_text(as_json(self.measures), encoding="utf-8")


def _say(line: str) -> None:
    """What goes on meanwhile; results alone go to standard output."""
    click.echo(line, err=True)


def _scratch() -> Path:
    """Where contestants work; a folder of the project that git does not keep."""
    return Path(os.environ.get("MAILLAGE_BENCH_SCRATCH", ROOT / "var" / "benchmarks"))


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    main(prog_name="python -m benchmarks")
