"""Another edition of the same fair, laid out like this one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from fairs.domain import cloning as verbs
from fairs.organisers.bench import bench, organisers
from fairs.organisers.moving import WhenAndWhereForm
from fairs.queries import laid_out
from fairs.web import here, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

STEP = {"fair": timedelta(weeks=52), "meetup": timedelta(weeks=4)}  # the same day of the week


@organisers.get("/<slug>/clone")
@policy.organiser
def clone() -> str:
    """What is copied and what is not, and the date of the next one, most likely."""
    edition = current_edition()
    zone, step = ZoneInfo(edition.timezone), STEP[edition.fair.kind]
    starts, ends = edition.starts_at.astimezone(zone) + step, edition.ends_at.astimezone(zone) + step
    while ends <= here.now():
        starts, ends = starts + step, ends + step
    return _page(
        WhenAndWhereForm(
            data={"starts_at": starts, "ends_at": ends, "venue": edition.venue, "address": edition.address}
        )
    )


@organisers.post("/<slug>/clone")
@policy.organiser
def clone_edition() -> Response | tuple[str, int]:
    """Lay it out; its texts come next, for they still speak of the former one."""
    edition, form = current_edition(), WhenAndWhereForm()
    if form.validate():
        with told_in(form):
            plan = form.plan(ZoneInfo(edition.timezone))
            copy = verbs.clone(here.session(), edition, plan, here.now())
            flash(_("The new edition is a draft. Look its texts over: they are those of the former one."))
            return redirect(url_for("organisers.texts", slug=copy.slug), 303)
    return _page(form), 422


def _page(form: WhenAndWhereForm) -> str:
    copied = laid_out.of_edition(here.session(), current_edition())
    return bench("organisers/clone.html", "organisers.settings", form=form, copied=copied)
