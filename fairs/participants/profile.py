"""Who am I: what I say of myself and of my organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from fairs.domain import profiles
from fairs.participants.answering import are_asked
from fairs.participants.blueprint import blueprint, page
from fairs.participants.forms import ProfileForm, of_participant
from fairs.web import here, person, policy
from fairs.web.errors import told_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/profile")
@policy.participant
def profile() -> ResponseReturnValue:
    """What is said now."""
    return _page(of_participant(person.the_participant())), 200


@blueprint.post("/profile")
@policy.participant
def keep_profile() -> ResponseReturnValue:
    """Keep what was typed."""
    participant, form = person.the_participant(), ProfileForm()
    if form.validate():
        with told_in(form):
            profiles.change_profile(here.session(), participant, form.profile(), here.now())
            flash(_("Kept. Others see it at once."))
            return redirect(url_for("participants.home", slug=participant.edition.slug), 303)
    return _page(form), 422


def _page(form: ProfileForm) -> str:
    return page("profile.html", form=form, asked=bool(are_asked(person.the_participant())))
