"""A grid in a page of plain text: what was planned, who meets nobody, what found no place and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs import texts
from fairs.agenda import wording
from fairs.agenda.characters import alphabetical, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fairs.agenda.values import Agenda, MasterGrid


@dataclass(frozen=True)
class Quality:
    """How good the grid is, as its maker measured it, and how good any grid could be."""

    weight: int
    weight_bound: int  # no grid places more
    breaks: int
    breaks_bound: int  # no grid of this weight has fewer


def summary_text(grid: MasterGrid, agendas: Sequence[Agenda], quality: Quality | None = None) -> str:
    """The summary in the language of the grid."""
    by_name = sorted(agendas, key=lambda agenda: (alphabetical(agenda.person), agenda.organisation))
    return texts.render(
        "print/summary.txt",
        grid.language,
        grid=grid,
        occasion=grid.occasion,
        zone=grid.occasion.zone,
        venue=wording.venue(grid.occasion),
        as_of=wording.as_of(grid.occasion, grid.language),
        people=by_name,
        loads=sorted(len(agenda.held) for agenda in by_name if agenda.held),
        alone=[agenda for agenda in by_name if not agenda.held],
        quality=quality,
        one_line=one_line,
        named=wording.named,
    )
