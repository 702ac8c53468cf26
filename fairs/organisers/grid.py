"""The grid: slots by tables, what is proven about it, and the wishes without a place."""

from __future__ import annotations

from flask import request

from fairs.families import FAMILIES
from fairs.organisers import verdict
from fairs.organisers.bench import bench, organisers
from fairs.organisers.papers import chosen_schedule, sheet_of
from fairs.organisers.picture import draw
from fairs.queries import schedules
from fairs.web import here, policy
from fairs.web.person import current_edition


@organisers.get("/<slug>/grid")
@policy.organiser
def grid() -> str:
    """The draft if there is one, or else what is published."""
    edition, session = current_edition(), here.session()
    schedule = chosen_schedule(edition)
    if schedule is None:
        return bench("organisers/grid.html", schedule=None)
    search = request.args.get("search", "")
    whole = sheet_of(schedule)
    return bench(
        "organisers/grid.html",
        schedule=schedule,
        draft=schedules.draft(session, edition),
        published=schedules.published(session, edition),
        show=request.args.get("show"),
        search=search,
        picture=draw(whole, search),
        unplaced=whole.unplaced,
        families=FAMILIES,
        verdict=verdict.placed(schedule),
        distance=verdict.distance(schedule),
    )
