"""The papers of a grid: the master grid to hang up and to work with, and everyone's agenda to hand out."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

import structlog
from flask import request, send_file, url_for
from flask_babel import gettext

from fairs.agenda import pdf
from fairs.delivery.processes import ChildFailed, Processes
from fairs.domain.refusals import refusal
from fairs.errors import NotFound, Unavailable
from fairs.organisers.bench import organisers
from fairs.queries import agendas, grids, schedules
from fairs.queries.agendas import Links
from fairs.web import here, language, policy
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response

    from fairs.agenda.values import MasterGrid
    from fairs.models import Edition, Participant, Schedule, Unplaced

Value = TypeVar("Value")
log = structlog.get_logger(__name__)
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def chosen_schedule(edition: Edition) -> Schedule | None:
    """The draft if there is one, or else what is published; `show=published` asks for that."""
    published = schedules.published(here.session(), edition)
    if request.args.get("show") == "published":
        return published
    return schedules.draft(here.session(), edition) or published


def sheet_of(schedule: Schedule) -> MasterGrid:
    """The master grid in the reader's language."""
    return grids.master_grid(here.session(), schedule, language.current(), _because)


def _because(unplaced: Unplaced) -> str:
    return refusal(unplaced.reason, unplaced.details, unplaced.because, gettext)


@organisers.get("/<slug>/grid.pdf")
@policy.organiser
def grid_pdf() -> Response:
    """The grid to hang up."""
    return _file(_printed(pdf.grid_pdf, sheet_of(_schedule())), PDF, "grid.pdf")


@organisers.get("/<slug>/grid.xlsx")
@policy.organiser
def grid_xlsx() -> Response:
    """The grid to work with."""
    from fairs.agenda import workbook  # noqa: PLC0415 - spreadsheets are heavy to load, and few ask for one

    return _file(workbook.grid_xlsx(sheet_of(_schedule())), XLSX, "grid.xlsx")


@organisers.get("/<slug>/agendas.pdf")
@policy.organiser
def agendas_pdf() -> Response:
    """Everyone's agenda, one after the other, to print and hand out."""
    every = agendas.all_agendas(here.session(), _schedule(), _links())
    return _file(_printed(pdf.agendas_pdf, every), PDF, "agendas.pdf")


def _links() -> Links:
    """On paper that passes through many hands stands the page where each asks for their own link."""
    settings = here.settings()

    def page(participant: Participant) -> str:
        return settings.base_url + url_for("public.link", slug=participant.edition.slug)

    return Links(page=page, feed=lambda _participant: "", calendar_domain=settings.calendar_domain)


def _schedule() -> Schedule:
    schedule = chosen_schedule(current_edition())
    if schedule is None:
        raise NotFound("There is no grid yet.")
    return schedule


def _printed(draw: Callable[[Value], bytes], value: Value) -> bytes:
    """Drawn in a process of its own, so that other pages do not wait."""
    press = Processes(at_most=1)
    try:
        return press.run(draw, value)
    except ChildFailed as failure:
        log.exception("a paper could not be drawn")
        raise Unavailable("The paper could not be drawn on this machine. Nothing was changed.") from failure
    finally:
        press.close()


def _file(content: bytes, kind: str, name: str) -> Response:
    name = f"{current_edition().slug}-{name}"
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)
