"""Every paper of a fair as files, the processor's cores side by side: a page takes a fifth of a second."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TYPE_CHECKING

from fairs.agenda import ics, pdf, summary, workbook
from fairs.commands.outfolder import AGENDAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from fairs.agenda.summary import Quality
    from fairs.agenda.values import Agenda, MasterGrid

Job = tuple["Callable[..., bytes]", tuple[object, ...]]
MOST_PROCESSES = 8  # each takes some 100 MB
PAGES_WORTH_A_PROCESS = 8  # starting one takes as long as drawing a few pages


def print_all(
    folder: Path,
    agendas: Mapping[str, Agenda],
    grid: MasterGrid,
    quality: Quality,
    tell: Callable[[float], None],
) -> None:
    """Write grid, agendas and summary into the folder. `tell` hears which share is done."""
    busy = {person: agenda for person, agenda in agendas.items() if agenda.held}
    (folder / AGENDAS).mkdir()
    summarised = summary.summary_text(grid, tuple(agendas.values()), quality)
    (folder / "summary.txt").write_text(summarised, encoding="utf-8")
    (folder / "grid.xlsx").write_bytes(workbook.grid_xlsx(grid, tuple(agendas.values())))
    for person, agenda in busy.items():
        (folder / AGENDAS / f"{person}.ics").write_bytes(ics.feed(agenda))
    jobs: dict[Path, Job] = {
        folder / "agendas.pdf": (pdf.agendas_pdf, (tuple(busy.values()),)),
        folder / "grid.pdf": (pdf.grid_pdf, (grid,)),
    }
    jobs |= {folder / AGENDAS / f"{person}.pdf": (pdf.agenda_pdf, (busy[person],)) for person in busy}
    for number, (path, content) in enumerate(_carried_out(jobs), 1):
        path.write_bytes(content)
        tell(number / len(jobs))


def make_sure_of_paper() -> None:
    """Raise PaperUnavailable before a grid is searched for: an empty sheet is set and thrown away."""
    pdf.agendas_pdf(())


def _carried_out(jobs: Mapping[Path, Job]) -> Iterator[tuple[Path, bytes]]:
    """The content of each file, as it gets ready."""
    workers = min(os.cpu_count() or 1, MOST_PROCESSES, len(jobs) // PAGES_WORTH_A_PROCESS)
    if workers <= 1:
        yield from ((path, draw(*what)) for path, (draw, what) in jobs.items())
        return
    # spawned, not forked: a fork would inherit the solver's threads in whatever state they are
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        paths = {pool.submit(draw, *what): path for path, (draw, what) in jobs.items()}
        for future in as_completed(paths):
            yield paths[future], future.result()
