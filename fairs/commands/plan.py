"""`maillage plan`: from an organiser's spreadsheets to the papers of a fair, without a server."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from fairs import clock
from fairs.agenda.summary import Quality
from fairs.commands.outfolder import complete_or_absent, refuse_foreign
from fairs.commands.printing import make_sure_of_paper, print_all
from fairs.domain.papers import Papers, agendas_of, master_grid_of
from fairs.domain.planning import problem_of
from fairs.domain.refusals import refusal
from fairs.errors import FairError, Refused
from fairs.sheets.fair import DEFAULT_LANGUAGE
from fairs.sheets.faults import SheetFaults
from fairs.sheets.reading import read
from fairs.texts import translator
from scheduling import files
from scheduling.solve import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fairs.sheets.values import Sheets
    from scheduling.problem import Problem
    from scheduling.solution import Progress, Solution

    Translate = Callable[[str], str]

REFUSED, NO_SOLUTION = 1, 3
STEPS = 1000  # of a progress bar


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where the papers go.")
@click.option(
    "--time",
    "seconds",
    default=30.0,
    show_default=True,
    type=click.FloatRange(min=0.1),
    help="Seconds to search.",
)
@click.option("--seed", default=1, show_default=True, help="Another seed finds another grid as good.")
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Of the grid and of messages; else the fair's.")
def plan(folder: Path, out: Path, seconds: float, seed: int, lang: str | None) -> None:
    """From an organiser's spreadsheets to the papers of a fair.

    FOLDER holds CSV files, or is an XLSX workbook; docs/spreadsheets.md says what stands in them.
    """
    sheets = _read(folder, lang)
    language = lang or sheets.fair.language
    try:
        _plan(sheets, out, seconds, seed, language)
    except FairError as error:
        _stop(error.sentence(translator(language).gettext), REFUSED)


def _read(folder: Path, lang: str | None) -> Sheets:
    try:
        sheets = read(folder)
    except SheetFaults as faults:
        _stop(faults.sentence(translator(lang or faults.language or DEFAULT_LANGUAGE).gettext), REFUSED)
    translate = translator(lang or sheets.fair.language).gettext
    for note in sheets.notes:
        click.echo(note.told(translate), err=True)
    return sheets


def _plan(sheets: Sheets, out: Path, seconds: float, seed: int, language: str) -> None:
    """Everything between reading and the last paper."""
    _ = translator(language).gettext
    refuse_foreign(out)
    problem = problem_of(sheets)
    if not problem.requests:
        raise Refused("Nobody wishes to meet anybody, so there is nothing to plan. Nothing was written.")
    make_sure_of_paper()
    solution = _solved(problem, seconds, seed, _("Planning"))
    if solution.status == "infeasible":
        _stop(_because(solution, _), NO_SOLUTION)
    if solution.status == "unknown":
        raise Refused("No grid was found in the time given. Nothing was written: give more with --time.")
    _write(out, Papers(sheets, solution, clock.now()), problem, language)
    figures = solution.figures
    click.echo(
        _("%(placed)s of %(requests)s meetings placed. Breaks: %(breaks)s. Everything is in %(out)s.")
        % {"placed": figures.placed, "requests": figures.requests, "breaks": figures.breaks, "out": out}
    )


def _solved(problem: Problem, seconds: float, seed: int, label: str) -> Solution:
    """The solver's answer; its warnings, such as that compiled code is missing, are told once each."""
    notes: dict[str, None] = {}
    with _bar(label) as tell:

        def hear(progress: Progress) -> None:
            tell(progress.share)
            if progress.note:
                notes[progress.note] = None

        solution = solve(problem, seconds=seconds, seed=seed, progress=hear)
    for note in notes:
        click.echo(note, err=True)
    return solution


def _write(out: Path, papers: Papers, problem: Problem, language: str) -> None:
    _ = translator(language).gettext
    grid = master_grid_of(
        papers,
        language,
        lambda unplaced: refusal(unplaced.reason, dict(unplaced.details), unplaced.because, _),
    )
    figures, bounds = papers.solution.figures, papers.solution.bounds
    quality = Quality(figures.weight, bounds.weight, figures.breaks, bounds.breaks)
    with complete_or_absent(out) as folder, _bar(_("Printing")) as tell:
        asked = files.problem_bytes(problem)
        (folder / "problem.json").write_bytes(asked)
        (folder / "solution.json").write_bytes(files.solution_bytes(papers.solution, asked))
        print_all(folder, agendas_of(papers), grid, quality, tell)


def _because(solution: Solution, _: Translate) -> str:
    return _("There is no grid that meets every demand, so nothing was written. %(because)s") % {
        "because": solution.because
    }


@contextmanager
def _bar(label: str) -> Iterator[Callable[[float], None]]:
    """A progress bar on a terminal, and nothing elsewhere. It is moved by the share that is done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=STEPS, label=label, file=sys.stderr) as bar:
        yield lambda share: bar.update(max(0, round(share * STEPS) - bar.pos))


def _stop(sentences: str, status: int) -> NoReturn:
    click.echo(sentences, err=True)
    raise SystemExit(status)
