"""The papers of a grid: the master grid to hang up and to work with, and everyone's agenda to hand out.

A fair of a few people gets its agendas at once; for more a pack is drawn, which takes a while.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

import structlog
from flask import request, send_file, url_for
from flask_babel import gettext

from fairs.agenda import pdf
from fairs.delivery.processes import ChildFailed, Processes
from fairs.domain import packs
from fairs.domain.refusals import refusal
from fairs.errors import NotFound, Unavailable
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.long_jobs import watched
from fairs.queries import agendas, grids, long_jobs, schedules
from fairs.queries.agendas import Links
from fairs.web import here, language, policy
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from fairs.agenda.values import MasterGrid
    from fairs.models import Edition, Participant, Schedule, Unplaced

Value = TypeVar("Value")
log = structlog.get_logger(__name__)
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: dict[packs.Form, str] = {"pdf": PDF, "zip": "application/zip"}
FEW = 60  # people whose agendas are drawn while somebody waits: some ten seconds
LOOKED_AT = 20  # packs among which the latest of each form is looked for


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


@organisers.get("/<slug>/papers")
@policy.organiser
def papers() -> str:
    """All papers, and how far those are that take a while."""
    edition = current_edition()
    published = schedules.published(here.session(), edition)
    asked = long_jobs.recent(here.session(), edition, "pack", LOOKED_AT)
    latest = {form: next((job for job in asked if job.options["form"] == form), None) for form in packs.FORMS}
    return bench(
        "organisers/papers.html",
        "organisers.grid",
        published=published,
        draft=schedules.draft(here.session(), edition),
        people=len(agendas.people_with_meetings(here.session(), published.id)) if published else 0,
        few=FEW,
        packs=tuple(
            (form, job, watched(job), job is not None and packs.is_there(here.session(), job))
            for form, job in latest.items()
        ),
    )


@organisers.post("/<slug>/papers")
@policy.organiser
def ask_pack() -> Answer:
    """Ask for all agendas in one file."""
    form = next((form for form in packs.FORMS if form == request.form.get("form")), packs.FORMS[0])
    packs.ask_pack(here.session(), current_edition(), form, here.now())
    return go("papers")


@organisers.get("/<slug>/papers/<job_id>")
@policy.organiser
def pack(job_id: str) -> Response:
    """All agendas in one file, as they were drawn."""
    job = long_jobs.by_id(here.session(), current_edition(), job_id)
    content = packs.content(here.session(), job)
    if content is None:
        raise NotFound("This pack is not there, or a newer one has taken its place.")
    form = job.options["form"]
    return _file(content, KINDS[form], f"agendas-{job.options['revision']}.{form}")


@organisers.get("/<slug>/agendas.pdf")
@policy.organiser
def agendas_pdf() -> Response | Answer:
    """Everyone's agenda, one after the other, to print and hand out; of many people, the page that asks."""
    schedule = _schedule()
    if schedule.state == "published" and len(agendas.people_with_meetings(here.session(), schedule.id)) > FEW:
        return go("papers")
    every = agendas.all_agendas(here.session(), schedule, _links())
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
    answer = send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"  # it would be given the year of files for everyone
    return answer
