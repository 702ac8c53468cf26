"""Asking for a grid, and seeing how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairs.domain import runs
from fairs.domain.capacity import capacity
from fairs.organisers import verdict
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import PlanForm, given
from fairs.organisers.lacks import lack
from fairs.queries import schedules
from fairs.queries.sheets import sheets_of
from fairs.web import here, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response

    from fairs.domain.capacity import Capacity
    from fairs.models import Edition, Job
    from fairs.organisers.lacks import Lack

STEPS: dict[str, LazyString] = {
    "": _l("It begins in a moment."),
    "construct": _l("A first grid is put together."),
    "search": _l("Meetings are moved until nothing gets better."),
    "tables": _l("Tables are given out."),
    "explain": _l("No grid is possible; the reason is being looked for."),
}


@organisers.get("/<slug>/plan")
@policy.organiser
def plan() -> str:
    """The latest run, and a way to begin another."""
    return _page(PlanForm())


@organisers.post("/<slug>/plan")
@policy.organiser
def start_plan() -> Response | tuple[str, int]:
    """Ask for a grid."""
    form = PlanForm()
    if form.validate():
        with told_in(form):
            runs.ask_plan(here.session(), current_edition(), given(form.seconds), here.now())
            return go("plan")
    return _page(form), 422


@organisers.get("/<slug>/plan/status")
@policy.organiser
def plan_status() -> dict[str, object]:
    """How far the latest run is, for the page that waits for it."""
    run = schedules.latest_run(here.session(), current_edition())
    if run is None:
        return {"underway": False}
    return {"underway": run.underway, "fraction": run.fraction, "step": _step(run)}


def _page(form: PlanForm) -> str:
    edition = current_edition()
    run = schedules.latest_run(here.session(), edition)
    schedule = run and run.schedule_id and schedules.by_id(here.session(), run.schedule_id)
    room = capacity(sheets_of(here.session(), edition))
    return bench(
        "organisers/plan.html",
        run=run,
        fault=_(run.error) if run and run.error else "",
        underway=run is not None and run.underway,
        step=run and _step(run),
        schedule=schedule,
        verdict=schedule and verdict.placed(schedule),
        capacity=room,
        obstacles=tuple(_obstacles(edition, room)),
        form=form,
    )


def _obstacles(edition: Edition, room: Capacity) -> Iterator[Lack]:
    if not room.slots:
        yield lack(edition, _("Lay out a block of meetings."), "venue")
    if not room.tables:
        yield lack(edition, _("Set up tables."), "venue")
    if not room.requests:
        yield lack(edition, _("Nobody wishes to meet anybody yet."), "wishes")
    if edition.wishes_open(here.now()):
        yield lack(edition, _("Close the wishes."), "wishes")


def _step(run: Job) -> str:
    return str(STEPS.get(run.step, run.step))
