"""The programme: talks, workshops and round tables, who comes to each, and the minutes afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from fairs.agenda.wording import by_local_day
from fairs.domain import activities as verbs
from fairs.organisers.activity_form import form_for, next_activity, of_activity
from fairs.organisers.bench import bench, go, organisers
from fairs.queries import activities as reads
from fairs.queries.families import of_edition as of_families
from fairs.web import here, language, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition
from fairs.web.voice import Form

if TYPE_CHECKING:
    import uuid

    from werkzeug.wrappers import Response

    from fairs.models import Activity
    from fairs.organisers.activity_form import ActivityForm

ROOM = "organisers.activities"


class MinutesForm(Form):
    """What was said and decided."""

    minutes = TextAreaField(_l("Minutes"), [Length(max=verbs.MINUTES_AT_MOST)])


@organisers.get("/<slug>/activities")
@policy.organiser
def activities() -> str:
    """The programme as it stands, and the form for one more item."""
    edition = current_edition()
    there = reads.of_edition(here.session(), edition)
    return _list(next_activity(_form(), edition, there[-1].ends_at if there else None))


@organisers.post("/<slug>/activities")
@policy.organiser
def add_activity() -> Response | tuple[str, int]:
    """One more."""
    edition, form = current_edition(), _form()()
    if form.validate():
        with told_in(form):
            verbs.add(here.session(), edition, form.plan(ZoneInfo(edition.timezone)), here.now())
            flash(_("It stands in the programme."))
            return go("activities")
    return _list(form), 422


@organisers.get("/<slug>/activities/<uuid:activity_id>")
@policy.organiser
def activity(activity_id: uuid.UUID) -> str:
    """One of them, to be changed; who comes; the minutes."""
    found = _activity(activity_id)
    return _page(found, _filled(found), MinutesForm(data={"minutes": found.minutes}))


@organisers.post("/<slug>/activities/<uuid:activity_id>")
@policy.organiser
def change_activity(activity_id: uuid.UUID) -> Response | tuple[str, int]:
    """Say something else of it."""
    edition, found, form = current_edition(), _activity(activity_id), _form()()
    if form.validate():
        with told_in(form):
            plan = form.plan(ZoneInfo(edition.timezone))
            verbs.change(here.session(), edition, found, plan, here.now())
            flash(_("The programme is changed."))
            return go("activities")
    return _page(found, form, MinutesForm(formdata=None, data={"minutes": found.minutes})), 422


@organisers.post("/<slug>/activities/<uuid:activity_id>/minutes")
@policy.organiser
def write_minutes(activity_id: uuid.UUID) -> Response | tuple[str, int]:
    """Keep what was said and decided."""
    found, form = _activity(activity_id), MinutesForm()
    if form.validate():
        with told_in(form):
            verbs.write_minutes(here.session(), found, form.minutes.data or "", here.now())
            flash(_("The minutes are kept. Those who were signed up read them on their pages."))
            return go("activity", activity_id=activity_id)
    return _page(found, _filled(found), form), 422


@organisers.get("/<slug>/activities/<uuid:activity_id>/remove")
@policy.organiser
def leave_activity(activity_id: uuid.UUID) -> str:
    """What removing means, before it is done."""
    return bench("organisers/activity_remove.html", ROOM, activity=_activity(activity_id))


@organisers.post("/<slug>/activities/<uuid:activity_id>/remove")
@policy.organiser
def remove_activity(activity_id: uuid.UUID) -> Response:
    """Take it out of the programme."""
    verbs.remove(here.session(), _activity(activity_id), here.now())
    flash(_("It no longer stands in the programme."))
    return go("activities")


def _form() -> type[ActivityForm]:
    families = of_families(here.session(), current_edition())
    return form_for(families if len(families) > 1 else (), language.current())


def _filled(found: Activity) -> ActivityForm:
    return of_activity(_form(), found, reads.quotas(here.session(), found))


def _list(form: ActivityForm) -> str:
    edition = current_edition()
    there = reads.of_edition(here.session(), edition)
    return bench("organisers/activities.html", ROOM, form=form, days=by_local_day(there, edition.timezone))


def _page(found: Activity, form: ActivityForm, minutes_form: MinutesForm) -> str:
    return bench(
        "organisers/activity.html",
        ROOM,
        activity=found,
        form=form,
        minutes_form=minutes_form,
        roster=reads.roster(here.session(), found),
        begun=here.now() >= found.starts_at,
    )


def _activity(activity_id: uuid.UUID) -> Activity:
    return reads.by_id(here.session(), current_edition(), str(activity_id))
