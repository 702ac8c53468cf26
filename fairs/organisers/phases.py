"""Phases moved by hand where no date moves them: back to a draft, over before its time, and on again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField

from fairs.domain import phases as verbs
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import DATES, REQUIRED, given, instant_of
from fairs.queries import editions, meetings
from fairs.web import here, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition
from fairs.web.voice import Form

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


class ResumeForm(Form):
    """Until when it goes on."""

    ends_at = DateTimeLocalField(_l("Until when?"), [REQUIRED], format=DATES)


@organisers.post("/<slug>/draft")
@policy.organiser
def take_back() -> Response:
    """A draft again: nobody is concerned, for nobody has registered."""
    verbs.take_back(here.session(), current_edition(), here.now())
    flash(_("It is a draft again: only you see it."))
    return go("state")


@organisers.get("/<slug>/end")
@policy.organiser
def end() -> str:
    """What ending it means, before it is done."""
    edition, now = current_edition(), here.now()
    return bench(
        "organisers/end.html",
        "organisers.state",
        counts=editions.counts(here.session(), edition),
        to_come=meetings.to_come(here.session(), edition, now),
        phase=edition.phase(now),
    )


@organisers.post("/<slug>/end")
@policy.organiser
def end_now() -> Response:
    """Over before its time."""
    verbs.end_now(here.session(), current_edition(), here.now())
    flash(_("The edition is over. You can let it go on here."))
    return go("state")


@organisers.get("/<slug>/resume")
@policy.organiser
def resume() -> str:
    """Until when it would go on, and what that means."""
    edition, now = current_edition(), here.now()
    likely = max(verbs.planned_end(here.session(), edition), now + timedelta(hours=1))
    return _resuming(ResumeForm(data={"ends_at": likely.astimezone(ZoneInfo(edition.timezone))}))


@organisers.post("/<slug>/resume")
@policy.organiser
def go_on() -> Response | tuple[str, int]:
    """Let it go on."""
    edition, form = current_edition(), ResumeForm()
    if form.validate():
        with told_in(form):
            until = instant_of(given(form.ends_at), ZoneInfo(edition.timezone), "ends_at")
            verbs.resume(here.session(), edition, until, here.now())
            flash(_("The edition goes on."))
            return go("state")
    return _resuming(form), 422


def _resuming(form: ResumeForm) -> str:
    edition = current_edition()
    counts = editions.counts(here.session(), edition)
    return bench(
        "organisers/resume.html",
        "organisers.state",
        form=form,
        counts=counts,
        phase=edition.phase(here.now()),
    )
