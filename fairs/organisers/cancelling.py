"""Calling an edition off: first whom it concerns and how many mails leave; then the word to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from fairs.domain import cancelling as verbs
from fairs.domain import editions
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import REQUIRED, given
from fairs.queries import schedules, told
from fairs.web import here, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition
from fairs.web.voice import Form

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

ROOM = "organisers.settings"


class CancelForm(Form):
    """The word to everybody, and that it is meant."""

    words = TextAreaField(_l("A word to everybody"), [REQUIRED, Length(max=verbs.WORDS_AT_MOST)])
    sure = BooleanField(
        _l("Yes, this edition shall not be held"), [InputRequired(_l("Tick this box if you mean it."))]
    )


@organisers.get("/<slug>/cancel")
@policy.organiser
def cancel() -> str:
    """What cancelling means, before it is done."""
    return _page(CancelForm())


@organisers.post("/<slug>/cancel")
@policy.organiser
def cancel_now() -> Response | tuple[str, int]:
    """Call it off; everybody is told."""
    form = CancelForm()
    if form.validate():
        with told_in(form):
            verbs.cancel(here.session(), current_edition(), given(form.words), here.now())
            flash(_("The edition is cancelled, and everybody is being written to."))
            return go("state")
    return _page(form), 422


@organisers.post("/<slug>/meetings")
@policy.organiser
def switch_meetings() -> Response:
    """Let a meetup have meetings, or none."""
    wanted = bool(request.args.get("wanted"))
    editions.hold_meetings(here.session(), current_edition(), wanted, here.now())
    flash(_("Speed meetings are switched on.") if wanted else _("Speed meetings are switched off."))
    return go("settings", _anchor="meetings")


def _page(form: CancelForm) -> str:
    edition, session = current_edition(), here.session()
    people, followers = told.of_cancellation(session, edition)
    published = schedules.published(session, edition)
    return bench(
        "organisers/cancel.html",
        ROOM,
        form=form,
        people=len(people),
        followers=len(followers),
        published=published is not None,
    )
