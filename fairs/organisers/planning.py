"""Asking for a grid, and seeing how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from fairs.domain import runs
from fairs.domain.capacity import capacity
from fairs.organisers import verdict
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import PlanForm, given
from fairs.organisers.lacks import lack
from fairs.organisers.long_jobs import watched
from fairs.queries import long_jobs, schedules
from fairs.queries.sheets import sheets_of
from fairs.web import here, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.wrappers import Response

    from fairs.domain.capacity import Capacity
    from fairs.models import Edition
    from fairs.organisers.lacks import Lack


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


def _page(form: PlanForm) -> str:
    edition = current_edition()
    run = long_jobs.latest(here.session(), edition, "plan")
    schedule = run and run.schedule_id and schedules.by_id(here.session(), run.schedule_id)
    room = capacity(sheets_of(here.session(), edition))
    return bench(
        "organisers/plan.html",
        run=run,
        fault=_(run.error) if run and run.error else "",
        work=watched(run),
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
